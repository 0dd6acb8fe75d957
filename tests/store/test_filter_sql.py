"""A filter's SQL selects what the filter says: unions, intersections and complements of items."""

import pytest
from conftest import add, item_text, letter_text
from filter_strategies import filters
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from index.facets.filter import All, AnyOf, Not, Text
from index.store.sqlite.filter_sql import JOINED, condition
from index.store.sqlite.schema import items
from index.store.store import Store

quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def selected(words_store):
    """A function from a filter to the ids of the items that it selects."""
    with Store.open(words_store).engine.connect() as connection:

        def ids(node):
            statement = select(items.c.id).select_from(JOINED).where(condition(node))
            return set(connection.scalars(statement))

        yield ids


@quick
@given(filters)
def test_what_meets_a_filter_and_what_does_not_are_all_items(selected, node):
    inside, outside = selected(node), selected(Not(negated=node))
    assert inside | outside == selected(None) and not inside & outside


@quick
@given(filters, filters)
def test_all_is_the_intersection_and_any_the_union(selected, one, two):
    assert selected(All(all=(one, two))) == selected(one) & selected(two)
    assert selected(AnyOf(any=(one, two))) == selected(one) | selected(two)


@quick
@given(filters)
def test_the_canonical_form_selects_the_same(selected, node):
    assert selected(node.canonical) == selected(node)


@pytest.mark.parametrize("between", [" ", "\n", "-", "  "], ids=repr)
@pytest.mark.parametrize("asked", ["straight leg raise", "straight-leg raise"])
def test_a_phrase_is_found_however_blanks_and_ends_of_lines_part_its_words(
    tmp_path, between, asked
):
    said = f"Sitting straight{between.strip(' ') or ' '}leg raise was positive."
    letter = tmp_path / "a.txt"
    letter.write_text(letter_text(item_text("MRI of the lumbar spine"), summary=said), "utf-8")
    add(tmp_path / "s", letter)
    with Store.open(tmp_path / "s").records() as records:
        assert records.totals(Text(text=(asked,))).n == 1
        assert records.totals(Text(text=("straight arm raise",))).n == 0
