"""What a question leaves out: services, classes and regions that stand with a word like "other than", "without" or "not counted"."""

import re
from functools import cache

from index.vocabulary import Mention, load

# What may stand between the excluding word and what it excludes ("not counting any of the"), and between the members of a list.
_SMALL = r"(?:[\s(]+(?:of|for|the|a|an|to|in|any|all|every|each|on|about|such|kinds?|sorts?|parts?|requests?|items?|cases?|ones?|being|with|at|anything|everything|things?|those|that|which|is|was|are|were|having|has|have|had|done))*[\s(]*$"
_LIST = re.compile(r"[\s()]*(?:,(?:\s*(?:and|or|nor|not|no))?|/|and|or|nor)\s+(?:(?:no|the|any|a|an|of|for|not|in|on|parts?|other)\s+)*|/", re.I)
# A member of a list that names nothing here, one word or two; each word can be read in one way only, so that a long list takes no long time.
_MEMBER = r"[\w-]+(?:\s[\w-]+)?"
_MORE_OF_LIST = re.compile(rf"\s*(?:,\s*{_MEMBER})+,?\s+(?:or|nor)\b", re.I)
# How far before a mention an excluding word is looked for, in characters: in a long text each mention would else search all that stands before it.
_REACH = 300
# A member of a list follows one of the last mentions; of those before them only an outer one could matter.
_NEAREST = 12
Stretch = tuple[int, int]


def excluded(words: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions that are left out: an excluding word stands before them or right behind them, or they follow such a one in a list."""
    barred: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
        listed = any(_LIST.fullmatch(words[other.end : mention.start]) or other.start <= mention.start < other.end for other in barred[-_NEAREST:])
        if stands_before(words, mention.start) or listed or _in_barred_list(words, mention) or _behind().match(words, mention.end):
            barred.append(mention)
    return barred


def _in_barred_list(words: str, mention: Mention) -> bool:
    """Whether a mention stands in a list that an excluding word begins, behind words that name nothing here: "no clearances, assistants or consults"."""
    behind_first = _listed_before().search(words[max(0, mention.start - _REACH) : mention.start])
    # A list shows by the "or" before its last member: "no MRI, physical therapy for the knee" is none.
    return bool(behind_first) and bool(re.search(r"\b(?:or|nor)\s+$", words[max(0, mention.start - _REACH) : mention.start], re.I) or _MORE_OF_LIST.match(words, mention.end))


def stands_before(words: str, at: int) -> bool:
    """Whether an excluding word stands right before a place in some words."""
    return bool(_before().search(words[max(0, at - _REACH) : at]))


def stands_behind(words: str, at: int) -> bool:
    """Whether an excluding word stands right behind a place in some words."""
    return bool(_behind().match(words, at))


def excluding_words(words: str) -> list[Stretch]:
    """The stretches of the excluding words themselves."""
    return [match.span() for pattern in (re.compile(load("phrases")["excluding"], re.I), re.compile(load("phrases")["excluding behind"], re.I)) for match in pattern.finditer(words)]


@cache
def _before() -> re.Pattern[str]:
    return re.compile(f"(?:{load('phrases')['excluding']}){_SMALL}", re.I)


@cache
def _listed_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{load('phrases')['excluding']})\s+{_MEMBER}(?:,\s*{_MEMBER}){{0,12}}(?:,\s*|,?\s+(?:or|nor)\s+)$", re.I)


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"(?:\s+(?:items?|requests?|cases?|ones|drugs?))?[\s,)(]*(?:{load('phrases')['excluding behind']})", re.I)
