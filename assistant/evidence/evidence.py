"""All that an answer may rest on: tallies, counts, the items and their words, and the passages
found.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from langchain_core.documents import Document

from assistant.answer import Citation
from assistant.evidence.asked_beside import PremiseCheck, Share
from assistant.evidence.associations import Association
from assistant.evidence.case_facts import CaseFact
from assistant.evidence.checklist import Requirement
from assistant.evidence.corpus import CorpusSummary
from assistant.evidence.difference import Difference
from assistant.evidence.letter_tally import LetterTally
from assistant.evidence.summed import Spread
from assistant.evidence.tally import Count, Tally
from assistant.presentation.fields import number_in_words
from assistant.presentation.phrases import filter_in_words
from assistant.query import Query
from assistant.reading import Reading
from index.determination import Outcome
from index.store.protocols import Records
from index.store.sqlite.read import ItemRecord, LetterRecord, Span

#: So many reasons of either outcome are told, each with so many quotes.
REASONS, QUOTES = 4, 2
#: So many cases that do not add up in every part are named.
DOUBTFUL = 5
#: So many items of a selection, and of either outcome, are looked into for words to quote.
LOOKED_INTO = 40
#: No answer shows more of a kind, whatever is asked for.
MOST_SHOWN = 100
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")
# Letters read at once where it is not known how many will be looked into.
_AT_ONCE = 5


def numbers_in(text: str) -> list[str]:
    """The numbers of a text, as they are compared."""
    return [number.replace(",", "").rstrip(".") for number in _NUMBER.findall(text)]


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
    set the overturned items of the selection apart from the upheld ones. ``parts`` are the evidence
    on each group where a query asks the same of several. ``letters`` are the selections counted by
    whole letters, ``letters_base`` the first of them without regard to how letters were decided,
    ``letters_by`` the letters with each value of a group, ``listed`` letters with their items.
    ``shares`` are the shares asked for, ``premises`` what was taken for granted with what it is,
    ``beside`` tallies that only these rest on, ``spreads`` how numbers are spread, the selection's
    first, ``greatest`` items with the greatest of them, ``case_facts`` what letters say of a field.
    ``shown`` are items that statements cite besides those in the lists. ``numbers`` are those, as
    written, that a statement may tell besides all of these.

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
    parts: "tuple[Evidence, ...]" = ()
    letters: tuple[LetterTally, ...] = ()
    letters_base: LetterTally | None = None
    letters_by: tuple[LetterTally, ...] = ()
    listed: tuple[tuple[ItemRecord, ...], ...] = ()
    shares: tuple[Share, ...] = ()
    premises: tuple[PremiseCheck, ...] = ()
    beside: tuple[Tally, ...] = ()
    spreads: tuple[Spread, ...] = ()
    greatest: tuple[tuple[ItemRecord, float], ...] = ()
    case_facts: tuple[CaseFact, ...] = ()
    shown: tuple[ItemRecord, ...] = ()
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
            self.shown,
            *self.listed,
        )
        by_number = {
            record.id: record
            for group in groups
            for record in group
            if (record.determination, record.position) in wanted
            or (record.determination, None) in wanted
        }
        for part in self.parts:
            by_number |= {record.id: record for record in part.records_at(wanted)}
        return list(by_number.values())

    @property
    def all_tallies(self) -> tuple[Tally, ...]:
        """Every tally that a statement may tell numbers from: those of the selection, the wider
        ones, the selection without regard to the outcome asked for, and all items.
        """
        own = (*self.tallies, *([self.base] if self.base else []))
        further = (*(tally for part in self.parts for tally in part.all_tallies), *self.beside)
        filters = {tally.filter for tally in own} | {None}
        new = {tally.filter: tally for tally in further if tally.filter not in filters}
        return (*own, *new.values(), self.corpus.all_items)

    @property
    def all_letters(self) -> tuple[LetterTally, ...]:
        """Every count of letters that a statement may tell numbers from."""
        base = (self.letters_base,) if self.letters_base else ()
        return (*self.letters, *base, *self.letters_by)

    @property
    def phrases(self) -> set[str]:
        """The selections that statements may name, as noun phrases."""
        spread = (filter_in_words(each.filter) for each in self.spreads)
        shares = (words for share in self.shares for words in (share.words, share.asked_words))
        counted = (each.words for each in (*self.all_tallies, *self.all_letters))
        asked = (filter_in_words(part.query.filter) for part in (self, *self.parts))
        return {*spread, *shares, *counted, *asked}

    @property
    def measured(self) -> bool:
        """Whether a statistic was gathered."""
        return bool(self.spreads) or "values" in self.counts

    @property
    def all_counts(self) -> dict[str, tuple[Count, ...]]:
        """The counts by name, those of a part under the number of its group."""
        return self.counts | {
            f"{number}: {name}": counts
            for number, part in enumerate(self.parts, 1)
            for name, counts in part.all_counts.items()
        }

    @property
    def most(self) -> int | None:
        """How many the query asks for, no more than an answer shows; None where it says none."""
        return None if self.query.top is None else min(self.query.top, MOST_SHOWN)

    def may_tell(self, values: Iterable[float | str]) -> None:
        """Note numbers that statements may tell besides those of the counts."""
        told = (each if isinstance(each, str) else number_in_words(abs(each)) for each in values)
        self.numbers |= {number for words in told for number in numbers_in(words)}
