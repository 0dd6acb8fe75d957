"""Spans that days and numbers are grouped and filtered by: years, quarters, months, ages."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

Bound = date | int


class Unit(StrEnum):
    """What a span is cut from: a store tells how."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    SPANS = "spans"


@dataclass(frozen=True)
class Bucket:
    """One way to cut a range into spans, each with a label.

    ``bounds`` gives the first and last value of a label, both included, None where the span is
    open. ``spans`` are the labels of fixed spans, empty for those of the calendar.
    """

    name: str
    label: str
    unit: Unit
    bounds: Callable[[str], tuple[Bound | None, Bound | None]]
    spans: tuple[str, ...] = ()


def year_bounds(label: str) -> tuple[date, date]:
    """The first and last day of a year ("2016").

    Raises:
        ValueError: the label is no year.
    """
    return date(int(label), 1, 1), date(int(label), 12, 31)


def month_bounds(label: str) -> tuple[date, date]:
    """The first and last day of a month ("2016-07").

    Raises:
        ValueError: the label is no month.
    """
    first = date(int(label[:4]), int(label[5:]), 1)
    return first, _last_of_months(first, 1)


def quarter_bounds(label: str) -> tuple[date, date]:
    """The first and last day of a quarter ("2016-Q3").

    Raises:
        ValueError: the label is no quarter.
    """
    year, _, quarter = label.partition("-Q")
    first = date(int(year), 3 * int(quarter) - 2, 1)
    return first, _last_of_months(first, 3)


def number_bounds(label: str) -> tuple[int | None, int | None]:
    """The bounds of a span of numbers ("40-49", "70-", "-29", "46").

    Raises:
        ValueError: the label is no span.
    """
    low, dash, high = label.partition("-")
    if not dash:
        return int(low), int(low)
    return (int(low) if low else None), (int(high) if high else None)


def _last_of_months(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)


def label_in(bucket: Bucket, low: Bound | None, high: Bound | None) -> str | None:
    """The label of the span of a bucket that has exactly these bounds; None where none has."""
    if bucket.spans:
        labels = bucket.spans
    elif isinstance(low, date):
        quarter = f"{low.year:04}-Q{(low.month + 2) // 3}"
        labels = (f"{low.year:04}", f"{low.year:04}-{low.month:02}", quarter)
    else:
        return None
    for label in labels:
        with suppress(ValueError):
            if bucket.bounds(label) == (low, high):
                return label
    return None


YEARS = Bucket("year", "year", Unit.YEAR, year_bounds)
QUARTERS = Bucket("quarter", "quarter", Unit.QUARTER, quarter_bounds)
MONTHS = Bucket("month", "month", Unit.MONTH, month_bounds)
