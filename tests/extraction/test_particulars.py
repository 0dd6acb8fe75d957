"""Spinal levels and dates of service of a request; the worker's diagnoses and injury."""

from dataclasses import replace

import pytest
from conftest import item_text, letter_of, letter_text
from growth import grows_linearly
from test_facets import facets

from index.determination import Excerpt
from index.extraction.dates import service_dates_in
from index.extraction.describe import describe
from index.extraction.diagnoses import diagnoses
from index.extraction.levels import levels_in
from index.extraction.mechanism import mechanism
from index.layouts import parse_letter


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("ESI at L4-5", ("L4-L5",)),
        ("fusion L4-L5 and L5-S1", ("L4-L5", "L5-S1")),
        ("L4/5 and L5/S1", ("L4-L5", "L5-S1")),
        ("L4- / L5 injection", ("L4-L5",)),
        ("L4-\nL5 injection", ("L4-L5",)),
        ("L4 5 epidural", ("L4-L5",)),
        ("C-5/C-6 discectomy", ("C5-C6",)),
        ("bilateral L3, L4 and L5 medial branch blocks", ("L3", "L4", "L5")),
        ("S1 nerve root block", ("S1",)),
        ("ACDF C5-C7", ("C5-C6", "C6-C7")),
        ("L3-S1 fusion", ("L3-L4", "L4-L5", "L5-S1")),
        ("L3-L4-L5 laminectomy", ("L3-L4", "L4-L5")),
        ("L2 through L5 ablation", ("L2-L3", "L3-L4", "L4-L5")),
        ("L5-1 disc", ("L5-S1",)),
        ("T12-L1", ("T12-L1",)),
        ("L3-4, 4-5 and 5-S1 facets", ("L3-L4", "L4-L5", "L5-S1")),
        ("l5-s1 injections", ("L5-S1",)),
    ],
)
def test_levels_have_one_name_however_they_are_written(words, levels):
    assert levels_in(words) == levels


@pytest.mark.parametrize(
    "words",
    [
        "T2 weighted MRI",
        "L3814 brace",
        "Tylenol #3",
        "Tylenol T3",
        "T3 tablets",
        "A1c",
        "L1 order",
        "thyroid panel, T3 and T4",
        "C1 esterase inhibitor",
        "C9-C12",
        "L5-L3",
    ],
)
def test_a_letter_with_a_number_is_no_level_where_it_means_something_else(words):
    assert levels_in(words) == ()


def test_levels_come_from_the_request_or_else_from_the_sentence_that_concludes_on_it():
    found = facets(
        "Epidural injection at L4-5", rationale="The request for L5-S1 is not necessary."
    ).levels
    assert [(each.value, each.sentence.text) for each in found] == [
        ("L4-L5", "Epidural injection at L4-5")
    ]
    told = facets(
        "Epidural injection",
        rationale="A disc bulges at C5-6. The request for an injection at L5-S1 is not necessary.",
    ).levels
    assert [(each.value, each.sentence.text) for each in told] == [
        ("L5-S1", "The request for an injection at L5-S1 is not necessary.")
    ]
    assert (
        facets(
            "Epidural injection", rationale="A disc bulges at C5-6. The request is not necessary."
        ).levels
        == ()
    )


@pytest.mark.parametrize(
    ("request_text", "dates"),
    [
        ("Retrospective Toradol injection (DOS: 8/1/16)", ("2016-08-01",)),
        ("X-ray of the knee, DOS 5/26/16 - 6/30/16", ("2016-05-26/2016-06-30",)),
        ("X-ray of the knee, date of service 10-13-2016", ("2016-10-13",)),
        (
            "Retrospective therapy provided on February 15, 2012 and 2-20-2012",
            ("2012-02-15", "2012-02-20"),
        ),
        (
            "Retrospective therapy on 5/26, 5/28 and 6/2/2016",
            ("2016-05-26", "2016-05-28", "2016-06-02"),
        ),
        ("Retrospective services between 1/5/2015 and 2/10/2015", ("2015-01-05/2015-02-10",)),
        ("Retrospective Norco #60, per 12/07/2016 order", ()),
        ("Retrospective Norco #60 (RFA dated 12/07/2016), dispensed 12/1/16", ("2016-12-01",)),
        ("Retrospective therapy, DOS 2/30/16", ()),
        ("MRI asked for on 8/1/16", ()),
    ],
)
def test_dates_of_service_are_those_of_a_service_that_was_given(request_text, dates):
    assert facets(request_text).service_dates == dates


def person(summary):
    letter = letter_of(letter_text(item_text("MRI"), summary=summary))
    found = describe(parse_letter(letter), letter.text)[0]
    return [each.value for each in found.diagnoses], found.mechanism and found.mechanism.value


