"""Letters in layout B, "IMR DECISION(S) AND RATIONALE(S)": decisions in numbered sentences."""

from datetime import date
from pathlib import Path

import pytest
from conftest import letter_of

from index.extraction.describe import describe
from index.layouts import UnknownLayout, parse_letter
from index.readers import read_letter

LETTERS = Path(__file__).with_name("letters")

HEAD = """\
MAXIMUS FEDERAL SERVICES, INC.
Independent Medical Review
Dated: 12/20/2013
IMR Case Number: CM13-9000499 Date of Injury: 04/11/2012
UR Denial Date: 08/27/2013 Priority: STANDARD
Application Received: 09/12/2013
{overall}
HOW THE IMR FINAL DETERMINATION WAS MADE
The reviewer is Board Certified in Neurology, has a subspecialty in Pain Medicine and \
licensed to practice in California.
DOCUMENTS REVIEWED
A 70 year old chart of someone else.
CLINICAL CASE SUMMARY
The reviewer made the following summary of the case:
A 44-year-old woman hurt her neck.
IMR DECISION(S) AND RATIONALE(S)
The decisions are as follows:
{items}"""

ITEM = """\
{number}. {request} is {word}medically necessary and appropriate.
The Claims Administrator based its decision on ACOEM.
The Physician Reviewer based his/her decision on the ODG, which is not part of the MTUS.
The Physician Reviewer's decision rationale: {rationale}
"""


def item(
    number: int,
    request: str,
    necessary: bool = False,
    rationale: str = "The record shows nothing new.",
) -> str:
    return ITEM.format(
        number=number, request=request, word="" if necessary else "not ", rationale=rationale
    )


def parse(*items: str, overall: str = ""):
    return parse_letter(letter_of(HEAD.format(overall=overall, items="".join(items))))


def outcomes(determination):
    return [(item.position, item.request.text, item.outcome.value) for item in determination.items]


def test_a_letter_gives_header_reviewer_person_and_items():
    letter = parse(item(1, "MRI of the neck"), item(2, "Norco 10/325 mg #60", True))
    assert (letter.case, letter.layout) == ("CM13-9000499", "numbered decisions")
    assert (
        letter.header.injured,
        letter.header.denied,
        letter.header.received,
        letter.header.decided,
    ) == (date(2012, 4, 11), date(2013, 8, 27), date(2013, 9, 12), date(2013, 12, 20))
    assert letter.header.priority == "Standard"
    assert letter.reviewer.specialties == (
        "Neurology",
        "Pain Medicine",
    ) and letter.reviewer.licensed_in == ("California",)
    assert (letter.age, letter.sex, letter.summary.text) == (
        44,
        "female",
        "A 44-year-old woman hurt her neck.",
    )
    assert outcomes(letter) == [
        (1, "MRI of the neck", "upheld"),
        (2, "Norco 10/325 mg #60", "overturned"),
    ]
    assert (
        letter.items[0].claims_guideline.text
        == "The Claims Administrator based its decision on ACOEM."
    )
    assert letter.items[0].reviewer_guideline.text == (
        "The Physician Reviewer based his/her decision on the ODG, which is not part of the MTUS."
    )
    assert letter.items[0].rationale.text == "The record shows nothing new."


def test_places_lead_back_to_the_words():
    letter = letter_of(HEAD.format(overall="", items=item(1, "MRI of the neck")))
    read_item = parse_letter(letter).items[0]
    assert letter.text[read_item.request.start : read_item.request.end] == "MRI of the neck"
    assert (
        letter.text[read_item.rationale.start : read_item.rationale.end]
        == "The record shows nothing new."
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "b_paragraph_lines",
            [
                (1, "Wrist splint for night use, right", "overturned"),
                (2, "Paraffin bath for home use", "upheld"),
            ],
        ),
        (
            "b_blank_lines",
            [
                (1, "Custom orthotics for the left foot", "upheld"),
                (2, "Physical therapy for the left ankle, 6 visits", "overturned"),
            ],
        ),
        (
            "b_lists_and_hyphens",
            [
                (1, "Hyaluronic acid injections for the right knee, series of three", "upheld"),
                (2, "Celebrex 200 mg #30", "overturned"),
            ],
        ),
        (
            "b_three_words_a_line",
            [(1, "L4-L5 LAMINECTOMY", "upheld"), (2, "INPATIENT STAY, 2 DAYS", "upheld")],
        ),
    ],
)
def test_no_item_is_lost_or_invented_as_extractors_mangle_a_letter(name, expected):
    assert outcomes(parse_letter(read_letter(LETTERS / f"{name}.txt"))) == expected


