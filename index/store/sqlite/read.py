"""What the records hold, as typed values."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Column, ColumnElement, Connection, func, select

from index.determination import Outcome
from index.extraction.attributes import Amount
from index.facets.body import LEVEL, REGION
from index.facets.decision import GUIDELINE, REASON, SPECIALTY
from index.facets.facet import Column as InColumn
from index.facets.facet import Facet, Kind, Rows
from index.facets.filter import Filter
from index.facets.registry import FACETS
from index.facets.service import PROCEDURE
from index.facets.worker import DIAGNOSIS, MECHANISM
from index.letter import RunningText
from index.store.sqlite.filter_sql import condition, value_of
from index.store.sqlite.schema import amounts, determinations, facets, files, items, pages

_BATCH = 500
#: The facets that no field of an item's record is for; what all items of a letter have in common by
#: their outcomes is not among them.
_OTHERS = tuple(
    facet
    for facet in FACETS
    if facet.attribute is None and isinstance(facet.storage, InColumn | Rows)
)
_OF_COLUMNS = tuple(facet for facet in _OTHERS if isinstance(facet.storage, InColumn))
#: The order of items: by decision date, case and position; those without a date last.
ORDER = (
    determinations.c.decided.is_(None),
    determinations.c.decided,
    determinations.c.case,
    items.c.position,
)


@dataclass(frozen=True)
class Span:
    """A stretch of a letter's running text, from ``start`` to ``end`` (exclusive)."""

    start: int
    end: int


@dataclass(frozen=True)
class ReasonRecord:
    """A reason of an item and where the sentence stands that shows it."""

    tag: str
    sentence: Span


@dataclass(frozen=True)
class ItemRecord:
    """One disputed item as the records hold it; see `index.determination` and
    `index.extraction.attributes` for the fields.

    ``id`` is the item's number in the records, ``determination`` the id of its letter, ``of`` how
    many items that letter decides, ``doubtful`` whether it has warnings. ``facet_values`` are the
    values of the facets that have no field of their own, by the facet's name.
    """

    id: int
    determination: str
    case: str
    position: int
    of: int
    fictional: bool
    doubtful: bool
    decided: date | None
    injured: date | None
    priority: str | None
    age: int | None
    sex: str | None
    request: str
    disputed: str
    authorized: str | None
    outcome: Outcome
    category: str | None
    subcategory: str | None
    laterality: str | None
    retrospective: bool
    partly_authorized: bool
    repeat: str
    procedures: tuple[str, ...]
    regions: tuple[str, ...]
    levels: tuple[str, ...]
    amounts: tuple[Amount, ...]
    strengths: tuple[str, ...]
    service_dates: tuple[str, ...]
    citations: tuple[str, ...]
    claims_citations: tuple[str, ...]
    diagnoses: tuple[str, ...]
    mechanism: str | None
    guidelines: tuple[str, ...]
    specialties: tuple[str, ...]
    reasons: tuple[ReasonRecord, ...]
    repeat_span: Span | None
    reviewer_guideline: str | None
    request_span: Span
    guideline_span: Span | None
    rationale_span: Span | None
    facet_values: Mapping[str, tuple[str, ...]]

    def values_of(self, facet: Facet) -> tuple[str, ...]:
        """The values that the item has of a facet, as a filter asks for them.

        An amount is none: it is asked for by its bounds. What the outcomes of the whole letter
        tell is none of an item.
        """
        if facet.attribute is None:
            return self.facet_values.get(facet.name, ())
        held = getattr(self, facet.attribute)
        if facet.kind is Kind.AMOUNT or held is None:
            return ()
        several = held if isinstance(held, tuple) else (held,)
        return tuple(_as_value(each) for each in several)


def _as_value(held: object) -> str:
    if isinstance(held, bool):
        return "yes" if held else "no"
    return held.tag if isinstance(held, ReasonRecord) else str(held)


def item_records(connection: Connection, population: Filter | None = None) -> list[ItemRecord]:
    """The items of a population, by decision date, case and position; those without a date last."""
    return _read(connection, condition(population))


def records_of(connection: Connection, ids: Iterable[int]) -> dict[int, ItemRecord]:
    """The items with the given numbers, by number, in the order in which they are given; numbers
    without an item are left out.
    """
    wanted = list(dict.fromkeys(ids))
    found: dict[int, ItemRecord] = {}
    for at in range(0, len(wanted), _BATCH):
        found |= {
            record.id: record
            for record in _read(connection, items.c.id.in_(wanted[at : at + _BATCH]))
        }
    return {number: found[number] for number in wanted if number in found}


