"""Which sentences carry a reason: findings of the case that say it, and no others. All sentences
are made up.
"""

import re
from itertools import product

import pytest
from conftest import item_text, letter_of, letter_text

from index.determination import Excerpt, Outcome
from index.extraction.describe import describe
from index.extraction.polarity import Polarity, clauses, polarity
from index.extraction.speaking import Voice, voices
from index.layouts import parse_letter
from index.sentences import sentences
from index.vocabulary import load

# What a tag misses or finds, as noun phrases of a reviewer.
THINGS = {
    "no change since prior study": ("new symptoms", "a change in the examination", "any worsening"),
    "no red flags": ("red flags", "a red flag condition", "cauda equina syndrome"),
    "no neurologic deficit": ("a neurologic deficit", "radiculopathy", "nerve root compression"),
    "conservative care not documented": ("a trial of physical therapy", "conservative treatment"),
    "no plain films first": ("plain films", "radiographs"),
    "no functional improvement": ("functional improvement", "a measurable gain", "pain relief"),
    "first-line not tried": ("a failed trial of anticonvulsants", "a first-line drug"),
    "no surgery planned": ("a plan for surgery", "surgical planning"),
    "no objective findings": ("objective findings", "abnormal examination findings"),
    "quantity or duration not stated": ("an end date",),
    "no indication documented": ("a rationale", "a justification"),
    "insufficient documentation": ("progress notes", "any records"),
    "red flag present": ("a red flag", "cauda equina syndrome", "signs of infection"),
    "neurologic deficit present": (
        "weakness of the left foot",
        "a sensory deficit",
        "atrophy of the calf",
    ),
    "new or changed symptoms": ("new symptoms", "worsening of the complaints"),
    "functional improvement shown": ("functional improvement", "measurable gains"),
    "objective findings present": ("swelling of the knee", "a positive drawer test", "an effusion"),
    "surgery planned": ("a surgical plan",),
}
AFFIRMED = (
    "In this case there is {}.",
    "The injured worker has {}.",
    "The records document {} on 3/4/2031.",
    "The claimant is not without {}.",
    "Not only pain but {} was found in this worker.",
    "There is no contraindication in this case, and there is {}.",
)
DENIED = (
    "There is no {} in this case.",
    "The injured worker does not have {}.",
    "The records lack {}.",
    "The submitted records fail to show {}.",
    "The claimant was seen without {}.",
    "There is insufficient evidence of {} in the records.",
    "The claimant denies {}.",
    "It is unclear whether there was {} in this case.",
    "In this case, {} was not documented.",
)
GUIDELINE = (
    "The guidelines recommend the study where there is {}.",
    "MTUS states that {} should be documented.",
    "The guidelines do not support the study without {}.",
    "Criteria for use include {}.",
    "Patients with {} may be considered for the study.",
    "In the absence of {}, imaging is not recommended for most patients.",
)
DEFINITION = (
    "Such a course is defined as care with {}.",
    "This study is a test for patients with {}.",
    "Home care consists of services for people with {}.",
)
REQUEST = ("The request is for a study of {}.", "The provider is requesting an evaluation of {}.")
HEDGED = (
    "The worker may have {}.",
    "If there is {}, the study could be asked for again in this case.",
    "The study was requested in this case to look for {}.",
)
NEGATIVE = [
    tag for tag in THINGS if load("reasons")["upheld"].get(tag, {}).get("polarity") == "negative"
]
POSITIVE = [
    tag
    for tag in THINGS
    if load("reasons")["overturned"].get(tag, {}).get("polarity") == "positive"
]


def tags(rationale: str, outcome: Outcome) -> set[str]:
    letter = letter_of(
        letter_text(
            item_text("Widget supply", outcome.value.title(), rationale, "Decision based on ODG."),
            summary="x",
        )
    )
    return {reason.tag for reason in describe(parse_letter(letter), letter.text)[0].reasons}


# Insufficient evidence is an indication that is not documented, which says more than insufficient
# documentation.
def grid(forms: tuple[str, ...], chosen: list[str]) -> list[tuple[str, str]]:
    return [
        (form.format(thing), tag)
        for tag in chosen
        for form, thing in product(forms, THINGS[tag])
        if not (tag == "insufficient documentation" and "evidence" in form)
    ]


