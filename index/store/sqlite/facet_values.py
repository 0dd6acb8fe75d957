"""How often each value of a facet stands among the items of a selection, and with which outcome:
counted in SQL.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    distinct,
    func,
    literal,
    select,
    union_all,
)

from index.determination import Outcome
from index.facets.decision import SPECIALTY
from index.facets.facet import Amounts, Facet, Rows
from index.facets.filter import Filter, in_group
from index.facets.registry import facet_of_group
from index.store.sqlite.filter_sql import condition, value_of
from index.store.sqlite.schema import determinations, facets, items

_JOINED = items.join(determinations, items.c.determination == determinations.c.id)


@dataclass(frozen=True)
class ValueCount:
    """A value of a facet, and how many items have it, in all and upheld."""

    value: str
    n: int
    upheld: int


def value_counts(
    connection: Connection, population: Filter | None, of: Iterable[str], limit: int
) -> dict[str, tuple[ValueCount, ...]]:
    """The ``limit`` most frequent values of each group among the items of a population; equally
    frequent ones by name.

    Items without a value are not listed. Days and ages are counted by their spans; amounts have no
    list of values.
    """
    asked = tuple(dict.fromkeys(of))
    counted: dict[str, tuple[ValueCount, ...]] = dict.fromkeys(asked, ())
    wanted = [each for each in asked if not isinstance(_facet(each).storage, Amounts)]
    if not wanted or limit < 1:
        return counted
    several = [each for each in wanted if is_of_rows(each)]
    if population is None and several:
        # The index by value gives these without looking at each item.
        counted |= {each: _of_all(connection, _facet(each), limit) for each in several}
        single = [each for each in wanted if each not in several]
        return counted | value_counts(connection, population, single, limit)
    columns = [column_of(each).label(each) for each in wanted if each not in several]
    # The population is worked out once for all groups.
    chosen = (
        select(
            items.c.id,
            case((items.c.outcome == Outcome.UPHELD.value, 1), else_=0).label("upheld"),
            *columns,
        )
        .select_from(_JOINED)
        .where(condition(population))
        .cte("chosen")
    )
    parts = [select(_most_frequent(chosen, each, limit).subquery()) for each in wanted]
    rows: dict[str, list[ValueCount]] = {each: [] for each in wanted}
    for group, value, n, upheld in connection.execute(union_all(*parts)):
        rows[group].append(ValueCount(value, n, upheld))
    return counted | {
        group: tuple(sorted(counts, key=lambda count: (-count.n, count.value)))
        for group, counts in rows.items()
    }


def count_of(
    connection: Connection, population: Filter | None, group: str, values: Sequence[str]
) -> tuple[ValueCount, ...]:
    """How many items of a population have each of the given values of a group; zero is a count too.

    Raises:
        ValueError: the group cannot have one of the values.
    """
    if not values:
        return ()
    meets = [condition(in_group(group, value)) for value in values]
    sums = [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for meant in meets
        for condition in (meant, and_(meant, items.c.outcome == Outcome.UPHELD.value))
    ]
    counts = connection.execute(
        select(*sums).select_from(_JOINED).where(condition(population))
    ).one()
    return tuple(
        ValueCount(value, counts[2 * at], counts[2 * at + 1]) for at, value in enumerate(values)
    )


def is_of_rows(group: str) -> bool:
    """Whether the values of a group are rows of the records, of which an item can have several."""
    return isinstance(_facet(group).storage, Rows)


def rows_named(group: str) -> str:
    """The name under which a group's values are rows of the records."""
    storage = _facet(group).storage
    assert isinstance(storage, Rows), f"{group} is no facet of rows"
    return storage.name


def _facet(group: str) -> Facet:
    return facet_of_group(group)[0]


def _most_frequent(chosen: CTE, group: str, limit: int) -> Select:
    if is_of_rows(group):
        value: ColumnElement[str] = facets.c.value
        # The empty addition keeps SQLite from going through every row of the facet instead of those
        # of the chosen items.
        rows = chosen.join(
            facets, and_(facets.c.item == chosen.c.id, facets.c.facet + "" == rows_named(group))
        )
    else:
        value, rows = chosen.c[group], chosen
    if group == SPECIALTY.name:
        # A letter can name a specialty twice; its item counts once. No other value stands twice at
        # an item.
        n, upheld = (
            func.count(distinct(chosen.c.id)),
            func.count(distinct(case((chosen.c.upheld == 1, chosen.c.id)))),
        )
    else:
        n, upheld = func.count(), func.sum(chosen.c.upheld)
    counted = (
        select(
            literal(group).label("group"),
            value.label("value"),
            n.label("n"),
            upheld.label("upheld"),
        )
        .select_from(rows)
        .where(value.is_not(None))
    )
    return counted.group_by(value).order_by(n.desc(), value).limit(limit)


def _of_all(connection: Connection, facet: Facet, limit: int) -> tuple[ValueCount, ...]:
    """The most frequent values of a facet of which items can have several, among all items."""
    n = func.count(distinct(facets.c.item))
    top = (
        select(facets.c.value, n.label("n"))
        .where(facets.c.facet == rows_named(facet.name))
        .group_by(facets.c.value)
        .order_by(n.desc(), facets.c.value)
        .limit(limit)
        .subquery()
    )
    rows = facets.join(items, items.c.id == facets.c.item)
    upheld = (
        select(n)
        .select_from(rows)
        .where(
            facets.c.facet == rows_named(facet.name),
            facets.c.value == top.c.value,
            items.c.outcome == Outcome.UPHELD.value,
        )
        .scalar_subquery()
    )
    return tuple(
        ValueCount(*row)
        for row in connection.execute(
            select(top.c.value, top.c.n, upheld).order_by(top.c.n.desc(), top.c.value)
        )
    )


def column_of(group: str) -> ColumnElement[str]:
    """The value of a group of which an item has at most one, as an expression on a row of ``items``
    joined with ``determinations``; of days and numbers the span that they lie in.
    """
    facet, bucket = facet_of_group(group)
    return value_of(facet, bucket or (facet.buckets[0] if facet.buckets else None))
