"""How numbers are spread, against Python's own statistics of the same items."""

from statistics import fmean, quantiles

import pytest

from index.facets.decision import OUTCOME
from index.facets.filter import all_of, one_of
from index.facets.service import CATEGORY, PROCEDURE
from index.store.sqlite.summary import NoSummary, Summary

POPULATIONS = [
    None,
    one_of(PROCEDURE, ["mri"]),
    all_of([one_of(CATEGORY, ["Pharmaceuticals"]), one_of(OUTCOME, ["upheld"])]),
    one_of(PROCEDURE, ["no such service"]),
]


@pytest.mark.parametrize("population", POPULATIONS, ids=str)
@pytest.mark.parametrize("field", ["age", "days:injured-decided", "amount:sessions:requested"])
def test_a_summary_is_that_of_the_items(assistant, population, field):
    with assistant.store.records() as records:
        summary = records.summary(population, field)
        values = [
            value
            for item in records.item_records(population)
            if (value := _value(item, field)) is not None
        ]
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


def _value(item, field):
    if field == "age":
        return item.age
    if field.startswith("days"):
        return (item.decided - item.injured).days if item.decided and item.injured else None
    return max((each.high for each in item.amounts if each.unit == "sessions"), default=None)


@pytest.mark.parametrize(
    "field", ["specialty", "decided", "days:decided-age", "amount:sessions:authorized"]
)
def test_a_field_without_numbers_is_named(assistant, field):
    with assistant.store.records() as records, pytest.raises(NoSummary, match=field):
        records.summary(None, field)
