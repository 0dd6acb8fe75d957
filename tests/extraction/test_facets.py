"""What the items are about, in the field's terms."""

import pytest
from conftest import item_text, letter_of, letter_text

from index.extraction.describe import describe
from index.layouts import parse_letter


def facets(
    request: str,
    outcome: str = "Upheld",
    rationale: str = "Not medically necessary.",
    guideline: str = "Decision based on ODG.",
    summary: str = "x",
):
    letter = letter_of(
        letter_text(item_text(request, outcome, rationale, guideline), summary=summary)
    )
    return describe(parse_letter(letter), letter.text)[0]


@pytest.mark.parametrize(
    ("request_text", "procedures", "regions"),
    [
        ("MRI Sacrum & Coccyx", ("mri",), ("sacrum", "coccyx")),
        ("EMG/NCV of the bilateral upper extremities", ("emg", "ncs"), ("upper extremity",)),
        ("Open MRI of the lumbosacral spine", ("mri",), ("lumbar spine", "sacrum")),
        ("Norco 10/325mg #60", ("hydrocodone", "acetaminophen"), ()),
        ("Flexeril 10mg #60", ("cyclobenzaprine",), ()),
        ("L4-L5 epidural steroid injection", ("epidural steroid injection",), ("lumbar spine",)),
        ("Associated surgical service: Cold therapy unit", ("cold therapy unit",), ()),
        ("Labs to include: EKG", ("ecg",), ()),
        ("X Rays of the neck and low back", ("x-ray",), ("cervical spine", "lumbar spine")),
        (
            "Physical therapy 2x6 for the right hip, right knee",
            ("physical therapy",),
            ("hip", "knee"),
        ),
        ("Sacroiliac joint injection", ("sacroiliac injection",), ("sacroiliac joint",)),
    ],
)
def test_services_and_regions_have_their_canonical_names(request_text, procedures, regions):
    found = facets(request_text)
    assert (found.procedures, found.regions) == (procedures, regions)


@pytest.mark.parametrize(
    ("request_text", "category", "subcategory"),
    [
        ("MRI of the knee", "Diagnostic Testing", "Imaging/Radiology"),
        ("Tramadol 50mg #60", "Pharmaceuticals", "Opioids"),
        ("Ketoprofen 20% in cream base 240g", "Pharmaceuticals", "Topical Compounds"),
        ("Lidocaine 5% patch #30", "Pharmaceuticals", "Topical Analgesics"),
        ("Electrical stimulation times 6 sessions", "Rehabilitation", "Other Therapies"),
        ("Consultation with an orthopedic surgeon", "Surgery", "Surgical Consult"),
        ("Knee injection of lidocaine", "Injection", "Peripheral"),
        ("Something nobody has heard of", None, None),
    ],
)
def test_categories_are_the_divisions(request_text, category, subcategory):
    found = facets(request_text)
    assert (found.category, found.subcategory) == (category, subcategory)


@pytest.mark.parametrize(
    ("request_text", "side"),
    [
        ("MRI of the left knee", "left"),
        ("EMG BLE", "bilateral"),
        ("MRI of the brain", None),
        ("Left knee and right hip therapy", None),
    ],
)
def test_laterality(request_text, side):
    assert facets(request_text).laterality == side


def test_a_service_that_was_given_already_is_retrospective():
    assert facets("Toradol injection (DOS: 8/1/16)").retrospective
    assert not facets("Toradol injection").retrospective


def test_another_service_in_its_stead_is_no_partial_authorization():
    told = (
        "Inpatient care was the original request. The Claims Administrator authorized {}, "
        "leaving the original request IMR eligible. The original request, inpatient care is"
    )
    assert facets(told.format("inpatient care for two days")).partly_authorized
    assert not facets(told.format("a nursing facility")).partly_authorized


