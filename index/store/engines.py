"""The engines that can hold a store's vectors, by the name that a store notes of its own.

Another engine is a module that fulfils `index.store.protocols.VectorIndex` and an entry here.
"""

from collections.abc import Callable
from pathlib import Path

from index.store.protocols import VectorIndex

#: Opens the index in a folder, which it makes where there is none; raises `VectorsDamaged` where it
#: cannot.
VectorEngine = Callable[[Path], VectorIndex]

DEFAULT_ENGINE = "chroma"


def _chroma(folder: Path) -> VectorIndex:
    from index.store.chroma import Vectors  # takes long, and not every command needs vectors

    return Vectors(folder)


VECTOR_ENGINES: dict[str, VectorEngine] = {DEFAULT_ENGINE: _chroma}