def _read(connection: Connection, condition: ColumnElement[bool]) -> list[ItemRecord]:
    """The items that meet a condition on a row of ``items`` joined with ``determinations``."""
    joined = items.join(determinations, items.c.determination == determinations.c.id)
    others = items.alias()
    # Worked out for each row by the index on the letter: joined with the sizes of all letters,
    # SQLite would try every letter for every item.
    size = (
        select(func.count())
        .where(others.c.determination == items.c.determination)
        .scalar_subquery()
    )
    chosen = select(items.c.id).select_from(joined).where(condition)
    rows = connection.execute(
        select(
            items,
            determinations.c.case,
            determinations.c.fictional,
            determinations.c.warnings,
            determinations.c.decided,
            determinations.c.injured,
            determinations.c.priority,
            determinations.c.age,
            determinations.c.sex,
            size.label("of"),
            *(value_of(facet).label(f"value_of_{facet.name}") for facet in _OF_COLUMNS),
        )
        .select_from(joined)
        .where(condition)
        .order_by(*ORDER)
    ).all()
    several: dict[int, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for row in connection.execute(
        select(facets)
        .where(facets.c.item.in_(chosen))
        .order_by(facets.c.item, facets.c.facet, facets.c.position)
    ):
        several[row.item][row.facet].append(row)
    counted: dict[int, list[Amount]] = defaultdict(list)
    for row in connection.execute(select(amounts).where(amounts.c.item.in_(chosen))):
        counted[row.item].append(Amount(row.unit, row.low, row.high))
    return [_record(row, several[row.id], tuple(counted[row.id])) for row in rows]


def _record(row, several: dict[str, list], counted: tuple[Amount, ...]) -> ItemRecord:
    def values(facet: str) -> tuple[str, ...]:
        return tuple(each.value for each in several[facet])

    told_repeat = next(iter(several["repeat"]), None)

    return ItemRecord(
        id=row.id,
        determination=row.determination,
        case=row.case,
        position=row.position,
        of=row.of,
        fictional=row.fictional,
        doubtful=row.warnings is not None,
        decided=row.decided,
        injured=row.injured,
        priority=row.priority,
        age=row.age,
        sex=row.sex,
        request=row.request,
        disputed=row.disputed,
        authorized=row.authorized,
        outcome=Outcome(row.outcome),
        category=row.category,
        subcategory=row.subcategory,
        laterality=row.laterality,
        retrospective=row.retrospective,
        partly_authorized=row.partly_authorized,
        repeat=row.repeat,
        procedures=values(PROCEDURE.name),
        regions=values(REGION.name),
        levels=values(LEVEL.name),
        amounts=counted,
        strengths=values("strength"),
        service_dates=values("service_date"),
        citations=values("citation"),
        claims_citations=values("claims_citation"),
        diagnoses=values(DIAGNOSIS.name),
        mechanism=next(iter(values(MECHANISM.name)), None),
        guidelines=values(GUIDELINE.name),
        specialties=values(SPECIALTY.name),
        reasons=tuple(
            ReasonRecord(each.value, Span(each.start, each.end)) for each in several[REASON.name]
        ),
        repeat_span=_span(told_repeat.start, told_repeat.end) if told_repeat else None,
        reviewer_guideline=row.reviewer_guideline,
        request_span=Span(row.request_start, row.request_end),
        guideline_span=_span(row.guideline_start, row.guideline_end),
        rationale_span=_span(row.rationale_start, row.rationale_end),
        facet_values={
            facet.name: found for facet in _OTHERS if (found := _other_values(facet, row, values))
        },
    )


def _other_values(facet: Facet, row, values: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """The values of a facet that no field of the record is for."""
    if isinstance(facet.storage, Rows):
        return values(facet.storage.name)
    value = getattr(row, f"value_of_{facet.name}")
    return () if value is None else (value,)


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


@dataclass(frozen=True)
class LetterRecord:
    """A letter as the records hold it: its file (the first that still exists, of several) and its
    text.
    """

    determination: str
    case: str
    file: Path
    text: RunningText
    summary: Span | None


def letter_record(connection: Connection, determination: str) -> LetterRecord:
    """The letter of a determination, by its id.

    Raises:
        LookupError: no determination has that id.
    """
    found = letter_records(connection, [determination])
    if determination not in found:
        raise LookupError(f"no determination {determination}")
    return found[determination]


def letter_records(connection: Connection, identities: Iterable[str]) -> dict[str, LetterRecord]:
    """The letters of some determinations by their ids; ids without a determination are left out."""
    wanted = list(dict.fromkeys(identities))
    found: dict[str, LetterRecord] = {}
    for at in range(0, len(wanted), _BATCH):
        part = wanted[at : at + _BATCH]
        texts, paths = (
            _several(connection, pages.c.determination, pages.c.text, pages.c.number, part),
            _several(connection, files.c.determination, files.c.path, files.c.path, part),
        )
        for row in connection.execute(select(determinations).where(determinations.c.id.in_(part))):
            its_files = [Path(each) for each in paths[row.id]]
            file = next((path for path in its_files if path.exists()), its_files[0])
            found[row.id] = LetterRecord(
                row.id,
                row.case,
                file,
                RunningText(tuple(texts[row.id]), row.paged),
                _span(row.summary_start, row.summary_end),
            )
    return found


def _several(
    connection: Connection, of: Column, value: Column, order: Column, identities: Sequence[str]
) -> dict[str, list[str]]:
    """The values of a column in their order, by determination."""
    found: dict[str, list[str]] = defaultdict(list)
    for identity, each in connection.execute(
        select(of, value).where(of.in_(identities)).order_by(of, order)
    ):
        found[identity].append(each)
    return found


def files_of(connection: Connection, records: Sequence[ItemRecord]) -> dict[str, str]:
    """The name of the file that holds each record's letter, by the id of the determination; of
    several files the first by its path.
    """
    # Millions of ids are too many for one statement.
    wanted = list(dict.fromkeys(record.determination for record in records))
    found: dict[str, str] = {}
    for at in range(0, len(wanted), _BATCH):
        statement = (
            select(files.c.determination, func.min(files.c.path))
            .where(files.c.determination.in_(wanted[at : at + _BATCH]))
            .group_by(files.c.determination)
        )
        found |= {
            determination: Path(path).name for determination, path in connection.execute(statement)
        }
    return found


def cases_named(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """Of some case names, in any case of letters, those that the records hold: the name as asked to
    the name as held.
    """
    asked = {name.lower(): name for name in names}
    rows = connection.scalars(
        select(determinations.c.case).where(func.lower(determinations.c.case).in_(asked))
    )
    return {asked[case.lower()]: case for case in rows}
