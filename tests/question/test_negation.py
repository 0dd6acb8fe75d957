"""What a question negates, by one rule for every facet; see `test_generated` for every wording."""

import re

import pytest
from growth import grows_linearly
from hypothesis import given, settings
from hypothesis import strategies as st
from named_values import NAMED, left_out

from assistant.presentation.chips import chips
from assistant.question.reader import read
from assistant.question.scope import Target, scope_of
from index.determination import Outcome
from index.facets.decision import GUIDELINE, PRIORITY, REPEAT, RETROSPECTIVE
from index.facets.english import in_words
from index.facets.filter import not_, one_of, parts_of
from index.facets.letter import DECIDED
from index.facets.service import SUBCATEGORY
from index.facets.worker import SEX
from index.store.store import Store


@pytest.mark.parametrize(("facet", "words", "meant"), NAMED, ids=[words for _, words, _ in NAMED])
def test_a_chip_takes_an_exclusion_away(facet, words, meant):
    reading = read(f"How often are CT scans other than {words} overturned?")
    parts = parts_of(reading.query.filter)
    barred = left_out(meant)
    (chip,) = (each for each in chips(reading) if barred not in parts_of(each.without.query.filter))
    assert chip.facet == getattr(facet, "name", None)
    assert chip.words in in_words(reading.query.filter)
    left = parts_of(chip.without.query.filter)
    assert barred in parts and {*left, barred} == set(parts)


@given(
    st.permutations(
        [
            (facet, words, meant)
            for facet, words, meant in NAMED
            if facet in (REPEAT, RETROSPECTIVE, PRIORITY, GUIDELINE, DECIDED, SEX)
            and not words.startswith("those")
        ]
    ),
    st.sampled_from(
        ["neither {} nor {}", "except {} or {}", "excluding {} and {}", "that were not {} or {}"]
    ),
)
@settings(max_examples=80, deadline=None)
def test_a_list_of_two_leaves_both_out(pairs, wording):
    first = pairs[0]
    second = next(each for each in pairs if each[0] is not first[0])
    query = read(f"How often are knee MRIs {wording.format(first[1], second[1])} overturned?").query
    assert {left_out(first[2]), left_out(second[2])} <= set(parts_of(query.filter))
    assert query.outcome is Outcome.OVERTURNED


