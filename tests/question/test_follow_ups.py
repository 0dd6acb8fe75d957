"""Follow-up questions: what they take over, what they keep of their own, and what is said where
nothing of them is understood.
"""

import random

import pytest

from assistant.query import IntentName
from assistant.question.reader import leaned_on, read
from assistant.reading import Reading
from index.facets.body import REGION
from index.facets.decision import OUTCOME
from index.facets.facet import Facet
from index.facets.filter import one_of, values_of
from index.facets.service import PROCEDURE
from index.vocabulary import load, services

_CHOICE = random.Random(7)


def _alone(question: str, facet: Facet, value: str) -> bool:
    reading = read(question)
    return (
        reading.query.filter == one_of(facet, [value])
        and not reading.query.unread
        and not reading.corrections
    )


SERVICES = _CHOICE.sample(
    [
        name
        for name in services()
        if _alone(f"how is {name} decided", PROCEDURE, name)
        and _alone(f"and {name}?", PROCEDURE, name)
    ],
    13,
)
REGIONS = [
    name
    for name in load("regions")["regions"]
    if name != "face" and _alone(f"and of the {name}?", REGION, name)
]
UNKNOWN = ["zorbing", "blorptane", "quuxism", "wibble frobnitz", "Vlarnex"]
PAIRS = [
    (service, region, other, place)
    for service, region, other, place in zip(
        SERVICES, REGIONS, SERVICES[1:], REGIONS[1:], strict=False
    )
    if service != other
]


def asked_then(first: str, then: str) -> Reading:
    """How a question behind another one is read, without a chat model."""
    return read(then, read(first))


def about(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The services and the regions that a reading asks for."""
    population = reading.query.filter
    return values_of(population, PROCEDURE), values_of(population, REGION)


def first_of(service: str, region: str) -> str:
    question = f"How is {service} of the {region} decided?"
    if about(read(question)) != ((service,), (region,)):
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
    reading = asked_then(first_of(service, region), form.format(place))
    assert (about(reading), reading.query.unread) == (((service,), (place,)), ())


@pytest.mark.parametrize(("service", "region", "other", "place"), PAIRS)
@pytest.mark.parametrize("form", ["and {}?", "what about {}?", "same for {}", "hi again, and {}?"])
def test_a_new_service_replaces_the_service_and_keeps_the_region(
    service, region, other, place, form
):
    first_of(other, region)
    reading = asked_then(first_of(service, region), form.format(other))
    assert about(reading) == ((other,), (region,))


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
    reading = asked_then(first_of(service, region), words)
    assert about(reading) == ((service,), (region,))
    assert values_of(reading.query.filter, OUTCOME) == (outcome,)


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
    reading = asked_then(first_of(service, region), form.format(place=place, unknown=unknown))
    services_asked, regions_asked = about(reading)
    assert services_asked == (service,) and place in regions_asked
    assert set(unknown.split()) <= set(reading.query.unread)


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
    query = asked_then(first_of(service, region), form.format(unknown)).query
    assert (query.intent, query.filter, query.unread) == (
        IntentName.CHAT,
        None,
        tuple(unknown.split()),
    )


@pytest.mark.parametrize("words", ["and?", "yes", "so what about it", "those", "no", "more"])
def test_words_without_any_meaning_of_their_own_are_said_back(words):
    query = asked_then("How are knee MRIs decided?", words).query
    assert query.intent is IntentName.CHAT and query.unread == (words.rstrip("?"),)


@pytest.mark.parametrize("words", ["", " ", "?"])
def test_a_follow_up_without_a_word_leaves_none_unread(words):
    query = asked_then("How are knee MRIs decided?", words).query
    assert query.intent is IntentName.CHAT and not any(map(str.isalnum, query.unread))


@pytest.mark.parametrize("unknown", UNKNOWN)
@pytest.mark.parametrize("form", ["why {}?", "how many {}?", "which cases {}?"])
def test_a_form_that_is_understood_is_answered_and_the_unknown_word_named(unknown, form):
    query = asked_then("How are knee MRIs decided?", form.format(unknown)).query
    assert (
        query.intent is not IntentName.CHAT
        and values_of(query.filter, PROCEDURE) == ("mri",)
        and set(unknown.split()) <= set(query.unread)
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
    assert asked_then(first_of(service, region), question) == read(question)


@pytest.mark.parametrize(
    "words",
    [
        "is {} approved there?",
        "how often is {} of that same region overturned",
        "what about {}",
    ],
)
def test_unless_it_leans_on_the_one_before(words):
    reading = asked_then(
        "How is physical therapy of the shoulder decided?", words.format("acupuncture")
    )
    assert about(reading) == (("acupuncture",), ("shoulder",))


def test_instead_puts_the_service_in_the_place_of_all_that_was_asked():
    first = read("How is physical therapy of the shoulder decided?")
    then = read("what about acupuncture instead", first)
    assert (about(then), then.query.unread) == ((("acupuncture",), ()), ())


@pytest.mark.parametrize(
    "words",
    ["what do the letters say about smoking?", "what did the reviewers write about diabetes"],
)
def test_what_letters_say_of_words_is_a_question_of_its_own(words):
    assert asked_then("How are knee MRIs decided?", words) == read(words)


@pytest.mark.parametrize("words", ["by specialty", "by body part?", "and by guideline"])
def test_what_a_breakdown_is_by_is_no_unread_word(words):
    query = asked_then("How are MRIs decided?", words).query
    assert query.intent is IntentName.OUTCOMES and query.group_by and query.unread == ()


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
    assert leaned_on([first.reading, answer.reading]) == first.reading


def test_an_unread_word_beside_one_that_was_read_is_named_in_the_answer(assistant):
    first = assistant.ask("How are knee MRIs decided?")
    answer = assistant.ask("and of the shoulder with zorbing?", first.reading)
    assert about(answer.reading)[1] == ("shoulder",)
    assert any("“zorbing”" in each.text for each in answer.statements)


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
    assert assistant.ask("show me the first", few.reading).query.intent is IntentName.CASE
    assert (
        f"{size} disputed items"
        in assistant.ask(f"show me the {size + 1}th", cases.reading).statements[0].text
    )  # no word for so high a place
    case = assistant.ask("what was decided in CM16-9000106?")
    assert (
        assistant.ask("the ninth", case.reading)
        .statements[0]
        .text.endswith("there is no ninth one.")
    )
