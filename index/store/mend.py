"""Passages that a search cannot find: found out, and put right.

Every passage of the records has a vector in Chroma, and a search for that vector has to bring the
passage back. Equal counts prove neither: after a kill between the vectors and the rows, and after
many replacements, a vector can be there by its id and be found by no search.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from index.embedding import SentenceEmbeddings
from index.store.protocols import VectorsDamaged
from index.store.sqlite.schema import determinations, passages
from index.store.store import Store

# Passages embedded at once.
_BATCH = 128


@dataclass(frozen=True)
class Checked:
    """What a check of the vectors found: how many passages there are, and the ids of those without
    a vector, of those whose vector no search finds, and of vectors without a passage.
    """

    passages: int
    absent: tuple[str, ...]
    unreachable: tuple[str, ...]
    stray: tuple[str, ...]

    @property
    def lost(self) -> int:
        """How many passages a search by meaning cannot find."""
        return len(self.absent) + len(self.unreachable)


def check(store: Store) -> Checked:
    """Ask for every passage by its own vector."""
    rows, held = passage_ids(store), set(store.vectors.ids())
    absent = [each for each in rows if each not in held]
    there = [each for each in rows if each in held]
    stray = held.difference(rows)
    return Checked(
        len(rows), tuple(absent), tuple(store.vectors.unreachable(there)), tuple(sorted(stray))
    )


def passage_ids(store: Store) -> list[str]:
    """The ids of all passages of the records."""
    with store.engine.connect() as connection:
        return list(connection.scalars(select(passages.c.id).order_by(passages.c.number)))


def embed_absent(store: Store, embeddings: SentenceEmbeddings, strays: int = 0) -> None:
    """Embed anew the passages whose vectors are not there, as after the vectors' folder was lost;
    ``strays`` vectors have no passage.

    Looks only where the counts differ. The caller holds the writer lock.
    """
    with store.engine.connect() as connection:
        if len(store.vectors) - strays == connection.scalar(
            select(func.count()).select_from(passages)
        ):
            return
    rows = passage_ids(store)
    held = store.vectors.present(rows)
    put_anew(store, embeddings, [each for each in rows if each not in held])


def put_anew(store: Store, embeddings: SentenceEmbeddings, ids: Sequence[str]) -> None:
    """Embed passages of the records and put their vectors in. The caller holds the writer lock."""
    for at in range(0, len(ids), _BATCH):
        wanted = select(passages, determinations.c.case).join(
            determinations, passages.c.determination == determinations.c.id
        )
        with store.engine.connect() as connection:
            rows = connection.execute(wanted.where(passages.c.id.in_(ids[at : at + _BATCH]))).all()
        texts = [f"{row.heading}\n{row.body}" for row in rows]
        if rows:
            store.vectors.put(
                [row.id for row in rows],
                texts,
                embeddings.embed_documents(texts),
                [row.case for row in rows],
            )


def mend(store: Store, embeddings: SentenceEmbeddings, ids: Sequence[str]) -> int:
    """Ask for passages by their own vectors, and put those right that do not come back; how many
    they were.

    They are put in again; then taken out and put in; then all vectors go into a fresh collection.
    After each step all are asked for again. The caller holds the writer lock.

    Raises:
        VectorsDamaged: some cannot be found even so.
    """
    first = lost = store.vectors.unreachable(ids)
    for step in (put_anew, _take_out_and_put, _rebuild):
        if not lost:
            break
        step(store, embeddings, lost)
        lost = store.vectors.unreachable(ids)
    if lost:
        raise VectorsDamaged(
            f"{len(lost)} of {len(ids)} passages of the store {store.folder} are found by no "
            "search, even after their vectors were made anew "
            f"({', '.join(lost[:3])}{' …' if len(lost) > 3 else ''}); counts are not affected, "
            "quotes of these passages may be missing"
        )
    return len(first)


def _take_out_and_put(store: Store, embeddings: SentenceEmbeddings, ids: Sequence[str]) -> None:
    store.vectors.remove(ids)
    put_anew(store, embeddings, ids)


def _rebuild(store: Store, embeddings: SentenceEmbeddings, ids: Sequence[str]) -> None:
    store.vectors.rebuild()
    embed_absent(store, embeddings)
