"""The vectors of the passages, in an embedded Chroma collection."""

from collections.abc import Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings

_COLLECTION = "passages"
# Largest batch that Chroma takes at once is 5,461; `get` by ids binds one SQL variable an id.
_BATCH = 2_000
# recall@10 at 100,000 passages: 0.95 with Chroma's default of 100, 0.995 with 300.
_EF_SEARCH = 300


class VectorsDamaged(Exception):
    """The vectors of a store are lost or cannot be read; the message says what to do."""


class Vectors:
    """A Chroma collection of passages under cosine distance, addressed by the passages' ids.

    One process writes at a time (see `index.lock`): two embedded writers lose vectors. An open
    collection does not see what another process adds; `reopen` does.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._open()

    def _open(self) -> None:
        if self._folder.exists() and not self._folder.is_dir():
            raise VectorsDamaged(f"{self._folder} is no folder; remove it and run python -m index add again, which embeds the passages anew")
        settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(self._folder))
        try:
            self._client = chromadb.PersistentClient(path=str(self._folder), settings=settings)
            self._collection = self._client.get_or_create_collection(
                _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": _EF_SEARCH}}
            )
        except Exception as error:  # noqa: BLE001 - Chroma raises errors of several kinds, its Rust part bare ones
            raise VectorsDamaged(f"the vectors in {self._folder} cannot be opened ({error}); remove that folder and run python -m index add again, which embeds the passages anew") from error

    def reopen(self) -> None:
        """Read the collection anew from disk, with what other processes wrote since."""
        self.close()
        self._open()

    def close(self) -> None:
        """Give the files free."""
        self._client.close()

    def holds_any(self) -> bool:
        """Whether there is a vector; counting them takes long where they are many."""
        return bool(self._collection.get(limit=1, include=[])["ids"])

    def __len__(self) -> int:
        return self._collection.count()

    def put(self, ids: Sequence[str], texts: Sequence[str], vectors: Sequence[Sequence[float]], cases: Sequence[str]) -> None:
        """Insert or replace passages by their ids, with the text that was embedded, its vector, and its case."""
        for at in range(0, len(ids), _BATCH):
            part = slice(at, at + _BATCH)
            self._collection.upsert(
                ids=list(ids[part]),
                documents=list(texts[part]),
                embeddings=[list(vector) for vector in vectors[part]],
                metadatas=[{"case": case} for case in cases[part]],
            )

    def present(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that are there."""
        found: set[str] = set()
        for at in range(0, len(ids), _BATCH):
            found.update(self._collection.get(ids=list(ids[at : at + _BATCH]), include=[])["ids"])
        return found

    def remove(self, ids: Sequence[str]) -> None:
        """Delete passages; ids that are not there are passed over."""
        for at in range(0, len(ids), _BATCH):
            self._collection.delete(ids=list(ids[at : at + _BATCH]))

    def nearest(self, vector: Sequence[float], most: int) -> list[tuple[str, float]]:
        """The ``most`` passages nearest to a vector, with their cosine, the nearest first."""
        result = self._collection.query(query_embeddings=[list(vector)], n_results=most, include=["distances"])
        return [(name, 1 - distance) for name, distance in zip(result["ids"][0], result["distances"][0], strict=True)]

    def nearest_among(self, vector: Sequence[float], ids: Sequence[str], most: int) -> list[tuple[str, float]]:
        """The same among the passages with the given ids, by exact comparison.

        Chroma's own metadata filter scans the whole collection; comparing the few hundred vectors of a
        selection is faster and misses none.
        """
        scored: list[tuple[str, float]] = []
        for at in range(0, len(ids), _BATCH):
            found = self._collection.get(ids=list(ids[at : at + _BATCH]), include=["embeddings"])
            if found["ids"]:
                cosines = np.asarray(found["embeddings"]) @ np.asarray(vector)
                scored += zip(found["ids"], map(float, cosines), strict=True)
        return sorted(scored, key=lambda each: -each[1])[:most]
