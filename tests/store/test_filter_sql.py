"""A filter's SQL selects what the filter says: unions, intersections and complements of items."""

import pytest
from filter_strategies import filters
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from index.facets.filter import All, AnyOf, Not
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
