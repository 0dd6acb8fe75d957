"""How numbers are spread, against Python's own statistics of the same items."""

from itertools import pairwise
from statistics import fmean, quantiles

import pytest

from index.facets.decision import OUTCOME
from index.facets.filter import all_of, one_of
from index.facets.service import CATEGORY, PROCEDURE
from index.store.sqlite.summary import NoSummary, Summary

DATED = "days:injured-decided"

POPULATIONS = [
    None,
    one_of(PROCEDURE, ["mri"]),
    all_of([one_of(CATEGORY, ["Pharmaceuticals"]), one_of(OUTCOME, ["upheld"])]),
    one_of(PROCEDURE, ["no such service"]),
]


@pytest.mark.parametrize("population", POPULATIONS, ids=str)
@pytest.mark.parametrize("field", ["age", "decided", DATED, "amount:sessions:requested"])
def test_a_summary_is_that_of_the_letters_and_of_the_items_for_amounts(
    assistant, population, field
):
    with assistant.store.records() as records:
        summary = records.summary(population, field)
        values = _values(records, population, field)
    assert summary.n == len(values)
    if not values:
        assert summary == Summary(0)
        return
    lower, median, upper = (
        quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    )
    assert (summary.least, summary.most, summary.total) == (min(values), max(values), sum(values))
    assert (summary.lower, summary.median, summary.upper, summary.mean) == pytest.approx(
        (lower, median, upper, fmean(values))
    )


@pytest.mark.parametrize("population", POPULATIONS[:3], ids=str)
@pytest.mark.parametrize("field", ["age", "decided", DATED, "amount:sessions:requested"])
@pytest.mark.parametrize("bins", [1, 4])
def test_the_bins_of_a_histogram_hold_every_value_once(assistant, population, field, bins):
    with assistant.store.records() as records:
        values = _values(records, population, field) or [0]
        low, high = min(values), max(values)
        edges = [low + (high - low) * at / bins for at in range(bins + 1)]
        counts = records.histogram(population, field, edges)
    inside = [sum(low <= value < high for value in values) for low, high in pairwise(edges)]
    inside[-1] += values.count(max(values))
    assert counts == (inside if values != [0] else [0] * bins)


@pytest.mark.parametrize("field", ["age", DATED, "amount:sessions:requested"])
def test_the_greatest_values_come_with_an_item_that_has_them(assistant, field):
    with assistant.store.records() as records:
        values = sorted(_values(records, None, field), reverse=True)
        found = records.extremes(None, field, 5)
        items = records.records_of(item for item, _ in found)
    assert [value for _, value in found] == values[:5]
    assert all(_value(items[item], field) == value for item, value in found)


def _values(records, population, field):
    items = records.item_records(population)
    of_letters = {item.determination: item for item in reversed(items)}.values()
    holders = items if field.startswith("amount") else of_letters
    return [value for item in holders if (value := _value(item, field)) is not None]


def _value(item, field):
    if field == "age":
        return item.age
    if field == "decided":
        return item.decided.toordinal() + 1_721_424.5 if item.decided else None
    if field.startswith("days"):
        return (item.decided - item.injured).days if item.decided and item.injured else None
    return max((each.high for each in item.amounts if each.unit == "sessions"), default=None)


@pytest.mark.parametrize("field", ["specialty", "days:decided-age", "amount:sessions:authorized"])
def test_a_field_without_numbers_is_named(assistant, field):
    with assistant.store.records() as records, pytest.raises(NoSummary, match=field):
        records.summary(None, field)
