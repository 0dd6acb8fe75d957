"""Whether a service was given before: what the letter says, who says it, and of what."""

import pytest
from test_facets import facets


@pytest.mark.parametrize(
    ("request_text", "rationale", "summary"),
    [
        (
            "MRI of the lumbar spine",
            "Nothing has changed.",
            "An MRI of the lumbar spine dated 3/2/2015 showed a bulge.",
        ),
        ("MRI of the lumbar spine", "She had a prior MRI of the lumbar spine.", "x"),
        (
            "Physical therapy, six visits, for the neck",
            "He has completed twelve sessions of physical therapy for the neck.",
            "x",
        ),
        (
            "Physical therapy, six visits",
            "x",
            "Treatment to date has included ice, physical therapy and a brace.",
        ),
        ("Norco 10/325mg #60", "x", "Current medications include Norco and naproxen."),
        (
            "Norco 10/325mg #60",
            "The worker has been using the requested medication since at least 2014.",
            "x",
        ),
        ("Additional acupuncture, six visits", "x", "x"),
    ],
)
def test_what_the_letter_tells_as_given_is_a_repeat(request_text, rationale, summary):
    assert facets(request_text, rationale=rationale, summary=summary).repeat == "yes"


@pytest.mark.parametrize(
    ("request_text", "rationale", "summary"),
    [
        ("MRI of the lumbar spine", "x", "No MRI of the lumbar spine has been taken before."),
        ("Right shoulder MRI", "x", "The shoulder has never been studied by MRI."),
        (
            "Acupuncture, six visits",
            "It does not appear that the worker has undergone acupuncture previously.",
            "x",
        ),
        (
            "Left L5 epidural steroid injection",
            "x",
            "He has not had an injection of any kind into the spine.",
        ),
        (
            "Physical therapy, twelve visits",
            "x",
            "The denial let an initial trial of physical therapy go ahead.",
        ),
        ("Terocin patch #30", "As this was a first prescription, nothing has to be tapered.", "x"),
    ],
)
def test_what_the_letter_denies_was_not_given_before(request_text, rationale, summary):
    assert facets(request_text, rationale=rationale, summary=summary).repeat == "no"


@pytest.mark.parametrize(
    ("request_text", "rationale", "summary"),
    [
        (
            "MRI of the lumbar spine",
            "ODG says that a repeat MRI is not routinely recommended.",
            "x",
        ),
        (
            "MRI of the lumbar spine",
            "x",
            "The treatment plan of 3/2/2015 included an MRI of the lumbar spine.",
        ),
        (
            "MRI of the lumbar spine",
            "x",
            "On 3/2/2015 utilization review denied an MRI of the lumbar spine.",
        ),
        ("MRI of the lumbar spine", "x", "An MRI of the left knee dated 3/2/2015 showed a tear."),
        (
            "Naproxen 500mg #60",
            "There is no record that ibuprofen was tried.",
            "Medications include Norco.",
        ),
        ("Diazepam 5mg, may repeat once before the scan", "x", "x"),
    ],
)
def test_what_was_asked_planned_or_given_elsewhere_is_no_repeat(request_text, rationale, summary):
    assert facets(request_text, rationale=rationale, summary=summary).repeat == "unknown"


def test_the_rationale_weighs_before_the_summary():
    found = facets(
        "Acupuncture, six visits",
        rationale="There is no record of any prior acupuncture.",
        summary="Treatment to date has included acupuncture.",
    )
    assert found.repeat == "no"


def test_the_patients_complaint_in_the_rationale_names_the_region_that_the_request_leaves_out():
    found = facets(
        "Physical therapy, six sessions",
        rationale="The worker presented with an acute injury to the right knee.",
    )
    assert (found.regions, found.laterality) == (("knee",), "right")
    assert (
        facets(
            "Physical therapy, six sessions",
            rationale="The guideline recommends therapy for knee pain. He denies knee pain.",
        ).regions
        == ()
    )


def test_a_particular_reason_displaces_the_general_one_of_its_sentence():
    found = facets(
        "MRI of the lumbar spine",
        rationale="There is no documentation of red flags. Not medically necessary.",
    )
    assert [reason.tag for reason in found.reasons] == ["no red flags"]


def test_that_care_has_not_failed_is_another_reason_than_that_it_is_not_documented():
    flat = facets(
        "MRI of the knee", rationale="The worker has not failed a course of conservative care."
    )
    silent = facets("MRI of the knee", rationale="There is no record of any conservative care.")
    assert [reason.tag for reason in flat.reasons] == ["conservative care not exhausted"]
    assert [reason.tag for reason in silent.reasons] == ["conservative care not documented"]


def test_of_a_conclusion_only_its_ground_is_a_reason():
    found = facets(
        "X-rays of the knee",
        rationale="Given the lack of red flags, the request for x-rays is not medically necessary.",
    )
    assert [reason.tag for reason in found.reasons] == ["no red flags"]
