"""Questions into queries."""

import pytest

from assistant.query import IntentName, OutcomePremise
from assistant.question.reader import read
from index.determination import Outcome
from index.facets.english import in_words
from index.facets.filter import Place, Text


@pytest.mark.parametrize(
    ("question", "asked", "selection"),
    [
        (
            "how are repeat sacrum MRIs usually decided?",
            IntentName.OUTCOMES,
            "repeat MRI of the sacrum",
        ),
        (
            "How often is physical therapy for the lumbar spine overturned?",
            IntentName.OUTCOMES,
            "physical therapy of the lumbar spine",
        ),
        (
            "Which cases about knee MRI were overturned?",
            IntentName.LIST,
            "MRI of the knee, overturned",
        ),
        (
            "Why are muscle relaxants upheld?",
            IntentName.REASONS,
            "subcategory Muscle Relaxant, upheld",
        ),
        (
            "what do reviewers want to see for epidurals",
            IntentName.REQUIREMENTS,
            "epidural steroid injection",
        ),
        ("Norco", IntentName.OUTCOMES, "hydrocodone with acetaminophen"),
        ("opioids", IntentName.OUTCOMES, "subcategory Opioids"),
        (
            "spine injections",
            IntentName.OUTCOMES,
            "category Injection of the cervical spine, thoracic spine or lumbar spine",
        ),
        (
            "L4-5 ESI",
            IntentName.OUTCOMES,
            "epidural steroid injection of the lumbar spine at L4-L5",
        ),
        ("second MRI of the tailbone", IntentName.OUTCOMES, "repeat MRI of the coccyx"),
        ("left shoulder MRI", IntentName.OUTCOMES, "MRI of the left shoulder"),
        ("How many of all denials were overturned?", IntentName.OUTCOMES, "all disputed items"),
        (
            "Is chiro after surgery ever approved?",
            IntentName.OUTCOMES,
            "chiropractic, whose request mentions “post-op” or the like",
        ),
        (
            "How are partly authorized PT requests decided?",
            IntentName.OUTCOMES,
            "physical therapy, partly authorized",
        ),
        (
            "sacroiliac injections",
            IntentName.OUTCOMES,
            "sacroiliac injection of the sacroiliac joint",
        ),
        ("knee injections", IntentName.OUTCOMES, "joint injection of the knee"),
    ],
)
def test_what_is_asked_of_which_selection(question, asked, selection):
    query = read(question).query
    assert (query.intent, in_words(query.filter)) == (asked, selection)


def test_a_case_number_asks_for_that_case_with_the_outcome_taken_for_granted():
    query = read("Why was the MRI overturned in CM17-0000001?").query
    assert (query.intent, query.cases, query.premise) == (
        IntentName.CASE,
        ("CM17-0000001",),
        OutcomePremise(outcome=Outcome.OVERTURNED),
    )


def test_a_letter_without_number_is_asked_for_by_its_file_name():
    assert read("What was decided in sample_111?").query.cases == ("sample_111",)


@pytest.mark.parametrize(
    "question",
    [
        "Will I win my appeal?",
        "What is the settlement value of a back injury?",
        "Which doctor should I choose for my knee?",
        "Should I appeal the MRI denial?",
    ],
)
def test_what_decisions_cannot_tell_is_out_of_scope(question):
    assert read(question).query.intent is IntentName.REFUSE


def test_words_that_no_facet_stands_for_are_kept():
    query = read("How often is positional MRI of the neck overturned?").query
    assert query.unread == ("positional",)


def test_what_reviewers_say_of_words_is_looked_for_in_their_rationales():
    query = read("What do reviewers say about claustrophobia?").query
    assert query.intent is IntentName.PASSAGES and not query.unread
    assert query.filter == Text(text=("claustrophob",), place=Place.RATIONALE)


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "Opioids versus muscle relaxants: which are overturned more often?",
            "subcategory Opioids",
            "subcategory Muscle Relaxant",
        ),
        (
            "Do lumbar MRIs or sacral MRIs do better?",
            "MRI of the lumbar spine",
            "MRI of the sacrum",
        ),
        ("neck vs low back MRI", "MRI of the cervical spine", "MRI of the lumbar spine"),
        ("How do EMG/NCV compare with MRIs?", "EMG or NCS", "MRI"),
    ],
)
def test_a_comparison_has_two_selections(question, first, second):
    query = read(question).query
    assert query.intent is IntentName.OUTCOMES and query.compare
    assert [in_words(each) for each in query.populations] == [first, second]


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        ("accupuncture neck", "acupuncture of the cervical spine"),
        ("Benzodiazepenes", "subcategory Benzodiazepines"),
        ("Voltarin", "diclofenac"),
    ],
)
def test_a_misspelt_word_is_read_as_the_vocabularys_and_said_so(question, selection):
    reading = read(question)
    assert in_words(reading.query.filter) == selection and reading.corrections


