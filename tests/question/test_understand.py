"""Questions into queries."""

import pytest

from assistant.question.draft import Asked
from assistant.question.understand import understand
from index.determination import Outcome
from index.facets.english import in_words


@pytest.mark.parametrize(
    ("question", "asked", "selection"),
    [
        ("how are repeat sacrum MRIs usually decided?", Asked.TALLY, "repeat MRI of the sacrum"),
        (
            "How often is physical therapy for the lumbar spine overturned?",
            Asked.TALLY,
            "physical therapy of the lumbar spine",
        ),
        ("Which cases about knee MRI were overturned?", Asked.CASES, "MRI of the knee, overturned"),
        ("Why are muscle relaxants upheld?", Asked.REASONS, "subcategory Muscle Relaxant, upheld"),
        (
            "what do reviewers want to see for epidurals",
            Asked.REQUIREMENTS,
            "epidural steroid injection",
        ),
        ("Norco", Asked.TALLY, "hydrocodone with acetaminophen"),
        ("opioids", Asked.TALLY, "subcategory Opioids"),
        (
            "spine injections",
            Asked.TALLY,
            "category Injection of the cervical spine, thoracic spine or lumbar spine",
        ),
        ("L4-5 ESI", Asked.TALLY, "epidural steroid injection of the lumbar spine at L4-L5"),
        ("second MRI of the tailbone", Asked.TALLY, "repeat MRI of the coccyx"),
        ("left shoulder MRI", Asked.TALLY, "MRI of the left shoulder"),
        ("How many of all denials were overturned?", Asked.TALLY, "all disputed items"),
        ("Is chiro after surgery ever approved?", Asked.TALLY, "chiropractic"),
        (
            "How are partly authorized PT requests decided?",
            Asked.TALLY,
            "physical therapy, partly authorized",
        ),
        ("sacroiliac injections", Asked.TALLY, "sacroiliac injection of the sacroiliac joint"),
        ("knee injections", Asked.TALLY, "joint injection of the knee"),
    ],
)
def test_what_is_asked_of_which_selection(question, asked, selection):
    query = understand(question)
    assert (query.asked, in_words(query.selection.filter)) == (asked, selection)


def test_a_case_number_asks_for_that_case_with_the_outcome_taken_for_granted():
    query = understand("Why was the MRI overturned in CM17-0000001?")
    assert (query.asked, query.cases, query.claimed) == (
        Asked.CASE,
        ("CM17-0000001",),
        Outcome.OVERTURNED,
    )


def test_a_letter_without_number_is_asked_for_by_its_file_name():
    assert understand("What was decided in sample_111?").cases == ("sample_111",)


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
    assert understand(question).asked is Asked.OUT_OF_SCOPE


def test_words_that_no_facet_stands_for_are_kept():
    query = understand("How often is positional MRI of the neck overturned?")
    assert query.unmatched == ("positional",)


def test_a_question_in_words_unknown_to_the_index_goes_to_the_passages():
    query = understand("What do reviewers say about claustrophobia?")
    assert (query.asked, query.unmatched) == (Asked.PASSAGES, ("claustrophobia",))


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
    query = understand(question)
    assert query.asked is Asked.COMPARISON
    assert (in_words(query.selection.filter), in_words(query.against.filter)) == (
        first,
        second,
    )


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("accupuncture neck", "acupuncture of the cervical spine"),
        ("Benzodiazepenes", "subcategory Benzodiazepines"),
        ("Voltarin", "diclofenac"),
    ],
)
def test_a_misspelt_word_is_read_as_the_vocabularys_and_said_so(question, read):
    query = understand(question)
    assert in_words(query.selection.filter) == read and query.respelt


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
    from assistant.question.conversation import follows, standing_alone

    first, query = understand(before), understand(question)
    assert follows(query, first)
    assert in_words(standing_alone(query, first).selection.filter) == selection


@pytest.mark.parametrize(
    "question",
    [
        "How often is acupuncture of the neck overturned?",
        "Why was CM16-9000106 upheld?",
        "Will I win?",
    ],
)
def test_a_question_of_its_own_is_no_follow_up(question):
    from assistant.question.conversation import follows

    assert not follows(understand(question), understand("How are sacrum MRIs decided?"))


def test_years_and_guidelines_are_criteria():
    assert in_words(understand("MRIs decided in 2018").selection.filter) == "MRI, decided in 2018"
    assert (
        in_words(understand("How many MRI decisions cite ACOEM?").selection.filter)
        == "MRI, decided on ACOEM"
    )


def test_a_case_named_twice_is_one_case():
    assert len(understand("cm14-9000101 and CM14-9000101").cases) == 1


def test_the_years_of_a_trend_are_no_selection():
    query = understand(
        "Has the overturn rate for opioids gone up or down from 2016 to 2017, in 2016 and in 2017?"
    )
    assert query.asked is Asked.TREND and in_words(query.selection.filter) == "subcategory Opioids"


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
        ("lidocaine patches", "lidocaine, whose request mentions “patch”"),
        ("physical therapy of more than 12 visits", "physical therapy, of 13 sessions or more"),
        ("expedited reviews of MRIs", "MRI, of expedited priority"),
        ("PT where some of it was already authorized", "physical therapy, partly authorized"),
        ("MRIs after a slip and fall", "MRI, injured by fall"),
    ],
)
def test_more_than_services_and_regions_selects(question, selection):
    assert in_words(understand(question).selection.filter) == selection


@pytest.mark.parametrize(
    ("question", "by", "selection"),
    [
        ("opioids by year", "year", "subcategory Opioids"),
        ("monthly numbers for MRI", "month", "MRI"),
        ("Which services are overturned most?", "procedure", "all disputed items"),
        ("PT decisions by the reviewer's specialty", "specialty", "physical therapy"),
        ("Was 2017 better than 2016 for physical therapy?", "year", "physical therapy"),
    ],
)
def test_decisions_are_set_out_by_a_facet(question, by, selection):
    query = understand(question)
    assert (query.by, in_words(query.selection.filter)) == (by, selection)


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
    query = understand(question)
    assert query.asked is Asked.REASONS and in_words(query.selection.filter) == selection


def test_an_early_case_number_names_its_case(assistant):
    assert understand("Why was IMR 13-900421 overturned?").cases == ("IMR 13-900421",)
    answer = assistant.ask("What did IMR 13-900421 decide?")
    assert "IMR 13-900421, item 1" in answer.markdown and "overturned" in answer.markdown
