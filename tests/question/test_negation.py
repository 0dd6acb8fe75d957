"""What a question negates: every facet, every wording, one rule."""

import re

import pytest
from growth import grows_linearly
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.presentation.chips import chips
from assistant.question.draft import Asked
from assistant.question.flat import Criterion, Facet, Selection, declared
from assistant.question.reader import read
from assistant.question.scope import Target, scope_of
from assistant.question.understand import understand
from index.determination import Outcome
from index.facets.english import in_words
from index.facets.filter import not_, parts_of
from index.store.store import Store
from index.vocabulary import load

# Of each facet a few values: the words for it, and what is to be left out, or asked for instead.
_VALUES: dict[Facet, list[tuple[str, Criterion]]] = {
    Facet.PROCEDURE: [
        ("acupuncture", Criterion(Facet.PROCEDURE, ("acupuncture",), True)),
        ("tramadol", Criterion(Facet.PROCEDURE, ("tramadol",), True)),
    ],
    Facet.REGION: [
        ("the lumbar spine", Criterion(Facet.REGION, ("lumbar spine",), True)),
        ("the knee", Criterion(Facet.REGION, ("knee",), True)),
    ],
    Facet.LEVEL: [
        ("L4-5", Criterion(Facet.LEVEL, ("L4-L5",), True)),
        ("C5-C6", Criterion(Facet.LEVEL, ("C5-C6",), True)),
    ],
    Facet.LATERALITY: [
        ("the left side", Criterion(Facet.LATERALITY, ("left",), True)),
        ("bilateral ones", Criterion(Facet.LATERALITY, ("bilateral",), True)),
    ],
    Facet.CATEGORY: [
        ("surgery", Criterion(Facet.CATEGORY, ("Surgery",), True)),
        ("DMEPOS", Criterion(Facet.CATEGORY, ("DMEPOS",), True)),
    ],
    Facet.SUBCATEGORY: [
        ("opioids", Criterion(Facet.SUBCATEGORY, ("Opioids",), True)),
        ("muscle relaxants", Criterion(Facet.SUBCATEGORY, ("Muscle Relaxant",), True)),
    ],
    Facet.REPEAT: [
        ("repeats", Criterion(Facet.REPEAT, ("yes",), True)),
        ("repeat requests", Criterion(Facet.REPEAT, ("yes",), True)),
    ],
    Facet.RETROSPECTIVE: [
        ("retrospective requests", Criterion(Facet.RETROSPECTIVE, ("no",))),
        ("prospective ones", Criterion(Facet.RETROSPECTIVE, ("yes",))),
    ],
    Facet.PARTLY_AUTHORIZED: [
        ("partly authorized ones", Criterion(Facet.PARTLY_AUTHORIZED, ("no",))),
        ("partially certified requests", Criterion(Facet.PARTLY_AUTHORIZED, ("no",))),
    ],
    Facet.GUIDELINE: [
        ("ODG", Criterion(Facet.GUIDELINE, ("ODG",), True)),
        ("those decided on ACOEM", Criterion(Facet.GUIDELINE, ("ACOEM",), True)),
    ],
    Facet.REASON: [
        ("lack of red flags", Criterion(Facet.REASON, ("no red flags",), True)),
        (
            "insufficient documentation",
            Criterion(Facet.REASON, ("insufficient documentation",), True),
        ),
    ],
    Facet.SPECIALTY: [
        (
            "those reviewed by orthopedists",
            Criterion(Facet.SPECIALTY, ("Orthopedic Surgery",), True),
        ),
        (
            "reviewers in occupational medicine",
            Criterion(Facet.SPECIALTY, ("Occupational Medicine",), True),
        ),
    ],
    Facet.YEAR: [
        ("2016", Criterion(Facet.YEAR, ("2016",), True)),
        ("those decided after 2016", Criterion(Facet.YEAR, ("-2016",))),
    ],
    Facet.MONTH: [
        ("December 2016", Criterion(Facet.MONTH, ("2016-12",), True)),
        ("those decided since March 2017", Criterion(Facet.MONTH, ("/2017-02",))),
    ],
    Facet.PRIORITY: [
        ("urgent ones", Criterion(Facet.PRIORITY, ("Expedited",), True)),
        ("expedited reviews", Criterion(Facet.PRIORITY, ("Expedited",), True)),
    ],
    Facet.SEX: [
        ("women", Criterion(Facet.SEX, ("female",), True)),
        ("men", Criterion(Facet.SEX, ("male",), True)),
    ],
    Facet.AGE: [
        ("workers over 50", Criterion(Facet.AGE, ("-50",))),
        ("workers under 30", Criterion(Facet.AGE, ("30-",))),
    ],
    Facet.MECHANISM: [
        ("falls", Criterion(Facet.MECHANISM, ("fall",), True)),
        ("car accidents", Criterion(Facet.MECHANISM, ("motor vehicle",), True)),
    ],
    Facet.AMOUNT: [
        ("more than 12 visits", Criterion(Facet.AMOUNT, ("sessions:-12",))),
        ("60 tablets or more", Criterion(Facet.AMOUNT, ("units:-59",))),
    ],
    Facet.MENTIONS: [
        ("postoperative ones", None),
        ("associated surgical services", Criterion(Facet.MENTIONS, ("associated surgical",), True)),
    ],
}
_VALUES[Facet.MENTIONS][0] = (
    "postoperative ones",
    Criterion(
        Facet.MENTIONS,
        (next(value for value in load("phrases")["mentions"] if value.startswith("post-op")),),
        True,
    ),
)
_WORDINGS = (
    "{s} except {p}",
    "{s} other than {p}",
    "{s} excluding {p}",
    "{s} without {p}",
    "{s}, not {p},",
    "{s}, but not {p},",
    "{s} rather than {p}",
    "{s} minus {p}",
    "{s} aside from {p}",
    "{s} apart from {p}",
    "{s} unless {p}",
    "{s} with the exception of {p}",
    "{s} that were not {p}",
    "{s} that weren't {p}",
    "{s} instead of {p}",
    "{s} but no {p}",
    "{s}, not counting {p},",
    "{s} ({p} excluded)",
)
_ASKING = (
    ("How often are {} overturned?", Outcome.OVERTURNED),
    ("How many {} were upheld?", Outcome.UPHELD),
    ("Are {} usually approved?", Outcome.OVERTURNED),
)
_GRID = [
    (facet, words, criterion) for facet, values in _VALUES.items() for words, criterion in values
]


