"""The fields of a typed query's statistics and facts, in words: days, ages, amounts, and what else
a record of a case holds.
"""

from datetime import date
from enum import StrEnum

from assistant.presentation.phrases import plural
from index.facets.registry import facet_named

_DAYS = {
    "decided": "the decision",
    "injured": "the injury",
    "denied": "the utilization review denial",
    "received": "receipt of the application",
    "assigned": "assignment",
}
_NAMES = {
    "decided": "day of the decision",
    "injured": "day of the injury",
    "denied": "day of the utilization review denial",
    "received": "day the application was received",
    "assigned": "day of assignment to the reviewer",
    "age": "the worker's age",
    "specialty": "the reviewer's specialty",
    "licensed_in": "where the reviewer is licensed",
    "diagnosis": "diagnosis",
    "mechanism": "mechanism of injury",
    "guideline": "guideline relied on",
    "outcome": "outcome",
    "reasons": "reasons",
}
# Julian days count from here.
_JULIAN = 1_721_424.5


class FieldKind(StrEnum):
    """What the values of a field are like: numbers, days of the calendar, or words."""

    NUMBER = "number"
    DAY = "day"
    WORDS = "words"


def kind_of(field: str) -> FieldKind:
    """What the values of a field are like."""
    if field in _DAYS:
        return FieldKind.DAY
    if field == "age" or field.startswith(("days:", "amount:")):
        return FieldKind.NUMBER
    return FieldKind.WORDS


def is_of_letter(field: str) -> bool:
    """Whether a field is one of the letter, the same for all of its items."""
    return not field.startswith("amount:") and field not in ("guideline", "outcome", "reasons")


def is_authorized(field: str) -> bool:
    """Whether a field is an amount that was authorized, not requested."""
    return field.startswith("amount:") and field.endswith(":authorized")


def field_in_words(field: str) -> str:
    """A field as a noun phrase: "days from the utilization review denial to the decision", "the
    worker's age", "sessions requested".
    """
    kind, _, rest = field.partition(":")
    if kind == "days":
        first, _, last = rest.partition("-")
        return f"days from {_DAYS[first]} to {_DAYS[last]}"
    if kind == "amount":
        unit, _, which = rest.partition(":")
        return f"{unit} {which}"
    return _NAMES[field]


def holders_in_words(field: str, count: int) -> str:
    """How many letters or items have a field: "12 determinations", "1 disputed item"."""
    return plural(count, "determination" if is_of_letter(field) else "disputed item")


def number_in_words(value: float) -> str:
    """A number with at most one place: "1,204", "13.5"."""
    return f"{value:,.1f}".removesuffix(".0")


def value_of_field(field: str, value: float) -> str:
    """A value of a field of numbers or days: "13.5", "2016-07-01" (of a Julian day)."""
    return day_of(value).isoformat() if kind_of(field) is FieldKind.DAY else number_in_words(value)


def day_of(julian: float) -> date:
    """The day of a Julian day; of a value between two days the earlier."""
    return date.fromordinal(max(1, int(julian - _JULIAN)))


def facet_of_field(field: str) -> str:
    """The facet whose values a field of words has."""
    return facet_named("reason" if field == "reasons" else field).name
