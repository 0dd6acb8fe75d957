"""What a facet is: everything that the rest of the program has to know of it, in one declaration.

A facet is declared once, as a `Facet`, in a module of this package, and listed once, in
`index.facets.registry`. What is read off a letter, kept in the records and read back, SQL, English,
filters, groups, queries, questions, a model's proposals and the widening of a selection all go by
the declaration.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from index.extraction.source import Extracted, Source
from index.facets.buckets import Bucket

_NUMBER = re.compile(r"[0-9]{1,9}")


class Kind(StrEnum):
    """What the values of a facet are like.

    ``ONE``: an item has at most one value. ``MANY``: it can have several. ``FLAG``: yes or no.
    ``RANGE``: a number or a day, asked for by its bounds. ``AMOUNT``: a number of a unit.
    """

    ONE = "one"
    MANY = "many"
    FLAG = "flag"
    RANGE = "range"
    AMOUNT = "amount"


class Slot(Enum):
    """Where the words of a facet stand in a selection's noun phrase, in the order of that phrase.

    "repeat MRI (subcategory Imaging) of the left knee at L4-L5, decided in 2016".
    """

    BEFORE = "before the service"
    SERVICE = "the service"
    CLASS = "the class of the service"
    SIDE = "the side"
    WHERE = "the part of the body"
    LEVEL = "the level"
    AFTER = "behind a comma"
    CASE = "the case"
    POSITION = "the item"


class Table(StrEnum):
    """The tables of the records that hold one value a row."""

    ITEMS = "items"
    DETERMINATIONS = "determinations"


@dataclass(frozen=True)
class Column:
    """The facet is a column of the records' table of items or of determinations."""

    table: Table
    name: str


@dataclass(frozen=True)
class Rows:
    """The facet's values are rows of the records' table of facets, under this name.

    Nothing else is needed to keep them, of an item that has one value, several, or yes and no.
    """

    name: str


@dataclass(frozen=True)
class Amounts:
    """The facet's values are rows of the records' table of amounts: a unit and its bounds."""


@dataclass(frozen=True)
class OfLetter:
    """The facet says how all items of the letter were decided: worked out from their outcomes."""


Storage = Column | Rows | Amounts | OfLetter
#: How values of a facet are told in English: "of the knee or hip", "repeat", "decided on ODG".
Phrase = Callable[[Sequence[str]], str]


def either(words: Sequence[str]) -> str:
    """Alternatives in words: "a, b or c"."""
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def _no_values() -> Sequence[str]:
    return ()


@dataclass(frozen=True, eq=False)
class Facet:
    """One thing that disputed items can be selected, counted and grouped by.

    ``name`` is how the typed query names it, ``label`` how people read it, ``filter_label`` how
    a filter is headed where that says more. ``values`` gives the values that there are: fixed
    ones, or those of the vocabulary; where it gives none they are those that the index holds.
    ``is_fixed`` says that there are no others, ``is_number`` that they are whole numbers.
    ``extract`` reads the values off an item where they are `Rows`; columns are written by name.
    ``attribute`` is the field of an item's record that holds the values where it has one of its
    own; None where its ``facet_values`` do.

    ``value_words`` tells one value, as lists and filters name it, ``phrase`` the values asked for,
    at ``slot`` in the selection's noun phrase, ``negated`` those that are left out.
    ``question_words`` are the words that questions name a value by, of a flag those for "yes" and
    "no": plain phrases, in any case, without the words that stand before all of them ("needed an
    interpreter", not "workers who needed an interpreter").

    ``filter_rank`` orders the facets that a page offers as filters (None: none),
    ``is_first_filter`` says which are in sight; ``is_groupable`` says whether counts can be set out
    by it, ``is_proposable`` whether a chat model may propose its values, ``is_service`` whether it
    says what was asked for, ``tells_apart`` whether it can set outcomes apart; ``widening_rank``
    orders what is given up first where a selection holds few items (None: not by itself).
    ``buckets`` are the spans that a range is grouped and filtered by, the first by default.
    """

    name: str
    label: str
    kind: Kind
    storage: Storage
    slot: Slot
    phrase: Phrase
    negated: Phrase | None = None
    value_words: Callable[[str], str] = str
    question_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filter_label: str | None = None
    values: Callable[[], Sequence[str]] = _no_values
    is_fixed: bool = False
    is_number: bool = False
    extract: Callable[[Source], Extracted] | None = None
    attribute: str | None = None
    filter_rank: int | None = None
    is_first_filter: bool = False
    is_groupable: bool = False
    is_proposable: bool = False
    is_service: bool = False
    tells_apart: bool = False
    widening_rank: int | None = None
    buckets: tuple[Bucket, ...] = field(default=())

    def __repr__(self) -> str:
        return f"Facet({self.name})"

    def has(self, value: str) -> bool:
        """Whether the facet can have a value, as far as its declaration tells."""
        if self.is_number and not _NUMBER.fullmatch(value):
            return False
        return bool(value.strip()) and (not self.is_fixed or value in self.values())

    def spelt(self, value: str) -> str:
        """A value as the facet spells it, whatever its case: "MRI" is "mri"."""
        known = self.values()
        if value in known:
            return value
        folded = value.strip().casefold()
        return next((each for each in known if each.casefold() == folded), value)

    def without(self, values: Sequence[str]) -> str:
        """What is left out, in words: "not of the knee", "other than acupuncture"."""
        if self.negated is not None:
            return self.negated(values)
        if self.slot in (Slot.BEFORE, Slot.AFTER, Slot.CASE, Slot.POSITION):
            return f"not {self.phrase(values)}"
        return f"other than {either([self.value_words(value) for value in values])}"

    def bucket(self, name: str) -> Bucket:
        """The span of a name that the facet is grouped by.

        Raises:
            KeyError: it is grouped by no such span.
        """
        for each in self.buckets:
            if each.name == name:
                return each
        raise KeyError(f"{self.name} is not set out by {name}")
