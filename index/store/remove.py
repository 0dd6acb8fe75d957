"""Take letters out of a store."""

import os
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import delete, func, or_, select

from index.readers.tables import ROW
from index.store.sqlite.schema import files, unsettled
from index.store.sqlite.write import note_unsettled, take_out
from index.store.store import Store, record_change


def remove(store: Store, paths: Iterable[str]) -> int:
    """Let the store forget files, by the paths that it knows them by; how many determinations went
    with them.

    A determination that another file holds too stays. The files themselves are not touched. The
    caller holds the writer lock. The rows go in one transaction, which notes their vectors as
    unsettled: where the vectors could not be removed any more, the next addition removes them.
    """
    went: list[str] = []
    loose: list[str] = []
    with store.engine.begin() as connection:
        for path in dict.fromkeys(paths):
            held = connection.scalar(select(files.c.determination).where(files.c.path == path))
            connection.execute(delete(files).where(files.c.path == path))
            if held and not connection.scalar(
                select(func.count()).select_from(files).where(files.c.determination == held)
            ):
                loose += take_out(connection, held)
                went.append(held)
        note_unsettled(connection, loose)
        record_change(connection, [], went)
    store.vectors.remove(loose)
    with store.engine.begin() as connection:
        for each in loose:
            connection.execute(delete(unsettled).where(unsettled.c.passage == each))
    return len(went)


def known_files(store: Store, places: Iterable[Path]) -> list[str]:
    """The paths of the store's files that are one of the places, lie in one of them, or are a row
    of one that is a table.
    """
    found: list[str] = []
    with store.engine.connect() as connection:
        for place in map(str, places):
            inside = or_(
                files.c.path == place,
                files.c.path.startswith(place.rstrip(os.sep) + os.sep, autoescape=True),
                files.c.path.startswith(place + ROW, autoescape=True),
            )
            found += connection.scalars(select(files.c.path).where(inside).order_by(files.c.path))
    return list(dict.fromkeys(found))