def _subject(facet: Facet) -> str:
    return "CT scans" if facet is not Facet.LEVEL else "discograms"


@pytest.mark.parametrize(
    ("facet", "words", "left_out"), _GRID, ids=[words for _, words, _ in _GRID]
)
def test_what_is_negated_is_left_out_and_changes_nothing_else(facet, words, left_out):
    subject = _subject(facet)
    for place, wording in enumerate(_WORDINGS):
        asking, outcome = _ASKING[place % len(_ASKING)]
        question, plain = (
            asking.format(told) for told in (wording.format(s=subject, p=words), subject)
        )
        query, without = understand(question), understand(plain)
        assert left_out in query.selection.criteria, question
        assert set(query.selection.criteria) - {left_out} == set(without.selection.criteria), (
            question
        )
        assert (query.claimed, query.unmatched) == (outcome, ()), question


@pytest.mark.parametrize(
    ("facet", "words", "left_out"), _GRID, ids=[words for _, words, _ in _GRID]
)
def test_a_chip_takes_an_exclusion_away(facet, words, left_out):
    reading = read(f"How often are CT scans other than {words} overturned?")
    parts = parts_of(reading.query.filter)
    (chip,) = (
        each
        for each in chips(reading)
        if left_out.filter not in parts_of(each.without.query.filter)
    )
    assert chip.facet == getattr(declared(facet), "name", None)
    assert chip.words in in_words(reading.query.filter)
    left = parts_of(chip.without.query.filter)
    assert left_out.filter in parts and {*left, left_out.filter} == set(parts)


@given(
    st.permutations(
        [
            (facet, words, criterion)
            for facet, words, criterion in _GRID
            if facet
            in (
                Facet.REPEAT,
                Facet.RETROSPECTIVE,
                Facet.PRIORITY,
                Facet.GUIDELINE,
                Facet.YEAR,
                Facet.SEX,
            )
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
    query = understand(f"How often are knee MRIs {wording.format(first[1], second[1])} overturned?")
    assert {first[2], second[2]} <= set(
        query.selection.criteria
    ) and query.claimed is Outcome.OVERTURNED


@pytest.mark.parametrize(
    ("question", "selection", "claimed"),
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
        ("How are workers not over 50 decided?", "any service, aged under 51", None),
        (
            "knee MRIs for workers over 40 but not over 60",
            "MRI of the knee, aged over 40, aged under 61",
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
def test_a_negation_is_bound_to_the_nearest_value(question, selection, claimed):
    query = understand(question)
    assert (in_words(query.selection.filter), query.claimed) == (selection, claimed)


def test_an_exclusion_that_no_criterion_can_say_is_named_and_narrows_nothing():
    query = understand("How often are imaging requests other than lumbar MRIs overturned?")
    assert (in_words(query.selection.filter), query.unmatched) == (
        "subcategory Imaging/Radiology",
        ("other than lumbar MRIs",),
    )


def test_a_value_and_its_exclusion_are_held_against_each_other():
    query = understand("Are opioids overturned more often vs non-opioids?")
    assert query.asked is Asked.COMPARISON and query.against == Selection(
        (Criterion(Facet.SUBCATEGORY, ("Opioids",), True),)
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["not ", "except knee MRI, ", "2016 except ", "repeat not ", "neither nor "]
)
def test_the_time_for_negations_grows_with_the_words(piece):
    assert grows_linearly(
        lambda words: scope_of(
            words,
            [
                Target(Facet.YEAR, ("2016",), match.start(), match.end())
                for match in re.finditer("2016|repeat|knee", words)
            ],
        ),
        piece,
    )


@pytest.mark.parametrize(
    "left_out", [criterion for _, _, criterion in _GRID], ids=[words for _, words, _ in _GRID]
)
def test_what_is_left_out_and_what_is_asked_for_are_all_items(words_store, left_out):
    with Store.open(words_store).records() as records:
        every, kept, asked = (
            len(records.item_records(population))
            for population in (None, left_out.filter, not_(left_out.filter))
        )
    assert kept + asked == every
