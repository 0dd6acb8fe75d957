"""Whole letters are counted as their items were decided."""

from collections import defaultdict

import pytest

from index.facets.decision import GUIDELINE, LETTER_OUTCOME, OUTCOME
from index.facets.filter import all_of, one_of
from index.facets.registry import groups
from index.facets.service import CATEGORY, PROCEDURE
from index.store.sqlite.letter_counts import LetterTotals

POPULATIONS = [
    None,
    one_of(PROCEDURE, ["mri"]),
    one_of(LETTER_OUTCOME, ["mixed"]),
    all_of([one_of(CATEGORY, ["Pharmaceuticals"]), one_of(OUTCOME, ["overturned"])]),
    one_of(PROCEDURE, ["no such service"]),
]


@pytest.fixture
def records(assistant):
    with assistant.store.records() as records:
        yield records


def totals_of(records, population):
    """The totals, from the items of the letters one by one."""
    outcomes = defaultdict(set)
    for item in records.item_records():
        outcomes[item.case].add(item.outcome.value)
    cases = {item.case for item in records.item_records(population)}
    how = ["mixed" if len(outcomes[case]) > 1 else min(outcomes[case]) for case in cases]
    return LetterTotals(
        len(cases), how.count("upheld"), how.count("overturned"), how.count("mixed")
    )


@pytest.mark.parametrize("population", POPULATIONS, ids=str)
def test_the_totals_are_those_of_the_letters(records, population):
    assert records.letter_totals(population) == totals_of(records, population)


@pytest.mark.parametrize("group", groups())
def test_letters_are_counted_by_every_group_as_their_items_have_its_values(records, group):
    counts = records.letter_counts(None, group)
    by_items = {count.value: count.n for count in records.value_counts(None, [group], 1_000)[group]}
    assert {count.value for count in counts} == by_items.keys()
    assert all(0 < count.totals.n <= by_items[count.value] for count in counts)


@pytest.mark.parametrize("value", ["MTUS", "ODG", "none"])
def test_the_letters_with_a_value_are_those_of_its_items(records, value):
    by_value = {count.value: count.totals for count in records.letter_counts(None, "guideline")}
    assert by_value[value] == totals_of(records, one_of(GUIDELINE, [value]))


@pytest.mark.parametrize("population", POPULATIONS, ids=str)
def test_the_first_letters_come_by_date_and_case(records, population):
    cases = list(dict.fromkeys(item.case for item in records.item_records(population)))
    assert records.letters_of(population, 5) == cases[:5]
