"""Letters in layout C, "MEDICAL PROFESSIONAL REVIEW", with one issue and a heading that may tell
its outcome.
"""

from datetime import date
from pathlib import Path

import pytest
from conftest import letter_of

from index.extraction.describe import describe
from index.layouts import UnknownLayout, parse_letter
from index.layouts.necessity import concluded, decided
from index.layouts.person import age_and_sex
from index.readers import read_letter

LETTERS = Path(__file__).with_name("letters")

LETTER = """\
MEDICAL PROFESSIONAL REVIEW
Date of Review: 09/30/2013
ISSUE AT DISPUTE:
{issue}
CASE SUMMARY:
The patient is a 44 yo male with a date of injury of 10/8/2010.
DOCUMENTS REVIEWED FOR DETERMINATION:
Notes.
MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL
REVIEWER AND WHY:
The ODG.
RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE {verb}
MEDICALLY NECESSARY:
{rationale}
MEDICAL REVIEWER QUALIFICATIONS:
The reviewer is board certified in Physical Medicine and Rehabilitation and is \
licensed in California.
"""
CLOSED = "It was not tried before. The requested TENS unit is not medically necessary."


def text_of(issue: str = "TENS unit", verb: str = "IS/WAS NOT", rationale: str = CLOSED) -> str:
    return LETTER.format(issue=issue, verb=verb, rationale=rationale)


def parse(**parts: str):
    return parse_letter(letter_of(text_of(**parts), "review_7.txt"))


def test_a_letter_gives_header_reviewer_person_and_its_item():
    letter = parse()
    item = letter.items[0]
    assert (letter.case, letter.layout, letter.age, letter.sex) == (
        "review_7",
        "medical professional review",
        44,
        "male",
    )
    assert (letter.header.decided, letter.header.injured) == (date(2013, 9, 30), date(2010, 10, 8))
    assert (letter.reviewer.specialties, letter.reviewer.licensed_in) == (
        ("Physical Medicine and Rehabilitation",),
        ("California",),
    )
    assert (
        item.request.text,
        item.outcome.value,
        item.reviewer_guideline.text,
        item.rationale.text,
    ) == ("TENS unit", "upheld", "The ODG.", CLOSED)


@pytest.mark.parametrize(
    ("issue", "request_text"),
    [
        ("Whether the requested MRI of the neck is medically necessary.", "MRI of the neck"),
        ("Is a gym membership medically necessary?", "a gym membership"),
        ("1. Norco 10/325 mg\n#60", "Norco 10/325 mg #60"),
        (
            "Retrospective request for a brace, DOS: 5/4/2013",
            "Retrospective request for a brace, DOS: 5/4/2013",
        ),
    ],
)
def test_the_request_is_the_service_that_the_issue_names(issue, request_text):
    assert parse(issue=issue).items[0].request.text == request_text


@pytest.mark.parametrize("verb", ["IS NOT", "WAS NOT"])
def test_a_heading_in_which_not_was_chosen_decides(verb):
    assert (
        parse(verb=verb, rationale="This follows from the guideline.").items[0].outcome == "upheld"
    )


@pytest.mark.parametrize("verb", ["IS", "WAS"])
def test_a_heading_without_not_decides_only_with_the_conclusion(verb):
    assert (
        parse(verb=verb, rationale="The requested unit is medically necessary.").items[0].outcome
        == "overturned"
    )
    with pytest.raises(UnknownLayout, match="does not tell its outcome"):
        parse(verb=verb, rationale="This follows from the guideline.")


@pytest.mark.parametrize(
    ("closing", "outcome"),
    [
        ("The requested TENS unit is not medically necessary.", "upheld"),
        ("Hence the TENS unit is medically necessary.", "overturned"),
    ],
)
def test_under_the_forms_heading_the_conclusion_decides(closing, outcome):
    assert parse(rationale=f"There was a trial. {closing}").items[0].outcome == outcome


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"rationale": "The guideline asks for a trial."}, "does not tell its outcome"),
        (
            {"rationale": "If a trial is done, the request is medically necessary."},
            "does not tell its outcome",
        ),
        (
            {"rationale": "Neither the unit nor the request is medically necessary."},
            "does not tell its outcome",
        ),
        ({"verb": "IS", "rationale": CLOSED}, "or the reverse"),
        (
            {"verb": "WAS NOT", "rationale": "The request was medically necessary."},
            "or the reverse",
        ),
        (
            {
                "rationale": (
                    "The request is medically necessary. The request is not medically necessary."
                )
            },
            "both",
        ),
        ({"issue": "1. TENS unit\n2. Brace"}, "several issues"),
        ({"issue": "TENS unit\nCASESUMMARI:\nA 44 year old man."}, "runs on into another part"),
        ({"issue": ""}, "nothing under it"),
        ({"rationale": ""}, "nothing under it"),
        ({"rationale": CLOSED + "\nISSUE AT DISPUTE:\nBrace"}, "more than one letter"),
    ],
)
def test_a_letter_whose_outcome_is_not_told_is_refused_with_the_reason(parts, reason):
    with pytest.raises(UnknownLayout, match=reason):
        parse(**parts)


