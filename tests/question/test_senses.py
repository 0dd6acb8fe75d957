"""Strings of several senses, each read by its neighbours."""

import itertools
from importlib.resources import files

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.question.reader import read
from assistant.question.senses import in_plain_words, sensed
from index.facets.body import REGION
from index.facets.decision import REPEAT
from index.facets.filter import Text, parts_of, values_of
from index.facets.service import PROCEDURE


def services(question: str) -> set[str]:
    return {
        value for each in read(question).query.populations for value in values_of(each, PROCEDURE)
    }


def regions(question: str) -> set[str]:
    return {value for each in read(question).query.populations for value in values_of(each, REGION)}


def grid(forms: list[str], *values: list[str]) -> list[str]:
    """Every form with every value, as written, in small and in large letters."""
    return [
        change(form.format(*each))
        for form in forms
        for each in itertools.product(*values)
        for change in (str, str.lower, str.upper)
    ]


WANTED = [
    "physical therapy",
    "a knee MRI",
    "acupuncture",
    "lumbar MRI",
    "a TENS unit",
    "tramadol",
    "more chiropractic visits",
    "shoulder surgery",
]
REQUEST = [
    "my RFA for {} was denied, why",
    "RFA for {}: how often overturned?",
    "doctor sent an RFA for {}",
    "how are RFAs for {} decided",
    "the RFA asked for {} and was refused",
    "was the RFA submitted for {} incomplete",
]


@pytest.mark.parametrize("question", grid(REQUEST, WANTED))
def test_an_rfa_is_a_request_for_authorization(question):
    assert "radiofrequency ablation" not in services(question)
    reading = read(question)
    assert reading.query.filter and (
        "request for authorization" in {meant.lower() for _, meant in reading.corrections}
    )


@pytest.mark.parametrize(
    "question",
    [
        "what goes in the RFA",
        "what should an RFA contain",
        "my RFA was denied",
        "when the RFA leaves out the diagnosis",
        "is a signed RFA required",
    ],
)
def test_nor_does_an_rfa_alone_name_a_service(question):
    assert not services(question)


PLACES = [
    "lumbar",
    "cervical",
    "neck",
    "L4-5",
    "medial branch",
    "facet",
    "genicular nerve",
    "bilateral L3-S1",
    "left lumbar",
    "SI joint",
    "knee",
]
ABLATION = [
    "{} RFA approved?",
    "how often is a {} RFA overturned",
    "why was the {} RFA denied",
    "repeat {} RFA, upheld or overturned",
    "{} RFAs in 2017",
]
AT = [
    "L4-5",
    "the medial branch",
    "the lumbar facets",
    "L3, L4 and L5",
    "the genicular nerves",
    "the cervical medial branches",
    "the left C5-6",
]
ABLATION_AT = [
    "RFA at {} approved?",
    "how is RFA of {} decided",
    "why was RFA to {} denied",
    "RFA {} how often",
]
BESIDE = [
    "ESI or RFA for the low back",
    "MBB or RFA?",
    "medial branch block versus RFA",
    "RFA and lumbar epidurals",
    "RFA after a medial branch block",
    "radiofrequency ablation (RFA) of the knee",
    "RFA vs ESI",
    "RFA procedure of the neck",
    "requests for RFA",
    "underwent RFA",
]


@pytest.mark.parametrize(
    "question", [*grid(ABLATION, PLACES), *grid(ABLATION_AT, AT), *grid(BESIDE)]
)
def test_beside_levels_nerves_and_injections_it_is_the_ablation(question):
    assert "radiofrequency ablation" in services(question)


@pytest.mark.parametrize(
    "question",
    grid(
        [
            "{} for CRPS approved?",
            "how many CRPS patients got {}",
            "CRPS of the hand, {} denied",
            "does CRPS help to get {} approved",
            "{}: crps",
        ],
        ["ketamine", "a spinal cord stimulator", "gabapentin", "acupuncture"],
    ),
)
def test_crps_is_no_laboratory_test(question):
    reading = read(question)
    assert "laboratory test" not in services(question)
    assert reading.corrections == () and reading.query.filter
    texts = [part for part in parts_of(reading.query.filter) if isinstance(part, Text)]
    assert any("CRPS" in part.text for part in texts)


PATIENT = [
    "pt has knee pain and needs {}",
    "pt with knee pain, {} denied",
    "my pt was denied {}",
    "the pt wants {}",
    "pt is 45 and had {}",
    "pt s/p fall, {} refused",
    "each pt who had {}",
    "pt's {} was denied",
    "how many pts had {}",
    "pt got {} after the fall",
    "if the pt tried {}",
    "pt c/o pain, {} requested",
    "injured pt needs {}",
]
TESTS = ["an MRI", "acupuncture", "a TENS unit", "chiropractic", "an EMG"]


@pytest.mark.parametrize("question", grid(PATIENT, TESTS))
def test_a_pt_who_has_wants_or_is_denied_something_is_a_patient(question):
    assert services(question) and "physical therapy" not in services(question)


