"""The filter of a typed query: a tree of what items have to meet, its canonical form and its JSON.

A filter is a `Criterion` (one of some values of a facet), a `Range` (between bounds), a `Text`
(words of the letter), or `All`, `AnyOf`, `Not` of filters; None stands for everything indexed. It
is read from and written as plain JSON:

    {"all": [F, …]}   {"any": [F, …]}   {"not": F}
    {"facet": NAME, "values": [V, …]}
    {"facet": NAME, "from": LOW, "to": HIGH}        # amounts have a "unit" besides
    {"text": [WORDS, …], "in": "request" | "rationale" | "summary" | "letter"}

Its SQL is made by the store that holds the records, its English by `index.facets.english`.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Self, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    GetPydanticSchema,
    Tag,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from index.facets.buckets import label_in
from index.facets.facet import Amounts, Facet, Kind
from index.facets.registry import FACETS, facet_named, facet_of_group

#: More parts or values than anybody asks for, and a deeper tree, are refused.
MOST_PARTS, MOST_VALUES, DEEPEST = 100, 500, 12
_WORD = re.compile(r"\w")
_DAY, _NUMBER = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"[0-9]{1,9}")


class BadFilter(ValueError):
    """Values that make no filter; the message names them."""


def _facet_schema(_source: Any, _handler: Any) -> core_schema.CoreSchema:
    def read(value: object) -> Facet:
        if isinstance(value, Facet):
            return value
        try:
            return facet_named(str(value))
        except LookupError as error:
            raise PydanticCustomError("facet", "{message}", {"message": str(error)}) from None

    return core_schema.no_info_plain_validator_function(
        read,
        serialization=core_schema.plain_serializer_function_ser_schema(lambda facet: facet.name),
    )


def _facet_json_schema(_schema: Any, _handler: Any) -> dict[str, Any]:
    return {"enum": [facet.name for facet in FACETS], "type": "string"}


FacetField = Annotated[Facet, GetPydanticSchema(_facet_schema, _facet_json_schema)]


class _Node(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True
    )

    def as_json(self) -> dict[str, Any]:
        """The filter as plain values, from which `filter_from_json` makes it again."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    @property
    def parts(self) -> "tuple[Filter, ...]":
        """The filters all of which have to be met: those of an `All`, else the filter itself."""
        return (cast("Filter", self),)

    @cached_property
    def canonical(self) -> "Filter":
        """The same filter in the one form that all equal filters have."""
        return _canonical(cast("Filter", self))

    @cached_property
    def key(self) -> str:
        """The canonical form as text: equal for equal filters."""
        return json.dumps(self.canonical.as_json(), sort_keys=True)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Node) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


class Criterion(_Node):
    """An item has at least one of the values of a facet.

    Values are kept in the order in which they were asked.
    """

    facet: FacetField
    values: tuple[str, ...] = Field(min_length=1)

    @field_validator("values", mode="before")
    @classmethod
    def _texts(cls, values: object) -> object:
        if not isinstance(values, list | tuple):
            raise PydanticCustomError("values", "the values are no list")
        texts = tuple(dict.fromkeys(_yes_no(value) for value in values))
        strange = next(
            (each for each in texts if isinstance(each, str) and not _is_text(each)), None
        )
        if strange is not None:
            raise PydanticCustomError("values", "{value} is no text", {"value": repr(strange)})
        return texts

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.facet.kind in (Kind.RANGE, Kind.AMOUNT):
            raise PydanticCustomError(
                "values", "{facet} is asked for by 'from' and 'to'", {"facet": self.facet.name}
            )
        object.__setattr__(self, "values", tuple(map(self.facet.spelt, self.values)))
        strange = next((value for value in self.values if not self.facet.has(value)), None)
        if strange is not None:
            raise PydanticCustomError(
                "values",
                "{value} is no value of the facet {facet}",
                {"value": repr(strange), "facet": self.facet.name},
            )
        return self


