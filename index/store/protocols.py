"""What a store asks of the engines behind it."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol, runtime_checkable

from index.determination import Outcome
from index.facets.facet import Facet
from index.facets.filter import Filter
from index.store.sqlite.chosen import Chosen
from index.store.sqlite.count import Totals
from index.store.sqlite.facet_values import ValueCount
from index.store.sqlite.letter_counts import LetterTotals, LetterValueCount
from index.store.sqlite.letters import HeaderRecord, ListedLetter
from index.store.sqlite.particulars import AuthorizedPart, ShownValue
from index.store.sqlite.passages import PassageRecord
from index.store.sqlite.read import ItemRecord, LetterRecord
from index.store.sqlite.summary import Summary


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


@runtime_checkable
class Records(Protocol):
    """The records of a store, as its readers ask them: letters, items, counts, passages.

    One object sees one connection, and is used by one thread at a time; `Store.records` opens it. A
    population is the items that meet a filter, all of them where it is None. The unit of every
    count is the disputed item. Every method raises `index.store.sqlite.records.RecordsError` where
    the records cannot be read.
    """

    def version(self) -> Hashable:
        """What tells these records, as they are now, from others and from what they were."""
        ...

    def holds_letters(self) -> bool:
        """Whether there is a determination."""
        ...

    def header_record(self, determination: str) -> HeaderRecord:
        """A determination without its items, by its id.

        Raises:
            LookupError: no determination has that id.
        """
        ...

    def letter_record(self, determination: str) -> LetterRecord:
        """The letter of a determination, by its id.

        Raises:
            LookupError: no determination has that id.
        """
        ...

    def letter_records(self, determinations: Iterable[str]) -> Mapping[str, LetterRecord]:
        """The letters of some determinations by their ids; ids without one are left out."""
        ...

    def listed_letters(self, words: str, most: int) -> tuple[int, tuple[ListedLetter, ...]]:
        """How many files hold a determination, of those in whose case or path ``words`` stands, and
        at most ``most`` of them, the last added first.
        """
        ...

    def fictional_files(self) -> list[str]:
        """The paths of the files that hold fictional samples."""
        ...

    def files_of(self, items: Sequence[ItemRecord]) -> Mapping[str, str]:
        """The name of the file of each item's letter, by determination."""
        ...

    def cases_named(self, names: Iterable[str]) -> Mapping[str, str]:
        """The cases of some names as the records write them, by the names as given."""
        ...

    def item_records(self, population: Filter | None = None) -> list[ItemRecord]:
        """The items of a population, by decision date, case and position; those without a date
        last.
        """
        ...

    def records_of(self, ids: Iterable[int]) -> Mapping[int, ItemRecord]:
        """The items with the given numbers, in the order in which they are given; numbers without
        an item are left out.
        """
        ...

    def totals(self, population: Filter | None = None) -> Totals:
        """How the items of a population were decided."""
        ...

    def holds_any(self, population: Filter | None = None) -> bool:
        """Whether a population has an item."""
        ...

    def amount_of(self, population: Filter | None = None, named: str = "") -> int:
        """How many items a population has, of those in whose case's name ``named`` stands."""
        ...

    def outcome_rows(
        self,
        population: Filter | None = None,
        most: int | None = None,
        skip: int = 0,
        named: str = "",
    ) -> list[tuple[str, int, Outcome, date | None]]:
        """Case, position, outcome and decision date of a population's items, in the order of
        `item_records`; those in whose case's name ``named`` stands, without the first ``skip``, at
        most ``most``.
        """
        ...

    def choose(
        self, population: Filter | None, ahead: Sequence[tuple[str, int]] = ()
    ) -> AbstractContextManager[Chosen]:
        """The items of a population, worked out once to be asked several things; those at the
        places of ``ahead``, (determination, position), come first among them.
        """
        ...

    def most_frequent(self, facet: Facet, most: int) -> list[tuple[str, int]]:
        """The most frequent values of a facet of which items can have several, with the number of
        items.
        """
        ...

    def value_counts(
        self, population: Filter | None, of: Iterable[str], limit: int
    ) -> Mapping[str, tuple[ValueCount, ...]]:
        """The ``limit`` most frequent values of each group (`index.facets.registry.groups`) among
        the items of a population; equally frequent ones by name.
        """
        ...

    def count_of(
        self, population: Filter | None, group: str, values: Sequence[str]
    ) -> tuple[ValueCount, ...]:
        """How many items of a population have each of the given values of a group; zero is a count
        too.
        """
        ...

    def summary(self, population: Filter | None, field: str) -> Summary:
        """How the numbers of a field are spread over a population: those of letters once a letter,
        amounts once an item.

        Raises:
            NoSummary: the field has no numbers, or the records do not hold it.
        """
        ...

    def histogram(self, population: Filter | None, field: str, edges: Sequence[float]) -> list[int]:
        """How many of these numbers lie from each of some edges up to the next, the last included.

        Raises:
            NoSummary: the field has no numbers, or the records do not hold it.
        """
        ...

    def extremes(self, population: Filter | None, field: str, most: int) -> list[tuple[int, float]]:
        """The ``most`` greatest of these numbers, the greatest first, each with the number of an
        item that has it.

        Raises:
            NoSummary: the field has no numbers, or the records do not hold it.
        """
        ...

    def letter_totals(self, population: Filter | None = None) -> LetterTotals:
        """How the letters that have an item of a population were decided as a whole."""
        ...

    def letter_counts(self, population: Filter | None, group: str) -> tuple[LetterValueCount, ...]:
        """The same for the letters with each value of a group, the most frequent first."""
        ...

    def letters_of(self, population: Filter | None, most: int) -> list[str]:
        """The cases of the first ``most`` letters of a population, by date and case."""
        ...

    def shown_values(self, item: int, facet: str) -> tuple[ShownValue, ...]:
        """The values of a facet that an item has, as far as they are kept as rows, each with
        the words that show them.
        """
        ...

    def citations_cited(self, population: Filter | None) -> list[tuple[str, int]]:
        """What reviewers cite of guidelines in a population, as lines with the number of items, the
        most frequent first.
        """
        ...

    def items_citing(self, population: Filter | None, lines: list[str]) -> list[tuple[str, int]]:
        """Case and position of the items of a population that cite at least one of some lines."""
        ...

    def authorized_parts(self, population: Filter | None) -> list[AuthorizedPart]:
        """What was authorized of the requests of a population, where the letters tell it."""
        ...

    def matching_passages(
        self, content_words: list[str], most: int, population: Filter | None = None
    ) -> list[str]:
        """The ids of the ``most`` passages that match some words best, within a population."""
        ...

    def passage_ids(self, population: Filter | None, most: int) -> list[str]:
        """The ids of at most ``most`` passages of a population's items."""
        ...

    def every_passage_id(self) -> list[str]:
        """The ids of all passages."""
        ...

    def passages_inside(self, population: Filter | None, ids: Sequence[str]) -> set[str]:
        """Those of the passages that belong to a population's items."""
        ...

    def passage_records(self, ids: Sequence[str]) -> Mapping[str, PassageRecord]:
        """The passages with the given ids, by id; ids without a passage are left out."""
        ...