def test_a_mangled_letter_keeps_header_reviewer_guidelines_and_rationales():
    letter = read_letter(LETTERS / "b_blank_lines.txt")
    determination = parse_letter(letter)
    assert (
        determination.case,
        determination.age,
        determination.sex,
        determination.reviewer.specialties,
    ) == (
        "CM14-9000442",
        31,
        "male",
        ("Podiatry",),
    )
    assert (
        determination.header.injured,
        determination.header.denied,
        determination.header.received,
        determination.header.decided,
    ) == (date(2013, 7, 19), date(2013, 12, 2), date(2013, 12, 20), date(2014, 3, 11))
    assert determination.items[0].rationale.text.endswith(
        "not medically necessary and appropriate."
    ) and determination.items[1].rationale.text.endswith("is medically necessary and appropriate.")
    assert [facets.guidelines for facets in describe(determination, letter.text)] == [
        ("ODG",),
        ("ODG",),
    ]
    narrow = parse_letter(read_letter(LETTERS / "b_three_words_a_line.txt"))
    assert (
        narrow.items[1].rationale.text
        == "Since the primary procedure is not medically necessary, no stay is needed."
    )
    lists = parse_letter(read_letter(LETTERS / "b_lists_and_hyphens.txt"))
    assert (
        "1. severe arthritis on films" in lists.items[0].rationale.text
        and "2. with an earlier bleed" in lists.items[1].rationale.text
    )


def test_an_item_that_depends_on_another_needs_no_labels():
    letter = parse(
        item(1, "Shoulder arthroscopy"),
        "2. Assistant surgeon is not medically necessary and appropriate.\n"
        "Since the primary procedure is not medically necessary, none of this is.\n",
        item(3, "Sling"),
    )
    assert outcomes(letter) == [
        (1, "Shoulder arthroscopy", "upheld"),
        (2, "Assistant surgeon", "upheld"),
        (3, "Sling", "upheld"),
    ]
    assert letter.items[1].reviewer_guideline is None


def test_a_numbered_list_in_a_rationale_is_no_item():
    rationale = (
        "ODG asks for:\n"
        "1. red flags, or\n"
        "2. failure of care.\n"
        "Neither is told of. The MRI is not medically necessary."
    )
    assert outcomes(parse(item(1, "MRI", rationale=rationale), item(2, "Sling"))) == [
        (1, "MRI", "upheld"),
        (2, "Sling", "upheld"),
    ]


@pytest.mark.parametrize(
    ("overall", "stands"),
    [
        ("UPHOLD", False),
        ("OVERTURN", False),
        ("PARTIAL OVERTURN", True),
        ("PARTIALLY\nOVERTURN", True),
    ],
)
def test_the_outcome_at_the_head_must_be_that_of_the_items(overall, stands):
    items = (item(1, "MRI"), item(2, "Sling", True))
    if stands:
        assert len(parse(*items, overall=f"Final Determination: {overall}. See below.").items) == 2
    else:
        with pytest.raises(UnknownLayout, match="do not bear out"):
            parse(*items, overall=f"Final Determination: {overall}. See below.")


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        (item(1, "MRI") + item(3, "Sling"), "2 rationales, but 1 decisions"),
        (
            item(1, "MRI") + item(2, "Sling").replace("is not medically", "is in part medically"),
            "2 rationales, but 1 decisions",
        ),
        (
            item(1, "MRI").replace("The Physician Reviewer's decision rationale:", "My grounds:"),
            "no rationale",
        ),
        (
            item(1, "MRI", rationale="The request for an MRI is medically necessary."),
            "in one place and not in another",
        ),
        (
            item(1, "MRI")
            + "2. Sling is not medically necessary and appropriate.\nIt was asked for too late.\n",
            "belongs to none",
        ),
        (
            item(1, "MRI")
            + item(2, "CT")
            .replace("2. CT is not medically necessary and appropriate.\n", "")
            .replace("The Physician Reviewer's decision rationale:", ""),
            "was not recognized",
        ),
        (
            item(1, "MRI", rationale="It is not medically necessary.\n2. Sling was asked for"),
            "may be another decision",
        ),
        (
            item(
                1,
                "MRI",
                rationale="It is not medically necessary.\n"
                "Since the primary procedure is denied, so is the sling.",
            ),
            "may be another decision",
        ),
        (item(1, "MRI", rationale="The record shows"), "breaks off"),
        (
            item(1, "MRI")
            + (
                "2. Sling is medically necessary and appropriate.\n"
                "Since the primary procedure is not medically necessary, no sling is.\n"
            ),
            "in one place and not in another",
        ),
        (item(1, "Neither the MRI nor the CT", True), "no numbered decision"),
        (item(1, "MRI").replace("1. ", ""), "no numbered decision"),
        ("", "no numbered decision"),
        (item(1, ""), "no numbered decision|without a request"),
        (
            item(1, "MRI") + "IMR DECISION(S) AND RATIONALE(S)\n" + item(1, "CT"),
            "more than one letter",
        ),
        (
            item(1, "MRI")
            + "IMR ISSUES, DECISIONS AND RATIONALES\nCT: Upheld\nDecision rationale: No.\n",
            "several layouts",
        ),
    ],
)
def test_a_letter_that_does_not_add_up_is_refused_with_the_reason(items, reason):
    with pytest.raises(UnknownLayout, match=reason):
        parse(items)


def test_prose_about_another_opinion_does_not_stand_against_the_decision():
    rationale = (
        "Utilization review held that the request is not medically necessary. If a trial "
        "fails the request is not medically necessary. The trial went well."
    )
    assert outcomes(parse(item(1, "MRI", True, rationale))) == [(1, "MRI", "overturned")]
