"""Services that no file names, by the form of the words: what a phrase ends with, or a strength
after a word.
"""

import re
from dataclasses import dataclass
from functools import cache

from index.vocabulary.lexicon import Lexicon
from index.vocabulary.shipped import Service, shipped_file

_PHRASE = re.compile(r"[A-Za-z][A-Za-z'’/-]*(?:\s+[A-Za-z][A-Za-z'’/-]*)*")
#: Words of a name at most: the head and what tells it apart.
_LONGEST = 3


@dataclass(frozen=True)
class _Form:
    """A head of phrases, the place of what it names, and the name of all of it where it has one of
    its own.
    """

    head: re.Pattern[str]
    service: Service
    name: str | None


def service_by_form(name: str) -> Service:
    """The place of a service that no file names, by the form of its name; a name of no known form
    is a drug's.
    """
    for form in _forms():
        if form.head.search(name):
            return form.service
    stem = max((ending for ending in _stems() if name.endswith(ending)), key=len, default=None)
    return Service("Pharmaceuticals", _stems()[stem] if stem else None)


def names_by_form(request: str, regions: Lexicon) -> tuple[str, ...]:
    """The names of the services in a request of which no word is known: the request's own words, in
    lower case.

    A phrase whose head tells its kind is named by the head and up to two words before it; a word
    before a strength ("50 mg") or with the ending of a nonproprietary name ("-prazole") is a drug.
    ``regions`` finds the words for body regions, which belong to no name.
    """
    text = request.lower()
    drugs = [
        match.group(1)
        for match in _drug().finditer(text)
        if not set(match.group(1).split()) & _filler() and not _has_head(match.group(1))
    ]
    drugs += [
        word
        for word in re.findall(r"[a-z]{7,}", text)
        if any(word.endswith(stem) and len(word) > len(stem) + 2 for stem in _stems())
        and not _has_head(word)
    ]
    if drugs:
        return tuple(dict.fromkeys(drugs))
    return tuple(
        dict.fromkeys(
            name for match in _PHRASE.finditer(text) if (name := _named(match.group(), regions))
        )
    )


def _named(phrase: str, regions: Lexicon) -> str | None:
    """The name in a phrase: its last head, with the words before it that tell it apart; None where
    it has no head.
    """
    words = re.split(r"\s+", phrase)
    for last in range(len(words), 0, -1):
        if words[last - 1] not in _filler() and _has_head(words[last - 1]):
            first = last - 1
            while (
                first
                and last - first < _LONGEST
                and words[first - 1] not in _filler()
                and not regions.find(words[first - 1])
            ):
                first -= 1
            if last - first == 1 and words[first] in _alone():
                continue
            name = " ".join(words[first:last])
            return next((form.name for form in _forms() if form.head.search(name)), None) or name
    return None


def _has_head(word: str) -> bool:
    return any(form.head.search(word) for form in _forms())


@cache
def _forms() -> tuple[_Form, ...]:
    rows = shipped_file("forms")["forms"]
    return tuple(
        _Form(
            re.compile(rf"(?<![a-z])(?:{row['head']})$", re.I),
            Service(row["category"], row["subcategory"]),
            row.get("name"),
        )
        for row in rows
    )


@cache
def _drug() -> re.Pattern[str]:
    return re.compile(shipped_file("forms")["drug"], re.I)


@cache
def _filler() -> frozenset[str]:
    return frozenset(shipped_file("forms")["filler"])


@cache
def _alone() -> frozenset[str]:
    return frozenset(shipped_file("forms")["alone"])


@cache
def _stems() -> dict[str, str]:
    return shipped_file("drugs")["stems"]
