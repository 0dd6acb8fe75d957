"""A filter as a noun phrase, every part of it: "repeat MRI of the sacrum, decided in 2016"."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeGuard

from index.facets.body import LATERALITY
from index.facets.facet import Facet, Kind, Slot, either
from index.facets.filter import All, AnyOf, Criterion, Filter, Not, Place, Range, Text, parts_of
from index.facets.letter import CASE, POSITION
from index.facets.registry import FACETS

_EVERYTHING, _ANY_SERVICE = "all disputed items", "any service"
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: So many forms of words are told one by one.
_MOST_FORMS = 3
_NOT_IN = {
    Place.REQUEST: "whose request does not mention",
    Place.RATIONALE: "whose rationale does not mention",
    Place.SUMMARY: "whose clinical summary does not mention",
    Place.LETTER: "in letters that do not contain",
}
_PLACES = {
    Place.REQUEST: "whose request mentions",
    Place.RATIONALE: "whose rationale mentions",
    Place.SUMMARY: "whose clinical summary mentions",
    Place.LETTER: "in letters that contain",
}


def in_words(node: Filter | None) -> str:
    """A filter as a noun phrase; None is all disputed items."""
    parts = parts_of(node)
    if not parts:
        return _EVERYTHING
    if only := _case_alone(parts):
        return only
    said = _Said(parts)
    before = [*said.at(Slot.BEFORE)]
    named = " with ".join(said.at(Slot.SERVICE))
    classes = [*said.at(Slot.CLASS), *said.mixed_services]
    head = named or " and ".join(classes) or said.alternatives or _ANY_SERVICE
    if named and classes:
        head += f" ({' and '.join(classes)})"
    after = [*said.after, *said.left_out, *said.at(Slot.POSITION), *said.at(Slot.CASE)]
    if said.alternatives and head != said.alternatives:
        after.append(said.alternatives)
    return (
        " ".join([*filter(None, before), head])
        + _where(said, parts)
        + "".join(f", {each}" for each in after)
    )


def part_in_words(part: Filter) -> str:
    """One part of a filter as it stands in the words of the whole: "repeat", "not of the knee"."""
    if isinstance(part, Criterion) and part.facet in (CASE, POSITION):
        return f"{part.facet.label} {either(part.values)}"
    return in_words(part).replace(_ANY_SERVICE, "", 1).strip(" ,")


def value_in_words(facet: Facet, value: str) -> str:
    """A value of a facet, or a span that groups it, as a list names it: "MRI", "40 to 49"."""
    return facet.value_words(value)


def range_in_words(part: Range) -> str:
    """The bounds of a range: "from July to December 2016", "40 to 49", "12 sessions or more"."""
    low, high = part.low, part.high
    if isinstance(low, date) or isinstance(high, date):
        return _days(
            low if isinstance(low, date) else None, high if isinstance(high, date) else None
        )
    if part.facet.kind is Kind.AMOUNT:
        return _size(part.unit or "", low, high)
    return part.facet.value_words(
        str(low) if low == high else f"{'' if low is None else low}-{'' if high is None else high}"
    )


class _Said:
    """The parts of a filter in words, by where they stand."""

    def __init__(self, parts: Sequence[Filter]):
        self._asked = [each for each in map(_of_one_facet, parts) if each is not None]
        rest = [each for each in parts if _of_one_facet(each) is None]
        services = [each for each in rest if _is_mixed_service(each)]
        self.mixed_services = [either([_one_of(part) for part in each.any]) for each in services]
        self.left_out = [_left_out(each) for each in rest if isinstance(each, Not)]
        texts = [_text(words) for each in rest if (words := _of_one_place(each))]
        self.after = [
            words for facet in FACETS if facet.slot is Slot.AFTER for words in self._of(facet)
        ] + texts
        others = [
            each
            for each in rest
            if isinstance(each, AnyOf) and not _is_mixed_service(each) and not _of_one_place(each)
        ]
        self.alternatives = " and ".join(
            either([in_words(part) for part in each.any]) for each in others
        )

    def at(self, slot: Slot) -> list[str]:
        return [words for facet in FACETS if facet.slot is slot for words in self._of(facet)]

    def _of(self, facet: Facet) -> list[str]:
        return [facet.phrase(values) for asked, values in self._asked if asked is facet]


def _of_one_facet(part: Filter) -> tuple[Facet, tuple[str, ...]] | None:
    """The facet that a part asks for and the values in the form that the facet's phrase takes."""
    if isinstance(part, Criterion):
        return part.facet, part.values
    if isinstance(part, Range):
        return part.facet, (range_in_words(part),)
    if isinstance(part, AnyOf) and all(isinstance(each, Range) for each in part.any):
        ranges = [each for each in part.any if isinstance(each, Range)]
        if len({each.facet for each in ranges}) == 1:
            return ranges[0].facet, tuple(range_in_words(each) for each in ranges)
    return None


