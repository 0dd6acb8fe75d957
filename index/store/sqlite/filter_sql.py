"""A filter as a condition on a row of ``items`` joined with ``determinations``."""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    cast,
    exists,
    extract,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)

from index.facets.buckets import Bucket, Unit
from index.facets.facet import Amounts, Column, Facet, Kind, OfLetter, Rows, Table
from index.facets.filter import All, AnyOf, Criterion, Filter, Not, Place, Range, Text
from index.store.sqlite.schema import amounts, determinations, facets, items, pages, passages

_TABLES = {Table.ITEMS: items, Table.DETERMINATIONS: determinations}
JOINED = items.join(determinations, items.c.determination == determinations.c.id)


def condition(node: Filter | None) -> ColumnElement[bool]:
    """The condition of a filter; what has no value meets nothing but a `Not`."""
    if node is None:
        return and_(True)
    if isinstance(node, All):
        return and_(True, *(condition(each) for each in node.all))
    if isinstance(node, AnyOf):
        return or_(False, *(condition(each) for each in node.any))
    if isinstance(node, Not):
        # Its parts stand in the statement once, however deep negations are nested.
        return not_(func.coalesce(condition(node.negated), false()))
    if isinstance(node, Criterion):
        return _has_one_of(node.facet, node.values)
    if isinstance(node, Range):
        return _is_between(node)
    return _holds(node)


def value_of(facet: Facet, bucket: Bucket | None = None) -> ColumnElement[str]:
    """The one value that an item has of a facet, or the span that its number or day lies in."""
    if isinstance(facet.storage, OfLetter):
        return _letter_outcome()
    assert isinstance(facet.storage, Column), f"{facet.name} is no column"
    column = _column(facet.storage)
    if facet.kind is Kind.FLAG:
        return case((column.is_(True), "yes"), else_="no")
    if bucket is None:
        return column if isinstance(column.type, String) else cast(column, String)
    if bucket.unit is Unit.YEAR:
        return cast(extract("year", column), String)
    if bucket.unit is Unit.MONTH:
        return func.strftime("%Y-%m", column)
    if bucket.unit is Unit.QUARTER:
        quarter = (extract("month", column) + 2) / 3
        return (
            cast(extract("year", column), String)
            + "-Q"
            + cast(cast(quarter, amounts.c.item.type), String)
        )
    spans = ((bucket.bounds(label), label) for label in bucket.spans)
    return case(*((_within(column, *bounds), label) for bounds, label in spans))


def _column(storage: Column) -> ColumnElement:
    return _TABLES[storage.table].c[storage.name]


def _has_one_of(facet: Facet, values: Sequence[str]) -> ColumnElement[bool]:
    storage = facet.storage
    if isinstance(storage, Rows):
        # Not "exists": so SQLite can begin with the few rows that have the value instead of going
        # through all items.
        chosen = select(facets.c.item).where(
            facets.c.facet == storage.name, facets.c.value.in_(values)
        )
        return items.c.id.in_(chosen)
    if isinstance(storage, OfLetter):
        return _letter_outcome().in_(values)
    assert isinstance(storage, Column), f"{facet.name} is asked for by bounds"
    column = _column(storage)
    if facet.kind is Kind.FLAG:
        return or_(*(column.is_(value == "yes") for value in values))
    if not isinstance(column.type, String):
        return column.in_([int(value) for value in values if value.isdigit()])
    return column.in_(values)


def _is_between(node: Range) -> ColumnElement[bool]:
    if isinstance(node.facet.storage, Amounts):
        asked = and_(
            amounts.c.item == items.c.id,
            amounts.c.unit == node.unit,
            _within(amounts.c.high, node.low, node.high),
        )
        return exists(select(amounts.c.item).where(asked))
    assert isinstance(node.facet.storage, Column), f"{node.facet.name} has no order"
    return _within(_column(node.facet.storage), node.low, node.high)


def _within(column: ColumnElement, low: object, high: object) -> ColumnElement[bool]:
    bounds = [
        *([column >= low] if low is not None else []),
        *([column <= high] if high is not None else []),
    ]
    return and_(*bounds) if bounds else column.is_not(None)


def _letter_outcome() -> ColumnElement[str]:
    """How all items of the item's letter were decided: upheld, overturned, or mixed."""
    others = items.alias("others")
    of_letter = others.c.determination == items.c.determination
    first, last = (
        select(end(others.c.outcome)).where(of_letter).scalar_subquery()
        for end in (func.min, func.max)
    )
    return case((first == last, first), else_=literal("mixed"))


def _holds(node: Text) -> ColumnElement[bool]:
    return or_(*(_contains(text, node.place) for text in node.text))


def _contains(text: str, place: Place) -> ColumnElement[bool]:
    if place is Place.REQUEST:
        return _like(items.c.disputed, text)
    if place is Place.LETTER:
        return items.c.determination.in_(
            select(pages.c.determination).where(_like(pages.c.text, text))
        )
    if place is Place.SUMMARY:
        in_summary = select(passages.c.determination).where(
            passages.c.item.is_(None), _like(passages.c.body, text)
        )
        return items.c.determination.in_(in_summary)
    # The passage of an item ends with its rationale; what stands before it is the request and the
    # guideline lines.
    return items.c.id.in_(
        select(passages.c.item).where(passages.c.item.is_not(None), _like(passages.c.body, text))
    )


def _like(column: ColumnElement, text: str) -> ColumnElement[bool]:
    """Whether a text stands in a column, in any case; hyphens, blanks and ends of lines count as
    one."""
    if "-" not in text and " " not in text:
        return column.icontains(text, autoescape=True)
    folded = " ".join(text.replace("-", " ").split())
    plain = func.replace(func.replace(column, "-", " "), "\n", " ")
    return plain.icontains(folded, autoescape=True)
