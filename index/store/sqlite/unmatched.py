"""What the requests of a store hold that the vocabulary does not know, by frequency."""

from collections.abc import Container
from dataclasses import dataclass

from sqlalchemy import Connection, distinct, exists, func, select

from index.store.sqlite.schema import facets, items


@dataclass(frozen=True)
class Unmatched:
    """Words and whole requests, each with the number of disputed items, the most frequent first.

    ``words`` are those of requests that no term accounts for; ``by_form`` the services that only
    the form of the words told, under the name that the request gives them; ``requests`` those in
    which no service was recognized at all, of which there are ``without_service`` among ``items``.
    """

    items: int
    with_unknown_words: int
    without_service: int
    words: tuple[tuple[str, int], ...]
    by_form: tuple[tuple[str, int], ...]
    requests: tuple[tuple[str, int], ...]


def unmatched(connection: Connection, most: int, known: Container[str]) -> Unmatched:
    """What the vocabulary does not know in the records, at most ``most`` of each kind; ``known``
    are its canonical names.
    """
    unknown = facets.c.facet == "unknown"
    none_known = ~exists().where(facets.c.item == items.c.id, facets.c.facet == "procedure")
    number, amount = func.count(distinct(facets.c.item)), func.count()
    request = func.lower(items.c.disputed)
    words = connection.execute(
        select(facets.c.value, number)
        .where(unknown)
        .group_by(facets.c.value)
        .order_by(number.desc(), facets.c.value)
        .limit(most)
    ).all()
    named = connection.execute(
        select(facets.c.value, number)
        .where(facets.c.facet == "procedure")
        .group_by(facets.c.value)
        .order_by(number.desc(), facets.c.value)
    ).all()
    requests = connection.execute(
        select(request, amount)
        .where(none_known)
        .group_by(request)
        .order_by(amount.desc(), request)
        .limit(most)
    ).all()
    return Unmatched(
        items=connection.scalar(select(func.count()).select_from(items)) or 0,
        with_unknown_words=connection.scalar(select(number).where(unknown)) or 0,
        without_service=connection.scalar(select(func.count()).select_from(items).where(none_known))
        or 0,
        words=tuple((word, count) for word, count in words),
        by_form=tuple((name, count) for name, count in named if name not in known)[:most],
        requests=tuple((words, count) for words, count in requests),
    )