def _outcome(tag: str) -> Outcome:
    return Outcome.UPHELD if tag in load("reasons")["upheld"] else Outcome.OVERTURNED


def missed(cases: list[tuple[str, str]]) -> list[str]:
    """The cases whose sentence does not carry the tag."""
    assert cases
    return [
        f"{tag}: {sentence}" for sentence, tag in cases if tag not in tags(sentence, _outcome(tag))
    ]


def found(cases: list[tuple[str, str]]) -> list[str]:
    """The cases whose sentence carries the tag."""
    assert cases
    return [f"{tag}: {sentence}" for sentence, tag in cases if tag in tags(sentence, _outcome(tag))]


@pytest.mark.parametrize(
    ("outcome", "tag"),
    [(outcome, tag) for outcome, told in load("reasons").items() for tag in told],
)
def test_every_tag_declares_its_polarity_once(outcome, tag):
    assert load("reasons")[outcome][tag]["polarity"] in ("negative", "positive")
    assert load("reasons")[outcome][tag].get("things") or load("reasons")[outcome][tag].get("said")


@pytest.mark.parametrize(
    ("tag", "forms"),
    [(tag, DENIED) for tag in NEGATIVE] + [(tag, AFFIRMED) for tag in POSITIVE],
)
def test_a_finding_that_says_it_carries_the_reason(tag, forms):
    assert not missed(grid(forms, [tag]))


@pytest.mark.parametrize(
    ("tag", "forms"),
    [(tag, AFFIRMED) for tag in NEGATIVE] + [(tag, DENIED) for tag in POSITIVE],
)
def test_a_finding_that_says_the_opposite_does_not(tag, forms):
    assert not found(grid(forms, [tag]))


@pytest.mark.parametrize("tag", [*NEGATIVE, *POSITIVE])
def test_what_is_no_finding_carries_no_reason(tag):
    assert not found(grid((*GUIDELINE, *DEFINITION, *REQUEST, *HEDGED), [tag]))


SAID = {
    "criteria met": (
        "In this case the criteria for the study are met.",
        "The request is supported by the guidelines.",
        "The requested study is appropriate.",
    ),
    "conservative care failed": (
        "The worker has failed a course of physical therapy.",
        "Medication has not helped this worker.",
    ),
    "first-line failed": (
        "The claimant did not do well and stopped gabapentin after side effects of the drug.",
    ),
    "within guideline amount": ("The request is within the recommended number of visits.",),
    "needed with approved service": ("The operation has been approved.",),
    "exceeds guideline amount": ("The request exceeds the recommended number of visits.",),
    "home exercise suffices": ("The worker should continue with a home exercise program.",),
    "duplicate request": ("This request is a duplicate of an earlier one.",),
    "safety risk": ("In this worker the risk of overdose is high.",),
    "not the right test": ("This is not the right test for this worker.",),
    "diagnosis already established": ("The diagnosis is already known in this case.",),
    "dependent on denied service": ("The request falls with the denied surgery.",),
    "conservative care not exhausted": (
        "The worker has not failed a course of conservative care.",
        "In this worker conservative care has not been exhausted.",
    ),
    "not recommended by guideline": ("The requested cream is not recommended.",),
}
OPPOSITE = {
    "criteria met": (
        "There is no review of the dispensing database, which is recommended by the guideline.",
        "In this case the criteria for the study are not met.",
        "The guidelines recommend that visits should be replaced by a home program.",
        "The records do not show that the criteria are met.",
        "The request is not supported by the guidelines.",
        "Conservative care would not be appropriate for this worker.",
        "The guidelines recommend the study for patients with pain.",
    ),
    "conservative care failed": (
        "The worker has not failed a course of physical therapy.",
        "There is no evidence that medication has failed in this case.",
        "The provider has failed to document any physical therapy.",
        "Home care includes tasks such as therapy which do not require skill.",
    ),
    "first-line failed": ("There is no record that the claimant failed gabapentin.",),
    "within guideline amount": ("The request is not within the recommended number of visits.",),
    "needed with approved service": ("The operation has not been approved.",),
    "exceeds guideline amount": ("The request does not exceed the recommended number of visits.",),
    "duplicate request": ("This request is not a duplicate of an earlier one.",),
    "diagnosis already established": ("The diagnosis is not yet known in this case.",),
    "home exercise suffices": (
        (
            "Home exercise can include tasks with a band that people should do in a home "
            "exercise program."
        ),
    ),
    "conservative care not exhausted": (
        "In this worker conservative care has been exhausted.",
        "The worker has failed a course of conservative care.",
    ),
    "not recommended by guideline": ("The requested cream is recommended.",),
}


