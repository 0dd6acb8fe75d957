"""Services that no file names, by the form of the words: what a phrase ends with, or a strength after a word."""

import re
from functools import cache

from index.vocabulary.lexicon import Lexicon
from index.vocabulary.shipped import Service, shipped_file

_PHRASE = re.compile(r"[A-Za-z][A-Za-z'’/-]*(?:\s+[A-Za-z][A-Za-z'’/-]*)*")
#: Words of a name at most: the head and what tells it apart.
_LONGEST = 3


def service_by_form(name: str) -> Service:
    """The place of a service that no file names, by the form of its name; a name of no known form is a drug's."""
    for head, service in _forms():
        if head.search(name):
            return service
    stem = max((each for each in _stems() if name.endswith(each)), key=len, default=None)
    return Service("Pharmaceuticals", _stems()[stem] if stem else None)


def names_by_form(request: str, regions: Lexicon) -> tuple[str, ...]:
    """The names of the services in a request of which no word is known: the request's own words, in lower case.

    A phrase whose head tells its kind is named by the head and up to two words before it; a word before a
    strength ("50 mg") or with the ending of a nonproprietary name ("-prazole") is a drug. ``regions`` finds the
    words for body regions, which belong to no name.
    """
    text = request.lower()
    drugs = [match.group(1) for match in _drug().finditer(text) if not set(match.group(1).split()) & _filler() and not _has_head(match.group(1))]
    drugs += [word for word in re.findall(r"[a-z]{7,}", text) if any(word.endswith(stem) and len(word) > len(stem) + 2 for stem in _stems()) and not _has_head(word)]
    if drugs:
        return tuple(dict.fromkeys(drugs))
    return tuple(dict.fromkeys(name for match in _PHRASE.finditer(text) if (name := _named(match.group(), regions))))


def _named(phrase: str, regions: Lexicon) -> str | None:
    """The name in a phrase: its last head, with the words before it that tell it apart; None where it has no head."""
    words = re.split(r"\s+", phrase)
    for last in range(len(words), 0, -1):
        if words[last - 1] not in _filler() and _has_head(words[last - 1]):
            first = last - 1
            while first and last - first < _LONGEST and words[first - 1] not in _filler() and not regions.find(words[first - 1]):
                first -= 1
            return " ".join(words[first:last])
    return None


def _has_head(word: str) -> bool:
    return any(head.search(word) for head, _ in _forms())


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Service], ...]:
    rows = shipped_file("forms")["forms"]
    return tuple((re.compile(rf"(?<![a-z])(?:{row['head']})$", re.I), Service(row["category"], row["subcategory"])) for row in rows)


@cache
def _drug() -> re.Pattern[str]:
    return re.compile(shipped_file("forms")["drug"], re.I)


@cache
def _filler() -> frozenset[str]:
    return frozenset(shipped_file("forms")["filler"])


@cache
def _stems() -> dict[str, str]:
    return shipped_file("drugs")["stems"]
