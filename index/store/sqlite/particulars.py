"""Single things that letters say: values with their words, citations of guidelines, what was
authorized.
"""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, distinct, func, select

from index.facets.facet import Rows
from index.facets.filter import Filter
from index.facets.registry import facet_named
from index.facets.service import PROCEDURE
from index.store.sqlite.filter_sql import JOINED, condition
from index.store.sqlite.read import Span
from index.store.sqlite.schema import determinations, facets, items

_BATCH = 500


@dataclass(frozen=True)
class ShownValue:
    """A value of an item, and the words of the letter that show it, None where none are noted."""

    value: str
    span: Span | None


@dataclass(frozen=True)
class AuthorizedPart:
    """What the claims administrator authorized of the request of an item, in the letter's words."""

    item: int
    words: str
    procedures: tuple[str, ...]


def shown_values(connection: Connection, item: int, facet: str) -> tuple[ShownValue, ...]:
    """The values of a facet that an item has, in their order, each once."""
    storage = facet_named(facet).storage
    assert isinstance(storage, Rows), f"{facet} is no row of the records"
    rows = connection.execute(
        select(facets.c.value, facets.c.start, facets.c.end)
        .where(facets.c.item == item, facets.c.facet == storage.name)
        .order_by(facets.c.position)
    )
    values: dict[str, ShownValue] = {}
    for value, start, end in rows:
        span = None if start is None or end is None else Span(start, end)
        values.setdefault(value, ShownValue(value, span))
    return tuple(values.values())


def citations_cited(connection: Connection, population: Filter | None) -> list[tuple[str, int]]:
    """What reviewers cite of guidelines in the items of a population, as lines ("MTUS Low Back
    Complaints (2004), Special Studies"), with the number of items; the most frequent first.
    """
    number = func.count(distinct(facets.c.item))
    chosen = select(items.c.id).select_from(JOINED).where(condition(population))
    rows = connection.execute(
        select(facets.c.value, number)
        .where(facets.c.facet == "citation", facets.c.item.in_(chosen))
        .group_by(facets.c.value)
        .order_by(number.desc(), facets.c.value)
    )
    return [(value, amount) for value, amount in rows]


def items_citing(
    connection: Connection, population: Filter | None, lines: list[str]
) -> list[tuple[str, int]]:
    """Case and position of the items of a population that cite at least one of some lines."""
    found: set[tuple[str, int]] = set()
    for at in range(0, len(lines), _BATCH):
        citing = select(facets.c.item).where(
            facets.c.facet == "citation", facets.c.value.in_(lines[at : at + _BATCH])
        )
        rows = connection.execute(
            select(determinations.c.case, items.c.position)
            .select_from(JOINED)
            .where(condition(population), items.c.id.in_(citing))
        )
        found.update((case, position) for case, position in rows)
    return sorted(found)


def authorized_parts(connection: Connection, population: Filter | None) -> list[AuthorizedPart]:
    """What was authorized of the requests of a population, where the letters tell it."""
    met = condition(population) & items.c.authorized.is_not(None)
    chosen = select(items.c.id).select_from(JOINED).where(met)
    services: dict[int, list[str]] = defaultdict(list)
    for item, value in connection.execute(
        select(facets.c.item, facets.c.value)
        .where(facets.c.facet == PROCEDURE.name, facets.c.item.in_(chosen))
        .order_by(facets.c.item, facets.c.position)
    ):
        services[item].append(value)
    rows = connection.execute(
        select(items.c.id, items.c.authorized).select_from(JOINED).where(met).order_by(items.c.id)
    )
    return [AuthorizedPart(item, words, tuple(services[item])) for item, words in rows]
