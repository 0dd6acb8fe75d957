"""The lines of a section, as its decisions are read from them: as they stand, or one a sentence
where the lines tell nothing.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n]*\S[^\n]*")
# Lines so narrow that where they break tells nothing of where a paragraph ends.
_NARROWEST = 30
_STOP = re.compile(
    r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9#])|(?<=medically necessary)[^\S\n]*\n\s*"
)
_ABBREVIATION = re.compile(
    r"\b(?:q\.?d|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\.?h\.?s|p\.?r\.?n|p\.?o|St|Dr|Mt|No|Inc|Co|vs"
    r"|approx|incl|qty)\.$",
    re.I,
)


@dataclass(frozen=True)
class Line:
    """A line with anything on it: its offsets in the letter's running text, its words, and whether
    a label begins it.
    """

    start: int
    end: int
    text: str
    label: bool = False


def abbreviated(words: str) -> bool:
    """Whether some words end in an abbreviation, whose stop ends no sentence."""
    return bool(_ABBREVIATION.search(words[-12:]))


def widest(lines: Sequence[Line]) -> int:
    """How many characters the widest lines hold, a tenth of them left out."""
    return sorted(len(line.text) for line in lines)[int(len(lines) * 0.9)] if lines else 0


def lines_of(text: str, start: int, end: int, labels: Sequence[int]) -> tuple[list[Line], int]:
    """The lines of ``text[start:end]`` that hold words of the letter, and how wide they are; each
    label, by its offset, begins one.

    A line that an extractor gives twice counts once, as the second. Where a label stands within a
    line, the text was printed without regard to paragraphs, and where the lines are very narrow,
    they break anywhere: then each sentence is a line, and the width is 0, since it tells nothing.
    """
    marks = {at for at in labels if start <= at < end}
    bounds = [start, *sorted(marks - {start}), end]
    stretches = list(pairwise(bounds))
    lines = [
        _line(text, *match.span(), marks)
        for low, high in stretches
        for match in _LINE.finditer(text, low, high)
    ]
    lines = [
        line
        for at, line in enumerate(lines)
        if at + 1 == len(lines) or line.text != lines[at + 1].text
    ]
    within = sum(bool(text[text.rfind("\n", 0, at) + 1 : at].strip()) for at in marks)
    if within or (len(lines) > 8 and widest(lines) < _NARROWEST):
        return [line for low, high in stretches for line in _sentences(text, low, high, marks)], 0
    return lines, widest(lines)


def _line(text: str, start: int, end: int, marks: Collection[int]) -> Line:
    return Line(start, end, " ".join(text[start:end].split()), start in marks)


def _sentences(text: str, start: int, end: int, marks: Collection[int]) -> list[Line]:
    lines, begin = [], start
    for stop in _STOP.finditer(text, start, end):
        if not abbreviated(text[max(begin, stop.start() - 12) : stop.start()]):
            lines.append(_line(text, begin, stop.end(), marks))
            begin = stop.end()
    lines.append(_line(text, begin, end, marks))
    return [line for line in lines if line.text]
