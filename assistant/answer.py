"""An answer: statements, each with the citations and counts it rests on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from assistant.chat_models.usage import Usage
from assistant.evidence.asked_beside import Share, share_from_json
from assistant.evidence.letter_tally import LetterTally, letter_tally_from_json
from assistant.evidence.summed import Spread, spread_from_json
from assistant.evidence.tally import Count, Tally
from assistant.links import command_of, link_of
from assistant.older_queries import any_filter, any_reading
from assistant.query import Query
from assistant.reading import Reading
from index.determination import Outcome, fold

_MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Citation:
    """Words of a letter, and where anyone can check them.

    ``quote`` is verbatim, line breaks included: the text of ``page`` from ``start`` to ``end``, as
    the index keeps it. ``page`` counts from 1 and is None for a file without pages. ``item`` is the
    position of the disputed item that the words belong to, None for the clinical summary;
    ``outcome`` is that item's.
    """

    id: int
    case: str
    item: int | None
    outcome: Outcome | None
    quote: str
    file: str
    page: int | None
    start: int
    end: int
    determination: str = field(repr=False)

    @property
    def words(self) -> str:
        """The quote on one line."""
        return fold(self.quote)

    def as_json(self) -> dict[str, Any]:
        """The citation's fields as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Statement:
    """One thing that an answer says.

    ``citations`` are the ids of the citations it rests on. ``heading`` is the title of the part of
    the answer that it belongs to, None for the part without one. An ``essential`` statement (the
    counts, a corrected premise, a warning) is the built-in writer's own wording in every answer,
    whoever words the rest.
    """

    text: str
    citations: tuple[int, ...] = ()
    heading: str | None = None
    essential: bool = False


def renumbered(
    statements: Sequence[Statement], citations: Iterable[Citation]
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The statements and the citations that they use, numbered from 1 in the order of use, marks in
    the text included.
    """
    by_id = {citation.id: citation for citation in citations}
    order = {
        old: new
        for new, old in enumerate(
            dict.fromkeys(number for statement in statements for number in statement.citations), 1
        )
    }

    def mark(match: re.Match[str]) -> str:
        return f"[{order[int(match.group(1))]}]" if int(match.group(1)) in order else match.group()

    numbered = tuple(
        replace(
            statement,
            text=_MARK.sub(mark, statement.text),
            citations=tuple(order[number] for number in statement.citations),
        )
        for statement in statements
    )
    return numbered, tuple(replace(by_id[old], id=new) for old, new in order.items())


@dataclass(frozen=True)
class Abstention:
    """Why there is no answer: what is missing. What the index holds instead stands in the
    statements.
    """

    reason: str


@dataclass(frozen=True)
class Answer:
    """An answer with all it rests on.

    ``tallies`` begin with the exact selection. ``counts`` are the counts by reason ("upheld",
    "overturned"), guideline and year that the statements may tell. ``letters`` are selections
    counted by whole letters, ``shares`` shares of a selection, ``spreads`` how numbers are spread,
    the selection's first, where these were asked for. ``retrieved`` are the (case,
    item) of the passages found, best first; the item is None for a clinical summary. ``model`` is
    the chat model that worded it, None for the built-in writer. ``notes`` tell the reader what the
    grounding check took out. ``fingerprint`` is that of the index, which is ``fictional`` where it
    holds sample letters. ``usage`` is what the chat model took, None where none was asked.
    ``seconds`` by stage.
    """

    reading: Reading
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    tallies: tuple[Tally, ...]
    counts: Mapping[str, tuple[Count, ...]] = field(default_factory=dict)
    letters: tuple[LetterTally, ...] = ()
    shares: tuple[Share, ...] = ()
    spreads: tuple[Spread, ...] = ()
    retrieved: tuple[tuple[str, int | None], ...] = ()
    abstention: Abstention | None = None
    model: str | None = None
    notes: tuple[str, ...] = ()
    fingerprint: str = ""
    fictional: bool = False
    usage: Usage | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def query(self) -> Query:
        """The query that is answered."""
        return self.reading.query

    @property
    def question(self) -> str:
        """The question that is answered, in the asker's words."""
        return self.reading.question

    @property
    def markdown(self) -> str:
        """The statements as Markdown, with citation marks like [1]."""
        parts: list[str] = []
        heading = None
        for statement in self.statements:
            if statement.heading != heading and statement.heading:
                parts.append(f"**{statement.heading}**")
            heading = statement.heading
            marks = "".join(
                f" [{number}]"
                for number in statement.citations
                if f"[{number}]" not in statement.text
            )
            parts.append(statement.text + marks)
        parts += [f"*{note}*" for note in self.notes]
        return "\n\n".join(parts)

    def as_json(self, most_items: int | None = None) -> dict[str, Any]:
        """The answer as others' scripts read it, and as `answer_from_json` makes it again.

        The items of a count stand there where the answer has them (see
        `assistant.evidence.item_lists`); ``most_items`` keeps each list that short. The counts
        themselves are whole. A tally of a selection that names an outcome has neither share nor
        interval.
        """

        def listed(n: int, items: Sequence[tuple[str, int]]) -> dict[str, list[list]]:
            return {"items": [list(item) for item in items[:most_items]]} if items or not n else {}

        return {
            "kind": self.query.intent.value,
            **self.reading.as_json(),
            "command": command_of(self.query),
            "link": link_of(self.reading),
            "answer": self.markdown,
            "abstained": self.abstention is not None,
            "reason": self.abstention.reason if self.abstention else None,
            "model": self.model,
            "statements": [
                {
                    "text": statement.text,
                    "citations": list(statement.citations),
                    "heading": statement.heading,
                    "essential": statement.essential,
                }
                for statement in self.statements
            ],
            "citations": [citation.as_json() for citation in self.citations],
            "tallies": [
                {
                    "selection": tally.words,
                    "filter": None if tally.filter is None else tally.filter.as_json(),
                    "n": tally.n,
                    "upheld": tally.upheld,
                    "overturned": tally.overturned,
                    "share": round(tally.share, 4) if tally.share is not None else None,
                    "interval": [round(bound, 4) for bound in tally.interval]
                    if tally.interval
                    else None,
                    "period": [day.isoformat() if day else None for day in tally.period],
                    "undated": tally.undated,
                    **listed(tally.n, tally.items),
                }
                for tally in self.tallies
            ],
            "counts": [
                {
                    "of": name,
                    "value": count.value,
                    "n": count.count,
                    "among": count.of,
                    **listed(count.count, count.items),
                }
                for name, group in self.counts.items()
                for count in group
            ],
            "counted": list(self.counts),
            "letters": [letters.as_json() for letters in self.letters],
            "shares": [share.as_json() for share in self.shares],
            "statistics": [spread.as_json() for spread in self.spreads],
            "retrieved": [list(item) for item in self.retrieved],
            "notes": list(self.notes),
            "fingerprint": self.fingerprint,
            "fictional": self.fictional,
            "usage": asdict(self.usage) if self.usage else None,
            "seconds": {stage: round(seconds, 4) for stage, seconds in self.seconds.items()},
        }


