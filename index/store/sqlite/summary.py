"""How a number is spread over the items of a population: worked out in SQL."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Float, Select, cast, func, select

from index.facets.filter import Filter
from index.facets.letter import DATES
from index.store.sqlite.filter_sql import JOINED, condition
from index.store.sqlite.schema import amounts, determinations, items


@dataclass(frozen=True)
class Summary:
    """The values of a field among some items: how many items have one, the least, the quartiles,
    the most, the mean and the sum; all 0 where no item has one.

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
    """The values of a field among the items of a population: "age", "days:denied-decided",
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


def _quantile(connection: Connection, value: ColumnElement, n: int, share: float) -> float:
    place = share * (n - 1)
    rows = connection.scalars(select(value).order_by(value).offset(int(place)).limit(2)).all()
    return rows[0] + (rows[-1] - rows[0]) * (place - int(place))


def _values(field: str, population: Filter | None) -> Select:
    """The values of a field, one a row; items without one are left out."""
    kind, _, rest = field.partition(":")
    met = condition(population)
    if kind == "amount":
        unit, _, which = rest.partition(":")
        if which != "requested":
            raise NoSummary(
                f"the records do not hold {field}: amounts are kept as they are disputed"
            )
        return (
            select(func.max(amounts.c.high).label("value"))
            .select_from(JOINED.join(amounts, amounts.c.item == items.c.id))
            .where(met, amounts.c.unit == unit)
            .group_by(items.c.id)
        )
    value = _column(field, kind, rest)
    return (
        select(cast(value, Float).label("value")).select_from(JOINED).where(met, value.is_not(None))
    )


def _column(field: str, kind: str, rest: str) -> ColumnElement:
    if field == "age":
        return determinations.c.age
    first, _, last = rest.partition("-")
    if kind == "days" and {first, last} <= {facet.name for facet in DATES}:
        return func.julianday(determinations.c[last]) - func.julianday(determinations.c[first])
    raise NoSummary(f"{field} has no numbers to sum up")
