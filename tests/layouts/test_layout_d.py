"""Letters in layout D, "Notice of Independent Medical Review Determination", whose outcomes stand
in two lists and in the parts.
"""

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
Notice of Independent Medical Review Determination
Dated: 10/2/2013
IMR Case Number: {case}
Date of Injury: 6/2/2009
{head}INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE
The application was filed on 7/15/2013 disputing the Utilization Review Denial dated 7/1/2013. \
The Notice of
Assignment went out on 8/1/2013.
{listed}Medical Qualifications of the Expert Reviewer:
The reviewer is Board Certified in Anesthesiology, has a subspecialty in Pain Management and \
licensed to practice in California.
Case Summary:
Disclaimer: This summary is that of the utilization review denial of July 1, 2013.
“The patient is a 48 year-old female with back pain.”
Documents Reviewed for Determination:
1. Notes.
{parts}"""
PART = """\
{number}) Regarding the request for {request}:
Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision:
The Claims Administrator based its decision on ACOEM. {guideline}
Rationale for the Decision:
{rationale}
"""
REQUESTS = (("an epidural steroid injection", False), ("psychotherapy, 6 visits", True))


def decision(number: int, request: str, necessary: bool) -> str:
    return (
        f"{number}) MAXIMUS Federal Services, Inc. has determined the request for {request} "
        f"is {'' if necessary else 'not'}medically necessary and appropriate.\n"
    )


def part(
    number: int,
    request: str,
    rationale: str = "The guideline says so.",
    guideline: str = "The Expert Reviewer relied on the ODG.",
) -> str:
    return PART.format(number=number, request=request, rationale=rationale, guideline=guideline)


def text_of(head=REQUESTS, listed=REQUESTS, parts=None, case="CM13-9000498") -> str:
    heads, lists = (
        "".join(decision(number, *request) for number, request in enumerate(requests, 1))
        for requests in (head, listed)
    )
    return HEAD.format(
        case=case,
        head=heads,
        listed=lists,
        parts="".join(
            parts or [part(number, request[0]) for number, request in enumerate(REQUESTS, 1)]
        ),
    )


def parse(**given):
    return parse_letter(letter_of(text_of(**given)))


def outcomes(determination):
    return [(item.position, item.request.text, item.outcome.value) for item in determination.items]


def test_a_letter_gives_header_reviewer_person_and_items():
    letter = parse()
    assert (letter.case, letter.layout, letter.age, letter.sex) == (
        "CM13-9000498",
        "notice",
        48,
        "female",
    )
    assert (letter.header.injured, letter.header.denied, letter.header.received) == (
        date(2009, 6, 2),
        date(2013, 7, 1),
        date(2013, 7, 15),
    )
    assert (letter.header.assigned, letter.header.decided) == (date(2013, 8, 1), date(2013, 10, 2))
    assert (letter.reviewer.specialties, letter.reviewer.licensed_in) == (
        ("Anesthesiology", "Pain Management"),
        ("California",),
    )
    assert letter.summary.text == "“The patient is a 48 year-old female with back pain.”"
    assert outcomes(letter) == [
        (1, "an epidural steroid injection", "upheld"),
        (2, "psychotherapy, 6 visits", "overturned"),
    ]
    first = letter.items[0]
    assert (first.claims_guideline.text, first.reviewer_guideline.text) == (
        "The Claims Administrator based its decision on ACOEM.",
        "The Expert Reviewer relied on the ODG.",
    )
    assert first.rationale.text == "The guideline says so."


def test_an_early_case_number_is_read():
    assert (
        parse(case="IMR 13-900001").case == "IMR 13-900001"
        and parse(case="IMR13-900001").case == "IMR 13-900001"
    )


@pytest.mark.parametrize(
    ("name", "case", "expected"),
    [
        (
            "d_glued_not",
            "CM13-9000461",
            [
                (1, "a cervical traction unit for home use", "upheld"),
                (2, "cyclobenzaprine 7.5 mg #60", "overturned"),
            ],
        ),
        (
            "d_run_on_lists",
            "IMR 13-900462",
            [(1, "x-rays of the right hip", "overturned"), (2, "a wheelchair", "upheld")],
        ),
        (
            "d_first_page_lost",
            "d_first_page_lost",
            [
                (1, "nerve conduction studies of the left arm", "overturned"),
                (2, "massage therapy, eight visits", "upheld"),
            ],
        ),
        ("d_narrow", "d_narrow", [(1, "a spinal cord stimulator trial", "upheld")]),
    ],
)
def test_no_item_is_lost_or_invented_as_extractors_mangle_a_letter(name, case, expected):
    determination = parse_letter(read_letter(LETTERS / f"{name}.txt"))
    assert (determination.case, outcomes(determination)) == (case, expected)
    assert all(
        "Rationale for" not in item.rationale.text
        and "Relied Upon" not in item.reviewer_guideline.text
        for item in determination.items
    )


def test_a_mangled_letter_keeps_dates_and_rationales():
    determination = parse_letter(read_letter(LETTERS / "d_first_page_lost.txt"))
    assert (
        determination.header.received,
        determination.header.denied,
        determination.header.assigned,
        determination.header.injured,
    ) == (date(2013, 7, 8), date(2013, 6, 24), date(2013, 7, 26), date(2012, 2, 2))
    assert determination.items[0].rationale.text == (
        "The hand is numb in the fingers of the ulnar nerve and two signs at the elbow "
        "are positive."
    )
    assert determination.items[1].rationale.text.endswith(
        "not medically necessary and appropriate."
    )
    glued = parse_letter(read_letter(LETTERS / "d_glued_not.txt"))
    assert (glued.age, glued.sex, glued.header.decided) == (26, "female", date(2013, 10, 4))


@pytest.mark.parametrize(
    ("guideline", "expected"),
    [
        (
            (
                "The Expert Reviewer found the guidelines used by the Claims Administrator "
                "relevant and appropriate."
            ),
            ("MTUS", "ACOEM"),
        ),
        (
            (
                "The Expert Reviewer found the section of the MTUS used by the Claims "
                "Administrator to be applicable."
            ),
            ("MTUS", "ACOEM"),
        ),
        (
            "The Expert Reviewer relied on the same chapter and on the ODG.",
            ("MTUS", "ACOEM", "ODG"),
        ),
        (
            (
                "The Expert Reviewer did not find the guidelines used by the Claims "
                "Administrator relevant, and used the ODG."
            ),
            ("ODG",),
        ),
        (
            "The Expert Reviewer found that no section of the MTUS applies, and used the ODG.",
            ("ODG",),
        ),
        ("The Expert Reviewer did not cite any guideline.", ("none",)),
    ],
)
def test_a_reviewer_who_adopts_the_other_guideline_relied_on_it(guideline, expected):
    letter = letter_of(
        text_of(
            parts=[
                part(1, REQUESTS[0][0], guideline=guideline).replace(
                    "ACOEM", "ACOEM, Low Back Complaints"
                ),
                part(2, REQUESTS[1][0]),
            ]
        )
    )
    assert describe(parse_letter(letter), letter.text)[0].guidelines == expected


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            {"head": (REQUESTS[0], (REQUESTS[1][0], False))},
            "in one list of decisions and not in the other",
        ),
        ({"head": REQUESTS[:1]}, "lists 1 decisions at its head and 2"),
        ({"head": (("a brace", False), REQUESTS[1])}, "another request 1"),
        ({"parts": [part(1, REQUESTS[0][0])]}, "lists 2 decisions, but holds 1 rationales"),
        ({"parts": [part(1, REQUESTS[0][0]), part(2, "a knee brace")]}, "about another request"),
        (
            {"parts": [part(1, REQUESTS[0][0]), part(3, REQUESTS[1][0])]},
            "no part with the number 2",
        ),
        (
            {
                "parts": [
                    part(1, REQUESTS[0][0], "The request is medically necessary."),
                    part(2, REQUESTS[1][0]),
                ]
            },
            "in the list and not in the rationale",
        ),
        ({"parts": [part(1, REQUESTS[0][0], ""), part(2, REQUESTS[1][0])]}, "no rationale"),
        ({"head": (), "listed": (), "parts": ["Nothing."]}, "no decision"),
    ],
)
def test_a_letter_whose_lists_and_parts_disagree_is_refused_with_the_reason(given, reason):
    with pytest.raises(UnknownLayout, match=reason):
        parse(**given)


@pytest.mark.parametrize(
    "mangled",
    [
        ("is notmedically", "is in part medically"),
        ("is medically", "is perhaps medically"),
        ("notmedically necessary and appropriate.\n2) MAXIMUS", "2) MAX1MUS"),
        ("2) MAXIMUS", "3) MAXIMUS"),
        ("2) MAXIMUS", "MAXIMUS"),
    ],
)
def test_a_decision_in_a_list_that_cannot_be_read_is_refused_and_never_left_out(mangled):
    with pytest.raises(UnknownLayout, match=r"outcome is not told|without that number"):
        parse_letter(letter_of(text_of().replace(*mangled)))


@pytest.mark.parametrize(
    "other",
    [
        "IMR ISSUES, DECISIONS AND RATIONALES\nMRI: Upheld\nDecision rationale: No.\n",
        "IMR DECISION(S) AND RATIONALE(S)\n1. MRI is not medically necessary.\n",
    ],
)
def test_a_text_with_the_headings_of_two_layouts_is_taken_by_neither(other):
    with pytest.raises(UnknownLayout, match="several layouts"):
        parse_letter(letter_of(text_of() + other))


def test_two_notices_in_one_file_are_refused():
    with pytest.raises(UnknownLayout, match="more than one letter"):
        parse_letter(letter_of(text_of() + text_of(case="CM13-9000497")))
