"""How questions are read: each turn's typed query against the one that it means, by extension.

Two queries are the same reading when they select the same items of a store and agree in intent,
unit, the side asked for, groups, what is measured and why it is refused, whatever their form.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from assistant.assistant import Assistant
from assistant.evidence.tally import wilson
from assistant.query import (
    BadQuery,
    IntentName,
    Query,
    check_length,
    query_from_json,
)
from assistant.question.extension import SIDED, Extensions, same_intent, sided
from assistant.question.model_reader import ModelReader, Proposal
from assistant.question.reader import leaned_on
from assistant.reading import Reading
from evals.replay import ReplayedModel
from index.store.protocols import Records
from index.store.store import Store


class Verdict(StrEnum):
    """How a turn was read.

    ``RIGHT``: as it is meant. ``NAMED``: otherwise, but the answer names words that it left out.
    ``SILENT``: otherwise, without a word. ``REFUSED``: not answered, though it can be.
    ``ANSWERED``: answered, though it cannot be.
    """

    RIGHT = "right"
    NAMED = "named what it left out"
    SILENT = "silently wrong"
    REFUSED = "wrongly refused"
    ANSWERED = "wrongly answered"


@dataclass(frozen=True)
class Turn:
    """One turn of an entry with the queries that it fairly means, the first one before others.

    Where every one of them names a facet that there is not, ``meant`` is empty: the turn cannot be
    read right, but what it leaves out can be named.
    """

    question: str
    meant: tuple[Query, ...]


@dataclass(frozen=True)
class Entry:
    """A question or a conversation, who asks it, and of what kind it is."""

    id: str
    asker: str
    kind: str
    turns: tuple[Turn, ...]
    must: str = "answer"


@dataclass(frozen=True)
class ScoredTurn:
    """A turn as it was read; ``differs`` names the parts in which it differs from every meaning."""

    entry: Entry
    number: int
    reading: Reading | None
    verdict: Verdict
    differs: tuple[str, ...] = ()
    failure: str | None = None


class BadCases(ValueError):
    """A file of questions that cannot be read; the message names the file, entry and cause."""


def entries_in(path: Path) -> list[Entry]:
    """The entries of a YAML file of questions with their queries.

    Raises:
        BadCases: the file, an entry or a query in it is none.
    """
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise BadCases(f"{path}: {error}") from error
    if not isinstance(raw, list):
        raise BadCases(f"{path}: it holds no list of entries")
    return [_entry(path, place, each) for place, each in enumerate(raw, 1)]


def _entry(path: Path, place: int, raw: Mapping[str, Any]) -> Entry:
    try:
        name = str(raw["id"])
        queries = [[query] for query in raw["queries"]]
        for other in raw.get("also") or ():
            queries[int(other["turn"]) - 1].append(other["query"])
        meant = [tuple(filter(None, map(_query, group))) for group in queries]
        turns = tuple(
            Turn(str(words), queries) for words, queries in zip(raw["turns"], meant, strict=True)
        )
        for turn in turns:
            check_length(turn.question)
        return Entry(
            name, str(raw["asker"]), str(raw["kind"]), turns, str(raw.get("must", "answer"))
        )
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        named = raw.get("id", place) if isinstance(raw, Mapping) else place
        raise BadCases(f"{path}, entry {named}: {error!s}") from error


def _query(raw: Mapping[str, Any]) -> Query | None:
    """A query of a file; None where it names a facet that there is not (yet)."""
    try:
        return query_from_json(raw)
    except BadQuery as error:
        if "no facet is called" in str(error):
            return None
        raise


#: Who reads: the rules alone, a chat model alone, or both together.
RULES_ALONE, MODEL_ALONE, BOTH = "rules", "model", "both"
Scored = Mapping[str, Sequence[ScoredTurn]]


def score_entries(
    entries: Iterable[Entry], assistant: Assistant, records: Records
) -> list[ScoredTurn]:
    """Every turn of some entries as the assistant reads it, each within its conversation."""
    meanings = Meanings(records)
    return [
        _judged(entry, number, reading, meanings)
        for entry in entries
        for number, reading in _read(entry, assistant)
    ]


def score_by_all(
    entries: Sequence[Entry], store: Store, model: ModelReader, records: Records
) -> Scored:
    """Every turn as the rules read it, as a chat model does, and as both do together.

    What the model alone reads is what it proposes where both read: its values are checked, its
    words are not.
    """
    meanings = Meanings(records)
    noting = _Noting(model)
    assistant = Assistant(store, reader=noting)
    alone: list[ScoredTurn] = []
    both: list[ScoredTurn] = []
    for entry in entries:
        for number, reading in _read(entry, assistant, noting.turn_to):
            both.append(_judged(entry, number, reading, meanings))
            alone.append(_judged(entry, number, noting.proposed(entry, number), meanings))
    return {
        RULES_ALONE: score_entries(entries, Assistant(store), records),
        MODEL_ALONE: alone,
        BOTH: both,
    }


class _Noting(ModelReader):
    """A chat model that reads, with a note of what it proposed last."""

    def __init__(self, reader: ModelReader):
        self.name = reader.name
        self._reader = reader
        self._last: Proposal | None = None

    def propose(
        self,
        question: str,
        before: Sequence[Reading],
        records: Records,
        cancelled: threading.Event,
    ) -> Proposal:
        self._last = self._reader.propose(question, before, records, cancelled)
        return self._last

    def turn_to(self, entry: Entry, number: int) -> None:
        """Name the turn that is asked next, by which a recorded model knows what to say."""
        self._last = None
        if isinstance(self._reader.model, ReplayedModel):
            self._reader.model.turn = (entry.id, number)

    def proposed(self, entry: Entry, number: int) -> Reading | str:
        """What the model alone reads the turn as, or why it reads nothing."""
        last = self._last
        if last is None or last.query is None:
            return (last.fault if last else None) or "it was not asked"
        return Reading(entry.turns[number - 1].question, last.query, read_by=self.name)


def _read(
    entry: Entry, assistant: Assistant, before: Callable[[Entry, int], None] | None = None
) -> Iterator[tuple[int, Reading | str]]:
    """How the assistant reads each turn of an entry, or why it cannot; ``before`` is told of each
    turn first.
    """
    readings: list[Reading] = []
    for number, turn in enumerate(entry.turns, 1):
        if before:
            before(entry, number)
        try:
            with closing(
                assistant.stream(turn.question, leaned_on(readings), earlier=readings)
            ) as stream:
                reading = next(stream)
        except ValueError as error:
            yield number, str(error)
            continue
        assert isinstance(reading, Reading), "a stream begins with the reading"
        readings.append(reading)
        yield number, reading


def _judged(entry: Entry, number: int, reading: Reading | str, meanings: "Meanings") -> ScoredTurn:
    turn = entry.turns[number - 1]
    if isinstance(reading, str):
        return ScoredTurn(entry, number, None, Verdict.REFUSED, ("failure",), reading)
    strict = entry.must == "correct"
    if not turn.meant:
        return ScoredTurn(entry, number, reading, _otherwise(reading), ("facet",))
    differs = min(
        (meanings.differences(reading.query, query, turn.question, strict) for query in turn.meant),
        key=len,
    )
    return ScoredTurn(
        entry, number, reading, _verdict(reading, turn.meant[0], differs), tuple(differs)
    )


def _verdict(reading: Reading, meant: Query, differs: Sequence[str]) -> Verdict:
    answered = reading.query.intent is not IntentName.REFUSE
    if not differs:
        return Verdict.RIGHT
    if meant.intent is IntentName.REFUSE:
        return Verdict.ANSWERED if answered else Verdict.NAMED
    return _otherwise(reading)


def _otherwise(reading: Reading) -> Verdict:
    if reading.query.intent is IntentName.REFUSE:
        return Verdict.REFUSED
    return Verdict.NAMED if reading.query.unread or reading.modifiers else Verdict.SILENT


class Meanings:
    """Readings held against what is meant, by what both select in a store's records."""

    def __init__(self, records: Records):
        self._extensions = Extensions(records)

    def differences(self, read: Query, meant: Query, question: str, strict: bool) -> list[str]:
        """The parts in which a query differs from the one that is meant; ``strict`` where the
        question takes something for granted that an answer has to correct.
        """
        read, meant = sided(read), sided(meant)
        return [
            name
            for name, differs in (
                ("intent", not same_intent(read.intent, meant.intent, question)),
                ("unit", read.unit is not meant.unit),
                ("outcome", meant.intent in SIDED and read.outcome is not meant.outcome),
                ("items", not self._extensions.select_the_same(read, meant)),
                ("group_by", read.group_by != meant.group_by),
                ("measure", read.measure != meant.measure),
                ("fact", meant.intent is IntentName.CASE and read.fact != meant.fact),
                ("top", bool(meant.top) and len(meant.compare) != 2 and read.top != meant.top),
                ("premise", strict and read.premise != meant.premise),
                ("refusal", read.refusal is not meant.refusal),
                ("term", not _same_term(read.term, meant.term)),
            )
            if differs
        ]


