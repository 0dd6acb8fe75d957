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
from index.facets.selection import SEVERAL, Criterion, Facet, Selection, declared
from index.facets.worker import AGES as SPANS
from index.store.sqlite.filter_sql import condition, value_of
from index.store.sqlite.schema import determinations, facets, items

#: Spans of the injured worker's age that ages are counted by, as values of `Facet.AGE`.
AGES = SPANS.spans
# How days of decision are cut.
_BUCKETS = {Facet.YEAR: "year", Facet.MONTH: "month"}
#: Facets whose values are words or numbers of the asker's own: only the values that a selection
#: names are counted.
_ASKED_ONLY = (Facet.MENTIONS, Facet.AMOUNT, Facet.EITHER)
_JOINED = items.join(determinations, items.c.determination == determinations.c.id)


@dataclass(frozen=True)
class ValueCount:
    """A value of a facet, and how many items have it, in all and upheld."""

    value: str
    n: int
    upheld: int


def value_counts(
    connection: Connection, selection: Selection, of: Iterable[Facet], limit: int
) -> dict[Facet, tuple[ValueCount, ...]]:
    """The ``limit`` most frequent values of each facet among the items of a selection; equally
    frequent ones by name.

    Items without a value are not listed. Ages are counted by the spans of `AGES`; `MENTIONS`,
    `AMOUNT` and `EITHER` have no list of values.
    """
    wanted = [facet for facet in dict.fromkeys(of) if facet not in _ASKED_ONLY]
    found: dict[Facet, tuple[ValueCount, ...]] = dict.fromkeys(of, ())
    if not wanted or limit < 1:
        return found
    several = [facet for facet in wanted if facet in SEVERAL]
    if not selection and several:
        # The index by value gives these without looking at each item.
        found |= {facet: _of_all(connection, facet, limit) for facet in several}
        return found | (
            value_counts(connection, selection, rest, limit)
            if (rest := [facet for facet in wanted if facet not in SEVERAL])
            else {}
        )
    single = [facet for facet in wanted if facet not in SEVERAL]
    columns = [column_of(facet).label(facet.value) for facet in single]
    # The selection is worked out once for all facets.
    chosen = (
        select(
            items.c.id,
            case((items.c.outcome == Outcome.UPHELD.value, 1), else_=0).label("upheld"),
            *columns,
        )
        .select_from(_JOINED)
        .where(condition(selection.filter))
        .cte("chosen")
    )
    parts = [select(_most_frequent(chosen, facet, limit).subquery(facet.value)) for facet in wanted]
    rows: dict[Facet, list[ValueCount]] = {facet: [] for facet in wanted}
    for facet, value, n, upheld in connection.execute(union_all(*parts)):
        rows[Facet(facet)].append(ValueCount(value, n, upheld))
    return found | {
        facet: tuple(sorted(counts, key=lambda each: (-each.n, each.value)))
        for facet, counts in rows.items()
    }


def count_of(
    connection: Connection, selection: Selection, facet: Facet, values: Sequence[str]
) -> tuple[ValueCount, ...]:
    """How many items of a selection meet each of the given values of a facet, spans among them;
    zero is a count too.
    """
    if not values:
        return ()
    meets = [condition(Criterion(facet, (value,)).filter) for value in values]
    sums = [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for meant in meets
        for condition in (meant, and_(meant, items.c.outcome == Outcome.UPHELD.value))
    ]
    told = connection.execute(
        select(*sums).select_from(_JOINED).where(condition(selection.filter))
    ).one()
    return tuple(
        ValueCount(value, told[2 * at], told[2 * at + 1]) for at, value in enumerate(values)
    )


def _most_frequent(chosen: CTE, facet: Facet, limit: int) -> Select:
    if facet in SEVERAL:
        value: ColumnElement[str] = facets.c.value
        # The empty addition keeps SQLite from going through every row of the facet instead of those
        # of the chosen items.
        rows = chosen.join(
            facets, and_(facets.c.item == chosen.c.id, facets.c.facet + "" == facet.value)
        )
    else:
        value, rows = chosen.c[facet.value], chosen
    if facet is Facet.SPECIALTY:
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
            literal(facet.value).label("facet"),
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
        .where(facets.c.facet == facet.value)
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
            facets.c.facet == facet.value,
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


def column_of(facet: Facet) -> ColumnElement[str]:
    """The value of a facet of which an item has at most one, as an expression on a row of ``items``
    joined with ``determinations``; of days and numbers the span that they lie in.
    """
    declaration = declared(facet)
    assert declaration is not None, f"{facet.value} has no list of values"
    if not declaration.buckets:
        return value_of(declaration)
    return value_of(
        declaration, declaration.bucket(_BUCKETS.get(facet, declaration.buckets[0].name))
    )
