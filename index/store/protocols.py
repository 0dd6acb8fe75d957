"""What a store asks of the engines behind it."""

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable


class VectorsDamaged(Exception):
    """The vectors of a store are lost or cannot be used; the message says what to do."""


@runtime_checkable
class VectorIndex(Protocol):
    """The vectors of a store's passages, addressed by the passages' ids, compared by their cosine.

    An id is ``DETERMINATION/ITEM/NUMBER`` (see `index.passages`); to the index it is an opaque
    text. All vectors of an index have the same number of dimensions and length 1, as the embedding
    model gives them. Beside each vector stand the text that was embedded and the case it is of, by
    which a later addition tells whether the passage is still the same.

    One process writes at a time (see `index.store.lock`), others read meanwhile. What a method has
    written outlives a kill after it has returned; of one that was killed, each passage is there as
    it was before or as it is after. Every method raises `VectorsDamaged` where the index cannot be
    used.
    """

    def __len__(self) -> int:
        """How many vectors there are."""
        ...

    def holds_any(self) -> bool:
        """Whether there is a vector; cheaper than counting them."""
        ...

    def ids(self) -> list[str]:
        """The ids of all passages that are there, in no order."""
        ...

    def present(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that are there."""
        ...

    def holding(self, ids: Sequence[str], texts: Sequence[str], cases: Sequence[str]) -> set[str]:
        """Those of the ids that are there with the given text and case, which need not be embedded
        nor written again. The three are of one length.
        """
        ...

    def vectors_of(self, ids: Sequence[str]) -> Mapping[str, Sequence[float]]:
        """The vectors of those of the ids that are there and whose vector can be read."""
        ...

    def put(
        self,
        ids: Sequence[str],
        texts: Sequence[str],
        vectors: Sequence[Sequence[float]],
        cases: Sequence[str],
    ) -> None:
        """Insert or replace passages by their ids: the text that was embedded, its vector, its
        case. The four are of one length.

        Raises:
            DiskFull: there is no room for them.
        """
        ...

    def remove(self, ids: Sequence[str]) -> None:
        """Delete passages; ids that are not there are passed over.

        Raises:
            DiskFull: there is no room to note it.
        """
        ...

    def nearest(self, vector: Sequence[float], most: int) -> list[tuple[str, float]]:
        """The ``most`` passages nearest to a vector, with their cosine, the nearest first. An
        engine may search approximately.
        """
        ...

    def nearest_among(
        self, vector: Sequence[float], ids: Sequence[str], most: int
    ) -> list[tuple[str, float]]:
        """The same among the passages with the given ids, by exact comparison; ids that are not
        there are passed over.
        """
        ...

    def unreachable(self, ids: Sequence[str]) -> list[str]:
        """Those of the ids that are not there, or that a search for their own vector does not bring
        back, as can be where an engine searches approximately.
        """
        ...

    def rebuild(self) -> None:
        """Write all passages into a fresh index, which takes the place of this one; those whose
        vectors cannot be read stay away. A kill at any moment leaves one of the two whole.

        Raises:
            DiskFull: there is no room for a second one; this one stays.
        """
        ...

    def reopen(self) -> None:
        """Take up what other processes wrote since this one was opened."""
        ...

    def close(self) -> None:
        """Give the files free; the index is not used after that, unless it is reopened."""
        ...
