"""The vectors of the passages, in an embedded Chroma collection."""

from collections.abc import Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings

from index.passages import Passage

_COLLECTION = "passages"
# Largest batch that Chroma takes at once is 5,461; `get` by ids binds one SQL variable an id.
_BATCH = 2_000
# recall@10 at 100,000 passages: 0.95 with Chroma's default of 100, 0.995 with 300.
_EF_SEARCH = 300


class Vectors:
    """A Chroma collection of passages under cosine distance, addressed by the passages' ids.

    One process writes at a time (see `index.lock`): two embedded writers lose vectors. An open
    collection does not see what another process adds; `reopen` does.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._open()

    def _open(self) -> None:
        settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(self._folder))
        self._client = chromadb.PersistentClient(path=str(self._folder), settings=settings)
        self._collection = self._client.get_or_create_collection(
            _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": _EF_SEARCH}}
        )

    def reopen(self) -> None:
        """Read the collection anew from disk, with what other processes wrote since."""
        self.close()
        self._open()

    def close(self) -> None:
        """Give the files free."""
        self._client.close()

    def __len__(self) -> int:
        return self._collection.count()

    def put(self, pieces: Sequence[Passage], vectors: Sequence[Sequence[float]], case: Sequence[str]) -> None:
        """Insert or replace passages; ``vectors`` and ``case`` run parallel to ``pieces``."""
        for at in range(0, len(pieces), _BATCH):
            part = pieces[at : at + _BATCH]
            self._collection.upsert(
                ids=[piece.id for piece in part],
                embeddings=[list(vector) for vector in vectors[at : at + _BATCH]],
                documents=[piece.text for piece in part],
                metadatas=[{"case": name, "kind": piece.kind, "item": piece.item or 0} for piece, name in zip(part, case[at : at + _BATCH], strict=True)],
            )

    def remove(self, ids: Sequence[str]) -> None:
        """Delete passages; ids that are not there are passed over."""
        for at in range(0, len(ids), _BATCH):
            self._collection.delete(ids=list(ids[at : at + _BATCH]))

    def nearest(self, vector: Sequence[float], most: int) -> list[tuple[str, float]]:
        """The ``most`` passages nearest to a vector, with their cosine, the nearest first."""
        most = min(most, len(self))
        if most == 0:
            return []
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
