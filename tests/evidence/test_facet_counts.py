"""The live counts beside the filters."""

import json

import pytest
from conftest import add, item_text, letter_text

from assistant.__main__ import main
from assistant.evidence.facet_counts import FILTERS, facet_counts
from assistant.evidence.tally import tally
from index.facets.body import REGION
from index.facets.decision import OUTCOME, REPEAT
from index.facets.filter import (
    AnyOf,
    all_of,
    any_in_group,
    between,
    in_group,
    not_,
    one_of,
    parts_of,
    without_facet,
)
from index.facets.letter import CASE
from index.facets.registry import facet_of_group, groups
from index.facets.service import PROCEDURE
from index.facets.worker import AGE, AGES
from index.store.store import Store

MRI = one_of(PROCEDURE, ["mri"])
SACRUM = one_of(REGION, ["sacrum"])


@pytest.fixture(scope="module")
def records(words_store):
    store = Store.open(words_store)
    with store.records() as records:
        yield records
    store.close()


@pytest.mark.parametrize(
    "population",
    [
        None,
        MRI,
        all_of([MRI, SACRUM, one_of(OUTCOME, ["upheld"]), not_(one_of(REPEAT, ["no"]))]),
        all_of([AnyOf(any=(MRI, SACRUM)), between(AGE, 40, None)]),
    ],
    ids=str,
)
def test_each_count_is_that_of_the_population_with_the_value_chosen_instead(records, population):
    by_group = facet_counts(records, population, [*FILTERS, *groups(), "case", "position"])
    assert sum(map(bool, by_group.values())) > 10
    for group, counts in by_group.items():
        rest = without_facet(population, facet_of_group(group)[0])
        for count in counts:
            right = tally(records, all_of([*parts_of(rest), in_group(group, count.value)]))
            assert (count.n, count.upheld, count.overturned) == (
                right.n,
                right.upheld,
                right.overturned,
            ), (group, count)


def test_the_most_frequent_values_come_first_and_no_more_than_asked_for(records):
    regions = facet_counts(records, MRI, ["region"], limit=3)["region"]
    assert len(regions) == 3 and [region.n for region in regions] == sorted(
        (region.n for region in regions), reverse=True
    )
    everything = facet_counts(records, MRI, ["region"], limit=100)["region"]
    assert regions[0].n == max(count.n for count in everything) and {
        count.value for count in everything
    } > {region.value for region in regions}


def test_a_value_that_is_selected_is_listed_however_rare_and_spans_too(records):
    span = "2014-01-01/2016-12-31"
    population = all_of([any_in_group("decided:year", [span, "1990"]), MRI, SACRUM])
    counts = facet_counts(records, population, ["decided:year", "region"], limit=1)
    years = {facet_count.value: facet_count for facet_count in counts["decided:year"]}
    assert years[span].selected and years["1990"].selected
    assert years[span].n and not years["1990"].n
    assert any(
        facet_count.value == "sacrum" and facet_count.selected for facet_count in counts["region"]
    )


def test_other_values_of_a_chosen_facet_stay_to_be_chosen_and_what_is_excluded_stays_out(
    records,
):
    population = all_of([MRI, not_(one_of(REGION, ["knee"]))])
    counts = facet_counts(records, population, ["procedure", "region"], limit=100)
    assert len(counts["procedure"]) > 5
    assert [facet_count.value for facet_count in counts["procedure"] if facet_count.selected] == [
        "mri"
    ]
    assert "knee" not in {facet_count.value for facet_count in counts["region"]}
    assert not any(facet_count.selected for facet_count in counts["region"])


def test_ages_are_counted_by_spans_that_hold_every_item_with_an_age(records):
    aged = sum(record.age is not None for record in records.item_records())
    counts = facet_counts(records, None, ["age:span"])["age:span"]
    assert (
        aged
        and sum(facet_count.n for facet_count in counts) == aged
        and {facet_count.value for facet_count in counts} <= set(AGES.spans)
    )


def test_a_selection_without_items_has_no_values_but_those_it_names(records):
    nothing = all_of([one_of(CASE, ["CM99-0000000"]), MRI])
    counts = facet_counts(records, nothing)
    assert [(facet_count.value, facet_count.n) for facet_count in counts["procedure"]] == [
        ("mri", 0)
    ]
    assert not any(counts[group] for group in FILTERS if group != "procedure")


def test_the_command_prints_the_counts_of_a_query_or_of_all_items(words_store, capsys):
    query = json.dumps({"intent": "outcomes", "filter": MRI.as_json()})
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
    printed = json.loads(capsys.readouterr().out)
    assert list(printed["facets"]) == ["region", "outcome"] and printed["selection"] == "MRI"
    assert {value["value"] for value in printed["facets"]["outcome"]} == {"upheld", "overturned"}
    assert main(["facets", "--store", str(words_store)]) == 0
    assert list(json.loads(capsys.readouterr().out)["facets"]) == list(FILTERS)
    assert main(["facets", "--query", "{}", "--store", str(words_store)]) == 2
    assert "intent" in capsys.readouterr().err


def test_letters_that_come_in_are_counted_at_once(write_letter, tmp_path):
    add(tmp_path / "s", write_letter("a.txt", letter_text(item_text("MRI of the left knee"))))
    for amount in (1, 2):
        store = Store.open(tmp_path / "s")
        with store.records() as records:
            for _ in range(2):
                assert [
                    (facet_count.value, facet_count.n)
                    for facet_count in facet_counts(records, None, ["procedure"])["procedure"]
                ] == [("mri", amount)]
        store.close()
        add(
            tmp_path / "s",
            write_letter(
                "b.txt", letter_text(item_text("MRI of the right knee"), case="CM16-0000002")
            ),
        )
