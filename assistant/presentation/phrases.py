"""Selections, outcomes and figures in plain words."""

from collections.abc import Sequence
from datetime import date

from index.facets.english import in_words, part_in_words, range_in_words
from index.facets.facet import either
from index.facets.filter import Filter, Range, in_group
from index.facets.letter import DECIDED
from index.facets.registry import facet_of_group
from index.facets.service import service_words as service

__all__ = [
    "corrections_in_words",
    "either",
    "filter_in_words",
    "group_label",
    "part_in_words",
    "percent",
    "period_in_words",
    "plural",
    "service",
    "value_in_words",
]


def filter_in_words(population: Filter | None) -> str:
    """A filter as a noun phrase: "repeat MRI of the sacrum, overturned". Every part shows in it."""
    return in_words(population)


def group_label(group: str) -> str:
    """A group as lists name it: "body part", "year" (of decision), "month of injury"."""
    facet, bucket = facet_of_group(group)
    if bucket is None or bucket.spans:
        return facet.label
    if facet is DECIDED:
        return bucket.label
    return f"{bucket.label} of {facet.label.removeprefix('day of ')}"


def value_in_words(group: str, value: str) -> str:
    """A value of a group as a list of values names it: "MRI", "since 2016", "40 to 49", "December
    2016".
    """
    part = in_group(group, value)
    if isinstance(part, Range):
        return range_in_words(part).removeprefix("in ")
    return part.facet.value_words(value)


def corrections_in_words(corrections: Sequence[tuple[str, str]]) -> str:
    """How misspelt words were read, as a sentence."""
    return "; ".join(f"{written} is read as {read}" for written, read in corrections) + "."


def percent(share: float) -> str:
    """A share between 0 and 1 as a whole percentage."""
    return f"{100 * share:.0f} %"


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "1 item", "2 items"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def period_in_words(first: date | None, last: date | None) -> str:
    """A period of decision dates: "decided 2016-12-21 to 2017-02-28"."""
    if first is None or last is None:
        return "no decision dates known"
    return f"decided {first}" if first == last else f"decided {first} to {last}"
