"""Answers as a Markdown document."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answer import Answer
from assistant.export.contents import (
    COUNT_COLUMNS,
    FICTIONAL,
    STANDING,
    TITLE,
    Contents,
    Line,
    Part,
    contents,
)

# What Markdown would take for markup, HTML among it. Marks like [1] are none without an address
# behind them.
_MARKUP = re.compile(r"([\\`*_{}<>#|~$&!]|\[(?!\d+\])|\](?=[(\[:]))")
_OPENING = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def as_markdown(answers: Sequence[Answer], taken_on: date) -> str:
    """A document of some answers: statements, counts, and a numbered list of the quotes with their
    places.
    """
    return "\n\n".join(_blocks(contents(answers, taken_on))) + "\n"


def _blocks(content: Contents) -> Iterator[str]:
    yield f"# {TITLE}"
    yield _plain(content.taken)
    if content.fictional:
        yield f"**{FICTIONAL}**"
    for part in content.parts:
        yield from _part(part)
    yield "---"
    yield f"*{STANDING}*"


def _part(part: Part) -> Iterator[str]:
    yield f"## {_plain(part.question)}"
    for heading, lines in part.sections:
        if heading:
            yield f"### {_plain(heading)}"
        yield from map(_line, lines)
    yield from (f"*{_plain(note)}*" for note in part.notes)
    if part.counts:
        yield "### What was counted"
        yield "\n".join(
            [
                _row(COUNT_COLUMNS),
                _row(["---"] * len(COUNT_COLUMNS), raw=True),
                *map(_row, part.counts),
            ]
        )
    if part.quotes:
        yield "### Where the quotes stand"
        yield from (
            f"[{number}] {_plain(place)}: “{_plain(words)}”" for number, place, words in part.quotes
        )
    yield "### To ask it again"
    yield "\n".join(f"- {name}: {_code(value)}" for name, value in part.again)


def _line(line: Line) -> str:
    text = "".join(f"**{_plain(piece)}**" if bold else _plain(piece) for piece, bold in line.pieces)
    return f"- {text}" if line.listed else _OPENING.sub(r"\1\\\2", text)


def _row(cells: Sequence[str], raw: bool = False) -> str:
    return f"| {' | '.join(cell if raw else _plain(cell) for cell in cells)} |"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    """The text as code, fenced by more backticks than it holds in a row."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}"
