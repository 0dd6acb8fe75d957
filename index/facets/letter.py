"""The letter itself: its case, its items, its days; and the amounts that were asked for."""

from collections.abc import Sequence

from index.facets.buckets import MONTHS, QUARTERS, YEARS
from index.facets.facet import Amounts, Column, Facet, Kind, Slot, Table, either


def _day(name: str, label: str, said: str, **more: object) -> Facet:
    def phrase(values: Sequence[str]) -> str:
        return f"{said} {either(values)}"

    return Facet(
        name=name,
        label=label,
        kind=Kind.RANGE,
        storage=Column(Table.DETERMINATIONS, name),
        slot=Slot.AFTER,
        phrase=phrase,
        attribute=name,
        buckets=(YEARS, QUARTERS, MONTHS),
        **more,  # type: ignore[arg-type]
    )


DECIDED = _day(
    "decided",
    "day of decision",
    "decided",
    filter_label="year of decision",
    filter_rank=3,
    is_first_filter=True,
    is_groupable=True,
    is_proposable=True,
    widening_rank=6,
)
INJURED = _day("injured", "day of injury", "injured", is_groupable=True, is_proposable=True)
DENIED = _day(
    "denied",
    "day of the utilization review denial",
    "denied",
    is_groupable=True,
    is_proposable=True,
)
RECEIVED = _day(
    "received",
    "day the application was received",
    "received",
    is_groupable=True,
    is_proposable=True,
)
ASSIGNED = _day("assigned", "day of assignment", "assigned", is_groupable=True, is_proposable=True)

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
