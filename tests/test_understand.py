"""Questions into queries."""

import pytest

from assistant.query import Asked
from assistant.understand import understand
from assistant.wording import selection_in_words
from index.determination import Outcome


@pytest.mark.parametrize(
    ("question", "asked", "selection"),
    [
        ("how are repeat sacrum MRIs usually decided?", Asked.TALLY, "repeat MRI of the sacrum"),
        ("How often is physical therapy for the lumbar spine overturned?", Asked.TALLY, "physical therapy of the lumbar spine"),
        ("Which cases about knee MRI were overturned?", Asked.CASES, "MRI of the knee, overturned"),
        ("Why are muscle relaxants upheld?", Asked.REASONS, "subcategory Muscle Relaxant, upheld"),
        ("what do reviewers want to see for epidurals", Asked.REQUIREMENTS, "epidural steroid injection"),
        ("Norco", Asked.TALLY, "hydrocodone with acetaminophen"),
        ("opioids", Asked.TALLY, "subcategory Opioids"),
        ("spine injections", Asked.TALLY, "category Injection of the cervical spine, thoracic spine or lumbar spine"),
        ("L4-5 ESI", Asked.TALLY, "epidural steroid injection of the lumbar spine"),
        ("second MRI of the tailbone", Asked.TALLY, "repeat MRI of the coccyx"),
        ("left shoulder MRI", Asked.TALLY, "MRI of the left shoulder"),
        ("How many of all denials were overturned?", Asked.TALLY, "all disputed items"),
        ("Is chiro after surgery ever approved?", Asked.TALLY, "chiropractic"),
        ("How are partly authorized PT requests decided?", Asked.TALLY, "physical therapy, partly authorized"),
        ("sacroiliac injections", Asked.TALLY, "sacroiliac injection of the sacroiliac joint"),
        ("knee injections", Asked.TALLY, "joint injection of the knee"),
    ],
)
def test_what_is_asked_of_which_selection(question, asked, selection):
    query = understand(question)
    assert (query.asked, selection_in_words(query.selection)) == (asked, selection)


def test_a_case_number_asks_for_that_case_with_the_outcome_taken_for_granted():
    query = understand("Why was the MRI overturned in CM17-0000001?")
    assert (query.asked, query.cases, query.claimed) == (Asked.CASE, ("CM17-0000001",), Outcome.OVERTURNED)


def test_a_letter_without_number_is_asked_for_by_its_file_name():
    assert understand("What was decided in sample_111?").cases == ("sample_111",)


@pytest.mark.parametrize("question", ["Will I win my appeal?", "What is the settlement value of a back injury?", "Which doctor should I choose for my knee?", "Should I appeal the MRI denial?"])
def test_what_decisions_cannot_tell_is_out_of_scope(question):
    assert understand(question).asked is Asked.OUT_OF_SCOPE


def test_words_that_no_facet_stands_for_are_kept():
    query = understand("How often is positional MRI of the neck overturned?")
    assert query.unmatched == ("positional",)


def test_a_question_in_words_unknown_to_the_index_goes_to_the_passages():
    query = understand("What do reviewers say about claustrophobia?")
    assert (query.asked, query.unmatched) == (Asked.PASSAGES, ("claustrophobia",))
