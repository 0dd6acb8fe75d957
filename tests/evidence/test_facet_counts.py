"""The live counts beside the filters."""

import json

import pytest
from conftest import add, item_text, letter_text

from assistant.__main__ import main
from assistant.evidence.facet_counts import FILTERS, facet_counts
from assistant.evidence.tally import tally
from assistant.question.flat import Criterion, Facet, Selection
from index.store.sqlite.facet_values import AGES
from index.store.store import Store

MRI = Criterion(Facet.PROCEDURE, ("mri",))
SACRUM = Criterion(Facet.REGION, ("sacrum",))


@pytest.fixture(scope="module")
def records(words_store):
    store = Store.open(words_store)
    with store.records() as records:
        yield records
    store.close()


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection((MRI,)),
        Selection(
            (
                MRI,
                SACRUM,
                Criterion(Facet.OUTCOME, ("upheld",)),
                Criterion(Facet.REPEAT, ("no",), True),
            )
        ),
    ],
)
def test_each_count_is_that_of_the_selection_with_the_value_chosen_instead(records, selection):
    found = facet_counts(records, selection, [*FILTERS, Facet.MONTH, Facet.CASE, Facet.POSITION])
    assert sum(map(bool, found.values())) > 10
    for facet, counts in found.items():
        for count in counts:
            right = tally(
                records,
                Selection((*selection.but(facet).criteria, Criterion(facet, (count.value,)))),
            )
            assert (count.n, count.upheld, count.overturned) == (
                right.n,
                right.upheld,
                right.overturned,
            ), (facet, count)


def test_the_most_frequent_values_come_first_and_no_more_than_asked_for(records):
    regions = facet_counts(records, Selection((MRI,)), [Facet.REGION], limit=3)[Facet.REGION]
    assert len(regions) == 3 and [each.n for each in regions] == sorted(
        (each.n for each in regions), reverse=True
    )
    everything = facet_counts(records, Selection((MRI,)), [Facet.REGION], limit=100)[Facet.REGION]
    assert regions[0].n == max(each.n for each in everything) and {
        each.value for each in everything
    } > {each.value for each in regions}


def test_a_value_that_is_selected_is_listed_however_rare_spans_and_own_words_too(records):
    selection = Selection(
        (
            Criterion(Facet.YEAR, ("2014-2016", "1990")),
            Criterion(Facet.MENTIONS, ("mri|magnetic",)),
            Criterion(Facet.PROCEDURE, ("mri",)),
            Criterion(Facet.REGION, ("sacrum",)),
        )
    )
    counts = facet_counts(records, selection, [Facet.YEAR, Facet.MENTIONS, Facet.REGION], limit=1)
    assert {each.value: each.selected for each in counts[Facet.YEAR]}.items() >= {
        "2014-2016": True,
        "1990": True,
    }.items()
    assert next(each.n for each in counts[Facet.YEAR] if each.value == "1990") == 0
    assert [each.value for each in counts[Facet.MENTIONS]] == ["mri|magnetic"] and counts[
        Facet.MENTIONS
    ][0].n > 0
    assert any(each.value == "sacrum" and each.selected for each in counts[Facet.REGION])


def test_other_values_of_a_chosen_facet_stay_to_be_chosen_and_what_is_excluded_stays_out(
    records,
):
    selection = Selection(
        (Criterion(Facet.PROCEDURE, ("mri",)), Criterion(Facet.REGION, ("knee",), True))
    )
    counts = facet_counts(records, selection, [Facet.PROCEDURE, Facet.REGION], limit=100)
    assert (
        len(counts[Facet.PROCEDURE]) > 5
        and sum(each.selected for each in counts[Facet.PROCEDURE]) == 1
    )
    assert "knee" not in {each.value for each in counts[Facet.REGION]} and not any(
        each.selected for each in counts[Facet.REGION]
    )


def test_ages_are_counted_by_spans_that_hold_every_item_with_an_age(records):
    aged = sum(record.age is not None for record in records.item_records())
    counts = facet_counts(records, Selection(), [Facet.AGE])[Facet.AGE]
    assert (
        aged
        and sum(each.n for each in counts) == aged
        and {each.value for each in counts} <= set(AGES)
    )


def test_a_selection_without_items_has_no_values_but_those_it_names(records):
    nothing = Selection((Criterion(Facet.CASE, ("CM99-0000000",)), MRI))
    counts = facet_counts(records, nothing)
    assert [(each.value, each.n) for each in counts[Facet.PROCEDURE]] == [("mri", 0)]
    assert not any(counts[facet] for facet in FILTERS if facet is not Facet.PROCEDURE)


def test_the_command_prints_the_counts_of_a_query_or_of_all_items(words_store, capsys):
    query = json.dumps({"asked": "tally", "selection": [{"facet": "procedure", "values": ["mri"]}]})
    assert (
        main(
            [
                "facets",
                "--query",
                query,
                "--facet",
                "region",
                "--facet",
                "outcome",
                "--store",
                str(words_store),
            ]
        )
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert list(told["facets"]) == ["region", "outcome"] and told["selection"] == "MRI"
    assert {each["value"] for each in told["facets"]["outcome"]} == {"upheld", "overturned"}
    assert main(["facets", "--store", str(words_store)]) == 0
    assert list(json.loads(capsys.readouterr().out)["facets"]) == [facet.value for facet in FILTERS]
    assert main(["facets", "--query", "{}", "--store", str(words_store)]) == 2
    assert "asked" in capsys.readouterr().err


def test_letters_that_come_in_are_counted_at_once(write_letter, tmp_path):
    add(tmp_path / "s", write_letter("a.txt", letter_text(item_text("MRI of the left knee"))))
    for amount in (1, 2):
        store = Store.open(tmp_path / "s")
        with store.records() as records:
            for _ in range(2):
                assert [
                    (each.value, each.n)
                    for each in facet_counts(records, Selection(), [Facet.PROCEDURE])[
                        Facet.PROCEDURE
                    ]
                ] == [("mri", amount)]
        store.close()
        add(
            tmp_path / "s",
            write_letter(
                "b.txt", letter_text(item_text("MRI of the right knee"), case="CM16-0000002")
            ),
        )