class Range(_Node):
    """An item's day or number lies between bounds, both included.

    Either bound may be left out. Amounts have a unit.
    """

    facet: FacetField
    unit: str | None = None
    low: date | int | None = Field(default=None, alias="from")
    high: date | int | None = Field(default=None, alias="to")

    @field_validator("low", "high", mode="before")
    @classmethod
    def _bound_read(cls, bound: object) -> object:
        if bound is None or isinstance(bound, date):
            return bound
        text = str(bound)
        if not isinstance(bound, bool):
            if _DAY.fullmatch(text):
                return _day(text)
            if _NUMBER.fullmatch(text):
                return int(text)
        raise PydanticCustomError(
            "bound",
            "{bound} is no bound: a day is told as 2016-12-31, a number by at most nine digits",
            {"bound": repr(bound)},
        )

    @model_validator(mode="after")
    def _of_its_kind(self) -> Self:
        facet = self.facet
        if facet.kind not in (Kind.RANGE, Kind.AMOUNT):
            raise PydanticCustomError(
                "range", "{facet} has no order: it is asked for by 'values'", {"facet": facet.name}
            )
        if isinstance(facet.storage, Amounts) != (self.unit is not None):
            raise PydanticCustomError(
                "range", "a 'unit' goes with amounts, and with nothing else", {}
            )
        if self.low is None and self.high is None:
            raise PydanticCustomError(
                "range", "{facet} has neither 'from' nor 'to'", {"facet": facet.name}
            )
        if self.low is not None and self.high is not None and not _in_order(self.low, self.high):
            raise PydanticCustomError(
                "range", "{facet}: 'from' comes after 'to'", {"facet": facet.name}
            )
        of_days = bool(facet.buckets) and isinstance(facet.buckets[0].bounds("2016")[0], date)
        for bound in (self.low, self.high):
            if bound is not None and isinstance(bound, date) != of_days:
                raise PydanticCustomError(
                    "range",
                    "{bound} is no bound of {facet}",
                    {"bound": repr(bound), "facet": facet.name},
                )
        return self


class Place(StrEnum):
    """Where in a letter words are looked for."""

    REQUEST = "request"
    RATIONALE = "rationale"
    SUMMARY = "summary"
    LETTER = "letter"


class Text(_Node):
    """A part of the letter holds one of some words, as written.

    In them hyphens and blanks count as one.
    """

    text: tuple[str, ...] = Field(min_length=1)
    place: Place = Field(default=Place.LETTER, alias="in")

    @field_validator("text")
    @classmethod
    def _said(cls, text: tuple[str, ...]) -> tuple[str, ...]:
        if any(not _WORD.search(each) or not _is_text(each) for each in text):
            raise PydanticCustomError("text", "a text holds no word: it is empty or of marks alone")
        return tuple(dict.fromkeys(text))


class All(_Node):
    """Every one of the filters is met."""

    all: "tuple[Filter, ...]" = Field(min_length=1)

    @property
    def parts(self) -> "tuple[Filter, ...]":
        """The filters all of which have to be met, those of an `All` within an `All` among them."""
        return tuple(part for each in self.all for part in each.parts)


class AnyOf(_Node):
    """At least one of the filters is met."""

    any: "tuple[Filter, ...]" = Field(min_length=1)


class Not(_Node):
    """The filter is not met; what has no value does not meet it."""

    negated: "Filter" = Field(alias="not")


def _kind_of(value: object) -> str | None:
    if isinstance(value, _Node):
        return type(value).__name__
    if not isinstance(value, dict):
        return None
    for name, kind in (("all", "All"), ("any", "AnyOf"), ("not", "Not"), ("text", "Text")):
        if name in value:
            return kind
    if "facet" in value:
        return "Criterion" if "values" in value else "Range"
    return None


