"""How an item stands and was decided: outcome, history, guideline, reasons, reviewer."""

from collections.abc import Sequence

from index.extraction.attributes import Found
from index.facets.facet import Column, Facet, Kind, OfLetter, Rows, Slot, Table, either

_REPEATS = {"yes": "repeat", "no": "first-time", "unknown": "not known to be repeat"}
_RETROSPECTIVE = {"yes": "retrospective", "no": "prospective"}
_PARTLY = {"yes": "partly authorized", "no": "no part authorized"}
_LETTERS = {
    "upheld": "in letters upheld in full",
    "overturned": "in letters overturned in full",
    "mixed": "in letters overturned in part",
}


def _repeat_words(value: str) -> str:
    return _REPEATS.get(value, value)


def _guideline_words(value: str) -> str:
    return {"none": "no guideline", "other": "another source"}.get(value, value)


def _specialties(values: Sequence[str]) -> str:
    named = ["Chiropractic" if value == "Chiropractor" else value for value in values]
    return f"reviewed in {either(named)}"


OUTCOME = Facet(
    name="outcome",
    label="outcome",
    kind=Kind.ONE,
    storage=Column(Table.ITEMS, "outcome"),
    slot=Slot.AFTER,
    phrase=either,
    values=lambda: ("upheld", "overturned"),
    is_fixed=True,
    attribute="outcome",
    filter_rank=2,
    is_first_filter=True,
    is_proposable=True,
)

LETTER_OUTCOME = Facet(
    name="letter_outcome",
    label="outcome of the letter",
    kind=Kind.ONE,
    storage=OfLetter(),
    slot=Slot.AFTER,
    phrase=lambda values: either([_LETTERS[value] for value in values]),
    values=lambda: tuple(_LETTERS),
    is_fixed=True,
    is_groupable=True,
    is_proposable=True,
)

REPEAT = Facet(
    name="repeat",
    label="repeat",
    kind=Kind.ONE,
    storage=Column(Table.ITEMS, "repeat"),
    slot=Slot.BEFORE,
    phrase=lambda values: either([_repeat_words(value) for value in values]),
    value_words=_repeat_words,
    filter_label="given before",
    values=lambda: ("yes", "no", "unknown"),
    is_fixed=True,
    attribute="repeat",
    is_groupable=True,
    filter_rank=6,
    is_proposable=True,
    tells_apart=True,
    widening_rank=7,
)

RETROSPECTIVE = Facet(
    name="retrospective",
    label="retrospective",
    kind=Kind.FLAG,
    storage=Column(Table.ITEMS, "retrospective"),
    slot=Slot.BEFORE,
    phrase=lambda values: either([_RETROSPECTIVE[value] for value in values]),
    values=lambda: ("yes", "no"),
    is_fixed=True,
    attribute="retrospective",
    is_groupable=True,
    filter_rank=16,
    is_proposable=True,
    tells_apart=True,
    widening_rank=8,
)

PARTLY_AUTHORIZED = Facet(
    name="partly_authorized",
    label="partly authorized",
    kind=Kind.FLAG,
    storage=Column(Table.ITEMS, "partly_authorized"),
    slot=Slot.AFTER,
    phrase=lambda values: either([_PARTLY[value] for value in values]),
    values=lambda: ("yes", "no"),
    is_fixed=True,
    attribute="partly_authorized",
    is_groupable=True,
    filter_rank=18,
    is_proposable=True,
    tells_apart=True,
    widening_rank=9,
)

GUIDELINE = Facet(
    name="guideline",
    label="guideline relied on",
    kind=Kind.MANY,
    storage=Rows("guideline"),
    slot=Slot.AFTER,
    phrase=lambda values: f"decided on {either([_guideline_words(value) for value in values])}",
    value_words=_guideline_words,
    values=lambda: ("MTUS", "ACOEM", "ODG", "other", "none"),
    is_fixed=True,
    extract=lambda source: source.read.guidelines,
    attribute="guidelines",
    filter_rank=4,
    is_first_filter=True,
    is_groupable=True,
    is_proposable=True,
    tells_apart=True,
)

REASON = Facet(
    name="reason",
    label="reason",
    kind=Kind.MANY,
    storage=Rows("reason"),
    slot=Slot.AFTER,
    phrase=lambda values: f"for the reason {either(values)}",
    filter_label="reason given",
    extract=lambda source: [Found(each.tag, each.sentence) for each in source.read.reasons],
    attribute="reasons",
    filter_rank=5,
    is_first_filter=True,
    is_groupable=True,
    is_proposable=True,
)

SPECIALTY = Facet(
    name="specialty",
    label="the reviewer's specialty",
    kind=Kind.MANY,
    storage=Rows("specialty"),
    slot=Slot.AFTER,
    phrase=_specialties,
    filter_label="reviewer's specialty",
    extract=lambda source: source.determination.reviewer.specialties,
    attribute="specialties",
    filter_rank=9,
    is_groupable=True,
    is_proposable=True,
    tells_apart=True,
)

LICENSED_IN = Facet(
    name="licensed_in",
    label="the state of the reviewer's license",
    kind=Kind.MANY,
    storage=Rows("licensed_in"),
    slot=Slot.AFTER,
    phrase=lambda values: f"reviewed by a physician licensed in {either(values)}",
    extract=lambda source: source.determination.reviewer.licensed_in,
    is_groupable=True,
    is_proposable=True,
)

PRIORITY = Facet(
    name="priority",
    label="priority",
    kind=Kind.ONE,
    storage=Column(Table.DETERMINATIONS, "priority"),
    slot=Slot.AFTER,
    phrase=lambda values: f"of {either([value.lower() for value in values])} priority",
    attribute="priority",
    is_groupable=True,
    filter_rank=15,
    is_proposable=True,
    tells_apart=True,
)
