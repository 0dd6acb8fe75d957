"""Who was hurt, how, and with what diagnosis."""

from collections.abc import Sequence

from index.facets.buckets import Bucket, Unit, number_bounds
from index.facets.facet import Column, Facet, Kind, Rows, Slot, Table, either

_SEXES = {"female": "women", "male": "men"}
#: Spans of the injured worker's age that ages are counted by.
AGES = Bucket(
    "span", "age", Unit.SPANS, number_bounds, ("-29", "30-39", "40-49", "50-59", "60-69", "70-")
)


def ages_words(label: str) -> str:
    """A span of ages: "40 to 49", "over 69", "under 30", "46"."""
    low, high = number_bounds(label)
    if low is None:
        return f"under {(high or 0) + 1}"
    return f"over {low - 1}" if high is None else str(low) if low == high else f"{low} to {high}"


def _sexes(values: Sequence[str]) -> str:
    return f"for {either([_SEXES.get(value, value) for value in values])}"


SEX = Facet(
    name="sex",
    label="sex",
    kind=Kind.ONE,
    storage=Column(Table.DETERMINATIONS, "sex"),
    slot=Slot.AFTER,
    phrase=_sexes,
    values=lambda: ("female", "male"),
    question_words={
        "female": ("women", "woman", "female", "females", "ladies", "lady"),
        "male": ("men", "man", "male", "males", "gentlemen", "gentleman"),
    },
    attribute="sex",
    filter_rank=14,
    is_groupable=True,
    is_proposable=True,
    tells_apart=True,
    widening_rank=4,
)

AGE = Facet(
    name="age",
    label="age",
    kind=Kind.RANGE,
    storage=Column(Table.DETERMINATIONS, "age"),
    slot=Slot.AFTER,
    phrase=lambda spans: f"aged {either(spans)}",
    value_words=ages_words,
    filter_label="age of the worker",
    attribute="age",
    is_groupable=True,
    filter_rank=13,
    is_proposable=True,
    widening_rank=5,
    buckets=(AGES,),
)

DIAGNOSIS = Facet(
    name="diagnosis",
    label="diagnosis",
    kind=Kind.MANY,
    storage=Rows("diagnosis"),
    slot=Slot.AFTER,
    phrase=lambda values: f"with the diagnosis {either(values)}",
    extract=lambda source: source.read.diagnoses,
    attribute="diagnoses",
    is_groupable=True,
    filter_rank=10,
)

MECHANISM = Facet(
    name="mechanism",
    label="mechanism of injury",
    kind=Kind.MANY,
    storage=Rows("mechanism"),
    slot=Slot.AFTER,
    phrase=lambda values: f"injured by {either(values)}",
    extract=lambda source: source.read.mechanism,
    attribute="mechanism",
    is_groupable=True,
    filter_rank=11,
    is_proposable=True,
    tells_apart=True,
    widening_rank=2,
)
