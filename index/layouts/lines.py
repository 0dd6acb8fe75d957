"""The lines of a section."""

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]*\S[^\n]*")

@dataclass(frozen=True)
class Line:
    """A line with anything on it: its offsets in the letter's running text, and its words."""

    start: int
    end: int
    text: str


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """The lines of ``text[start:end]`` that hold words of the letter; one that an extractor gives twice counts once, as the second."""
    lines = [Line(match.start(), match.end(), match.group().strip()) for match in _LINE.finditer(text, start, end)]
    return [line for at, line in enumerate(lines) if at + 1 == len(lines) or line.text != lines[at + 1].text]