@pytest.mark.parametrize(
    ("summary", "names"),
    [
        ("The current diagnosis is documented as headache.", ["headache"]),
        (
            (
                "The current diagnoses are documented as cervical sprain, lumbar sprain, and "
                "knee pain."
            ),
            ["cervical sprain", "lumbar sprain", "knee pain"],
        ),
        (
            "She was diagnosed with lumbar radiculopathy (M54.16); left shoulder strain.",
            ["lumbar radiculopathy", "left shoulder strain"],
        ),
        (
            "He was diagnosed as having lumbar strain (ICD-9 847.2) and was given ibuprofen.",
            ["lumbar strain"],
        ),
        (
            "Diagnoses: other disc displacement, lumbosacral region, initial encounter.",
            ["other disc displacement, lumbosacral region, initial encounter"],
        ),
        (
            "Assessment: 1. rotator cuff tear 2. adhesive capsulitis.",
            ["rotator cuff tear", "adhesive capsulitis"],
        ),
        (
            "Diagnoses, and-or impressions, were noted to include: knee injury; meniscal tear.",
            ["knee injury", "meniscal tear"],
        ),
        (
            "He is undergoing treatment for a knee sprain and knee pain.",
            ["knee sprain", "knee pain"],
        ),
        (
            "She has diagnoses of hypertension and diabetes mellitus.",
            ["hypertension", "diabetes mellitus"],
        ),
        (
            "Diagnoses include cervical sprain and strain, lumbar, hip and neck pain.",
            ["cervical sprain and strain", "lumbar, hip and neck pain"],
        ),
        (
            "Diagnoses include a tear of the tendons and ligaments of the knee.",
            ["tear of the tendons and ligaments of the knee"],
        ),
        (
            (
                "Diagnoses include a strain of muscle, fascia, and tendon of the back and a "
                "torn meniscus."
            ),
            ["strain of muscle, fascia, and tendon of the back", "torn meniscus"],
        ),
        (
            "Diagnoses include lumbar strain, subsequent encounter and left knee pain.",
            ["lumbar strain, subsequent encounter", "left knee pain"],
        ),
        (
            "Diagnoses include lumbago and left and right sided sciatica.",
            ["lumbago", "left and right sided sciatica"],
        ),
        (
            "Diagnoses include lumbar strain and neck and back pain.",
            ["lumbar strain", "neck and back pain"],
        ),
        (
            "Diagnoses include a wound infection.The report of May tells no more.",
            ["wound infection"],
        ),
        ("The diagnosis was not provided.", []),
        ("An MRI was done to help with diagnosis.", []),
    ],
)
def test_the_diagnoses_of_the_summary_are_parted_into_entries(summary, names):
    assert person(summary)[0] == names


@pytest.mark.parametrize(
    ("summary", "kind"),
    [
        ("The mechanism of injury is detailed as a slip and fall.", "fall"),
        ("She was hurt when she fell from a ladder.", "fall"),
        ("Diagnoses include spinal contusion secondary to a fall.", "fall"),
        ("He was injured when he lifted a crate.", "lifting, pushing or pulling"),
        ("He felt a pop in his back while lifting a box.", "lifting, pushing or pulling"),
        ("The injury is of cumulative trauma from lifting patients.", "cumulative trauma"),
        ("He was injured when his truck was rear-ended.", "motor vehicle"),
        ("The worker was injured in a motor vehicle accident.", "motor vehicle"),
        ("She was injured when she was struck by a falling box.", "struck or caught"),
        ("A pallet fell on his foot and injured it.", "struck or caught"),
        ("She fell on her knee and injured it.", "fall"),
        ("The mechanism of injury was a trailer striking the patient.", "struck or caught"),
        ("She rolled her ankle, twisted her knee and heard a pop.", "twisting or stepping"),
        ("The mechanism of injury was an assault by a customer.", "assault"),
        ("He was exposed to solvents and hurt his eyes.", "exposure"),
        ("The mechanism of injury is detailed as opening a stuck door.", "other"),
        ("Mechanism of injury was not documented. Pain worsens with lifting.", None),
        ("The work injury hurts more when lifting. Pain is worse with lifting and bending.", None),
        ("The worker was told to avoid lifting after the injury.", None),
        ("She fell asleep late. Therapy did not help.", None),
        (
            (
                "The mechanism of injury was a strain from trying to prevent a box from "
                "falling on her."
            ),
            "other",
        ),
    ],
)
def test_the_mechanism_is_how_the_worker_was_hurt_not_what_hurts_since(summary, kind):
    assert person(summary)[1] == kind


def test_diagnoses_and_mechanism_keep_the_sentence_that_tells_them():
    letter = letter_of(
        letter_text(
            item_text("MRI"),
            summary="Pain began in May. She fell from a ladder at work. She "
            "was diagnosed with knee "
            "sprain.",
        )
    )
    found = describe(parse_letter(letter), letter.text)[0]
    assert found.mechanism.sentence.text == "She fell from a ladder at work."
    assert [each.sentence.text for each in found.diagnoses] == [
        "She was diagnosed with knee sprain."
    ]


@pytest.mark.parametrize(
    "piece", ["L4-", "C5, ", "L4 5 ", "5/26 and ", "5/26/16 - ", "May 5, ", "1", " ", "T12 to "]
)
def test_reading_levels_and_dates_takes_linear_time(piece):
    assert grows_linearly(lambda words: (levels_in(words), service_dates_in(f"DOS {words}")), piece)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "pain and ",
        "diagnosed with ",
        "fell and ",
        "while lifting ",
        "no ",
        "of injury ",
        "a",
        "hip, ",
        "was struck ",
        "; ",
    ],
)
def test_reading_diagnoses_and_mechanisms_takes_linear_time(piece):
    def read(words):
        text = f"Diagnoses include {words}. The mechanism of injury was {words}."
        letter = letter_of(text)
        determination = replace(_LETTER, summary=Excerpt.of(text, 0, len(text)))
        return diagnoses(determination, letter.text), mechanism(determination, letter.text)

    assert grows_linearly(read, piece)


_LETTER = parse_letter(letter_of(letter_text(item_text("MRI"))))