def test_a_letter_whose_parts_are_out_of_order_is_refused():
    head, tail = text_of().split("RATIONALE FOR WHY")
    with pytest.raises(UnknownLayout, match="another order"):
        parse_letter(letter_of("RATIONALE FOR WHY" + tail + head))


@pytest.mark.parametrize(
    ("name", "request_text", "outcome", "guidelines"),
    [
        ("c_cut_headings", "Gabapentin 300 mg #90", "overturned", ("MTUS",)),
        ("c_one_line", "a gym membership for six months", "upheld", ("ODG",)),
        ("c_glued", "Home health aide, four hours a day for six weeks", "upheld", ("MTUS",)),
        (
            "c_missing_parts",
            "Shockwave therapy for the left heel, three sessions",
            "overturned",
            ("none",),
        ),
    ],
)
def test_a_letter_is_read_as_extractors_mangle_it(name, request_text, outcome, guidelines):
    letter = read_letter(LETTERS / f"{name}.txt")
    determination = parse_letter(letter)
    assert [(item.request.text, item.outcome.value) for item in determination.items] == [
        (request_text, outcome)
    ]
    assert [facets.guidelines for facets in describe(determination, letter.text)] == [guidelines]
    assert (
        "RATIONALE" not in determination.items[0].rationale.text
        and "Page 1" not in determination.summary.text
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("MRI is notmedically necessary and appropriate.", ("MRI", "upheld")),
        ("Drugs ARE NOT medically necessary", ("Drugs", "upheld")),
        ("An MRI ismedically\nnecessary and appro-\npriate.", ("An MRI", "overturned")),
        ("MRI is no longer medically necessary.", None),
        ("MRI isn't medically necessary.", None),
        ("MRI is medically necessary in part.", None),
        ("Neither A nor B is medically necessary.", None),
        ("No part of it is medically necessary.", None),
        ("A is medically necessary. B is not medically necessary.", None),
    ],
)
def test_only_a_plain_statement_is_a_decision(words, expected):
    decision = decided(words)
    assert (decision and (decision[0], decision[1].value)) == expected


@pytest.mark.parametrize(
    ("closing", "outcome"),
    [
        ("The request is not medically necessary.", "upheld"),
        (
            "As no trial was made, the requested unit is not medically necessary and appropriate.",
            "upheld",
        ),
        ("The request is medically necessary.", "overturned"),
        (
            (
                "The request is not medically necessary. The drug should be tapered. Abrupt "
                "withdrawal is dangerous."
            ),
            "upheld",
        ),
        (
            (
                "One condition may be met, the other is not, so that the request for a unit "
                "is not medically necessary."
            ),
            "upheld",
        ),
        ("The request for more than a part, while welcome, is not medically necessary.", None),
        ("None of the requested items is medically necessary.", None),
        ("I do not find that the request is medically necessary.", None),
        ("It was not shown that the request is medically necessary.", None),
        ("Utilization review stated that the request is not medically necessary.", None),
        ("The claim that the request is not medically necessary is wrong.", None),
        ("Only a part of the request is medically necessary.", None),
        ("Fresh air is medically necessary.", None),
    ],
)
def test_a_conclusion_is_taken_only_where_it_is_plain(closing, outcome):
    assert concluded(closing, 0, len(closing)) == outcome


@pytest.mark.parametrize(
    ("prose", "person"),
    [
        ("A now 54-year-old man", (54, "male")),
        ("The patient is a 44 y/o female", (44, "female")),
        ("A 54 yo man", (54, "male")),
        ("A 44 y.o. woman", (44, "female")),
        ("The worker, aged 61, is a woman", (61, "female")),
        ("A 61-yr-old lady", (61, "female")),
        ("A 58 year old injured worker. He fell.", (58, "male")),
        ("She is 47 years of age", (47, "female")),
        ("Age: 39. Sex: male", (39, "male")),
        ("A 20-year-old back injury of this 51 year old man", (51, "male")),
        ("He cares for a 16 year old son.", (None, "male")),
        ("Her films, 26 months old, are for patients aged 65 and over", (None, "female")),
        ("A 26-month-old claim of hers", (None, "female")),
        ("She took 10/325 y", (None, "female")),
    ],
)
def test_age_and_sex_are_the_injured_workers(prose, person):
    assert age_and_sex(prose) == person
