"""Follow-up questions: what they take over, what they keep of their own, and what is said where
nothing of them is understood.
"""

import random

import pytest

from assistant.question.conversation import follows, not_understood, standing_alone
from assistant.question.draft import Asked, Draft
from assistant.question.flat import Criterion, Facet, Selection
from assistant.question.reader import leaned_on
from assistant.question.resolve import draft_of
from assistant.question.understand import understand
from index.vocabulary import load, services

_CHOICE = random.Random(7)


def _alone(question: str, facet: Facet, value: str) -> bool:
    query = understand(question)
    return (
        query.selection == Selection((Criterion(facet, (value,)),))
        and not query.unmatched
        and not query.respelt
    )


SERVICES = _CHOICE.sample(
    [
        name
        for name in services()
        if _alone(f"how is {name} decided", Facet.PROCEDURE, name)
        and _alone(f"and {name}?", Facet.PROCEDURE, name)
    ],
    13,
)
REGIONS = [
    name
    for name in load("regions")["regions"]
    if name != "face" and _alone(f"and of the {name}?", Facet.REGION, name)
]
UNKNOWN = ["zorbing", "blorptane", "quuxism", "wibble frobnitz", "Vlarnex"]
PAIRS = [
    (service, region, other, place)
    for service, region, other, place in zip(
        SERVICES, REGIONS, SERVICES[1:], REGIONS[1:], strict=False
    )
    if service != other
]


def asked_then(first: str, then: str) -> Draft:
    """How a question behind another one is read, without a chat model."""
    before, query = understand(first), understand(then)
    if not follows(query, before):
        return query
    standing = standing_alone(query, before)
    return not_understood(query, standing, before) or standing


def first_of(service: str, region: str) -> str:
    question = f"How is {service} of the {region} decided?"
    query = understand(question)
    if query.selection.values(Facet.PROCEDURE) != (service,) or query.selection.values(
        Facet.REGION
    ) != (region,):
        pytest.skip("the name of the service names a region itself")
    return question


@pytest.mark.parametrize(("service", "region", "other", "place"), PAIRS)
@pytest.mark.parametrize(
    "form",
    [
        "and of the {}?",
        "what about the {}?",
        "{}?",
        "thanks! and the {}",
        "ok and for the {}, please",
    ],
)
def test_a_new_region_replaces_the_region_and_keeps_the_service(
    service, region, other, place, form
):
    query = asked_then(first_of(service, region), form.format(place))
    assert (
        query.selection.values(Facet.PROCEDURE),
        query.selection.values(Facet.REGION),
        query.unmatched,
    ) == ((service,), (place,), ())


@pytest.mark.parametrize(("service", "region", "other", "place"), PAIRS)
@pytest.mark.parametrize("form", ["and {}?", "what about {}?", "same for {}", "hi again, and {}?"])
def test_a_new_service_replaces_the_service_and_keeps_the_region(
    service, region, other, place, form
):
    first_of(other, region)
    query = asked_then(first_of(service, region), form.format(other))
    assert (query.selection.values(Facet.PROCEDURE), query.selection.values(Facet.REGION)) == (
        (other,),
        (region,),
    )


@pytest.mark.parametrize(("service", "region", "other", "place"), PAIRS)
@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("only the overturned ones", "overturned"),
        ("which of those were upheld?", "upheld"),
        ("how many were overturned?", "overturned"),
        ("just the upheld ones, thanks", "upheld"),
    ],
)
def test_a_new_outcome_narrows_what_was_asked(service, region, other, place, words, outcome):
    query = asked_then(first_of(service, region), words)
    assert (
        query.selection.values(Facet.PROCEDURE),
        query.selection.values(Facet.REGION),
        query.selection.values(Facet.OUTCOME),
    ) == ((service,), (region,), (outcome,))


@pytest.mark.parametrize(("service", "region", "other", "place"), PAIRS[:8])
@pytest.mark.parametrize("unknown", UNKNOWN)
@pytest.mark.parametrize(
    "form",
    [
        "and of the {place} with {unknown}?",
        "the {place} and {unknown}?",
        "and for the {unknown} {place}",
        "why the {place} with {unknown}?",
    ],
)
def test_an_unknown_word_of_a_follow_up_stays_named(service, region, other, place, unknown, form):
    query = asked_then(first_of(service, region), form.format(place=place, unknown=unknown))
    assert query.selection.values(Facet.PROCEDURE) == (
        service,
    ) and place in query.selection.values(Facet.REGION)
    assert set(unknown.split()) <= set(query.unmatched)


