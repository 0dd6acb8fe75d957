"""How questions are read: each turn's typed query against the one that it means, by extension.

Two queries are the same reading when they select the same items of a store and agree in intent,
unit, the side asked for, groups, what is measured and why it is refused, whatever their form.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    within,
)
from assistant.question.reader import leaned_on
from assistant.reading import Reading
from index.facets.decision import OUTCOME
from index.facets.filter import Criterion, Filter, all_of, one_of, parts_of
from index.facets.letter import CASE, POSITION
from index.store.protocols import Records


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
    return [_entry(path, place, entry) for place, entry in enumerate(raw, 1)]


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


def score_entries(
    entries: Iterable[Entry], assistant: Assistant, records: Records
) -> list[ScoredTurn]:
    """Every turn of some entries as the assistant reads it, each within its conversation."""
    compared = Extensions(records)
    return [turn for entry in entries for turn in _scored(entry, assistant, compared)]


def _scored(entry: Entry, assistant: Assistant, compared: "Extensions") -> list[ScoredTurn]:
    scored: list[ScoredTurn] = []
    readings: list[Reading] = []
    for number, turn in enumerate(entry.turns, 1):
        try:
            with closing(assistant.stream(turn.question, leaned_on(readings))) as stream:
                reading = next(stream)
        except ValueError as error:
            scored.append(ScoredTurn(entry, number, None, Verdict.SILENT, ("failure",), str(error)))
            continue
        assert isinstance(reading, Reading), "a stream begins with the reading"
        readings.append(reading)
        scored.append(_judged(entry, number, reading, compared))
    return scored


def _judged(entry: Entry, number: int, reading: Reading, compared: "Extensions") -> ScoredTurn:
    turn = entry.turns[number - 1]
    strict = entry.must == "correct"
    if not turn.meant:
        return ScoredTurn(entry, number, reading, _otherwise(reading), ("facet",))
    differs = min(
        (compared.differences(reading.query, query, turn.question, strict) for query in turn.meant),
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


#: A question that says what it wants; a bare noun phrase is fairly a count or a list.
_SAYS_WHAT = re.compile(
    r"\b(?:how|what|which|who|when|why|list|show|find|pull|give|get|any|count|number|rate|odds"
    r"|percent\w*|share|often|are|is|was|were|do|does|did|has|have|tell|name|cases?|letters?)\b",
    re.I,
)
_BARE = {IntentName.LIST, IntentName.OUTCOMES}
#: Where the side that is asked for tells two readings apart.
_SIDED = {
    IntentName.OUTCOMES,
    IntentName.LIST,
    IntentName.REASONS,
    IntentName.GUIDELINES,
    IntentName.PASSAGES,
}


class Extensions:
    """Queries by what they select in a store's records."""

    def __init__(self, records: Records):
        self._records = records
        self._items: dict[str | None, frozenset[tuple[str, int]]] = {}

    def differences(self, read: Query, meant: Query, question: str, strict: bool) -> list[str]:
        """The parts in which a query differs from the one that is meant; ``strict`` where the
        question takes something for granted that an answer has to correct.
        """
        read, meant = _sided(read), _sided(meant)
        differing = []
        bare = {read.intent, meant.intent} == _BARE and not _SAYS_WHAT.search(question)
        if read.intent is not meant.intent and not bare:
            differing.append("intent")
        differing += [
            name
            for name, differs in (
                ("unit", read.unit is not meant.unit),
                ("outcome", meant.intent in _SIDED and read.outcome is not meant.outcome),
                ("items", not self._select_the_same(read, meant)),
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
        return differing

    def _select_the_same(self, read: Query, meant: Query) -> bool:
        if meant.intent in (IntentName.CHAT, IntentName.DEFINITION, IntentName.CORPUS):
            return True
        if meant.intent is IntentName.REFUSE:  # the selection may stand beside
            return True
        pairs = [
            sorted((self._extension(population) for population in _populations(query)), key=repr)
            for query in (read, meant)
        ]
        return pairs[0] == pairs[1]

    def _extension(self, population: Filter | None) -> tuple[Any, ...]:
        """What a filter selects; of nothing indexed its own form tells two filters apart."""
        key = None if population is None else population.key
        if key not in self._items:
            self._items[key] = frozenset(
                (case, position) for case, position, *_ in self._records.outcome_rows(population)
            )
        items = self._items[key]
        return (items,) if items else (items, key)


def _populations(query: Query) -> list[Filter | None]:
    if not query.cases:
        return list(query.populations)
    named = [
        one_of(CASE, [case.upper() for case in query.cases]),
        *([one_of(POSITION, [str(query.item)])] if query.item else []),
    ]
    return [within(all_of(named), query.filter)]


def _sided(query: Query) -> Query:
    """The query with a side of its filter as the side that it asks for: "the overturned ones"."""
    if query.group_by or query.measure or query.intent not in _SIDED:
        return query
    sides = [
        part
        for part in parts_of(query.filter)
        if isinstance(part, Criterion) and part.facet is OUTCOME and len(part.values) == 1
    ]
    if len(sides) != 1:
        return query
    rest = all_of([part for part in parts_of(query.filter) if part is not sides[0]])
    return query.changed(filter=rest, outcome=sides[0].values[0])


def _same_term(read: str | None, meant: str | None) -> bool:
    if meant is None:
        return True
    return read is not None and meant.lower() in read.lower()


# --- The report -----------------------------------------------------------------------------------


def report_in_words(scored: Sequence[ScoredTurn]) -> str:
    """The figures as a table: all turns, then by kind and asker, shares with 95 % intervals."""
    lines = [_line("all turns", scored)]
    named: tuple[tuple[str, Callable[[ScoredTurn], str]], ...] = (
        ("kind", lambda turn: turn.entry.kind),
        ("asker", lambda turn: turn.entry.asker),
    )
    for name, of in named:
        lines += [
            "",
            *(
                _line(f"{name} {value}", [turn for turn in scored if of(turn) == value])
                for value in sorted({of(turn) for turn in scored})
            ),
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


def report_as_json(scored: Sequence[ScoredTurn]) -> dict[str, Any]:
    """The figures and every turn as plain values."""
    counts = Counter(turn.verdict.value for turn in scored)
    return {
        "turns": len(scored),
        "verdicts": {verdict.value: counts[verdict.value] for verdict in Verdict},
        "readings": [
            {
                "id": turn.entry.id,
                "turn": turn.number,
                "asker": turn.entry.asker,
                "kind": turn.entry.kind,
                "question": turn.entry.turns[turn.number - 1].question,
                "verdict": turn.verdict.value,
                "differs": list(turn.differs),
                "failure": turn.failure,
                "read": turn.reading.query.as_json() if turn.reading else None,
                "meant": [query.as_json() for query in turn.entry.turns[turn.number - 1].meant[:1]],
            }
            for turn in scored
        ],
    }


def write_report(scored: Sequence[ScoredTurn], folder: Path) -> None:
    """Write the figures and every turn into a folder as ``readings.json`` and ``readings.txt``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "readings.json").write_text(
        json.dumps(report_as_json(scored), ensure_ascii=False, indent=1), "utf-8"
    )
    (folder / "readings.txt").write_text(report_in_words(scored) + "\n", "utf-8")
