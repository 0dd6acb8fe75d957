"""The outcome that a question asks for, in the trade's words."""

import pytest

from assistant.query import IntentName
from assistant.question.reader import read
from index.determination import Outcome
from index.facets.decision import OUTCOME, PARTLY_AUTHORIZED
from index.facets.filter import one_of, parts_of, values_of

# What is said of a request, and of a denial or of who wins, with the outcome that it means.
_OF_REQUESTS = {
    Outcome.OVERTURNED: (
        "certified",
        "cert'd",
        "certed",
        "authorized on review",
        "authorized by IMR",
        "approved",
        "granted",
        "allowed",
        "overturned",
        "won",
    ),
    Outcome.UPHELD: (
        "non-certified",
        "non certified",
        "noncertified",
        "non-cert'd",
        "denied",
        "upheld",
        "refused",
        "lost",
        "rejected",
    ),
}
_OF_OTHERS = {
    Outcome.OVERTURNED: (
        "Which {s} succeeded on appeal?",
        "In which {s} did the denial not stand?",
        "Which denials of {s} did not stand?",
        "Which denials of {s} didn't hold up?",
        "Which {s} denials fell?",
        "Which {s} denials were reversed?",
        "In which {s} cases was UR wrong?",
        "In which {s} cases was the denial wrong?",
        "In which {s} cases did the insurer lose?",
        "In which {s} cases did the carrier not win?",
        "In which {s} cases did the applicant prevail?",
        "In which {s} cases didn't the insurer win?",
        "In which {s} cases did the worker win?",
        "Which {s} went through?",
        "Which {s} denials were not sustained?",
        "Which {s} denials were never affirmed?",
        "In which {s} cases did IMR disagree with UR?",
        "Was the non-cert of {s} ever reversed?",
    ),
    Outcome.UPHELD: (
        "Which {s} failed on appeal?",
        "In which {s} did the denial stand?",
        "Which denials of {s} stood?",
        "Which denials of {s} hold up?",
        "Which {s} denials were sustained?",
        "Which {s} denials were affirmed?",
        "In which {s} cases was UR right?",
        "In which {s} cases was the denial correct?",
        "In which {s} cases did the insurer win?",
        "In which {s} cases did the carrier prevail?",
        "In which {s} cases did the applicant lose?",
        "In which {s} cases did the worker not prevail?",
        "In which {s} cases didn't the worker win?",
        "Which {s} did not go through?",
        "Which {s} did not succeed?",
        "Which {s} were unsuccessful?",
        "In which {s} cases was UR not wrong?",
    ),
}
_SUBJECTS = ("knee MRIs", "opioids", "right shoulder CT scans")
_OPPOSITE = {Outcome.UPHELD: Outcome.OVERTURNED, Outcome.OVERTURNED: Outcome.UPHELD}


def _read(question: str) -> Outcome | None:
    query = read(question).query
    asked = values_of(query.filter, OUTCOME)
    assert not asked or (query.outcome and asked == (query.outcome.value,)), question
    assert not query.unread, (question, query.unread)
    return query.outcome


@pytest.mark.parametrize("subject", _SUBJECTS)
@pytest.mark.parametrize(
    ("outcome", "words"),
    [(outcome, words) for outcome, forms in _OF_REQUESTS.items() for words in forms],
)
def test_what_is_said_of_a_request_is_its_outcome_and_denied_the_other(outcome, words, subject):
    for asking in (
        "How many {} were {}?",
        "How often are {} {}?",
        "Which {} were {}?",
        "list the {} that got {}",
    ):
        assert _read(asking.format(subject, words)) is outcome
    for asking in (
        "How many {} were not {}?",
        "Which {} weren't {}?",
        "Which {} were never {}?",
        "How often are {} not finally {}?",
    ):
        assert _read(asking.format(subject, words)) is _OPPOSITE[outcome], asking


@pytest.mark.parametrize("subject", _SUBJECTS)
@pytest.mark.parametrize(
    ("outcome", "question"),
    [(outcome, form) for outcome, forms in _OF_OTHERS.items() for form in forms],
)
def test_what_is_said_of_a_denial_or_of_who_wins_is_the_outcome(outcome, question, subject):
    assert _read(question.format(s=subject)) is outcome


@pytest.mark.parametrize(
    "words",
    [
        "{} denied at UR",
        "{} non-certified by utilization review",
        "{} that UR denied",
        "{} that utilization review had non-certified",
    ],
)
def test_that_utilization_review_denied_says_nothing(words):
    query = read(f"How many {words.format('knee MRIs')} were there?").query
    assert query.outcome is None and not values_of(query.filter, OUTCOME) and not query.unread
    assert _read(f"How many {words.format('knee MRIs')} were overturned?") is Outcome.OVERTURNED


@pytest.mark.parametrize(
    "words", ["partially certified", "partly cert'd", "modified", "certified in part"]
)
def test_certified_in_part_is_no_outcome(words):
    query = read(f"How many {words} knee MRIs are there?").query
    assert query.outcome is None
    assert one_of(PARTLY_AUTHORIZED, ["yes"]) in parts_of(query.filter)


@pytest.mark.parametrize(
    "question",
    [
        "knee MRIs where conservative care failed",
        "knee MRIs for workers who fell",
        "knee MRIs for injuries sustained in a fall",
        "knee MRIs by board certified reviewers",
        "knee MRIs that UR authorized",
    ],
)
def test_what_only_sounds_like_an_outcome_is_none(question):
    assert read(question).query.outcome is None


def test_an_outcome_of_another_word_wins_over_failed_care():
    query = read("Show me cases where conservative care failed and MRI was approved").query
    assert (query.intent, query.outcome, values_of(query.filter, OUTCOME)) == (
        IntentName.LIST,
        Outcome.OVERTURNED,
        ("overturned",),
    )


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("knee MRIs for injuries sustained in a fall", "sustained"),
        ("knee MRIs that UR authorized", "authorized"),
        ("knee MRIs after failed operations", "failed"),
    ],
)
def test_a_word_that_may_carry_an_outcome_is_named_where_none_is_read_in_it(question, word):
    assert word in read(question).query.unread
