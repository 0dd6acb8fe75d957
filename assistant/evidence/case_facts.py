"""What the letter of a case says of one field."""

from dataclasses import dataclass

from index.store.sqlite.read import ItemRecord, Span


@dataclass(frozen=True)
class CaseFact:
    """A field of an item, or of its whole letter: its values in words, empty where the letter does
    not say, and where the letter says it, as far as its words are found.
    """

    record: ItemRecord
    values: tuple[str, ...]
    spans: tuple[Span, ...] = ()