Filter = Annotated[
    Annotated[Criterion, Tag("Criterion")]
    | Annotated[Range, Tag("Range")]
    | Annotated[Text, Tag("Text")]
    | Annotated[All, Tag("All")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[Not, Tag("Not")],
    Discriminator(
        _kind_of,
        custom_error_type="filter",
        custom_error_message="a filter is an object with 'all', 'any', 'not', 'facet' or 'text'",
    ),
]
for _model in (All, AnyOf, Not):
    _model.model_rebuild()
_ADAPTER: TypeAdapter[Any] = TypeAdapter(Filter | None)


def one_of(facet: Facet, values: Iterable[str]) -> Criterion:
    """The criterion that an item has one of some values of a facet."""
    return Criterion(facet=facet, values=tuple(values))


def between(
    facet: Facet, low: date | int | None, high: date | int | None, unit: str | None = None
) -> Range:
    """The range of a facet between bounds, both included."""
    return Range(facet=facet, unit=unit, low=low, high=high)


def span_of(facet: Facet, label: str, bucket: str | None = None) -> Range:
    """The range that a label of one of the facet's spans means ("2016", "40-49").

    Raises:
        ValueError: the label is none.
    """
    chosen = facet.bucket(bucket) if bucket else facet.buckets[0]
    return between(facet, *chosen.bounds(label))


def in_group(group: str, value: str) -> "Criterion | Range":
    """What has a value of a group: of a facet, or in one of its spans ("2016" of "decided:year").

    Other ranges of the facet are named by their bounds ("2016-01-01/2018-12-31", "51/").

    Raises:
        LookupError: there is no such group.
        ValueError: the group has no such value.
    """
    facet, bucket = facet_of_group(group)
    if not facet.buckets:
        return one_of(facet, [value])
    if "/" not in value:
        return span_of(facet, value, bucket.name if bucket else None)
    low, high = (_bound(facet, each) for each in value.split("/", 1))
    return between(facet, low, high)


def any_in_group(group: str, values: Iterable[str]) -> "Filter":
    """What has at least one of some values of a group.

    Raises:
        LookupError: there is no such group.
        ValueError: the group has no such value, or no value is given.
    """
    facet, _ = facet_of_group(group)
    if not facet.buckets:
        return one_of(facet, values)
    parts = [in_group(group, value) for value in values]
    return parts[0] if len(parts) == 1 else AnyOf(any=tuple(parts))


def values_in_group(node: "Filter | None", group: str) -> tuple[str, ...]:
    """The values of a group that a filter asks for, as `in_group` reads them."""
    facet, bucket = facet_of_group(group)
    values: list[str] = []
    for part in parts_of(node):
        for each in part.any if isinstance(part, AnyOf) and is_about(part, facet) else (part,):
            if isinstance(each, Criterion) and each.facet is facet:
                values += each.values
            elif isinstance(each, Range) and each.facet is facet and facet.buckets:
                cut = bucket or facet.buckets[0]
                values.append(label_in(cut, each.low, each.high) or _span(each))
    return tuple(dict.fromkeys(values))


def _bound(facet: Facet, text: str) -> date | int | None:
    if not text:
        return None
    of_days = isinstance(facet.buckets[0].bounds("2016")[0], date)
    return date.fromisoformat(text) if of_days else int(text)


def _span(part: "Range") -> str:
    return "/".join("" if bound is None else str(bound) for bound in (part.low, part.high))


def not_(part: "Filter") -> Not:
    """What does not meet a filter."""
    return Not(negated=part)


def filter_from_json(value: object) -> "Filter | None":
    """The filter that `as_json` gave; None for None.

    Raises:
        BadFilter: the value is no filter; the message names what is wrong, and where.
    """
    if depth_of(value) > DEEPEST:
        raise BadFilter(f"the filter is nested more than {DEEPEST} deep")
    _bounded(value)
    try:
        return _ADAPTER.validate_python(value)
    except ValidationError as error:
        raise BadFilter(first_message(error)) from error


def _bounded(value: object) -> None:
    """Refuse lists that are longer than anybody asks for.

    Raises:
        BadFilter: a list of parts or of values is too long; the message says which.
    """
    level = [value]
    while level:
        each = level.pop()
        if not isinstance(each, dict):
            continue
        for name, part in each.items():
            most = MOST_PARTS if name in ("all", "any") else MOST_VALUES
            if isinstance(part, list) and len(part) > most:
                raise BadFilter(f"{name!r} has {len(part):,} entries and may have {most:,}")
            level.extend(part if isinstance(part, list) else [part])


def first_message(error: ValidationError) -> str:
    """What is wrong first, and where: "filter.all.0.facet: no facet is called 'colour'"."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(each) for each in first["loc"] if str(each) not in _TAGS)
    return f"{where}: {first['msg']}" if where else first["msg"]


_TAGS = {"Criterion", "Range", "Text", "All", "AnyOf", "Not"}


def depth_of(value: object, limit: int = DEEPEST + 2) -> int:
    """How many filters stand within one another in a value, counted as far as ``limit``.

    The walk is level by level: a deep value cannot break it.
    """
    level, depth = [value], 0
    while level and depth < limit:
        objects: list[dict[str, object]] = []
        while level:
            each = level.pop()
            if isinstance(each, dict):
                objects.append(each)
            elif isinstance(each, list | tuple) and len(level) < MOST_PARTS * MOST_VALUES:
                level.extend(part for part in each if not isinstance(part, str))
        depth += bool(objects)
        level = [part for each in objects for part in each.values() if not isinstance(part, str)]
    return depth


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("bound", "{text} is no day", {"text": repr(text)}) from None


def _in_order(low: date | int, high: date | int) -> bool:
    """Whether two bounds are in their order; those of different kinds are refused elsewhere."""
    if isinstance(low, date) and isinstance(high, date):
        return low <= high
    return isinstance(low, date) or isinstance(high, date) or low <= high


def _is_text(text: str) -> bool:
    """Whether a text can be kept and looked for: it holds no half characters."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _yes_no(value: object) -> object:
    """JSON's true and false as the values of a flag."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


# --- The canonical form ---------------------------------------------------------------------------


def _canonical(node: "Filter") -> "Filter":
    if isinstance(node, Criterion):
        return one_of(node.facet, sorted(node.values))
    if isinstance(node, Text):
        return Text(text=tuple(sorted({_folded(each) for each in node.text})), place=node.place)
    if isinstance(node, Not):
        return _canonical_negation(node.negated)
    if isinstance(node, All):
        return _joined([_canonical(each) for each in node.all], All)
    if isinstance(node, AnyOf):
        return _joined(_merged([_canonical(each) for each in node.any]), AnyOf)
    return node


def _canonical_negation(node: "Filter") -> "Filter":
    """What does not meet a filter, with negations at single conditions only (De Morgan's laws)."""
    if isinstance(node, Not):
        return _canonical(node.negated)
    if isinstance(node, All):
        return _joined(_merged([_canonical_negation(each) for each in node.all]), AnyOf)
    if isinstance(node, AnyOf):
        return _joined([_canonical_negation(each) for each in node.any], All)
    return Not(negated=_canonical(node))


def _joined(parts: "list[Filter]", kind: type[All] | type[AnyOf]) -> "Filter":
    name = "all" if kind is All else "any"
    flat = [
        each
        for part in parts
        for each in (getattr(part, name) if isinstance(part, kind) else (part,))
    ]
    flat = _merged(flat) if kind is AnyOf else _merged_exclusions(flat)
    by_text = {json.dumps(each.as_json(), sort_keys=True): each for each in flat}
    ordered = tuple(by_text[text] for text in sorted(by_text))
    return ordered[0] if len(ordered) == 1 else kind(**{name: ordered})


def _merged(parts: "list[Filter]") -> "list[Filter]":
    """Alternatives of one facet as one criterion."""
    values: dict[Facet, list[str]] = {}
    others: list[Filter] = []
    for part in parts:
        if isinstance(part, Criterion):
            values.setdefault(part.facet, []).extend(part.values)
        else:
            others.append(part)
    return [
        *(one_of(facet, sorted(set(each))) for facet, each in values.items()),
        *others,
    ]


def _merged_exclusions(parts: "list[Filter]") -> "list[Filter]":
    """What is left out of one facet as one exclusion: neither a nor b is not (a or b)."""
    left_out = [
        part.negated
        for part in parts
        if isinstance(part, Not) and isinstance(part.negated, Criterion)
    ]
    others = [
        part
        for part in parts
        if not (isinstance(part, Not) and isinstance(part.negated, Criterion))
    ]
    return [*(Not(negated=each) for each in _merged(list(left_out))), *others]


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").split())


# --- A filter whose parts all have to be met, as most questions make it ---------------------------


def all_of(parts: "Iterable[Filter]") -> "Filter | None":
    """All of some filters as one; None for none of them."""
    flat = [each for part in parts for each in part.parts]
    kept = tuple({id(each): each for each in flat}.values())
    return None if not kept else kept[0] if len(kept) == 1 else All(all=kept)


def parts_of(node: "Filter | None") -> "tuple[Filter, ...]":
    """The filters all of which have to be met; none for everything."""
    return () if node is None else node.parts


def facets_of(node: "Filter | None") -> frozenset[Facet]:
    """The facets that a filter names, however deep."""
    if node is None or isinstance(node, Text):
        return frozenset()
    if isinstance(node, Criterion | Range):
        return frozenset({node.facet})
    inside = (
        node.all
        if isinstance(node, All)
        else node.any
        if isinstance(node, AnyOf)
        else (node.negated,)
    )
    return frozenset().union(*(facets_of(each) for each in inside))


def is_about(part: "Filter", facet: Facet) -> bool:
    """Whether a part of a filter asks for values of a facet and of no other.

    What is left out does not count.
    """
    return not isinstance(part, Not) and facets_of(part) == {facet}


def values_of(node: "Filter | None", facet: Facet) -> tuple[str, ...]:
    """The values asked of a facet in the first part of a filter that asks for some, else none."""
    return next(
        (
            part.values
            for part in parts_of(node)
            if isinstance(part, Criterion) and part.facet is facet
        ),
        (),
    )


def values_left_out(node: "Filter | None", facet: Facet) -> tuple[str, ...]:
    """The values of a facet that the items must not have."""
    left_out = (part.negated for part in parts_of(node) if isinstance(part, Not))
    return tuple(
        value
        for each in left_out
        if isinstance(each, Criterion) and each.facet is facet
        for value in each.values
    )


def without_facet(node: "Filter | None", facet: Facet) -> "Filter | None":
    """The filter without what it asks of a facet; what is left out stays so."""
    return all_of([part for part in parts_of(node) if not is_about(part, facet)])


def without_naming(node: "Filter | None", facet: Facet) -> "Filter | None":
    """The filter without any part that names a facet: asked for, left out, or as an alternative."""
    return all_of([part for part in parts_of(node) if facet not in facets_of(part)])


def asks_for(node: "Filter | None", facet: Facet) -> bool:
    """Whether a part of the filter asks for values of a facet and of no other."""
    return any(is_about(part, facet) for part in parts_of(node))


def with_values(node: "Filter | None", facet: Facet, values: tuple[str, ...]) -> "Filter | None":
    """The filter with these values asked of a facet in the place of those that were.

    Without values the facet is free.
    """
    return all_of(
        [*parts_of(without_facet(node, facet)), *([one_of(facet, values)] if values else [])]
    )