def _each(told: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(sentence, tag) for tag, said in told.items() for sentence in said]


def test_words_that_say_the_whole_reason_carry_it():
    assert not missed(_each(SAID))


def test_words_that_deny_the_whole_reason_do_not():
    assert not found(_each(OPPOSITE))


def test_every_tag_is_tried():
    assert {tag for told in load("reasons").values() for tag in told} == THINGS.keys() | SAID.keys()


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("there is weakness", Polarity.AFFIRMED),
        ("there is no weakness", Polarity.DENIED),
        ("there is no numbness, tingling or weakness", Polarity.DENIED),
        ("there is neither numbness nor weakness", Polarity.DENIED),
        ("there is no numbness and no weakness", Polarity.DENIED),
        ("the worker is not without weakness", Polarity.AFFIRMED),
        ("the examination is not negative for weakness", Polarity.AFFIRMED),
        ("no film was taken because of the weakness", Polarity.AFFIRMED),
        ("despite no treatment since March, weakness", Polarity.AFFIRMED),
        ("despite no weakness", Polarity.DENIED),
        ("not only pain, also weakness", Polarity.AFFIRMED),
        ("an MRI without contrast for weakness", Polarity.AFFIRMED),
        ("there is no evidence that the worker lacks weakness", Polarity.OPEN),
        ("weakness was not found", Polarity.DENIED),
        ("weakness that was not there before", Polarity.AFFIRMED),
        ("it is unclear whether there is weakness", Polarity.DENIED),
        ("if there is no weakness", Polarity.OPEN),
        ("a study to look for weakness", Polarity.OPEN),
        ("therapy should be replaced by care for weakness", Polarity.DENIED),
    ],
)
def test_what_a_negation_governs(clause, said):
    start = clause.index("weakness")
    assert polarity(clause, start, start + len("weakness")) is said


def test_the_clauses_of_a_sentence_cover_it_and_a_concession_ends_at_its_comma():
    sentence = (
        "Although a lack of motion was noted, tenderness is there; but she has no effusion "
        "and there was no fever."
    )
    told = [sentence[start:stop].strip(" ,;.") for start, stop in clauses(sentence)]
    assert told == [
        "Although a lack of motion was noted",
        "tenderness is there",
        "she has no effusion",
        "there was no fever",
    ]
    assert set(re.findall(r"\w+", sentence)) - {
        word for clause in told for word in re.findall(r"\w+", clause)
    } <= {"but", "and"}


def spoken(text: str) -> list[Voice]:
    said: tuple[Excerpt, ...] = sentences(text, 0, len(text))
    return list(voices(said))


def test_a_quotation_goes_on_until_the_reviewer_speaks_of_the_case():
    text = (
        'ODG states: "Recommended after trauma. The patient had to be seen before. Weakness is a '
        'sign. Films come first." '
        "In this case there is weakness. The request is for a scan. The worker sustained an "
        "injury to the arm."
    )
    assert spoken(text) == [Voice.GUIDELINE] * 4 + [Voice.FINDING, Voice.REQUEST, Voice.HISTORY]


def test_a_sentence_shows_one_reason_but_for_two_statements():
    assert tags(
        "The records do not establish signs of a focal deficit or radiculopathy in this "
        "worker on examination.",
        Outcome.UPHELD,
    ) >= {"no neurologic deficit"}
    assert tags("There is new weakness of the left arm in this case.", Outcome.OVERTURNED) == {
        "neurologic deficit present"
    }
    two = tags(
        "The claimant has weakness of the left arm, and the films show a slip of two vertebrae.",
        Outcome.OVERTURNED,
    )
    assert two == {"neurologic deficit present", "objective findings present"}


def test_where_no_sentence_shows_one_no_reason_is_told():
    assert (
        tags(
            "MTUS states that red flags should be looked for. The request is for a scan.",
            Outcome.UPHELD,
        )
        == set()
    )
