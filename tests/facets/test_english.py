"""Every part of a filter shows in its words."""

from datetime import date

import pytest
from filter_strategies import filters
from hypothesis import given

from index.facets.english import in_words, part_in_words
from index.facets.filter import filter_from_json, parts_of, span_of
from index.facets.letter import DECIDED
from index.facets.worker import AGE

MRI, KNEE = {"facet": "procedure", "values": ["mri"]}, {"facet": "region", "values": ["knee"]}
CT, SHOULDER = {"facet": "procedure", "values": ["ct"]}, {"facet": "region", "values": ["shoulder"]}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "all disputed items"),
        ({"all": [MRI, KNEE, {"facet": "repeat", "values": ["yes"]}]}, "repeat MRI of the knee"),
        (
            {"any": [{"all": [MRI, KNEE]}, {"all": [CT, SHOULDER]}]},
            "MRI of the knee or CT of the shoulder",
        ),
        ({"all": [MRI, {"not": KNEE}]}, "MRI, not of the knee"),
        (
            {"any": [MRI, {"facet": "subcategory", "values": ["Opioids"]}]},
            "MRI or subcategory Opioids",
        ),
        (
            {"facet": "decided", "from": "2016-01-01", "to": "2016-12-31"},
            "any service, decided in 2016",
        ),
        (
            {"facet": "decided", "from": "2016-07-01", "to": "2016-12-31"},
            "any service, decided from July 2016 to December 2016",
        ),
        ({"facet": "decided", "from": "2016-07-03"}, "any service, decided since 2016-07-03"),
        ({"facet": "age", "from": 51}, "any service, aged over 50"),
        ({"facet": "age", "to": 49}, "any service, aged under 50"),
        (
            {"facet": "amount", "unit": "sessions", "from": 13},
            "any service, of 13 sessions or more",
        ),
        (
            {"facet": "letter_outcome", "values": ["mixed"]},
            "any service, in letters overturned in part",
        ),
        (
            {"text": ["straight leg raise"], "in": "letter"},
            "any service, in letters that contain “straight leg raise”",
        ),
    ],
)
def test_a_filter_reads_as_people_say_it(value, words):
    assert in_words(filter_from_json(value)) == words


@given(filters)
def test_every_filter_has_words_and_each_of_its_parts_too(node):
    assert in_words(node)
    assert all(part_in_words(part) for part in parts_of(node))


def test_spans_are_told_by_their_names():
    assert in_words(span_of(DECIDED, "2016-07", "month")).endswith("decided in July 2016")
    assert in_words(span_of(AGE, "40-49")).endswith("aged 40 to 49")
    assert span_of(DECIDED, "2016-Q1", "quarter").high == date(2016, 3, 31)