def _same_term(read: str | None, meant: str | None) -> bool:
    if meant is None:
        return True
    return read is not None and meant.lower() in read.lower()


# --- The report -----------------------------------------------------------------------------------


def report_in_words(scored: Scored) -> str:
    """The figures by who reads: all turns, then by kind and asker, shares with 95 % intervals."""
    lines = [_line(f"all turns, {reader}", turns) for reader, turns in scored.items()]
    named: tuple[tuple[str, Callable[[ScoredTurn], str]], ...] = (
        ("kind", lambda turn: turn.entry.kind),
        ("asker", lambda turn: turn.entry.asker),
    )
    for name, of in named:
        lines.append("")
        for value in sorted({of(turn) for turns in scored.values() for turn in turns}):
            lines += [
                _line(f"{name} {value}, {reader}", [turn for turn in turns if of(turn) == value])
                for reader, turns in scored.items()
            ]
    return "\n".join(lines)


def _line(name: str, scored: Sequence[ScoredTurn]) -> str:
    counts = Counter(turn.verdict for turn in scored)
    shares = []
    for verdict in Verdict:
        low, high = wilson(counts[verdict], len(scored))
        shares.append(
            f"{verdict.value} {counts[verdict]} ({counts[verdict] / len(scored):.0%},"
            f" {low:.0%} to {high:.0%})"
        )
    return f"{name}: {len(scored)} turns; {'; '.join(shares)}"


