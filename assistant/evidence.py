"""All that an answer may rest on: tallies, counts, the items and their words, and the passages found."""

from dataclasses import dataclass, field

from langchain_core.documents import Document
from sqlalchemy import Connection

from assistant.answer import Citation
from assistant.comparison import Difference
from assistant.differences import Distinction
from assistant.holdings import Holdings
from assistant.query import Query
from assistant.tally import Count, Tally
from index.determination import Outcome
from index.records.read import ItemRecord, LetterRecord, Span, letter_record


class Quotes:
    """Makes citations out of stretches of letters, each stretch once, numbered from 1 in the order of use."""

    def __init__(self, connection: Connection):
        self._connection = connection
        self._letters: dict[str, LetterRecord] = {}
        self._made: dict[tuple[str, int | None, int, int], Citation] = {}

    def letter(self, determination: str) -> LetterRecord:
        """A letter by the id of its determination."""
        if determination not in self._letters:
            self._letters[determination] = letter_record(self._connection, determination)
        return self._letters[determination]

    def cite(self, determination: str, span: Span, item: int | None = None, outcome: Outcome | None = None) -> Citation:
        """The citation of a stretch of a letter; of one that crosses a page break, its longest part on a page."""
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
    """What was found for a query.

    ``holdings`` is what the index holds in all. ``tallies`` begin with the exact selection and go on with
    ever wider ones where it holds few items. ``items`` are those of the exact selection, the best match
    to the question first; ``wider_items`` those that only the widest tally holds. ``counts`` are the counts
    by reason and guideline that may be told, by name. ``passages`` are the retriever's documents.
    ``unknown_cases`` are case names of the question that the index does not hold, ``unheard`` its qualifying
    words that stand in no letter. ``base`` is the selection without regard to the outcome, where the question asks for one. Of a comparison ``tallies`` begin with both selections, and
    ``difference`` is that of their overturned shares. ``distinctions`` set the overturned items of the selection apart from the upheld ones.
    ``examples`` are questions that the index answers, for what is no question.
    """

    query: Query
    holdings: Holdings
    quotes: Quotes
    tallies: tuple[Tally, ...] = ()
    items: tuple[ItemRecord, ...] = ()
    wider_items: tuple[ItemRecord, ...] = ()
    counts: dict[str, tuple[Count, ...]] = field(default_factory=dict)
    passages: tuple[Document, ...] = ()
    unknown_cases: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    base: Tally | None = None
    difference: Difference | None = None
    distinctions: tuple[Distinction, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def all_tallies(self) -> tuple[Tally, ...]:
        """Every tally that a statement may tell numbers from: those of the selection, the wider ones, the selection without regard to the outcome asked for, and all items."""
        return (*self.tallies, *([self.base] if self.base else []), self.holdings.all_items)