def _is_mixed_service(part: Filter) -> TypeGuard[AnyOf]:
    """Whether a part is services and classes of services as alternatives."""
    return isinstance(part, AnyOf) and all(
        isinstance(each, Criterion) and each.facet.is_service for each in part.any
    )


def _one_of(part: Filter) -> str:
    return part.facet.phrase(part.values) if isinstance(part, Criterion) else in_words(part)


def _where(said: _Said, parts: Sequence[Filter]) -> str:
    """Side, region and level: "of the left knee at L4-L5", "of the knee, both sides"."""
    regions = said.at(Slot.WHERE)
    sides = next(
        (part.values for part in parts if isinstance(part, Criterion) and part.facet is LATERALITY),
        (),
    )
    both = bool(regions) and sides == ("bilateral",)
    sides = () if both else sides
    if regions:
        where = f" of the {' or '.join(sides)}{' ' if sides else ''}{' and the '.join(regions)}"
    else:
        where = "".join(
            f", {side} side" if side != "bilateral" else ", both sides" for side in sides
        )
    return (
        where
        + (", both sides" if both else "")
        + "".join(f" {each}" for each in said.at(Slot.LEVEL))
    )


def _left_out(part: Not) -> str:
    inner = part.negated
    if isinstance(inner, Criterion):
        return inner.facet.without(inner.values)
    if texts := _of_one_place(inner):
        return f"{_NOT_IN[texts[0].place]} {either([_quoted(each) for each in texts])}"
    if (asked := _of_one_facet(inner)) is not None:
        return asked[0].without(asked[1])
    if _is_mixed_service(inner):
        return f"other than {either([_one_of(each) for each in inner.any])}"
    return f"other than {in_words(inner)}"


def _text(texts: Sequence[Text]) -> str:
    return f"{_PLACES[texts[0].place]} {either([_quoted(each) for each in texts])}"


def _of_one_place(part: Filter) -> list[Text]:
    """The texts that a part asks for as alternatives in one place; none where it asks for more."""
    parts = part.any if isinstance(part, AnyOf) else (part,)
    texts = [each for each in parts if isinstance(each, Text)]
    return texts if len(texts) == len(parts) and len({each.place for each in texts}) == 1 else []


def _quoted(part: Text) -> str:
    """Words of letters in quotation marks; of many forms the first stands for the others."""
    if len(part.text) > _MOST_FORMS:
        return f"“{part.text[0]}” or the like"
    return either([f"“{words}”" for words in part.text])


def _case_alone(parts: Sequence[Filter]) -> str | None:
    """Where a filter is a case and its items and nothing else: "item 2 of CM16-0000001"."""
    criteria = [
        part for part in parts if isinstance(part, Criterion) and part.facet in (CASE, POSITION)
    ]
    cases = next((part.values for part in criteria if part.facet is CASE), ())
    if not cases or len(criteria) != len(parts):
        return None
    positions = next((part.values for part in criteria if part.facet is POSITION), ())
    return (
        f"item {either(positions)} of {either(cases)}"
        if positions
        else f"the items of {either(cases)}"
    )


def _days(low: date | None, high: date | None) -> str:
    for whole, named in ((_is_year, str), (_is_month, _month)):
        if whole(low, high):
            return _span(
                low, high, lambda day, named=named: named(day.year) if named is str else named(day)
            )
    if low == high:
        return f"on {low}"
    return _span(low, high, str, same=lambda *_: False)


def _span(
    low: date | None,
    high: date | None,
    named: Callable[[date], str],
    same: Callable[[str, str], bool] = lambda first, last: first == last,
) -> str:
    first, last = (named(day) if day else "" for day in (low, high))
    if first and last:
        return f"in {first}" if same(first, last) else f"from {first} to {last}"
    return f"since {first}" if first else f"until {last}"


def _is_year(low: date | None, high: date | None) -> bool:
    return (low is None or (low.month, low.day) == (1, 1)) and (
        high is None or (high.month, high.day) == (12, 31)
    )


def _is_month(low: date | None, high: date | None) -> bool:
    return (low is None or low.day == 1) and (
        high is None or high.day == monthrange(high.year, high.month)[1]
    )


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _size(unit: str, low: object, high: object) -> str:
    if low is not None and high is not None:
        return f"{low} {unit}" if low == high else f"{low} to {high} {unit}"
    return f"{low} {unit} or more" if low is not None else f"{high} {unit} or fewer"


__all__ = ["All", "in_words", "part_in_words", "range_in_words", "value_in_words"]
