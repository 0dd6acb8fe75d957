"""What a request says besides its service: levels, amounts, dates of service; what is cited, and how the worker was hurt."""

import pytest
from conftest import item_text, letter_of, letter_text
from test_facets import facets

from index.describe import describe
from index.describe.guidelines import guidelines_in
from index.describe.levels import levels_in
from index.export import amount_in_words
from index.layouts import parse_letter


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("ESI at L4-5", ("L4-L5",)),
        ("fusion L4-L5 and L5-S1", ("L4-L5", "L5-S1")),
        ("L4- / L5 injection", ("L4-L5",)),
        ("bilateral L3, L4 and L5 medial branch blocks", ("L3", "L4", "L5")),
        ("ACDF C5-C7", ("C5-C6", "C6-C7")),
        ("L5-1 disc", ("L5-S1",)),
        ("T12-L1", ("T12-L1",)),
        ("T2 weighted MRI, L3814 brace, Tylenol #3, A1c", ()),
    ],
)
def test_levels(words, levels):
    assert levels_in(words) == levels


@pytest.mark.parametrize(
    ("request_text", "amounts"),
    [
        ("Physical therapy two times a week for six weeks", ["12 sessions", "2 per week", "42 days"]),
        ("Physical therapy 2-3 times a week for 6 weeks", ["12 to 18 sessions", "2 to 3 per week", "42 days"]),
        ("Chiropractic 2x/wk x 4wks, lumbar", ["8 sessions", "2 per week", "28 days"]),
        ("Physical therapy 2x6 for the knee", ["12 sessions"]),
        ("Acupuncture, twelve visits", ["12 sessions"]),
        ("Post-op physical therapy 12-18 sessions", ["12 to 18 sessions"]),
        ("Physical therapy 6 sessions 2 times a week for 3 weeks", ["6 sessions", "2 per week", "21 days"]),
        ("Norco 10/325mg #60", ["60 units"]),
        ("Norco 10/325mg #60 with 2 refills", ["2 refills", "60 units"]),
        ("Naproxen 550mg, quantity: 90", ["90 units"]),
        ("Oxycodone 20mg #60 day supply: 30", ["60 units", "30 days"]),
        ("Cold therapy unit, 14 day rental", ["14 days"]),
        ("MRI of the lumbar spine times 1", ["1 units"]),
        ("Functional restoration program, 160 hours", ["160 hours"]),
        ("Tramadol 50mg every 4-6 hours as needed #30", ["30 units", "4 to 6 per day"]),
        ("Tabradol (unknown quantity)", []),
        ("MRI of the L4-5 level", []),
    ],
)
def test_amounts(request_text, amounts):
    assert [amount_in_words(each) for each in facets(request_text).amounts] == amounts


@pytest.mark.parametrize(
    ("request_text", "dates"),
    [
        ("Retrospective Toradol injection (DOS: 8/1/16)", ("2016-08-01",)),
        ("X-ray of the knee, DOS 5/26/16 - 6/30/16", ("2016-05-26/2016-06-30",)),
        ("Retrospective therapy provided on February 15, 2012 and 2-20-2012", ("2012-02-15", "2012-02-20")),
        ("MRI asked for on 8/1/16", ()),
    ],
)
def test_dates_of_service(request_text, dates):
    assert facets(request_text).service_dates == dates


@pytest.mark.parametrize(
    ("line", "cited"),
    [
        ("Rests on MTUS Neck and Upper Back Complaints 2004, Section(s): Imaging.", [("MTUS", "Neck and Upper Back Complaints", 2004, "Imaging")]),
        (
            "Decision based on MTUS General Approaches 2004, Section(s): Initial Care, and Knee Complaints 2004, Section(s): Physical Methods.",
            [("MTUS", "General Approaches", 2004, "Initial Care"), ("MTUS", "Knee Complaints", 2004, "Physical Methods")],
        ),
        (
            "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Topicals. Decision based on Non-MTUS ODG Pain Chapter.",
            [("MTUS", "Chronic Pain Medical Treatment", 2016, "Topicals"), ("ODG", "Pain", None, None)],
        ),
        ("Uses MTUS ACOEM Chapter 9 Shoulder Complaints Page(s): 207-209..", [("MTUS", "Shoulder Complaints", None, "207-209")]),
        ("The reviewer did not cite any evidence.", []),
    ],
)
def test_citations_name_guideline_title_edition_and_section(line, cited):
    found = facets("MRI", guideline=line).citations
    assert [(each.guideline, each.title, each.edition, each.section) for each in found] == cited
    assert {each.guideline for each in found} <= set(guidelines_in(line))


def person(summary):
    letter = letter_of(letter_text(item_text("MRI"), summary=summary))
    found = describe(parse_letter(letter), letter.text)[0]
    return [each.value for each in found.diagnoses], found.mechanism and found.mechanism.value


@pytest.mark.parametrize(
    ("summary", "diagnoses", "mechanism"),
    [
        ("He was injured in a fall from a wet stair. Current diagnoses are documented as cervical sprain, lumbar sprain, and knee pain.", ["cervical sprain", "lumbar sprain", "knee pain"], "fall"),
        ("She was diagnosed with lumbar radiculopathy (M54.16); left shoulder strain.", ["lumbar radiculopathy", "left shoulder strain"], None),
        ("Diagnoses: other disc displacement, lumbosacral region, initial encounter.", ["other disc displacement, lumbosacral region, initial encounter"], None),
        ("He was injured when he lifted a crate.", [], "lifting, pushing or pulling"),
        ("Mechanism of injury was not documented. Pain worsens with lifting.", [], None),
        ("The mechanism of injury is detailed as opening a stuck door.", [], "other"),
    ],
)
def test_diagnoses_and_mechanism_of_the_summary(summary, diagnoses, mechanism):
    assert person(summary) == (diagnoses, mechanism)