@pytest.mark.parametrize(("service", "region", "other", "place"), PAIRS[:8])
@pytest.mark.parametrize("unknown", UNKNOWN)
@pytest.mark.parametrize(
    "form",
    [
        "and {}?",
        "any {}?",
        "what about {}?",
        "{}",
        "only the {} ones",
        "those with {}",
        "thanks. and {}",
    ],
)
def test_a_follow_up_of_which_nothing_is_understood_says_so(
    service, region, other, place, unknown, form
):
    query = asked_then(first_of(service, region), form.format(unknown))
    assert (query.asked, query.selection, query.unmatched) == (
        Asked.CHAT,
        Selection(),
        tuple(unknown.split()),
    )


@pytest.mark.parametrize("words", ["and?", "yes", "so what about it", "those", "no", "more"])
def test_words_without_any_meaning_of_their_own_are_said_back(words):
    query = asked_then("How are knee MRIs decided?", words)
    assert query.asked is Asked.CHAT and query.unmatched == (words.rstrip("?"),)


@pytest.mark.parametrize("unknown", UNKNOWN)
@pytest.mark.parametrize("form", ["why {}?", "how many {}?", "which cases {}?"])
def test_a_form_that_is_understood_is_answered_and_the_unknown_word_named(unknown, form):
    query = asked_then("How are knee MRIs decided?", form.format(unknown))
    assert (
        query.asked is not Asked.CHAT
        and query.selection.values(Facet.PROCEDURE) == ("mri",)
        and set(unknown.split()) <= set(query.unmatched)
    )


@pytest.mark.parametrize(("service", "region", "other", "place"), PAIRS)
@pytest.mark.parametrize(
    "form",
    [
        "Is {} approved?",
        "How often is {} overturned?",
        "how many {} requests were upheld",
        "Why was {} denied?",
        "which {} cases were overturned?",
        "thanks! is {} ever approved",
    ],
)
def test_a_question_with_a_subject_and_a_form_of_its_own_starts_anew(
    service, region, other, place, form
):
    question = form.format(other)
    query, alone = asked_then(first_of(service, region), question), understand(question)
    assert query == alone and query.selection.values(Facet.REGION) == alone.selection.values(
        Facet.REGION
    )


@pytest.mark.parametrize(
    "words",
    [
        "is {} approved there?",
        "how often is {} of that same region overturned",
        "and is {} approved?",
        "what about {} instead",
    ],
)
def test_unless_it_leans_on_the_one_before(words):
    before, query = (
        understand("How is physical therapy of the shoulder decided?"),
        understand(words.format("acupuncture")),
    )
    assert follows(query, before)


@pytest.mark.parametrize(
    "words",
    ["what do the letters say about smoking?", "what did the reviewers write about diabetes"],
)
def test_what_letters_say_of_words_is_a_question_of_its_own(words):
    assert asked_then("How are knee MRIs decided?", words) == understand(words)


@pytest.mark.parametrize("words", ["by specialty", "by body part?", "and by guideline"])
def test_what_a_breakdown_is_by_is_no_unread_word(words):
    query = asked_then("How are MRIs decided?", words)
    assert query.asked is Asked.BREAKDOWN and query.unmatched == ()


def test_the_answer_names_what_was_not_understood_and_gives_no_count(assistant):
    first = assistant.ask("How are knee MRIs decided?")
    answer = assistant.ask("and the zorbing ones?", first.reading)
    assert [each.text for each in answer.statements] == [
        "I did not understand “zorbing”; the answer above stands."
    ]
    assert (
        not answer.tallies
        and not answer.citations
        and not answer.notes
        and answer.abstention is None
    )
    assert leaned_on([first.query, answer.query]) == first.query


def test_an_unread_word_beside_one_that_was_read_is_named_in_the_answer(assistant):
    first = assistant.ask("How are knee MRIs decided?")
    answer = assistant.ask("and of the shoulder with zorbing?", first.reading)
    assert draft_of(answer.reading).selection.values(Facet.REGION) == ("shoulder",) and any(
        "“zorbing”" in each.text for each in answer.statements
    )


def test_a_place_that_the_list_does_not_have_is_told(assistant):
    cases = assistant.ask("How are MRIs decided?")
    size = len(cases.tallies[0].items)
    answers = (
        assistant.ask(f"Which MRI cases of the {region} were overturned?") for region in REGIONS
    )
    few = next(each for each in answers if each.tallies[0].n == 1)
    told = assistant.ask("show me the second", few.reading)
    assert (
        [each.text for each in told.statements]
        == ["The answer above is on 1 disputed item; there is no second one."]
        and not told.notes
        and not told.tallies
    )
    assert assistant.ask("show me the first", few.reading).query.asked is Asked.CASE
    assert (
        f"{size} disputed items"
        in assistant.ask(f"show me the {size + 1}th", cases.reading).statements[0].text
    )  # no word for so high a place
    case = assistant.ask("what was decided in CM16-9000106?")
    assert (
        assistant.ask("the ninth", case.reading).statements[0].text.endswith("there is no ninth one.")
    )