@pytest.mark.parametrize(
    ("before", "question", "selection"),
    [
        (
            "How often are MRIs of the lumbar spine overturned?",
            "and for the neck?",
            "MRI of the cervical spine",
        ),
        (
            "How are sacrum MRIs decided?",
            "only the overturned ones",
            "MRI of the sacrum, overturned",
        ),
        ("MRI of the shoulder?", "what about the left one", "MRI of the left shoulder"),
        ("How are opioids decided?", "and muscle relaxants?", "subcategory Muscle Relaxant"),
    ],
)
def test_a_follow_up_takes_over_what_was_asked_before(before, question, selection):
    assert in_words(read(question, read(before)).query.filter) == selection


@pytest.mark.parametrize(
    "question",
    [
        "How often is acupuncture of the neck overturned?",
        "Why was CM16-9000106 upheld?",
    ],
)
def test_a_question_of_its_own_is_no_follow_up(question):
    assert read(question, read("How are sacrum MRIs decided?")) == read(question)


def test_a_refusal_keeps_what_was_asked_so_that_its_counts_can_stand_beside_it():
    before = read("How are sacrum MRIs decided?")
    query = read("Will I win?", before).query
    assert (query.intent, query.filter) == (IntentName.REFUSE, before.query.filter)


def test_years_and_guidelines_are_criteria():
    assert in_words(read("MRIs decided in 2018").query.filter) == "MRI, decided in 2018"
    assert (
        in_words(read("How many MRI decisions cite ACOEM?").query.filter) == "MRI, decided on ACOEM"
    )


def test_a_case_named_twice_is_one_case():
    assert len(read("cm14-9000101 and CM14-9000101").query.cases) == 1


def test_the_years_of_a_trend_are_no_selection():
    query = read(
        "Has the overturn rate for opioids gone up or down from 2016 to 2017, in 2016 and in 2017?"
    ).query
    assert query.group_by == "decided:year" and in_words(query.filter) == "subcategory Opioids"


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        (
            "MRIs other than of the spine",
            "MRI, not of the cervical spine, thoracic spine or lumbar spine",
        ),
        (
            "topical analgesics that are not compounds",
            "subcategory Topical Analgesics, other than Topical Compounds",
        ),
        ("DME excluding braces and TENS units", "category DMEPOS, other than brace or TENS unit"),
        (
            "opioids denied since no functional improvement was documented",
            "subcategory Opioids, for the reason no functional improvement",
        ),
        ("opioids for women over 50", "subcategory Opioids, for women, aged over 50"),
        ("MRI between 2015 and 2017", "MRI, decided from 2015 to 2017"),
        ("UDS since 2016", "urine drug test, decided since 2016"),
        ("lumbar MRI in March 2017", "MRI of the lumbar spine, decided in March 2017"),
        (
            "surgeries reviewed by an orthopedic surgeon",
            "category Surgery, reviewed in Orthopedic Surgery",
        ),
        ("ketoprofen tablets", "ketoprofen (subcategory NSAID)"),
        ("lidocaine patches", "lidocaine, whose request mentions “patch” or “lidoderm”"),
        ("physical therapy of more than 12 visits", "physical therapy, of 13 sessions or more"),
        ("expedited reviews of MRIs", "MRI, of expedited priority"),
        ("PT where some of it was already authorized", "physical therapy, partly authorized"),
        ("MRIs after a slip and fall", "MRI, injured by fall"),
    ],
)
def test_more_than_services_and_regions_selects(question, selection):
    assert in_words(read(question).query.filter) == selection


@pytest.mark.parametrize(
    ("question", "by", "selection"),
    [
        ("opioids by year", "decided:year", "subcategory Opioids"),
        ("monthly numbers for MRI", "decided:month", "MRI"),
        ("Which services are overturned most?", "procedure", "all disputed items"),
        ("PT decisions by the reviewer's specialty", "specialty", "physical therapy"),
    ],
)
def test_decisions_are_set_out_by_a_facet(question, by, selection):
    query = read(question).query
    assert (query.group_by, in_words(query.filter)) == (by, selection)


def test_years_held_against_each_other_are_groups():
    query = read("Was 2017 better than 2016 for physical therapy?").query
    assert query.group_by is None and [in_words(each) for each in query.populations] == [
        "physical therapy, decided in 2017",
        "physical therapy, decided in 2016",
    ]


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        ("why no acupuncture?", "acupuncture, upheld"),
        ("What usually sinks a request for an epidural?", "epidural steroid injection, upheld"),
        ("What tips the balance when PT is approved?", "physical therapy, overturned"),
        ("Quote me why EMG is not approved", "EMG, upheld"),
    ],
)
def test_a_question_for_reasons_takes_an_outcome_for_granted(question, selection):
    query = read(question).query
    assert query.intent is IntentName.REASONS and in_words(query.filter) == selection


def test_an_early_case_number_names_its_case(assistant):
    assert read("Why was IMR 13-900421 overturned?").query.cases == ("IMR 13-900421",)
    answer = assistant.ask("What did IMR 13-900421 decide?")
    assert "IMR 13-900421, item 1" in answer.markdown and "overturned" in answer.markdown
