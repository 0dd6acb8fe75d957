"""Flat criteria, as the rules read them off a question, and the filter trees they stand for."""

from dataclasses import dataclass
from enum import StrEnum

from index.facets.buckets import number_bounds
from index.facets.decision import OUTCOME
from index.facets.facet import Facet as Declaration
from index.facets.facet import Kind
from index.facets.filter import (
    All,
    AnyOf,
    Filter,
    Place,
    Range,
    Text,
    all_of,
    between,
    not_,
    one_of,
    span_of,
)
from index.facets.letter import AMOUNT, DECIDED
from index.facets.registry import FACETS, facet_named
from index.facets.worker import AGE


class Facet(StrEnum):
    """What disputed items can be selected by. The values are the field's terms; see the gold
    labels' guide.
    """

    _ignore_ = "each"
    PROCEDURE = "procedure"
    REGION = "region"
    LEVEL = "level"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    OUTCOME = "outcome"
    REPEAT = "repeat"
    LATERALITY = "laterality"
    RETROSPECTIVE = "retrospective"
    PARTLY_AUTHORIZED = "partly_authorized"
    GUIDELINE = "guideline"
    REASON = "reason"
    SPECIALTY = "specialty"
    CASE = "case"
    POSITION = "position"
    YEAR = "year"
    MONTH = "month"
    PRIORITY = "priority"
    SEX = "sex"
    AGE = "age"
    MENTIONS = "mentions"
    DIAGNOSIS = "diagnosis"
    MECHANISM = "mechanism"
    AMOUNT = "amount"
    EITHER = "either"
    # Facets that questions name by the words of their declarations alone.
    for each in FACETS:
        if each.question_words and each.name.upper() not in vars():
            vars()[each.name.upper()] = each.name


#: Facets of which an item can have several values, as rows of the records.
SEVERAL = {
    Facet(each.name) for each in FACETS if each.kind is Kind.MANY and each.name in set(Facet)
}
#: Facets whose values are "yes" and "no".
TRUTH = {Facet(each.name) for each in FACETS if each.kind is Kind.FLAG and each.name in set(Facet)}


@dataclass(frozen=True)
class Criterion:
    """One facet and the values of which an item has at least one, or none where they are
    ``excluded``.

    The values of ``YEAR`` and ``AGE`` are numbers or spans of them, both ends included ("2016",
    "2016-2018", "50-", "-2015"), those of ``MONTH`` are like "2016-12", or spans with both ends
    included ("2016-07/2016-12", "2016-07/", "/2016-06"), those of ``AMOUNT`` a unit and a span
    ("sessions:13-"); those of ``EITHER`` name a value of another facet each, of which one is enough
    ("subcategory:Antidepressant", "procedure:gabapentin"); those of ``MENTIONS`` are words of the
    disputed request, each as the forms that it can have, joined by "|".
    """

    facet: Facet
    values: tuple[str, ...]
    excluded: bool = False

    @property
    def filter(self) -> Filter:
        """The criterion as a part of a filter tree."""
        part = _asked(self.facet, self.values)
        return not_(part) if self.excluded else part


@dataclass(frozen=True)
class Selection:
    """Disputed items that meet all criteria; without criteria, all items."""

    criteria: tuple[Criterion, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.criteria)

    def values(self, facet: Facet) -> tuple[str, ...]:
        """The values that the selection asks of a facet, or none."""
        return next(
            (each.values for each in self.criteria if each.facet is facet and not each.excluded), ()
        )

    def excluded(self, facet: Facet) -> tuple[str, ...]:
        """The values of a facet that the selection's items must not have."""
        return tuple(
            value
            for each in self.criteria
            if each.facet is facet and each.excluded
            for value in each.values
        )

    def but(self, facet: Facet, *values: str) -> "Selection":
        """The selection with other values for a facet, or without the facet where no value is
        given; what is excluded stays so.
        """
        others = tuple(each for each in self.criteria if each.facet is not facet or each.excluded)
        return Selection((*others, Criterion(facet, values)) if values else others)

    def names(self, facet: Facet) -> bool:
        """Whether a criterion is on a facet: asked for, excluded, or as one of several
        alternatives.
        """
        return any(
            each.facet is facet
            or (
                each.facet is Facet.EITHER
                and any(value.startswith(f"{facet}:") for value in each.values)
            )
            for each in self.criteria
        )

    def without(self, facet: Facet) -> "Selection":
        """The selection without any criterion on a facet (see `names`)."""
        return Selection(
            tuple(each for each in self.criteria if not Selection((each,)).names(facet))
        )

    @property
    def filter(self) -> Filter | None:
        """The selection as a filter tree; None for all items."""
        return all_of([each.filter for each in self.criteria])


def declared(facet: Facet) -> Declaration | None:
    """The declaration that a facet of flat criteria goes by; None for words and alternatives."""
    if facet in (Facet.YEAR, Facet.MONTH):
        return DECIDED
    return None if facet in (Facet.MENTIONS, Facet.EITHER) else facet_named(facet.value)


def flat(declaration: Declaration) -> Facet:
    """The facet of flat criteria for a declared one; days of decision go by their year.

    Raises:
        ValueError: no flat criterion can ask for it.
    """
    return Facet.YEAR if declaration is DECIDED else Facet(declaration.name)


def has_flat(declaration: Declaration) -> bool:
    """Whether a flat criterion can ask for a declared facet."""
    return declaration is DECIDED or declaration.name in set(Facet)


def _asked(facet: Facet, values: tuple[str, ...]) -> Filter:
    if not values:
        return _NOTHING
    if facet is Facet.YEAR:
        return _any_of([_days(value, "-", "year") for value in values])
    if facet is Facet.MONTH:
        return _any_of([_days(value, "/", "month") for value in values])
    if facet is Facet.AGE:
        return _any_of([between(AGE, *number_bounds(value)) for value in values])
    if facet is Facet.AMOUNT:
        parts = [value.partition(":") for value in values]
        return _any_of([between(AMOUNT, *number_bounds(span), unit) for unit, _, span in parts])
    if facet is Facet.MENTIONS:
        texts = [tuple(value.split("|")) for value in values]
        return _any_of([Text(text=forms, place=Place.REQUEST) for forms in texts])
    if facet is Facet.EITHER:
        parts = [value.partition(":") for value in values]
        return _any_of([_asked(Facet(name), (value,)) for name, _, value in parts])
    return one_of(facet_named(facet.value), values)


_UPHELD = one_of(OUTCOME, ["upheld"])
#: What no item meets: one of no values.
_NOTHING = All(all=(_UPHELD, not_(_UPHELD)))


def _any_of(parts: list[Filter]) -> Filter:
    return parts[0] if len(parts) == 1 else AnyOf(any=tuple(parts))


def _days(span: str, dash: str, bucket: str) -> Range:
    """The days of decision of a span of years or months: "2016", "2016-2018", "2016-07/"."""
    low, found, high = span.partition(dash)
    first = span_of(DECIDED, low, bucket).low if low else None
    last = span_of(DECIDED, high if found else low, bucket).high if high or not found else None
    return between(DECIDED, first, last)
