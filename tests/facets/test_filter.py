"""The filter tree: its JSON, its canonical form, what it refuses."""

import pytest
from filter_strategies import filters
from hypothesis import given, settings

from index.facets.body import REGION
from index.facets.filter import (
    DEEPEST,
    All,
    AnyOf,
    BadFilter,
    Not,
    all_of,
    facets_of,
    filter_from_json,
    not_,
    one_of,
    parts_of,
    values_left_out,
    values_of,
    with_values,
    without_facet,
)
from index.facets.service import PROCEDURE

MRI, KNEE = one_of(PROCEDURE, ["mri"]), one_of(REGION, ["knee"])


@given(filters)
def test_a_filter_is_made_again_from_its_json(node):
    assert filter_from_json(node.as_json()) == node


@given(filters)
def test_the_canonical_form_is_its_own(node):
    assert node.canonical.canonical == node.canonical
    assert node.canonical.as_json() == node.canonical.canonical.as_json()


@given(filters, filters, filters)
def test_order_nesting_and_repetition_make_no_difference(one, two, three):
    flat = All(all=(one, two, three))
    assert flat == All(all=(three, All(all=(two, one)), two))
    assert AnyOf(any=(one, two, three)) == AnyOf(any=(AnyOf(any=(three, two)), one, one))
    assert hash(flat) == hash(All(all=(two, three, one)))


@given(filters, filters)
def test_negation_is_undone_by_negation_and_goes_over_alternatives(one, two):
    assert Not(negated=Not(negated=one)) == one
    assert Not(negated=AnyOf(any=(one, two))) == All(all=(Not(negated=one), Not(negated=two)))


@given(filters)
@settings(max_examples=50)
def test_a_negated_filter_is_another(node):
    assert Not(negated=node) != node


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ({"facet": "colour", "values": ["red"]}, "colour"),
        ({"facet": "outcome", "values": ["won"]}, "won"),
        ({"facet": "outcome", "values": []}, "values"),
        ({"facet": "outcome", "values": "upheld"}, "list"),
        ({"facet": "age", "values": ["50"]}, "from"),
        ({"facet": "age"}, "age"),
        ({"facet": "decided", "from": 2016}, "2016"),
        ({"facet": "amount", "from": 12}, "unit"),
        ({"facet": "age", "from": 12, "unit": "sessions"}, "unit"),
        ({"facet": "procedure", "values": ["mri"], "value": 1}, "value"),
        ({"facet": "procedure", "from": 1}, "procedure"),
        ({"text": []}, "text"),
        ({"text": [" "]}, "empty"),
        ({"text": ["x"], "in": "heading"}, "in"),
        ({"al": []}, "'all'"),
        ({"all": []}, "all"),
        ([], "object"),
        ("mri", "object"),
        (
            {
                "all": [
                    {"facet": "region", "values": ["knee"]},
                    {"facet": "regions", "values": ["x"]},
                ]
            },
            "all.1.facet",
        ),
    ],
)
def test_what_is_no_filter_is_refused_with_its_name(value, named):
    with pytest.raises(BadFilter, match=named):
        filter_from_json(value)


def _deep(depth, wrap):
    value = {"facet": "procedure", "values": ["mri"]}
    for _ in range(depth):
        value = wrap(value)
    return value


@pytest.mark.parametrize(
    "wrap", [lambda value: {"not": value}, lambda value: {"all": [value]}], ids=["not", "all"]
)
def test_a_deep_filter_is_refused_and_a_usual_one_is_not(wrap):
    assert filter_from_json(_deep(DEEPEST - 1, wrap)) == MRI or wrap(0) == {"not": 0}
    for depth in (DEEPEST, 500, 50_000):
        with pytest.raises(BadFilter, match="nested"):
            filter_from_json(_deep(depth, wrap))


def test_a_wide_filter_is_refused():
    with pytest.raises(BadFilter):
        filter_from_json({"all": [MRI.as_json()] * 200})


def test_parts_are_read_and_changed():
    node = all_of([MRI, KNEE, not_(one_of(REGION, ["hip"]))])
    assert parts_of(node)[:2] == (MRI, KNEE) and facets_of(node) == {PROCEDURE, REGION}
    assert values_of(node, REGION) == ("knee",) and values_left_out(node, REGION) == ("hip",)
    assert without_facet(node, REGION) == all_of([MRI, not_(one_of(REGION, ["hip"]))])
    assert values_of(with_values(node, REGION, ("ankle",)), REGION) == ("ankle",)
    assert all_of([]) is None and parts_of(None) == () and without_facet(KNEE, REGION) is None
