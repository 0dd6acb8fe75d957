"""What an addition that was killed left behind is put right by the next one.

The vectors go in before the rows. Ids whose vectors may stand without a row are noted in the table
``unsettled``. Vectors that the killed run had written already are kept for the letters that come
again, since a passage that is deleted and written again may be found by no search; what no letter
claims by the end goes. Then whatever was written is asked back. That this is still to be done is
noted in the records, and outlives another kill.
"""

from typing import Any

from sqlalchemy import Connection, Select, delete, select

from index.embedding import SentenceEmbeddings
from index.store.mend import embed_absent, mend, passage_ids
from index.store.sqlite.schema import passages, unsettled
from index.store.store import Store, is_unproven, note_unproven, record_change

_VARIABLES = 10_000


class Recovery:
    """One addition's care for its vectors; the caller holds the writer lock."""

    def __init__(self, store: Store, embeddings: SentenceEmbeddings):
        self._store = store
        self._embeddings = embeddings
        self._left: set[str] = set()
        self._everything = False
        self._to_prove: list[str] | None = None

    def begin(self) -> None:
        """Look at what an earlier addition left, and embed anew the passages whose vectors are not
        there.
        """
        with self._store.engine.begin() as connection:
            self._left = set(connection.scalars(select(unsettled.c.passage)))
            self._everything = is_unproven(connection)
            if self._left:
                note_unproven(connection, True)
            loose = set(connection.scalars(_without_rows()))
        self._to_prove = [] if self._left or self._everything else None
        strays = len(self._store.vectors.present(list(loose))) if loose else 0
        embed_absent(self._store, self._embeddings, strays)

    def written(self, connection: Connection, ids: list[str], replaced: bool) -> None:
        """Note in the transaction that writes their rows that passages were written; ``replaced``
        is whether others went by that.
        """
        if replaced:
            self._to_prove = self._to_prove if self._to_prove is not None else []
            note_unproven(connection, True)
        if self._to_prove is not None:
            self._to_prove += ids
        for at in range(0, len(ids), _VARIABLES):
            connection.execute(
                delete(unsettled).where(unsettled.c.passage.in_(ids[at : at + _VARIABLES]))
            )

    def settle(self) -> None:
        """Remove the vectors that this addition left without rows; those of an earlier one wait for
        its letters to come again.
        """
        with self._store.engine.connect() as connection:
            loose = [each for each in connection.scalars(_without_rows()) if each not in self._left]
        self._remove(loose)

    def finish(self) -> None:
        """Remove all vectors without rows, and ask back what was written since the kill, or
        everything where an earlier recovery did not end.

        Raises:
            VectorsDamaged: some cannot be found, whatever is done.
        """
        self._left, left = set(), self._left
        self.settle()
        with self._store.engine.begin() as connection:
            connection.execute(delete(unsettled))
        if self._to_prove is None:
            return
        rows = passage_ids(self._store)
        asked = left.union(self._to_prove)
        mended = mend(
            self._store,
            self._embeddings,
            rows if self._everything else [each for each in rows if each in asked],
        )
        with self._store.engine.begin() as connection:
            note_unproven(connection, False)
            if mended:
                record_change(connection, [], [])  # readers open the vectors anew
        self._to_prove, self._everything = None, False

    def _remove(self, loose: list[str]) -> None:
        if not loose:
            return
        self._store.vectors.remove(loose)
        with self._store.engine.begin() as connection:
            for at in range(0, len(loose), _VARIABLES):
                connection.execute(
                    delete(unsettled).where(unsettled.c.passage.in_(loose[at : at + _VARIABLES]))
                )


def _without_rows() -> Select[Any]:
    return select(unsettled.c.passage).where(unsettled.c.passage.not_in(select(passages.c.id)))
