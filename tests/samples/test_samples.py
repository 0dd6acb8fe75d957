"""The sample letters and their labels."""

import json

import pytest

from index.determination import fold
from index.extraction.describe import describe
from index.layouts import parse_letter
from index.readers import read_letter
from index.samples import GOLD, LETTERS

FILES = sorted(LETTERS.iterdir())
LABELS = [json.loads(line) for line in GOLD.read_text().splitlines()]


@pytest.fixture(scope="module")
def parsed():
    return {
        determination.case: (determination, letter)
        for letter in map(read_letter, FILES)
        for determination in [parse_letter(letter)]
    }


def test_there_are_at_least_fifty_letters_some_of_them_pdf():
    assert len(FILES) >= 50 and sum(path.suffix == ".pdf" for path in FILES) >= 3
    assert len(LABELS) >= 140


def test_every_letter_says_in_its_first_line_that_it_is_fictional(parsed):
    assert all(
        letter.text.lstrip().split("\n")[0].startswith("FICTIONAL SAMPLE LETTER")
        and determination.fictional
        for determination, letter in parsed.values()
    )


def test_every_labelled_item_is_found_with_its_request_and_outcome_and_none_is_invented(parsed):
    read_items = {
        (case, item.position): (item.request.text, item.disputed, item.outcome.value)
        for case, (determination, _) in parsed.items()
        for item in determination.items
    }
    assert read_items == {
        (label["case"], label["item"]): (label["request"], label["disputed"], label["outcome"])
        for label in LABELS
    }


def test_every_label_quotes_its_letter(parsed):
    for label in LABELS:
        determination, _ = parsed[label["case"]]
        assert fold(label["quote"]) in determination.items[label["item"] - 1].rationale.text, (
            label["case"],
            label["item"],
        )


def test_repeat_sacrum_mris_are_found_both_ways_decided(parsed):
    wanted = {
        (label["case"], label["item"], label["outcome"])
        for label in LABELS
        if "mri" in label["procedures"]
        and "sacrum" in label["regions"]
        and label["repeat"] == "yes"
    }
    repeats = {
        (case, item.position, item.outcome.value)
        for case, (determination, letter) in parsed.items()
        for item, facets in zip(
            determination.items, describe(determination, letter.text), strict=True
        )
        if "mri" in facets.procedures and "sacrum" in facets.regions and facets.repeat == "yes"
    }
    assert repeats == wanted and {outcome for *_, outcome in repeats} == {"upheld", "overturned"}


def test_the_letters_show_every_layout_that_is_read(parsed):
    layouts = [determination.layout for determination, _ in parsed.values()]
    assert {name: layouts.count(name) for name in set(layouts)} == {
        "case number": 46,
        "numbered decisions": 4,
        "medical professional review": 3,
        "notice": 4,
    }
