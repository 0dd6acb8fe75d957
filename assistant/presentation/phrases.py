"""Selections, outcomes and figures in plain words."""

from collections.abc import Sequence
from datetime import date

from index.facets.english import in_words, part_in_words, range_in_words
from index.facets.facet import either
from index.facets.filter import Criterion as TreeCriterion
from index.facets.filter import Range
from index.facets.selection import Criterion, Facet, Selection, declared
from index.facets.service import service_words as service

__all__ = [
    "FACET_NAMES",
    "either",
    "percent",
    "period_in_words",
    "plural",
    "respelt_in_words",
    "selection_in_words",
    "service",
    "value_in_words",
]

#: Facets as headings name them.
FACET_NAMES = {
    facet: declaration.label
    for facet in Facet
    if (declaration := declared(facet)) is not None and facet not in (Facet.YEAR, Facet.MONTH)
}


def selection_in_words(selection: Selection) -> str:
    """A selection as a noun phrase: "repeat MRI of the sacrum, overturned". Every criterion shows
    in it.
    """
    return in_words(selection.filter)


def value_in_words(facet: Facet, value: str) -> str:
    """A value of a facet as a list of values names it: "MRI", "since 2016", "40 to 49", "December
    2016".
    """
    part = Criterion(facet, (value,)).filter
    if isinstance(part, Range):
        return range_in_words(part).removeprefix("in ")
    if facet is Facet.MENTIONS:
        return f"“{value.partition('|')[0]}”"
    declaration = declared(facet)
    if declaration is None and isinstance(part, TreeCriterion):
        return part.facet.value_words(part.values[0])
    return declaration.value_words(value) if declaration else part_in_words(part)


def respelt_in_words(respelt: Sequence[tuple[str, str]]) -> str:
    """How misspelt words were read, as a sentence."""
    return "; ".join(f"{written} is read as {read}" for written, read in respelt) + "."


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
