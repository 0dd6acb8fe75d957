"""Counts over the records, made in SQL."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select

from index.determination import Outcome
from index.facets.facet import Facet, Rows
from index.facets.filter import Filter
from index.store.sqlite.filter_sql import condition
from index.store.sqlite.schema import determinations, facets, items

_JOINED = items.join(determinations, items.c.determination == determinations.c.id)


@dataclass(frozen=True)
class Totals:
    """How many items a selection has, how they were decided, and when: the first and the last day,
    None where no item has a date.
    """

    n: int
    upheld: int
    overturned: int
    first: date | None
    last: date | None
    undated: int


def totals(connection: Connection, population: Filter | None = None) -> Totals:
    """The totals of a population, in one statement."""
    overturned = func.count().filter(items.c.outcome == Outcome.OVERTURNED.value)
    decided = determinations.c.decided
    columns = (func.count(), overturned, func.min(decided), func.max(decided), func.count(decided))
    statement = select(*columns).select_from(_JOINED).where(condition(population))
    n, won, first, last, dated = connection.execute(statement).one()
    return Totals(n, n - won, won, first, last, n - dated)


def holds_any(connection: Connection, population: Filter | None = None) -> bool:
    """Whether a selection has an item."""
    found = select(items.c.id).select_from(_JOINED).where(condition(population)).limit(1)
    return connection.scalar(found) is not None


def outcome_rows(
    connection: Connection,
    population: Filter | None = None,
    most: int | None = None,
    skip: int = 0,
    named: str = "",
) -> list[tuple[str, int, Outcome, date | None]]:
    """Case, position, outcome and decision date of a population's items, by date, case and
    position; those without a date last.

    Of them those are left out in whose case's name ``named`` does not stand, then the first
    ``skip``, and then at most ``most`` are given, all where it is None.
    """
    rows = connection.execute(
        select(determinations.c.case, items.c.position, items.c.outcome, determinations.c.decided)
        .select_from(_JOINED)
        .where(condition(population), *_named(named))
        .order_by(
            determinations.c.decided.is_(None),
            determinations.c.decided,
            determinations.c.case,
            items.c.position,
        )
        .limit(most)
        .offset(skip or None)
    )
    return [(row.case, row.position, Outcome(row.outcome), row.decided) for row in rows]


def amount_of(connection: Connection, population: Filter | None = None, named: str = "") -> int:
    """How many items a selection has, of those in whose case's name ``named`` stands."""
    return connection.execute(
        select(func.count()).select_from(_JOINED).where(condition(population), *_named(named))
    ).scalar_one()


def _rows(facet: Facet) -> str:
    assert isinstance(facet.storage, Rows), f"{facet.name} has at most one value"
    return facet.storage.name


def _named(words: str) -> list[ColumnElement[bool]]:
    return [determinations.c.case.icontains(words, autoescape=True)] if words else []


def most_frequent(connection: Connection, facet: Facet, most: int) -> list[tuple[str, int]]:
    """The most frequent values of a facet of which items can have several, with the number of
    items.
    """
    number = func.count(func.distinct(facets.c.item))
    return [
        (value, amount)
        for value, amount in connection.execute(
            select(facets.c.value, number)
            .where(facets.c.facet == _rows(facet))
            .group_by(facets.c.value)
            .order_by(number.desc(), facets.c.value)
            .limit(most)
        )
    ]
