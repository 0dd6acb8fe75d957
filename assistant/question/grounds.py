"""The grounds that a question names as a criterion: "denied because no functional improvement was
shown".
"""

import re
from functools import cache

from assistant.question.spans import Stretch
from index.determination import Outcome
from index.extraction.reasons import tags_in
from index.vocabulary import Mention, class_lexicon, load, procedure_lexicon

# From the word that introduces a ground to the end of its sentence.
_CLAUSE = re.compile(
    r"\b(?:because|since(?!\s+(?:the\s+)?(?:start|beginning|\w+\s+)?20\d\d)"
    r"|as (?:the|no|there|it|they|he|she|nothing|only)|due to|owing to"
    r"|on (?:the )?grounds?(?: (?:that|of))?|given that|in view of|"
    r"for (?:lack|want|failing|failure|absence|not)(?: of)?|for (?:the )?reasons? (?:of|that)"
    r"|(?:with|on) the (?:argument|reasoning|theory|footing|basis|view) that|citing|arguing that"
    r"|on account of|thanks to)"
    r"\b[^.?!;:]*",
    re.I,
)
# Reasons whose words are too general where a question does not speak of a ground.
_LOOSE = {
    "safety risk",
    "dependent on denied service",
    "diagnosis already established",
    "not recommended by guideline",
    "no change since prior study",
    "duplicate request",
    "needed with approved service",
    "surgery planned",
    "within guideline amount",
}
_BUT = re.compile(r"(?:\bbut\s+|[(,;]\s?)$", re.I)
_REACH = 20
# So many characters of a clause are held against the signs of reasons, of which there are many.
_READ = 400


def grounds_in(words: str, outcome: Outcome | None) -> tuple[list[str], list[Stretch]]:
    """The reason tags that some words name, and the stretches taken for them; none where they speak
    of no ground.

    A question's own phrases come first, then the signs by which reasons are recognized in letters.
    """
    first: dict[str, Stretch] = {}
    for value, span in _own_phrases(words, outcome):
        first.setdefault(value, span)
    if first:
        return list(first), list(first.values())
    told = _told_in(words, outcome)
    return ([told[0][0]], [told[0][1]]) if told else ([], [])


def _own_phrases(words: str, outcome: Outcome | None) -> list[tuple[str, Stretch]]:
    """The reasons of items with an outcome that stand in some words as phrases; where such a phrase
    is a part of one for the other side ("lack of red flags" holds "red flags"), that one counts.
    """
    own = _phrases_in(words, outcome)
    if not own:
        return []
    others = _phrases_in(words, _other_side(outcome))
    found: list[tuple[str, Stretch]] = []
    for value, span in own:
        wider = [
            (other, around)
            for other, around in others
            if around != span and around[0] <= span[0] and span[1] <= around[1]
        ]
        found += wider or [(value, span)]
    return found


def _other_side(outcome: Outcome | None) -> Outcome:
    return Outcome.UPHELD if outcome is Outcome.OVERTURNED else Outcome.OVERTURNED


def ground_targets(words: str, outcome: Outcome | None) -> list[tuple[str, Stretch]]:
    """Every reason tag that some words name, of upheld and of overturned items, each with its
    stretch: by phrases, and by clauses that give a ground without one.
    """
    own, others = (_phrases_in(words, each) for each in (outcome, _other_side(outcome)))
    found = own + [
        (tag, span)
        for tag, span in others
        if not any(start <= span[0] and span[1] <= end for _, (start, end) in own)
    ]
    # "Lack of red flags" is no red flag.
    found = [
        (tag, span)
        for tag, span in found
        if not any(
            start <= span[0] and span[1] <= end and span != (start, end)
            for _, (start, end) in found
        )
    ]
    return found + [
        (tag, span)
        for tag, span in _told_in(words, outcome)
        if not any(start < span[1] and span[0] < end for _, (start, end) in found)
    ]


def _phrases_in(words: str, outcome: Outcome | None) -> list[tuple[str, Stretch]]:
    """The reasons that stand in some words as phrases; "but no surgery", "(no surgery)" and
    "no nerve conduction study" leave out a service and are none.
    """
    group = "reason overturned" if outcome is Outcome.OVERTURNED else "reason"
    spoken = bool(re.search(load("phrases")["ground"], words, re.I))
    found = [
        (value, match.span())
        for value, pattern in _phrases(group)
        if spoken or value not in _LOOSE
        for match in pattern.finditer(words)
    ]
    if not found:
        return []
    named = [*procedure_lexicon().find(words), *class_lexicon().find(words)]
    return [
        (value, span)
        for value, span in found
        if not any(_leaves_out(words, span, each) for each in named)
    ]


def _leaves_out(words: str, span: Stretch, mention: Mention) -> bool:
    """Whether a phrase for a reason is no more than "no" before a service."""
    start, end = span
    return start < mention.start < end and (
        end < mention.end
        or (
            not words[mention.end : end].strip()
            and bool(_BUT.search(words, max(0, start - _REACH), start))
        )
    )


def _told_in(words: str, outcome: Outcome | None) -> list[tuple[str, Stretch]]:
    """The first reason that each clause for a ground tells by the signs of letters."""
    found = []
    for clause in _CLAUSE.finditer(words):
        tags = next(
            (
                tags
                for each in ([outcome] if outcome else [Outcome.UPHELD, Outcome.OVERTURNED])
                if (tags := tags_in(clause.group()[:_READ], each))
            ),
            (),
        )
        found += [(tag, clause.span()) for tag in tags[:1]]
    return found


def ground_clauses(words: str) -> list[Stretch]:
    """The stretches of clauses that give a ground."""
    return [match.span() for match in _CLAUSE.finditer(words)]


@cache
def _phrases(group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (str(value), re.compile("|".join(forms), re.I))
        for value, forms in load("phrases")[group].items()
    )
