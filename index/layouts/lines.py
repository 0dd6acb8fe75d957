"""The lines of a section, without the furniture of its pages."""

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]*\S[^\n]*")
# Page numbers, stamps and running feet, which stand anywhere.
_FURNITURE = re.compile(
    r"^(?:-?\s?(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s?-?|(?:IMR\s+)?Final Determination Letter\b.{0,80}|.{0,40}\bpublic copy\b.{0,20}|(?:IMR\s+)?Case Number:?\s*CM\d{2}-\d{7}(?:\s+.{0,30})?)$", re.I
)


@dataclass(frozen=True)
class Line:
    """A line with anything on it: its offsets in the letter's running text, and its words."""

    start: int
    end: int
    text: str


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """The lines of ``text[start:end]`` that hold words of the letter."""
    lines = (Line(match.start(), match.end(), match.group().strip()) for match in _LINE.finditer(text, start, end))
    return [line for line in lines if not _FURNITURE.match(line.text)]
