"""The letter itself: its case, its items, its days; and the amounts that were asked for."""

from collections.abc import Sequence

from index.facets.buckets import MONTHS, QUARTERS, YEARS
from index.facets.facet import Amounts, Column, Facet, Kind, Slot, Table, either


def _day(
    name: str,
    label: str,
    said: str,
    *,
    filter_label: str | None = None,
    filter_rank: int | None = None,
    is_first_filter: bool = False,
    widening_rank: int | None = None,
    has_attribute: bool = False,
) -> Facet:
    def phrase(values: Sequence[str]) -> str:
        return f"{said} {either(values)}"

    return Facet(
        name=name,
        label=label,
        kind=Kind.RANGE,
        storage=Column(Table.DETERMINATIONS, name),
        slot=Slot.AFTER,
        phrase=phrase,
        filter_label=filter_label,
        attribute=name if has_attribute else None,
        filter_rank=filter_rank,
        is_first_filter=is_first_filter,
        is_groupable=True,
        is_proposable=True,
        widening_rank=widening_rank,
        buckets=(YEARS, QUARTERS, MONTHS),
    )


DECIDED = _day(
    "decided",
    "day of decision",
    "decided",
    filter_label="year of decision",
    filter_rank=3,
    is_first_filter=True,
    widening_rank=6,
    has_attribute=True,
)
INJURED = _day("injured", "day of injury", "injured", has_attribute=True)
DENIED = _day("denied", "day of the utilization review denial", "denied")
RECEIVED = _day("received", "day the application was received", "received")
ASSIGNED = _day("assigned", "day of assignment", "assigned")

#: The days of a letter.
DATES = (DECIDED, INJURED, DENIED, RECEIVED, ASSIGNED)

CASE = Facet(
    name="case",
    label="case",
    kind=Kind.ONE,
    storage=Column(Table.DETERMINATIONS, "case"),
    slot=Slot.CASE,
    phrase=lambda values: f"in {either(values)}",
    attribute="case",
)

POSITION = Facet(
    name="position",
    label="item",
    kind=Kind.ONE,
    storage=Column(Table.ITEMS, "position"),
    slot=Slot.POSITION,
    phrase=lambda values: f"item {either(values)}",
    is_number=True,
    attribute="position",
)

AMOUNT = Facet(
    name="amount",
    label="amount",
    kind=Kind.AMOUNT,
    storage=Amounts(),
    slot=Slot.AFTER,
    phrase=lambda values: f"of {either(values)}",
    attribute="amounts",
    widening_rank=1,
)