@pytest.mark.parametrize(
    ("question", "selection", "outcome"),
    [
        (
            "How often are lumbar MRIs that were not repeats overturned?",
            "MRI of the lumbar spine, not repeat",
            Outcome.OVERTURNED,
        ),
        (
            "MRI requests that were not urgent approved, how many?",
            "MRI, overturned, not of expedited priority",
            Outcome.OVERTURNED,
        ),
        ("How are workers not over 50 decided?", "any service, not aged over 50", None),
        (
            "knee MRIs for workers over 40 but not over 60",
            "MRI of the knee, aged over 40, not aged over 60",
            None,
        ),
        ("knee MRIs for workers over 40 and under 61", "MRI of the knee, aged 41 to 60", None),
        ("MRIs on ACOEM rather than ODG", "MRI, decided on ACOEM, not decided on ODG", None),
        ("MRIs on ACOEM without ODG", "MRI, decided on ACOEM, not decided on ODG", None),
        ("MRIs on ACOEM and not on ODG", "MRI, decided on ACOEM, not decided on ODG", None),
        ("EMG not NCS", "EMG, other than NCS", None),
        ("EMG but no nerve conduction study", "EMG, other than NCS", None),
        (
            "spine MRIs except lumbar",
            "MRI of the cervical spine or thoracic spine, not of the lumbar spine",
            None,
        ),
        (
            "spine MRIs minus lumbar",
            "MRI of the cervical spine or thoracic spine, not of the lumbar spine",
            None,
        ),
        (
            "MRI of the spine, not the lumbar",
            "MRI of the cervical spine or thoracic spine, not of the lumbar spine",
            None,
        ),
        (
            "MRIs upheld, but not for lack of red flags",
            "MRI, not for the reason no red flags",
            Outcome.UPHELD,
        ),
        ("MRIs neither repeated nor retrospective", "prospective MRI, not repeat", None),
        (
            "excluding repeats, how often are lumbar MRIs overturned",
            "MRI of the lumbar spine, not repeat",
            Outcome.OVERTURNED,
        ),
        (
            "lumbar MRIs by year excluding 2016",
            "MRI of the lumbar spine, not decided in 2016",
            None,
        ),
        (
            "knee MRIs reviewed by someone other than an orthopedist",
            "MRI of the knee, not reviewed in Orthopedic Surgery",
            None,
        ),
        (
            "How many knee MRIs were not overturned in 2016?",
            "MRI of the knee, upheld, decided in 2016",
            Outcome.UPHELD,
        ),
        (
            "Neither knee MRIs nor shoulder MRIs were approved, why?",
            "MRI of the knee or shoulder, upheld",
            Outcome.UPHELD,
        ),
        # What only looks like a negation.
        (
            "Is it not only knee MRIs but also CTs that get overturned?",
            "MRI or CT of the knee",
            Outcome.OVERTURNED,
        ),
        ("Why not knee MRIs?", "MRI of the knee, upheld", Outcome.UPHELD),
        ("I am not sure how knee MRIs are decided", "MRI of the knee", None),
        (
            "Are knee MRIs approved whether or not they are repeats?",
            "MRI of the knee",
            Outcome.OVERTURNED,
        ),
        (
            "Why was the knee MRI not medically necessary?",
            "MRI of the knee, upheld",
            Outcome.UPHELD,
        ),
        ("Why weren't repeat MRIs approved?", "repeat MRI, upheld", Outcome.UPHELD),
        ("Aren't knee MRIs usually approved?", "MRI of the knee", Outcome.OVERTURNED),
        ("Are not all knee MRIs denied?", "MRI of the knee", Outcome.UPHELD),
        (
            "How many knee MRIs for women were not approved on ACOEM?",
            "MRI of the knee, decided on ACOEM, upheld, for women",
            Outcome.UPHELD,
        ),
        ("non-steroidal anti-inflammatory drugs", "subcategory NSAID", None),
        (
            "MRIs denied because no red flags were found",
            "MRI, for the reason no red flags",
            Outcome.UPHELD,
        ),
        (
            "physical therapy for somebody who had had no physical therapy before",
            "first-time physical therapy",
            None,
        ),
        ("don't leave out repeats: how many knee MRIs are there", "repeat MRI of the knee", None),
    ],
)
def test_a_negation_is_bound_to_the_nearest_value(question, selection, outcome):
    query = read(question).query
    assert (in_words(query.filter), query.outcome) == (selection, outcome)


def test_an_exclusion_that_no_criterion_can_say_is_named_and_narrows_nothing():
    query = read("How often are imaging requests other than lumbar MRIs overturned?").query
    assert (in_words(query.filter), query.unread) == (
        "subcategory Imaging/Radiology",
        ("other than lumbar MRIs",),
    )


def test_a_value_and_its_exclusion_are_held_against_each_other():
    opioids = one_of(SUBCATEGORY, ["Opioids"])
    query = read("Are opioids overturned more often vs non-opioids?").query
    assert query.populations == (opioids, not_(opioids))


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["not ", "except knee MRI, ", "2016 except ", "repeat not ", "neither nor "]
)
def test_the_time_for_negations_grows_with_the_words(piece):
    assert grows_linearly(
        lambda words: scope_of(
            words,
            [
                Target(DECIDED, ("2016",), match.start(), match.end())
                for match in re.finditer("2016|repeat|knee", words)
            ],
        ),
        piece,
    )


def test_what_is_left_out_and_what_is_asked_for_are_all_items(words_store):
    with Store.open(words_store).records() as records:
        every = len(records.item_records(None))
        wrong = [
            words
            for _, words, meant in NAMED
            if len(records.item_records(meant)) + len(records.item_records(left_out(meant)))
            != every
        ]
    assert not wrong