@pytest.mark.parametrize(
    ("line", "guidelines"),
    [
        ("Decision based on MTUS Chronic Pain Medical Treatment 2016.", ("MTUS",)),
        (
            "Decision based on MTUS Low Back Complaints 2004, Section(s): Imaging.",
            ("MTUS", "ACOEM"),
        ),
        (
            (
                "Went outside of the MTUS, to a Non-MTUS Citation, the Official Disability "
                "Guidelines (ODG)."
            ),
            ("ODG",),
        ),
        (
            "The reviewer did not base their decision on the MTUS. Non-MTUS Citation: a journal.",
            ("other",),
        ),
        ("The reviewer did not cite any evidence.", ("none",)),
    ],
)
def test_guidelines_are_what_the_reviewer_relied_on(line, guidelines):
    assert facets("MRI", guideline=line).guidelines == guidelines


def test_an_earlier_study_of_the_region_makes_a_repeat():
    assert (
        facets("MRI sacrum", summary="An MRI of the sacrum on 4/14/2011 was normal.").repeat
        == "yes"
    )
    assert (
        facets("MRI sacrum", summary="An MRI of the knee on 4/14/2011 was normal.").repeat
        == "unknown"
    )
    assert (
        facets(
            "MRI sacrum", rationale="There is no prior MRI of the sacrum. Not medically necessary."
        ).repeat
        == "no"
    )


def test_a_reason_comes_with_the_sentence_that_shows_it():
    found = facets(
        "MRI neck",
        rationale="ODG supports imaging for red flags. In this case no red "
        "flags were documented. Not "
        "medically necessary.",
    )
    assert found.reasons[0].tag == "no red flags"
    assert found.reasons[0].sentence.text == "In this case no red flags were documented."


def test_only_reasons_of_the_items_own_outcome_are_given():
    found = facets(
        "MRI neck",
        "Overturned",
        "There is new weakness of the left arm. There are no red flags. The MRI is medically "
        "necessary.",
    )
    assert "neurologic deficit present" in [reason.tag for reason in found.reasons]
    assert not {"no red flags", "red flag present"} & {reason.tag for reason in found.reasons}


def test_a_limb_is_narrowed_by_the_one_part_of_it_that_hurts_but_for_tests_of_nerves():
    rationale = (
        "There is ongoing knee pain with a positive test of the ligaments, however it has not "
        "lasted for six weeks. Not medically necessary."
    )
    assert facets("MRI of the left lower extremity", rationale=rationale).regions == (
        "lower extremity",
        "knee",
    )
    assert facets("EMG of the left lower extremity", rationale=rationale).regions == (
        "lower extremity",
    )
    assert facets(
        "MRI of the left lower extremity",
        rationale="The worker has knee pain and ankle pain. Not medically necessary.",
    ).regions == ("lower extremity",)


def test_a_region_that_nobody_names_is_the_one_that_rationale_and_chapter_share():
    shoulder = "Decision based on MTUS Shoulder Complaints 2004, Section(s): Initial Care."
    assert facets(
        "Chiropractic manipulation times 6",
        rationale="Manipulation can help with frozen shoulders. Not medically necessary.",
        guideline=shoulder,
    ).regions == ("shoulder",)
    assert (
        facets(
            "Chiropractic manipulation times 6",
            rationale="The visits have not helped. Not medically necessary.",
            guideline=shoulder,
        ).regions
        == ()
    )
    assert (
        facets(
            "Norco 10/325mg #60",
            rationale="It is no first choice for frozen shoulders. Not medically necessary.",
            guideline=shoulder,
        ).regions
        == ()
    )


@pytest.mark.parametrize(
    ("request_text", "regions"),
    [
        ("MRI LS spine", ("lumbar spine", "sacrum")),
        ("MRI of the L-S spine without contrast", ("lumbar spine", "sacrum")),
        ("MRI lumabr spine", ("lumbar spine",)),
        ("Physical therapy for the cervcial spine", ("cervical spine",)),
        ("Left sholder arthroscopy", ("shoulder",)),
        ("CT of the orbits", ("eye",)),
        ("MRI of the lumbar spine, extremly painful", ("lumbar spine",)),
    ],
)
def test_regions_are_known_in_short_and_misspelt(request_text, regions):
    assert facets(request_text).regions == regions