THERAPY = [
    "PT for the {}",
    "{} PT",
    "12 visits of PT for the {}",
    "PT visits {} how often approved",
    "is PT of the {} approved",
    "why was more PT denied for the {}",
    "PT 2x6 {}",
    "post-op PT {}",
    "my {} PT was denied",
    "they denied PT for his {}",
    "PT and acupuncture for the {}",
    "chiro or PT for {}",
    "does PT for the {} get overturned",
    "PT was upheld, {}",
    "patient got no PT for the {}",
    "additional PT sessions, {}",
    "{}: PT",
    "request for PT {}",
]


@pytest.mark.parametrize(
    "question",
    [
        *grid(THERAPY, ["knee", "low back", "shoulder", "neck"]),
        *grid(
            [
                "PT",
                "PT denied",
                "PT denials",
                "PT?",
                "how is PT decided",
                "is PT approved after surgery",
                "PT in 2016",
                "the PT was denied, why",
                "which PT requests were overturned",
            ]
        ),
    ],
)
def test_pt_for_a_part_of_the_body_or_in_visits_is_therapy(question):
    assert "physical therapy" in services(question)


@pytest.mark.parametrize("verb", ["take", "need", "get"])
@pytest.mark.parametrize("decided", ["decisions", "a determination", "rulings", "reviews"])
def test_pt_that_is_decided_on_is_therapy(decided, verb):
    assert services(f"how many days do {decided} on PT {verb}") == {"physical therapy"}


def test_a_pt_can_have_pt():
    assert services("pt has had PT for the knee") == {"physical therapy"} and services(
        "pt was denied PT"
    ) == {"physical therapy"}


COMPARATIVE = [
    "are more {} being denied",
    "why are more {} upheld",
    "were more {} overturned in 2017",
    "do more {} get denied now",
    "are there more {} than before",
    "more {} than X-rays denied?",
    "is there any more denial of {} than of braces",
]
ADDITIONAL = [
    "more {}",
    "were more {} sessions given",
    "12 more visits of {}",
    "is more {} approved",
    "they want more {}",
    "how often is more {} denied",
    "requests for more {}",
    "can I get more {}",
    "why was more {} refused",
    "six more {} sessions",
    "approve more {}",
    "some more {} visits after others",
]


@pytest.mark.parametrize(
    "question",
    [
        *grid(COMPARATIVE, ["lumbar MRIs", "knee injections", "CT scans", "EMGs"]),
        *grid(
            [
                "which is denied more, lumbar or cervical MRI",
                "which gets overturned more: MRI or CT",
                "is imaging denied more often",
                "MRI is approved more readily",
            ]
        ),
    ],
)
def test_more_can_compare(question):
    assert values_of(read(question).query.filter, REPEAT) == ()


@pytest.mark.parametrize("question", grid(ADDITIONAL, ["physical therapy", "acupuncture", "PT"]))
def test_more_can_ask_for_additional_treatment(question):
    assert values_of(read(question).query.filter, REPEAT) == ("yes",)


BODY = [
    "{} for the back",
    "back {}",
    "{} of my back",
    "{}, back and neck",
    "low back {}",
    "his back hurts: {}",
    "{} for back pain",
    "{} for a back injury",
    "hurt back, {} denied",
    "{} to the back and leg",
]
ADVERB = [
    "back in 2015, how was {} decided",
    "{} decisions back in 2016",
    "can you go back to {}",
    "put {} back",
    "put the {} back in",
    "bring {} back",
    "now add {} back",
    "when did {} come back approved",
    "which {} came back denied",
    "she went back to work after {}",
    "push back on {} denials",
    "{}: back to the overturned ones",
    "I got my {} letter back",
    "send {} back",
    "take it back: {}",
    "they cut back {}",
    "let's go back, {}",
    "back when {} was allowed",
]


@pytest.mark.parametrize("question", grid(BODY, ["MRI", "acupuncture", "surgery", "X-ray"]))
def test_the_back_is_a_part_of_the_body(question):
    assert "lumbar spine" in regions(question)


@pytest.mark.parametrize(
    "question", grid(ADVERB, ["MRI", "tramadol", "acupuncture", "the knee brace"])
)
def test_back_can_be_an_adverb(question):
    assert "lumbar spine" not in regions(question) and "back" not in {
        word.lower() for word in read(question).query.unread
    }


WORDS = (
    "RFA rfas CRPS pt PTs more back for of the knee L4-5 MRI was denied , . ? and 12 visits 2015 "
    "my than"
)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=14))
@settings(max_examples=300, deadline=None)
def test_each_string_has_one_sense_wherever_it_stands(words):
    text = " ".join(words)
    found = sensed(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(text[each.start : each.end].strip() == text[each.start : each.end] for each in found)
    in_plain_words(text)


def test_every_string_has_a_last_sense_without_neighbours():
    rows = yaml.safe_load(files("assistant.question").joinpath("senses.yaml").read_text("utf-8"))
    assert rows and all(
        "where" not in row["senses"][-1] and row["could"] in ("service", "region", "repeat")
        for row in rows
    )
    assert all(
        row["senses"][:-1] == [each for each in row["senses"][:-1] if each["where"]] for row in rows
    )
