"""Each facet is declared once and whole: take a property away and a test here says which."""

import pytest
from filter_strategies import values_of_facet

from index.facets.facet import Amounts, Column, Facet, Kind, Rows, Slot
from index.facets.registry import FACETS, FILTERS, WIDENING, facet_named, group_named, groups
from index.store.sqlite.schema import metadata

every_facet = pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.name)


def test_names_are_unique_and_those_of_the_contract():
    names = [facet.name for facet in FACETS]
    assert len(set(names)) == len(names)
    contract = """procedure region level laterality category subcategory outcome letter_outcome
    repeat retrospective partly_authorized guideline reason specialty licensed_in priority sex age
    diagnosis mechanism case position decided injured denied received assigned amount"""
    assert set(names) == set(contract.split())


@every_facet
def test_a_facet_has_words_for_people(facet):
    assert facet.label and "_" not in facet.label
    assert facet.filter_rank is None or (facet.filter_label or facet.label)


@every_facet
def test_a_facet_is_kept_where_its_storage_says(facet):
    if isinstance(facet.storage, Column):
        assert facet.storage.name in metadata.tables[facet.storage.table.value].c
    elif isinstance(facet.storage, Rows):
        assert facet.kind in (Kind.MANY, Kind.ONE) and facet.storage.name
    elif isinstance(facet.storage, Amounts):
        assert facet.kind is Kind.AMOUNT


@every_facet
def test_the_words_of_a_facet_tell_its_values(facet):
    if facet.kind in (Kind.RANGE, Kind.AMOUNT):
        assert "in 2016" in facet.phrase(["in 2016"])
        return
    one, two = (facet.phrase([value]) for value in values_of_facet(facet)[:2])
    assert one and two and one != two, "two values are told in two ways"


@every_facet
def test_what_is_left_out_is_told_otherwise_than_what_is_asked(facet):
    values = values_of_facet(facet)[:1] if facet.kind not in (Kind.RANGE, Kind.AMOUNT) else ["50"]
    assert facet.without(values) != facet.phrase(values)


@every_facet
def test_a_range_has_spans_and_other_facets_have_none(facet):
    assert bool(facet.buckets) == (facet.kind is Kind.RANGE)
    for bucket in facet.buckets:
        labels = (
            bucket.spans
            or {"year": ("2016",), "quarter": ("2016-Q3",), "month": ("2016-07",)}[bucket.name]
        )
        for label in labels:
            low, high = bucket.bounds(label)
            assert low is None or high is None or low <= high


@every_facet
def test_fixed_values_are_listed(facet):
    assert not facet.is_fixed or len(facet.values()) > 1


def test_filters_are_in_an_order_without_ties():
    ranks = [facet.filter_rank for facet in FILTERS]
    assert ranks == sorted(set(ranks)) and any(facet.is_first_filter for facet in FILTERS)
    assert not [facet for facet in FACETS if facet.is_first_filter and facet.filter_rank is None]


def test_widening_has_an_order_without_ties():
    ranks = [facet.widening_rank for facet in WIDENING]
    assert ranks == sorted(set(ranks))


def test_every_slot_of_the_noun_phrase_is_taken():
    assert {facet.slot for facet in FACETS} == set(Slot)


def test_every_group_is_found_by_its_name():
    for name in groups():
        facet, bucket = group_named(name)
        assert f"{facet.name}:{bucket}" == name if bucket else facet.name == name


@pytest.mark.parametrize("name", ["colour", "decided:week", "case", "procedure:year", "amount"])
def test_what_counts_cannot_be_set_out_by_is_named(name):
    with pytest.raises(LookupError, match=name.partition(":")[0]):
        group_named(name)


def test_a_misspelt_facet_is_answered_with_the_nearest():
    with pytest.raises(LookupError, match="did you mean 'region'"):
        facet_named("regoin")


def test_a_facet_is_itself_alone():
    assert facet_named("region") is facet_named("region") and isinstance(
        facet_named("region"), Facet
    )
