"""An index of vectors in memory, for tests: exact, and gone with the process."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

#: What each folder's index holds: a passage's id, its text, its vector, its case.
_HELD: dict[Path, dict[str, tuple[str, list[float], str]]] = {}


class MemoryVectors:
    """Fulfils `index.store.protocols.VectorIndex`; what is opened on one folder shares its
    content.
    """

    def __init__(self, folder: Path):
        self._held = _HELD.setdefault(folder.resolve(), {})

    def __len__(self) -> int:
        return len(self._held)

    def holds_any(self) -> bool:
        return bool(self._held)

    def ids(self) -> list[str]:
        return list(self._held)

    def present(self, ids: Sequence[str]) -> set[str]:
        return self._held.keys() & set(ids)

    def holding(self, ids: Sequence[str], texts: Sequence[str], cases: Sequence[str]) -> set[str]:
        return {
            name
            for name, text, case in zip(ids, texts, cases, strict=True)
            if name in self._held and self._held[name][::2] == (text, case)
        }

    def vectors_of(self, ids: Sequence[str]) -> Mapping[str, Sequence[float]]:
        return {name: self._held[name][1] for name in ids if name in self._held}

    def put(
        self,
        ids: Sequence[str],
        texts: Sequence[str],
        vectors: Sequence[Sequence[float]],
        cases: Sequence[str],
    ) -> None:
        for name, text, vector, case in zip(ids, texts, vectors, cases, strict=True):
            self._held[name] = (text, list(map(float, vector)), case)

    def remove(self, ids: Sequence[str]) -> None:
        for name in ids:
            self._held.pop(name, None)

    def nearest(self, vector: Sequence[float], most: int) -> list[tuple[str, float]]:
        return self.nearest_among(vector, list(self._held), most)

    def nearest_among(
        self, vector: Sequence[float], ids: Sequence[str], most: int
    ) -> list[tuple[str, float]]:
        own = self.vectors_of(ids)
        scored = [(name, float(np.dot(each, vector))) for name, each in own.items()]
        return sorted(scored, key=lambda each: -each[1])[:most]

    def unreachable(self, ids: Sequence[str]) -> list[str]:
        return [name for name in ids if name not in self._held]

    def rebuild(self) -> None: ...

    def reopen(self) -> None: ...

    def close(self) -> None: ...
