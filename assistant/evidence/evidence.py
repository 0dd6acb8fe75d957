"""All that an answer may rest on: tallies, counts, the items and their words, and the passages
found.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from langchain_core.documents import Document

from assistant.answer import Citation
from assistant.evidence.associations import Association
from assistant.evidence.checklist import Requirement
from assistant.evidence.corpus import CorpusSummary
from assistant.evidence.difference import Difference
from assistant.evidence.tally import Count, Tally
from assistant.query import Query
from assistant.reading import Reading
from index.determination import Outcome
from index.store.protocols import Records
from index.store.sqlite.read import ItemRecord, LetterRecord, Span
from index.store.sqlite.summary import Summary

#: So many reasons of either outcome are told, each with so many quotes.
REASONS, QUOTES = 4, 2
#: So many cases that do not add up in every part are named.
DOUBTFUL = 5
#: So many items of a selection, and of either outcome, are looked into for words to quote.
LOOKED_INTO = 40
# Letters read at once where it is not known how many will be looked into.
_AT_ONCE = 5


class CitationBuilder:
    """Makes citations out of stretches of letters, each stretch once, numbered from 1 in the order
    of use.
    """

    def __init__(self, records: Records):
        self._records = records
        self._letters: dict[str, LetterRecord] = {}
        self._made: dict[tuple[str, int | None, int, int], Citation] = {}

    def letter(self, determination: str) -> LetterRecord:
        """A letter by the id of its determination."""
        if determination not in self._letters:
            self._letters[determination] = self._records.letter_record(determination)
        return self._letters[determination]

    def along(self, records: Iterable[ItemRecord]) -> Iterator[ItemRecord]:
        """The records one by one, their letters read some at a time, and no further than somebody
        goes through them.
        """
        coming = iter(records)
        while some := list(islice(coming, _AT_ONCE)):
            missing = {record.determination for record in some} - self._letters.keys()
            if missing:
                self._letters |= self._records.letter_records(missing)
            yield from some

    def cite(
        self,
        determination: str,
        span: Span,
        item: int | None = None,
        outcome: Outcome | None = None,
    ) -> Citation:
        """The citation of a stretch of a letter; of one that crosses a page break, its longest part
        on a page.
        """
        key = (determination, item, span.start, span.end)
        if key not in self._made:
            letter = self.letter(determination)
            place = letter.text.place(span.start, span.end)
            self._made[key] = Citation(
                id=len(self._made) + 1,
                case=letter.case,
                item=item,
                outcome=outcome,
                quote=letter.text.at(place),
                file=str(letter.file),
                page=place.page,
                start=place.start,
                end=place.end,
                determination=determination,
            )
        return self._made[key]

    def cite_item(self, record: ItemRecord, span: Span) -> Citation:
        """The citation of words about an item."""
        return self.cite(record.determination, span, record.position, record.outcome)

    @property
    def made(self) -> tuple[Citation, ...]:
        """The citations made so far."""
        return tuple(self._made.values())


@dataclass
class Evidence:
    """What was found for a question as it is read.

    ``corpus`` is what the index holds in all. ``tallies`` begin with the exact selection and go
    on with ever wider ones where it holds few items. ``items`` are the first items of the exact
    selection, the best match to the question first, and ``sides`` the first of either outcome, in
    the same order; of one or more cases or a likeness, all of them. ``wider_items`` are the first
    of those that only the wider tallies hold. ``counts`` are the counts by reason and guideline
    that may be told, by name, ``requirements`` the lines of a checklist. ``examples`` are items by
    outcome and reason, ``told_before`` such whose letter tells whether the service was given
    before, ``doubtful`` cases that do not add up in every part. ``passages`` are the retriever's
    documents. ``unknown_cases`` are case names of the question that the index does not hold,
    ``unheard`` its qualifying words that stand in no letter. ``base`` is the selection without
    regard to the outcome, where the question asks for one. Of a comparison ``tallies`` are those
    of its groups, ``compared`` are the first items of each, and ``differences`` those of the
    overturned share of each later group from the first, None where one of both has none.
    ``suggested`` are questions that the index answers, for what is no question. ``associations``
    set the overturned items of the selection apart from the upheld ones. ``numbers`` are
    those, as written, that a statement may tell besides all of these. ``statistic`` is how the
    numbers of a field are spread.

    Lists of items are short, however many there are: what is told of all of them is a count.
    """

    reading: Reading
    corpus: CorpusSummary
    quotes: CitationBuilder
    tallies: tuple[Tally, ...] = ()
    items: tuple[ItemRecord, ...] = ()
    sides: Mapping[Outcome, tuple[ItemRecord, ...]] = field(default_factory=dict)
    wider_items: tuple[ItemRecord, ...] = ()
    counts: dict[str, tuple[Count, ...]] = field(default_factory=dict)
    requirements: tuple[Requirement, ...] = ()
    examples: Mapping[tuple[Outcome, str], tuple[ItemRecord, ...]] = field(default_factory=dict)
    told_before: tuple[ItemRecord, ...] = ()
    doubtful: tuple[str, ...] = ()
    passages: tuple[Document, ...] = ()
    unknown_cases: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    base: Tally | None = None
    compared: tuple[tuple[ItemRecord, ...], ...] = ()
    differences: tuple[Difference | None, ...] = ()
    associations: tuple[Association, ...] = ()
    statistic: Summary | None = None
    numbers: frozenset[str] = frozenset()
    suggested: tuple[str, ...] = ()

    @property
    def query(self) -> Query:
        """The query that is answered."""
        return self.reading.query

    def records_at(self, places: Iterable[tuple[str, int | None]]) -> list[ItemRecord]:
        """The items at some places, (determination, position), as far as the evidence holds them;
        without a position, all of a letter.
        """
        wanted = set(places)
        groups = (
            self.items,
            *self.sides.values(),
            *self.examples.values(),
            self.told_before,
            *self.compared,
            self.wider_items,
        )
        by_number = {
            record.id: record
            for group in groups
            for record in group
            if (record.determination, record.position) in wanted
            or (record.determination, None) in wanted
        }
        return list(by_number.values())

    @property
    def all_tallies(self) -> tuple[Tally, ...]:
        """Every tally that a statement may tell numbers from: those of the selection, the wider
        ones, the selection without regard to the outcome asked for, and all items.
        """
        return (*self.tallies, *([self.base] if self.base else []), self.corpus.all_items)
