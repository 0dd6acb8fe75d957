"""What a document of answers holds, in order, whatever its format."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.answer import Answer, Citation, Statement
from assistant.evidence.tally import Tally
from assistant.links import command_of
from assistant.presentation.other_reading import other_in_words
from assistant.presentation.phrases import percent, period_in_words

TITLE = "How disputed treatment was decided in independent medical review"
STANDING = "Counts of published decisions on disputed denials; no legal or medical advice."
FICTIONAL = (
    "The index behind this document holds fictional sample letters, written for the program, about "
    "invented persons and cases."
)
#: The columns of a document's table of counts.
COUNT_COLUMNS = ("Selection", "Items", "Upheld", "Overturned", "95 % interval", "Period")

_BOLD = re.compile(r"\*\*(.+?)\*\*")
# Characters that XML, and so Word and PDF markup, cannot hold.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass(frozen=True)
class Line:
    """A statement as pieces of text, each bold or not; ``listed`` where it is a list's entry."""

    pieces: tuple[tuple[str, bool], ...]
    listed: bool

    @property
    def text(self) -> str:
        """The line without its bold."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True)
class Part:
    """One answer: its question, its lines under their headings (None for those without one), the
    counts, the quotes and how to ask it again.

    ``counts`` are rows under `COUNT_COLUMNS`, ``quotes`` (number, place, words) of each citation,
    ``again`` (name, value) pairs.
    """

    question: str
    sections: tuple[tuple[str | None, tuple[Line, ...]], ...]
    notes: tuple[str, ...]
    counts: tuple[tuple[str, ...], ...]
    quotes: tuple[tuple[int, str, str], ...]
    again: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Contents:
    """A document: the lines under its title, its parts, and its last lines."""

    taken: str
    fictional: bool
    parts: tuple[Part, ...]


def contents(answers: Sequence[Answer], taken_on: date) -> Contents:
    """What a document of some answers, in their order, holds."""
    amount = "One answer" if len(answers) == 1 else f"{len(answers)} answers"
    return Contents(
        f"{amount}, taken on {taken_on.isoformat()}.",
        any(answer.fictional for answer in answers),
        tuple(_part(answer) for answer in answers),
    )


def place_of(citation: Citation) -> str:
    """Where a quote stands: case, item with outcome, file, page, characters."""
    item = (
        f", item {citation.item}" + (f" ({citation.outcome.value})" if citation.outcome else "")
        if citation.item
        else ", clinical summary"
    )
    page = f", page {citation.page}" if citation.page else ""
    return (
        f"{citation.case}{item}: {Path(citation.file).name}{page}, characters {citation.start} to "
        f"{citation.end}"
    )


def writable(text: str) -> str:
    """The text without characters that no document can hold, each replaced by U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text)


def _part(answer: Answer) -> Part:
    sections: list[tuple[str | None, tuple[Line, ...]]] = []
    for statement in answer.statements:
        heading = writable(statement.heading) if statement.heading else None
        if not sections or sections[-1][0] != heading:
            sections.append((heading, ()))
        sections[-1] = (heading, (*sections[-1][1], _line(statement)))
    return Part(
        question=writable(" ".join(answer.question.split())),
        sections=tuple(sections),
        notes=tuple(map(writable, answer.notes)),
        counts=tuple(_row(tally) for tally in answer.tallies),
        quotes=tuple(
            (citation.id, writable(place_of(citation)), writable(citation.words))
            for citation in answer.citations
        ),
        again=(
            ("Query", writable(json.dumps(answer.query.as_json(), ensure_ascii=False))),
            ("Command", writable(command_of(answer.query))),
            *_other(answer),
            ("Index", writable(answer.fingerprint)),
            (
                "Worded by",
                writable(
                    f"the chat model {answer.model}, checked against the letters"
                    if answer.model
                    else "the program's own rules"
                ),
            ),
        ),
    )


def _other(answer: Answer) -> tuple[tuple[str, str], ...]:
    """What the question can be read as instead, where there is such a reading."""
    words = other_in_words(answer.reading)
    return (("Can also be read as", writable(words)),) if words else ()


def _line(statement: Statement) -> Line:
    marks = "".join(
        f" [{number}]" for number in statement.citations if f"[{number}]" not in statement.text
    )
    text = writable(" ".join((statement.text + marks).split()))
    listed = text.startswith("- ")
    pieces, end = [], 0
    text = text.removeprefix("- ")
    for match in _BOLD.finditer(text):
        pieces += [(text[end : match.start()], False), (match.group(1), True)]
        end = match.end()
    return Line(
        tuple((piece, bold) for piece, bold in [*pieces, (text[end:], False)] if piece), listed
    )


def _row(tally: Tally) -> tuple[str, ...]:
    interval = (
        f"{percent(tally.interval[0])} to {percent(tally.interval[1])}" if tally.interval else "–"
    )
    overturned = (
        f"{tally.overturned:,}"
        if tally.share is None
        else f"{tally.overturned:,} ({percent(tally.share)})"
    )
    return (
        writable(tally.words),
        f"{tally.n:,}",
        f"{tally.upheld:,}",
        overturned,
        interval,
        period_in_words(*tally.period).removeprefix("decided "),
    )
