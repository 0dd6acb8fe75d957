"""All that the records hold of one determination, for someone who checks a quote in its letter."""

from dataclasses import dataclass
from datetime import date

from assistant.answer import Citation
from index.facets.filter import all_of, one_of
from index.facets.letter import CASE, POSITION
from index.letter import UnreadableLetter
from index.readers import digest
from index.store.protocols import Records
from index.store.sqlite.read import ItemRecord, LetterRecord


@dataclass(frozen=True)
class CaseFile:
    """A determination with its letter and its items in their order.

    ``layout`` is the name of the letters' layout that it follows; the dates are those of its
    header, None where it has none. ``warnings`` are what does not add up in the letter.
    """

    case: str
    layout: str
    fictional: bool
    injured: date | None
    denied: date | None
    received: date | None
    assigned: date | None
    decided: date | None
    warnings: tuple[str, ...]
    letter: LetterRecord
    items: tuple[ItemRecord, ...]

    @property
    def original_is_there(self) -> bool:
        """Whether the file that was indexed is still there, unchanged: only then its pages show
        what the records say.
        """
        try:
            return (
                self.letter.file.is_file() and digest(self.letter.file) == self.letter.determination
            )
        except UnreadableLetter:
            return False


def case_file(records: Records, determination: str) -> CaseFile:
    """The file of a determination, by its id.

    Raises:
        LookupError: no determination has that id.
    """
    letter = records.letter_record(determination)
    header = records.header_record(determination)
    return CaseFile(
        case=header.case,
        layout=header.layout,
        fictional=header.fictional,
        injured=header.injured,
        denied=header.denied,
        received=header.received,
        assigned=header.assigned,
        decided=header.decided,
        warnings=header.warnings,
        letter=letter,
        items=tuple(
            sorted(
                records.item_records(one_of(CASE, [header.case])),
                key=lambda item: item.position,
            )
        ),
    )


def item_citation(records: Records, case: str, position: int) -> Citation:
    """The citation of what a letter says of an item: the reviewer's rationale, or the request where
    there is none.

    Raises:
        LookupError: the records hold no such item.
    """
    matching = records.item_records(
        all_of([one_of(CASE, [case]), one_of(POSITION, [str(position)])]),
    )
    if not matching:
        raise LookupError(f"no item {position} of {case}")
    record = matching[0]
    letter = records.letter_record(record.determination)
    span = record.rationale_span or record.request_span
    place = letter.text.place(span.start, span.end)
    return Citation(
        0,
        case,
        position,
        record.outcome,
        letter.text.at(place),
        str(letter.file),
        place.page,
        place.start,
        place.end,
        record.determination,
    )
