"""Passages as the records hold them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from index.facets.filter import Filter
from index.store.sqlite.filter_sql import condition
from index.store.sqlite.read import Span
from index.store.sqlite.schema import determinations, items, passages

_BATCH = 500


@dataclass(frozen=True)
class PassageRecord:
    """A passage: ``item`` is the item's position in its letter, None for the clinical summary;
    ``span`` its place there.
    """

    id: str
    determination: str
    case: str
    item: int | None
    heading: str
    body: str
    span: Span


def passage_records(connection: Connection, ids: Sequence[str]) -> dict[str, PassageRecord]:
    """The passages with the given ids, by id; ids without a row (vectors of a letter that is being
    written) are left out.
    """
    found: dict[str, PassageRecord] = {}
    joined = passages.join(
        determinations, passages.c.determination == determinations.c.id
    ).outerjoin(items, passages.c.item == items.c.id)
    for at in range(0, len(ids), _BATCH):
        statement = (
            select(passages, determinations.c.case, items.c.position)
            .select_from(joined)
            .where(passages.c.id.in_(ids[at : at + _BATCH]))
        )
        for row in connection.execute(statement):
            found[row.id] = PassageRecord(
                row.id,
                row.determination,
                row.case,
                row.position,
                row.heading,
                row.body,
                Span(row.start, row.end),
            )
    return found


def passage_ids(connection: Connection, population: Filter | None, most: int) -> list[str]:
    """The ids of the passages of a population's items; at most ``most`` of them."""
    chosen = (
        select(items.c.id)
        .join(determinations, items.c.determination == determinations.c.id)
        .where(condition(population))
    )
    return list(
        connection.scalars(
            select(passages.c.id)
            .where(passages.c.item.in_(chosen))
            .order_by(passages.c.number)
            .limit(most)
        )
    )


def passages_inside(
    connection: Connection, population: Filter | None, ids: Sequence[str]
) -> set[str]:
    """Those of some passages, by their ids, that belong to items of a selection."""
    joined = passages.join(items, passages.c.item == items.c.id).join(
        determinations, items.c.determination == determinations.c.id
    )
    return set(
        connection.scalars(
            select(passages.c.id)
            .select_from(joined)
            .where(passages.c.id.in_(ids), condition(population))
        )
    )


def every_passage_id(connection: Connection) -> list[str]:
    """The ids of all passages, those of clinical summaries among them, in the order in which they
    were added.
    """
    return list(connection.scalars(select(passages.c.id).order_by(passages.c.number)))
