"""The vectors of the passages, in an embedded Chroma collection."""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.config import Settings
from chromadb.errors import ChromaError

from index.bounds import plain_words
from index.store.disk import DiskFull, full, is_full
from index.store.lock import can_be_written
from index.store.protocols import VectorsDamaged

_COLLECTION, _ANEW = "passages", "passages-anew"
# Largest batch that Chroma takes at once is 5,461; `get` by ids binds one SQL variable an id.
_BATCH = 2_000
# recall@10 at 100,000 passages: 0.95 with Chroma's default of 100, 0.995 with 300.
_EF_SEARCH = 300
# How many passages are asked back at once, among how many nearest each has to be, and the distance
# of two that are the same.
_ASKED, _NEAR, _SAME = 500, 10, 1e-5

_Value = TypeVar("_Value")
_Taken = ParamSpec("_Taken")


def _in_our_words(
    method: Callable[Concatenate["Vectors", _Taken], _Value],
) -> Callable[Concatenate["Vectors", _Taken], _Value]:
    """Make Chroma's errors the one that users of an index know."""

    @wraps(method)
    def told(self: "Vectors", *taken: _Taken.args, **named: _Taken.kwargs) -> _Value:
        try:
            return method(self, *taken, **named)
        except ChromaError as error:
            raise VectorsDamaged(
                f"the vectors in {self.folder} cannot be used ({plain_words(error)}); the records "
                "are apart from them, and not affected. Run the same command again, or ask for "
                "what is lost with: python -m index check"
            ) from error

    return told


