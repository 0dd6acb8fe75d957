"""Counts, intervals and the ladder of wider selections."""

import pytest

from assistant.evidence.tally import Tally, tally, wilson
from assistant.presentation.phrases import filter_in_words
from assistant.retrieval.relaxation import relax
from assistant.retrieval.retriever import reciprocal_rank_fusion
from index.determination import Outcome
from index.facets.body import LATERALITY, REGION
from index.facets.decision import OUTCOME, REPEAT
from index.facets.filter import all_of, one_of, values_of
from index.facets.service import PROCEDURE
from index.store.store import Store


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (0, 0, 0.0, 1.0),
        (49, 439, 0.0855, 0.1446),
    ],
)
def test_the_wilson_interval_has_its_published_values(successes, n, low, high):
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, method 3, gives the same to four digits.
    assert wilson(successes, n) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_a_tally_counts_exactly_the_items_of_the_population(words_store):
    store = Store.open(words_store)
    population = all_of([one_of(PROCEDURE, ["mri"]), one_of(REGION, ["sacrum", "pelvis"])])
    with store.records() as records:
        counts = tally(records, population)
        everything = tally(records)
        rows = records.outcome_rows(population)
    store.close()
    assert counts.n == counts.upheld + counts.overturned == len(rows) and counts.upheld == sum(
        outcome is Outcome.UPHELD for _, _, outcome, _ in rows
    )
    days = [day for *_, day in rows if day]
    assert counts.period == (min(days), max(days)) and counts.undated == len(rows) - len(days)
    assert everything.n == 144 and everything.items == ()


def test_the_ladder_gives_up_the_standing_first_then_goes_to_the_neighbours():
    population = all_of(
        [one_of(PROCEDURE, ["mri"]), one_of(REGION, ["sacrum"]), one_of(REPEAT, ["yes"])]
    )
    assert population and [filter_in_words(step) for step in relax(population)] == [
        "MRI of the sacrum",
        "MRI of the sacrum, coccyx, sacroiliac joint, pelvis, hip or groin",
        "MRI",
        "subcategory Imaging/Radiology",
    ]


def test_a_wider_selection_keeps_the_outcome_that_was_asked_for():
    population = all_of(
        [
            one_of(PROCEDURE, ["mri"]),
            one_of(LATERALITY, ["left"]),
            one_of(OUTCOME, ["overturned"]),
        ]
    )
    assert population
    wider = list(relax(population))
    assert wider and all(values_of(step, OUTCOME) == ("overturned",) for step in wider)


def test_fusion_puts_first_what_both_rankings_put_high():
    assert [name for name, _ in reciprocal_rank_fusion([["a", "b", "c"], ["b", "d", "a"]])] == [
        "b",
        "a",
        "d",
        "c",
    ]


def test_the_interval_of_a_difference_has_its_published_value():
    # Newcombe, Statistics in Medicine 17 (1998) 873-890, table II: 56/70 against 48/80, method 10.
    from assistant.evidence.difference import difference

    def counted(overturned, n):
        return Tally(None, n, n - overturned, overturned, (None, None), 0)

    apart = difference(counted(48, 80), counted(56, 70))
    assert (apart.value, apart.low, apart.high) == (
        pytest.approx(0.2),
        pytest.approx(0.0524, abs=1e-4),
        pytest.approx(0.3339, abs=1e-4),
    )
