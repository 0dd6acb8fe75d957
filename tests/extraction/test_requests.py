"""Requests as letters word them against what they ask for: vocabulary and rules, measured."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from index.extraction.category import categorize
from index.extraction.procedures import procedures

REQUESTS = yaml.safe_load(Path(__file__).with_name("requests.yaml").read_text("utf-8"))


@pytest.mark.parametrize("part", REQUESTS)
def test_requests_are_read_as_what_they_ask_for(part):
    hits = given = categories = subcategories = 0
    wanted = [
        (category, sub, request, names)
        for category, subs in REQUESTS[part].items()
        for sub, requests in subs.items()
        for request, names in requests.items()
    ]
    for category, sub, request, names in wanted:
        found = procedures(SimpleNamespace(disputed=request))
        place = categorize(found, request)
        hits += len(set(found) & set(names))
        given += len(set(found)) + len(set(names))
        categories += place is not None and place.category == category
        subcategories += place is not None and (place.category, place.subcategory) == (
            category,
            sub,
        )
    assert len(wanted) >= 150
    assert 2 * hits / given >= 0.97
    assert categories / len(wanted) >= 0.97
    assert subcategories / len(wanted) >= 0.96