class Vectors:
    """A Chroma collection of passages under cosine distance, addressed by the passages' ids (see
    `index.store.protocols.VectorIndex`).

    One process writes at a time (see `index.store.lock`): two embedded writers lose vectors. An
    open collection does not see what another process adds; `reopen` does. A folder that cannot be
    written is read from a copy, since Chroma writes when it opens one.

    Chroma finds the nearest through a graph, in which passages that were deleted and written again
    can become unreachable: they are there by their ids and never come back from a search.
    `unreachable` finds them.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._open()

    def _open(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise VectorsDamaged(
                f"{self.folder} is no folder, where the vectors should be; move that file "
                "elsewhere and run python -m index add again, which embeds the passages anew"
            )
        place = self._place()
        settings = Settings(
            anonymized_telemetry=False, is_persistent=True, persist_directory=str(place)
        )
        try:
            self._client = chromadb.PersistentClient(path=str(place), settings=settings)
            self._end_rebuilding()
            self._collection = self._collection_named(_COLLECTION)
        except Exception as error:
            # Chroma raises errors of several kinds, its Rust part bare ones.
            if is_full(error):
                raise DiskFull(full(self.folder)) from error
            raise VectorsDamaged(
                f"the vectors in {self.folder} cannot be opened ({plain_words(error)}); the "
                "records are apart from them, and not affected. "
                "To have the vectors made anew, move that folder elsewhere and run python -m "
                "index add again, which embeds the passages once more"
            ) from error

    def _place(self) -> Path:
        """The folder that Chroma opens: the store's, or a copy of one that cannot be written."""
        if not self.folder.is_dir() or can_be_written(self.folder):
            return self.folder
        try:
            self._copy = tempfile.TemporaryDirectory(prefix="vectors-", ignore_cleanup_errors=True)
            place = Path(self._copy.name) / self.folder.name
            shutil.copytree(self.folder, place, copy_function=shutil.copyfile)
            for folder, _, _ in os.walk(place):
                os.chmod(folder, 0o700)
        except OSError as error:
            raise VectorsDamaged(
                f"the vectors in {self.folder} cannot be written, and not be copied to be read "
                f"elsewhere either ({error.strerror or error})"
            ) from error
        return place

    def _collection_named(self, name: str) -> Any:
        return self._client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": _EF_SEARCH}},
        )

    def reopen(self) -> None:
        """Read the collection anew from disk, with what other processes wrote since."""
        self.close()
        self._open()

    def close(self) -> None:
        """Give the files free."""
        cast(Client, self._client).close()
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    @_in_our_words
    def holds_any(self) -> bool:
        """Whether there is a vector; counting them takes long where they are many."""
        return bool(self._collection.get(limit=1, include=[])["ids"])

    @_in_our_words
    def __len__(self) -> int:
        return self._collection.count()

    @_in_our_words
    def put(
        self,
        ids: Sequence[str],
        texts: Sequence[str],
        vectors: Sequence[Sequence[float]],
        cases: Sequence[str],
    ) -> None:
        """Insert or replace passages by their ids, with the text that was embedded, its vector, and
        its case.

        Raises:
            DiskFull: there is no room for them.
        """
        for at in range(0, len(ids), _BATCH):
            part = slice(at, at + _BATCH)
            self._written(
                lambda part=part: self._collection.upsert(
                    ids=list(ids[part]),
                    documents=list(texts[part]),
                    embeddings=[list(vector) for vector in vectors[part]],
                    metadatas=[{"case": case} for case in cases[part]],
                )
            )

    @_in_our_words
    def present(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that are there."""
        found: set[str] = set()
        for at in range(0, len(ids), _BATCH):
            found.update(self._collection.get(ids=list(ids[at : at + _BATCH]), include=[])["ids"])
        return found

    @_in_our_words
    def holding(self, ids: Sequence[str], texts: Sequence[str], cases: Sequence[str]) -> set[str]:
        """Those of the ids that are there with the given text and case: they need not be written
        again.
        """
        wanted = dict(zip(ids, zip(texts, cases, strict=True), strict=True))
        found: set[str] = set()
        for at in range(0, len(ids), _BATCH):
            held = self._collection.get(
                ids=list(ids[at : at + _BATCH]), include=["documents", "metadatas"]
            )
            each = zip(held["ids"], held["documents"], held["metadatas"], strict=True)
            found.update(
                name
                for name, text, about in each
                if wanted[name] == (text, (about or {}).get("case"))
            )
        return found

    @_in_our_words
    def ids(self) -> list[str]:
        """The ids of all passages that are there."""
        return list(self._collection.get(include=[])["ids"])

    @_in_our_words
    def remove(self, ids: Sequence[str]) -> None:
        """Delete passages; ids that are not there are passed over.

        Raises:
            DiskFull: there is no room to note it.
        """
        for at in range(0, len(ids), _BATCH):
            self._written(lambda at=at: self._collection.delete(ids=list(ids[at : at + _BATCH])))

    def _written(self, write: Callable[[], _Value]) -> _Value:
        try:
            return write()
        except Exception as error:
            if is_full(error):
                raise DiskFull(full(self.folder)) from error
            raise

    @_in_our_words
    def unreachable(self, ids: Sequence[str]) -> list[str]:
        """Those of the ids that are not there, or that a search for their own vector does not bring
        back.
        """
        lost: list[str] = []
        for at in range(0, len(ids), _ASKED):
            part = list(ids[at : at + _ASKED])
            own = self.vectors_of(part)
            there = [name for name in part if name in own]
            lost += [name for name in part if name not in own]
            if there:
                lost += self._not_found(there, [own[name] for name in there], _NEAR)
        return lost

    def _not_found(self, names: Sequence[str], own: Sequence[Any], near: int) -> list[str]:
        most = min(near, len(self))
        result = self._collection.query(
            query_embeddings=list(own), n_results=most, include=["distances"]
        )
        lost = []
        for name, vector, found, distances in zip(
            names, own, result["ids"], result["distances"], strict=True
        ):
            if name in found:
                continue
            crowded = (
                len(found) == most and distances[-1] < _SAME
            )  # among so many that are the same, others were given
            if not crowded or (near == _NEAR and self._not_found([name], [vector], _ASKED)):
                lost.append(name)
        return lost

    @_in_our_words
    def vectors_of(self, ids: Sequence[str]) -> dict[str, Any]:
        """The vectors of those of the ids that are there and that the graph has not lost."""
        found: dict[str, Any] = {}
        for at in range(0, len(ids), _ASKED):
            found |= self._vectors_of(ids[at : at + _ASKED])
        return found

    def _vectors_of(self, ids: Sequence[str]) -> dict[str, Any]:
        with suppress(Exception):  # Chroma fails for all where the graph has lost one
            held = self._collection.get(ids=list(ids), include=["embeddings"])
            return dict(zip(held["ids"], held["embeddings"], strict=True))
        if len(ids) == 1:
            return {}
        half = len(ids) // 2
        return self._vectors_of(ids[:half]) | self._vectors_of(ids[half:])

    @_in_our_words
    def rebuild(self) -> None:
        """Write all passages into a fresh collection, which takes the place of this one; those
        whose vectors are lost stay away.

        A kill at any moment leaves one of the two whole.

        Raises:
            DiskFull: there is no room for a second one; this one stays.
        """
        with suppress(Exception):
            self._client.delete_collection(_ANEW)
        anew = self._written(lambda: self._collection_named(_ANEW))
        names = self.ids()
        for at in range(0, len(names), _ASKED):
            own = self.vectors_of(names[at : at + _ASKED])
            if own:
                held = self._collection.get(ids=list(own), include=["documents", "metadatas"])
                vectors = [list(map(float, own[name])) for name in held["ids"]]
                self._written(
                    lambda held=held, vectors=vectors: anew.upsert(
                        ids=held["ids"],
                        documents=held["documents"],
                        embeddings=vectors,
                        metadatas=held["metadatas"],
                    )
                )
        self._client.delete_collection(_COLLECTION)
        anew.modify(name=_COLLECTION)
        self._collection = anew

    def _end_rebuilding(self) -> None:
        """Of a rebuilding that was killed: take the new collection where the old one is gone
        already.
        """
        names = {each.name for each in self._client.list_collections()}
        if _ANEW in names and _COLLECTION not in names:
            self._client.get_collection(_ANEW, embedding_function=None).modify(name=_COLLECTION)

    @_in_our_words
    def nearest(self, vector: Sequence[float], most: int) -> list[tuple[str, float]]:
        """The ``most`` passages nearest to a vector, with their cosine, the nearest first."""
        result = self._collection.query(
            query_embeddings=[list(vector)], n_results=most, include=["distances"]
        )
        return [
            (name, 1 - distance)
            for name, distance in zip(result["ids"][0], result["distances"][0], strict=True)
        ]

    @_in_our_words
    def nearest_among(
        self, vector: Sequence[float], ids: Sequence[str], most: int
    ) -> list[tuple[str, float]]:
        """The same among the passages with the given ids, by exact comparison.

        Chroma's own metadata filter scans the whole collection; comparing the few hundred vectors
        of a selection is faster and misses none.
        """
        scored: list[tuple[str, float]] = []
        for at in range(0, len(ids), _BATCH):
            found = self._collection.get(ids=list(ids[at : at + _BATCH]), include=["embeddings"])
            if found["ids"]:
                cosines = np.asarray(found["embeddings"]) @ np.asarray(vector)
                scored += zip(found["ids"], map(float, cosines), strict=True)
        return sorted(scored, key=lambda each: -each[1])[:most]
