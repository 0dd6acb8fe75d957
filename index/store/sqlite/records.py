"""The records of a store as its readers ask them, on one connection to SQLite."""

from collections.abc import Generator, Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DatabaseError

from index.determination import Outcome
from index.facets.facet import Facet
from index.facets.filter import Filter
from index.store.sqlite import (
    chosen,
    count,
    facet_values,
    letter_counts,
    letters,
    particulars,
    passages,
    read,
    summary,
    words,
)
from index.store.sqlite.chosen import Chosen
from index.store.sqlite.count import Totals
from index.store.sqlite.facet_values import ValueCount
from index.store.sqlite.letter_counts import LetterTotals, LetterValueCount
from index.store.sqlite.letters import HeaderRecord, ListedLetter
from index.store.sqlite.particulars import AuthorizedPart, ShownValue
from index.store.sqlite.passages import PassageRecord
from index.store.sqlite.read import ItemRecord, LetterRecord
from index.store.sqlite.schema import about
from index.store.sqlite.summary import Summary

#: What is raised where the records cannot be read or written; ``orig`` says why.
RecordsError = DatabaseError


class SqliteRecords:
    """Fulfils `index.store.protocols.Records` on an open connection, whose owner closes it."""

    def __init__(self, connection: Connection):
        self._connection = connection

    def version(self) -> Hashable:
        rows = self._connection.execute(select(about).order_by(about.c.name))
        return str(self._connection.engine.url), *(tuple(row) for row in rows)

    def holds_letters(self) -> bool:
        return letters.holds_letters(self._connection)

    def header_record(self, determination: str) -> HeaderRecord:
        return letters.header_record(self._connection, determination)

    def letter_record(self, determination: str) -> LetterRecord:
        return read.letter_record(self._connection, determination)

    def letter_records(self, determinations: Iterable[str]) -> Mapping[str, LetterRecord]:
        return read.letter_records(self._connection, determinations)

    def listed_letters(self, words: str, most: int) -> tuple[int, tuple[ListedLetter, ...]]:
        return letters.listed_letters(self._connection, words, most)

    def fictional_files(self) -> list[str]:
        return letters.fictional_files(self._connection)

    def files_of(self, items: Sequence[ItemRecord]) -> Mapping[str, str]:
        return read.files_of(self._connection, items)

    def cases_named(self, names: Iterable[str]) -> Mapping[str, str]:
        return read.cases_named(self._connection, names)

    def item_records(self, population: Filter | None = None) -> list[ItemRecord]:
        return read.item_records(self._connection, population)

    def records_of(self, ids: Iterable[int]) -> Mapping[int, ItemRecord]:
        return read.records_of(self._connection, ids)

    def totals(self, population: Filter | None = None) -> Totals:
        return count.totals(self._connection, population)

    def holds_any(self, population: Filter | None = None) -> bool:
        return count.holds_any(self._connection, population)

    def amount_of(self, population: Filter | None = None, named: str = "") -> int:
        return count.amount_of(self._connection, population, named)

    def outcome_rows(
        self,
        population: Filter | None = None,
        most: int | None = None,
        skip: int = 0,
        named: str = "",
    ) -> list[tuple[str, int, Outcome, date | None]]:
        return count.outcome_rows(self._connection, population, most, skip, named)

    def choose(
        self, population: Filter | None, ahead: Sequence[tuple[str, int]] = ()
    ) -> AbstractContextManager[Chosen]:
        return chosen.choose(self._connection, population, ahead)

    def most_frequent(self, facet: Facet, most: int) -> list[tuple[str, int]]:
        return count.most_frequent(self._connection, facet, most)

    def value_counts(
        self, population: Filter | None, of: Iterable[str], limit: int
    ) -> Mapping[str, tuple[ValueCount, ...]]:
        return facet_values.value_counts(self._connection, population, of, limit)

    def count_of(
        self, population: Filter | None, group: str, values: Sequence[str]
    ) -> tuple[ValueCount, ...]:
        return facet_values.count_of(self._connection, population, group, values)

    def summary(self, population: Filter | None, field: str) -> Summary:
        return summary.summary(self._connection, population, field)

    def histogram(self, population: Filter | None, field: str, edges: Sequence[float]) -> list[int]:
        return summary.histogram(self._connection, population, field, edges)

    def extremes(self, population: Filter | None, field: str, most: int) -> list[tuple[int, float]]:
        return summary.extremes(self._connection, population, field, most)

    def letter_totals(self, population: Filter | None = None) -> LetterTotals:
        return letter_counts.letter_totals(self._connection, population)

    def letter_counts(self, population: Filter | None, group: str) -> tuple[LetterValueCount, ...]:
        return letter_counts.letter_counts(self._connection, population, group)

    def letters_of(self, population: Filter | None, most: int) -> list[str]:
        return letter_counts.letters_of(self._connection, population, most)

    def shown_values(self, item: int, facet: str) -> tuple[ShownValue, ...]:
        return particulars.shown_values(self._connection, item, facet)

    def citations_cited(self, population: Filter | None) -> list[tuple[str, int]]:
        return particulars.citations_cited(self._connection, population)

    def items_citing(self, population: Filter | None, lines: list[str]) -> list[tuple[str, int]]:
        return particulars.items_citing(self._connection, population, lines)

    def authorized_parts(self, population: Filter | None) -> list[AuthorizedPart]:
        return particulars.authorized_parts(self._connection, population)

    def matching_passages(
        self, content_words: list[str], most: int, population: Filter | None = None
    ) -> list[str]:
        return words.matching_passages(self._connection, content_words, most, population)

    def passage_ids(self, population: Filter | None, most: int) -> list[str]:
        return passages.passage_ids(self._connection, population, most)

    def every_passage_id(self) -> list[str]:
        return passages.every_passage_id(self._connection)

    def passages_inside(self, population: Filter | None, ids: Sequence[str]) -> set[str]:
        return passages.passages_inside(self._connection, population, ids)

    def passage_records(self, ids: Sequence[str]) -> Mapping[str, PassageRecord]:
        return passages.passage_records(self._connection, ids)


@contextmanager
def reading(engine: Engine) -> Generator[SqliteRecords]:
    """The records on a connection of their own."""
    with engine.connect() as connection:
        yield SqliteRecords(connection)
