"""Whole letters counted: how all items of each were decided, over the letters of a selection."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, Subquery, distinct, func, select

from index.determination import Outcome
from index.facets.filter import Filter
from index.store.sqlite.facet_values import column_of, is_of_rows, rows_named
from index.store.sqlite.filter_sql import JOINED, condition
from index.store.sqlite.schema import determinations, facets, items


@dataclass(frozen=True)
class LetterTotals:
    """How many letters have an item that meets a filter, and in how many of them all items were
    upheld, all were overturned, or some of each: an outcome is that of the whole letter.
    """

    n: int = 0
    upheld: int = 0
    overturned: int = 0
    mixed: int = 0


@dataclass(frozen=True)
class LetterValueCount:
    """The letters that have an item with a value of a group."""

    value: str
    totals: LetterTotals


def letter_totals(connection: Connection, population: Filter | None = None) -> LetterTotals:
    """The totals of the letters of a population."""
    letters = _decided(population)
    return _totals(connection.execute(select(*_sums(letters)).select_from(letters)).one())


def letter_counts(
    connection: Connection, population: Filter | None, group: str
) -> tuple[LetterValueCount, ...]:
    """The totals of the letters with each value of a group (`index.facets.registry.groups`); the
    most frequent first, equally frequent ones by name.
    """
    value: ColumnElement[str] = facets.c.value if is_of_rows(group) else column_of(group)
    rows = JOINED
    met = condition(population)
    if is_of_rows(group):
        rows = rows.join(facets, facets.c.item == items.c.id)
        met = met & (facets.c.facet == rows_named(group))
    pairs = (
        select(items.c.determination.label("letter"), value.label("value"))
        .select_from(rows)
        .where(met, value.is_not(None))
        .distinct()
        .subquery()
    )
    letters = _decided(population)
    statement = (
        select(pairs.c.value, *_sums(letters))
        .select_from(pairs.join(letters, letters.c.letter == pairs.c.letter))
        .group_by(pairs.c.value)
    )
    counts = [LetterValueCount(row.value, _totals(row)) for row in connection.execute(statement)]
    return tuple(sorted(counts, key=lambda count: (-count.totals.n, count.value)))


def letters_of(connection: Connection, population: Filter | None, most: int) -> list[str]:
    """The cases of the first ``most`` letters of a population, by date and case."""
    statement = (
        select(determinations.c.case)
        .select_from(JOINED)
        .where(condition(population))
        .distinct()
        .order_by(
            determinations.c.decided.is_(None), determinations.c.decided, determinations.c.case
        )
        .limit(most)
    )
    return list(connection.scalars(statement))


def _decided(population: Filter | None) -> Subquery:
    """The letters of a population, each with the least and the greatest outcome of its items."""
    chosen = select(items.c.determination).select_from(JOINED).where(condition(population))
    every = items.alias("every")
    return (
        select(
            every.c.determination.label("letter"),
            func.min(every.c.outcome).label("first"),
            func.max(every.c.outcome).label("last"),
        )
        .where(every.c.determination.in_(chosen))
        .group_by(every.c.determination)
        .subquery()
    )


def _sums(letters: Subquery) -> list[ColumnElement[int]]:
    first, last = letters.c.first, letters.c.last
    number = func.count(distinct(letters.c.letter))
    return [
        number.label("n"),
        *(
            number.filter(first == last, first == outcome.value).label(outcome.value)
            for outcome in Outcome
        ),
        number.filter(first != last).label("mixed"),
    ]


def _totals(row: Row) -> LetterTotals:
    return LetterTotals(row.n, row.upheld, row.overturned, row.mixed)
