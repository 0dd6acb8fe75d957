"""Spinal levels of an item."""

import re

from index.determination import DisputedItem
from index.sentences import sentences

# "L4-5", "L4- / L5" broken at a line's end, "L4 to S1"; a level alone; not "T2 weighted", "L3814", "C4 cream".
_LEVEL = re.compile(r"(?<![A-Za-z0-9])([CTLS])\s?(\d{1,2})(?:\s*(-|–|/|to|through|thru)\s*(?:/\s*)?([CTLS])?\s?(\d{1,2}))?(?![\w%])(?!\s*-?\s*(?:weighted|mg|mcg|ml|tablets?|order\b))")
_VERTEBRAE = {"C": 7, "T": 12, "L": 5, "S": 5}
_ORDER = [f"{part}{number}" for part, count in _VERTEBRAE.items() for number in range(1, count + 1)]
_CONCLUSION = re.compile(r"\brequest", re.I)


def levels(item: DisputedItem, text: str) -> tuple[str, ...]:
    """The levels that the disputed request names, else those of the sentence that concludes on it: "L4-L5" for a segment, "L5" for one alone."""
    named = levels_in(item.disputed)
    if named or item.rationale is None:
        return named
    told = [each.text for each in sentences(text, item.rationale.start, item.rationale.end) if _CONCLUSION.search(each.text)]
    return levels_in(told[-1]) if told else ()


def levels_in(words: str) -> tuple[str, ...]:
    """The levels that some words name, in their order. A range of several segments ("C5-C7") gives each of them; "L4, L5 and S1" three levels."""
    found: list[str] = []
    for match in _LEVEL.finditer(words):
        part, number, _, to_part, to_number = match.groups()
        first = f"{part}{int(number)}"
        if to_number is None:
            found += [first] if first in _ORDER else []
            continue
        last = f"{to_part or _next_part(part, int(number), int(to_number))}{int(to_number)}"
        if first in _ORDER and last in _ORDER and 0 < _ORDER.index(last) - _ORDER.index(first) <= 6:
            steps = _ORDER[_ORDER.index(first) : _ORDER.index(last) + 1]
            found += [f"{upper}-{lower}" for upper, lower in zip(steps, steps[1:], strict=False)]
    return tuple(dict.fromkeys(found))


def _next_part(part: str, number: int, to_number: int) -> str:
    """The part of the spine of the second level where only its number stands: "L5-1" goes on into the sacrum."""
    return part if to_number > number else {"C": "T", "T": "L", "L": "S", "S": "S"}[part]