class BadAnswer(ValueError):
    """Values that make no answer; the message says which."""


def answer_from_json(values: Mapping[str, Any]) -> Answer:
    """The answer that `Answer.as_json` gave, to be shown again as it was.

    Raises:
        BadAnswer: a value is missing or is none that an answer can have.
    """
    try:
        counts: dict[str, tuple[Count, ...]] = dict.fromkeys(values["counted"], ())
        for count in values["counts"]:
            counts[count["of"]] += (
                Count(count["value"], count["n"], count["among"], _items(count.get("items", ()))),
            )
        return Answer(
            reading=any_reading(values),
            statements=tuple(
                Statement(
                    statement["text"],
                    tuple(statement["citations"]),
                    statement["heading"],
                    statement["essential"],
                )
                for statement in values["statements"]
            ),
            citations=tuple(_citation(citation) for citation in values["citations"]),
            tallies=tuple(_tally(tally) for tally in values["tallies"]),
            counts=counts,
            letters=tuple(map(letter_tally_from_json, values.get("letters", ()))),
            shares=tuple(map(share_from_json, values.get("shares", ()))),
            spreads=tuple(map(spread_from_json, values.get("statistics", ()))),
            retrieved=_items(values["retrieved"]),
            abstention=Abstention(values["reason"]) if values["abstained"] else None,
            model=values["model"],
            notes=tuple(values["notes"]),
            fingerprint=values["fingerprint"],
            fictional=values["fictional"],
            usage=Usage(**values["usage"]) if values.get("usage") else None,
            seconds=dict(values["seconds"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadAnswer(f"no answer: {error!r}") from error


def _citation(values: Mapping[str, Any]) -> Citation:
    # Typed as raw values throughout: a name that no citation has is refused by `Citation`.
    fields: dict[str, Any] = {**values}
    fields["outcome"] = Outcome(values["outcome"]) if values["outcome"] else None
    return Citation(**fields)


def _tally(values: Mapping[str, Any]) -> Tally:
    first, last = (date.fromisoformat(day) if day else None for day in values["period"])
    return Tally(
        any_filter(values),
        values["n"],
        values["upheld"],
        values["overturned"],
        (first, last),
        values["undated"],
        _items(values.get("items", ())),
    )


def _items(items: Sequence[Sequence]) -> tuple:
    return tuple((case, position) for case, position in items)
