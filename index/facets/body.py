"""Where on the body: region, side, spinal level."""

from collections.abc import Sequence

from index.facets.facet import Column, Facet, Kind, Rows, Slot, Table, either
from index.facets.service import service_words
from index.vocabulary import active


def _regions() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in active().region_terms.values() for name in names))


def _left_out(regions: Sequence[str]) -> str:
    return f"not of the {either([service_words(region) for region in regions])}"


def _no_side(sides: Sequence[str]) -> str:
    single = [side for side in sides if side != "bilateral"]
    one = [f"of the {either(single)} side"] if single else []
    return "not " + either([*one, *(["of both sides"] if len(single) < len(sides) else [])])


REGION = Facet(
    name="region",
    label="region",
    kind=Kind.MANY,
    storage=Rows("region"),
    slot=Slot.WHERE,
    phrase=either,
    negated=_left_out,
    value_words=service_words,
    values=_regions,
    extract=lambda source: source.read.regions,
    attribute="regions",
    filter_rank=1,
    is_first_filter=True,
    is_groupable=True,
    is_proposable=True,
    tells_apart=True,
)

LATERALITY = Facet(
    name="laterality",
    label="side",
    kind=Kind.ONE,
    storage=Column(Table.ITEMS, "laterality"),
    slot=Slot.SIDE,
    phrase=either,
    negated=_no_side,
    values=lambda: ("left", "right", "bilateral"),
    is_fixed=True,
    attribute="laterality",
    filter_rank=12,
    is_groupable=True,
    is_proposable=True,
    tells_apart=True,
    widening_rank=10,
)

LEVEL = Facet(
    name="level",
    label="level",
    kind=Kind.MANY,
    storage=Rows("level"),
    slot=Slot.LEVEL,
    phrase=lambda values: f"at {either(values)}",
    negated=lambda values: f"not at {either(values)}",
    extract=lambda source: source.read.levels,
    attribute="levels",
    filter_rank=17,
    is_proposable=True,
    widening_rank=0,
)
