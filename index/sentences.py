"""Sentences of a letter, with their places."""

import re

from index.determination import Excerpt

# A stop, then a capital or a number; or a line that begins a bullet or a numbered point.
_BREAK = re.compile(
    r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9•])"
    r"|\n\s*(?=(?:[•*▪–-]|\(?\d{1,2}[.)]|[a-z]\))\s)"
)
_BULLET = re.compile(r"\s*[•*▪–-]\s")
_NO_STOP = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|vs|No|no|St|Inc|approx|e\.g|i\.e|etc|cf|p|pp|fig|al|q\.d|b\.i\.d"
    r"|t\.i\.d|mg|Sec|Ch|[A-Z])|\b[A-Z]\.[A-Z])\.$"
)


def sentences(text: str, start: int, end: int) -> tuple[Excerpt, ...]:
    """The sentences of ``text[start:end]``, in order.

    An abbreviation's stop ends none; a bullet begins one and is no part of it. Line and page breaks
    are white space.
    """
    excerpts, begin = [], start
    for match in _BREAK.finditer(text, start, end):
        before = text[begin : match.start()].rstrip("\"”’')] ")
        if text[match.start() - 1 : match.start() + 1].strip() and _NO_STOP.search(before[-12:]):
            continue
        excerpts.append(_without_bullet(text, begin, match.end()))
        begin = match.end()
    excerpts.append(_without_bullet(text, begin, end))
    return tuple(sentence for sentence in excerpts if sentence.text)


def _without_bullet(text: str, start: int, end: int) -> Excerpt:
    bullet = _BULLET.match(text, start, end)
    return Excerpt.of(text, bullet.end() if bullet else start, end)
