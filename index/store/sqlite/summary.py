"""How a number is spread over the items of a population: worked out in SQL.

A number of the letter (a day, an age, the days between two days) counts once a letter, an amount
once an item.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Float, Select, case, cast, func, select

from index.facets.filter import Filter
from index.facets.letter import DATES
from index.store.sqlite.filter_sql import JOINED, condition
from index.store.sqlite.schema import amounts, determinations, items

_DATES = frozenset(facet.name for facet in DATES)


@dataclass(frozen=True)
class Summary:
    """The values of a field among some letters or items: how many have one, the least, the
    quartiles, the most, the mean and the sum; all 0 where none has one. Days are Julian days.

    Quartiles are interpolated between the two nearest values (type 7 of R. J. Hyndman, Y. Fan,
    "Sample quantiles in statistical packages", The American Statistician 50 (1996) 361-365).
    """

    n: int
    least: float = 0.0
    lower: float = 0.0
    median: float = 0.0
    upper: float = 0.0
    most: float = 0.0
    mean: float = 0.0
    total: float = 0.0


class NoSummary(ValueError):
    """A field that has no numbers to sum up; the message names it."""


def summary(connection: Connection, population: Filter | None, field: str) -> Summary:
    """The values of a field in a population: "age", "decided", "days:denied-decided",
    "amount:sessions:requested".

    Raises:
        NoSummary: the field has no numbers, or the records do not hold it.
    """
    values = _values(field, population).subquery()
    value = values.c.value
    n, least, most, mean, total = connection.execute(
        select(func.count(), func.min(value), func.max(value), func.avg(value), func.sum(value))
    ).one()
    if not n:
        return Summary(0)
    lower, median, upper = (_quantile(connection, value, n, share) for share in (0.25, 0.5, 0.75))
    return Summary(n, least, lower, median, upper, most, mean, total)


def histogram(
    connection: Connection, population: Filter | None, field: str, edges: Sequence[float]
) -> list[int]:
    """How many values of a field lie from each of the edges up to the next, the last included.

    Raises:
        NoSummary: the field has no numbers, or the records do not hold it.
    """
    value = _values(field, population).subquery().c.value
    inner = list(enumerate(edges[1:-1]))
    place = case(*((value < edge, at) for at, edge in inner), else_=len(inner)) if inner else None
    if place is None:
        return [connection.scalar(select(func.count(value))) or 0]
    counts = dict(connection.execute(select(place, func.count()).group_by(place)).tuples().all())
    return [counts.get(at, 0) for at in range(len(inner) + 1)]


def extremes(
    connection: Connection, population: Filter | None, field: str, most: int
) -> list[tuple[int, float]]:
    """The items with the ``most`` greatest values of a field, with those values, the greatest
    first; of a letter's value its first item in the population.

    Raises:
        NoSummary: the field has no numbers, or the records do not hold it.
    """
    values = _values(field, population).subquery()
    found = connection.execute(
        select(values.c.item, values.c.value)
        .order_by(values.c.value.desc(), values.c.item)
        .limit(most)
    )
    return [(item, value) for item, value in found]


def _quantile(connection: Connection, value: ColumnElement, n: int, share: float) -> float:
    place = share * (n - 1)
    rows = connection.scalars(select(value).order_by(value).offset(int(place)).limit(2)).all()
    return rows[0] + (rows[-1] - rows[0]) * (place - int(place))


def _values(field: str, population: Filter | None) -> Select:
    """The values of a field, one a row with an item that has it; what has none is left out."""
    kind, _, rest = field.partition(":")
    met = condition(population)
    if kind == "amount":
        unit, _, which = rest.partition(":")
        if which != "requested":
            raise NoSummary(
                f"the records do not hold {field}: amounts are kept as they are disputed"
            )
        # An alias: a filter by amounts asks the table itself.
        sizes = amounts.alias("sizes")
        return (
            select(items.c.id.label("item"), func.max(sizes.c.high).label("value"))
            .select_from(JOINED.join(sizes, sizes.c.item == items.c.id))
            .where(met, sizes.c.unit == unit)
            .group_by(items.c.id)
        )
    value = _column(field, kind, rest)
    return (
        select(func.min(items.c.id).label("item"), cast(value, Float).label("value"))
        .select_from(JOINED)
        .where(met, value.is_not(None))
        .group_by(determinations.c.id)
    )


def _column(field: str, kind: str, rest: str) -> ColumnElement:
    if field == "age":
        return determinations.c.age
    if field in _DATES:
        return func.julianday(determinations.c[field])
    first, _, last = rest.partition("-")
    if kind == "days" and {first, last} <= _DATES:
        return func.julianday(determinations.c[last]) - func.julianday(determinations.c[first])
    raise NoSummary(f"{field} has no numbers to sum up")