def report_as_json(scored: Scored) -> dict[str, Any]:
    """The figures and every turn as plain values, by who reads."""
    return {reader: _as_json(turns) for reader, turns in scored.items()}


def _as_json(scored: Sequence[ScoredTurn]) -> dict[str, Any]:
    counts = Counter(turn.verdict.value for turn in scored)
    return {
        "turns": len(scored),
        "verdicts": {verdict.value: counts[verdict.value] for verdict in Verdict},
        "readings": [_turn_as_json(turn) for turn in scored],
    }


def _turn_as_json(scored: ScoredTurn) -> dict[str, Any]:
    turn, reading = scored.entry.turns[scored.number - 1], scored.reading
    return {
        "id": scored.entry.id,
        "turn": scored.number,
        "asker": scored.entry.asker,
        "kind": scored.entry.kind,
        "question": turn.question,
        "verdict": scored.verdict.value,
        "differs": list(scored.differs),
        "failure": scored.failure,
        "read": reading.query.as_json() if reading else None,
        "read_by": reading.read_by if reading else None,
        "other": reading.other.as_json() if reading and reading.other else None,
        "meant": [query.as_json() for query in turn.meant[:1]],
    }


def write_report(scored: Scored, folder: Path) -> None:
    """Write the figures and every turn into a folder as ``readings.json`` and ``readings.txt``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "readings.json").write_text(
        json.dumps(report_as_json(scored), ensure_ascii=False, indent=1), "utf-8"
    )
    (folder / "readings.txt").write_text(report_in_words(scored) + "\n", "utf-8")
