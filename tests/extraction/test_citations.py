"""What a guideline line cites: guideline, title, edition, section."""

import pytest
from conftest import item_text, letter_of, letter_text
from growth import grows_linearly
from test_facets import facets

from index.extraction.citations import citations_in
from index.extraction.describe import describe
from index.extraction.guidelines import guidelines_in
from index.layouts import parse_letter
from index.readers import read_letter
from index.samples import LETTERS
from index.store.ingest import letter_files
from index.store.sqlite.write import citation_in_words


def cited(line):
    return [(each.guideline, each.title, each.edition, each.section) for each in citations_in(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Decision based on MTUS Knee Complaints 2004, Section(s): Imaging.",
            [("MTUS", "Knee Complaints", 2004, "Imaging")],
        ),
        (
            "Decision based on MTUS Opioid Treatment 2016.",
            [("MTUS", "Opioid Treatment", 2016, None)],
        ),
        (
            "Decision based on MTUS Chronic Pain Treatment Guidelines NSAIDs Page(s): 70-73.",
            [("MTUS", "Chronic Pain Treatment", None, "NSAIDs pages 70-73")],
        ),
        (
            "Uses MTUS ACOEM Chapter 9 Shoulder Complaints Page(s): 207-209..",
            [("MTUS", "Shoulder Complaints", None, "207-209")],
        ),
        (
            "The reviewer used ACOEM (2004), Low Back Complaints, page 301.",
            [("MTUS", "Low Back Complaints", 2004, "301")],
        ),
        (
            (
                "Rests on the Chronic Pain Medical Treatment Guidelines, Topicals, pages "
                "111-113, which is part of the MTUS."
            ),
            [("MTUS", "Chronic Pain Medical Treatment", None, "Topicals, pages 111-113")],
        ),
        (
            "Relied on MTUS/ACOEM Low Back Disorders Guideline (2017), Section(s): Fusion.",
            [("MTUS", "Low Back Disorders", 2017, "Fusion")],
        ),
        (
            "ACOEM Chapter 7, Independent Medical Examinations, page 137.",
            [("ACOEM", "Independent Medical Examinations", None, "137")],
        ),
        ("Relied on the MTUS.", [("MTUS", "", None, None)]),
    ],
)
def test_a_part_of_the_schedule_has_its_edition_and_section(line, expected):
    assert cited(line) == expected


@pytest.mark.parametrize(
    ("words", "title", "section"),
    [
        ("Official Disability Guidelines (ODG) Knee & Leg Chapter, MRI", "Knee & Leg", "MRI"),
        ("Official Disability Guidelines, Shoulder (updated 12/12/16)", "Shoulder", None),
        ("ODG, Forearm, Wrist, and Hand, Splints", "Forearm, Wrist, and Hand", "Splints"),
        ("Official Disability Guidelines (ODG) massage, elbow chapter", "elbow", "massage"),
        ("ODG Hip and Pelvis Section/Physiotherapy Topic", "Hip and Pelvis", "Physiotherapy"),
        ("Official Disability Guidelines (ODG) Pain (Chronic), Heat", "Pain (Chronic)", "Heat"),
        ("ODG Guidelines, 14th Edition, Neck Chapter", "Neck", None),
        ("ODG, Treatment Index, Pain, Opioids", "Pain", "Opioids"),
        ("Official Disability Guidelines", "", None),
    ],
)
def test_a_chapter_of_the_disability_guidelines_is_the_title(words, title, section):
    assert cited(f"Decision based on Non-MTUS {words}.") == [("ODG", title, None, section)]


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        (
            (
                "Decision based on MTUS General Approaches 2004, Section(s): Initial Care, "
                "and Knee Complaints 2004, Section(s): Physical Methods."
            ),
            ["General Approaches", "Knee Complaints"],
        ),
        (
            (
                "Decision based on MTUS Elbow Complaints 2007, and Forearm, Wrist, and Hand "
                "Complaints 2004."
            ),
            ["Elbow Complaints", "Forearm, Wrist, and Hand Complaints"],
        ),
        (
            (
                "Decision based on MTUS Opioid Treatment 2016. Decision based on Non-MTUS ODG "
                "Pain Chapter."
            ),
            ["Opioid Treatment", "Pain"],
        ),
        ("Based on ACOEM guidelines and the Official Disability Guidelines.", ["", ""]),
        ("Decision based on Non-MTUS ODG, Shoulder; ODG, Low Back.", ["Shoulder", "Low Back"]),
        (
            "Decision based on Non-MTUS ODG, Neck Chapter, Shoulder Chapter, Therapy.",
            ["Neck", "Shoulder"],
        ),
        (
            "Decision based on Non-MTUS ODG Low Back, Traction; Knee, Traction.",
            ["Low Back", "Knee"],
        ),
        (
            "Decision based on Non-MTUS A Leaflet on Hearts, http://one.example/a.",
            ["A Leaflet on Hearts, http://one.example/a"],
        ),
        (
            (
                "Decision based on Non-MTUS ODG Knee and Other Medical Treatment Guidelines A "
                "Policy on Nerve Tests."
            ),
            ["Knee", "A Policy on Nerve Tests"],
        ),
        (
            "Decision based on Non-MTUS Citation http://one.example/a-b, https://two.example/c.",
            ["http://one.example/a-b", "https://two.example/c"],
        ),
    ],
)
def test_one_line_can_hold_several_citations(line, titles):
    assert [each.title for each in citations_in(line)] == titles


@pytest.mark.parametrize("line", ["The reviewer did not cite any evidence.", "None cited.", ""])
def test_a_line_that_cites_nothing_has_no_citation(line):
    assert citations_in(line) == ()


def test_a_source_of_another_kind_keeps_its_words():
    assert cited("Decision based on Non-MTUS Citation Journal of Knees 2012;3:4-9.") == [
        ("other", "Journal of Knees 2012;3:4-9", 2012, None)
    ]


def test_sections_that_speak_of_opioid_treatment_are_no_further_titles():
    line = (
        "Decision based on MTUS Opioid Treatment 2016, Section(s): 3.3 Starting Chronic "
        "Opioid Treatment: Care."
    )
    assert cited(line) == [
        ("MTUS", "Opioid Treatment", 2016, "3.3 Starting Chronic Opioid Treatment: Care")
    ]


def test_the_claims_administrators_citations_are_kept_apart():
    letter = letter_of(
        letter_text(
            item_text(
                "MRI",
                guideline="Decision based on MTUS Knee Complaints 2004.",
                claims="Decision based on Non-MTUS ODG Knee Chapter, MRI.",
            )
        )
    )
    found = describe(parse_letter(letter), letter.text)[0]
    assert [citation_in_words(each) for each in found.citations] == ["MTUS Knee Complaints (2004)"]
    assert [citation_in_words(each) for each in found.claims_citations] == ["ODG Knee, MRI"]


def test_the_citations_of_every_sample_line_are_of_the_guidelines_that_the_facet_tells():
    determinations = [parse_letter(read_letter(path)) for path in letter_files([LETTERS])[0]]
    lines = {
        line.text
        for each in determinations
        for item in each.items
        for line in (item.claims_guideline, item.reviewer_guideline)
        if line
    }
    assert len(lines) > 150
    for line in lines:
        named = {guideline for citation in citations_in(line) for guideline in citation.guidelines}
        facet = set(guidelines_in(line)) - {"none"}
        assert named - {"other"} == facet - {"other"}, line
        assert not facet or named, line


def test_the_facets_of_an_item_hold_the_reviewers_citations():
    assert [
        each.title
        for each in facets(
            "MRI", guideline="MTUS Knee Complaints 2004, Section(s): Imaging."
        ).citations
    ] == ["Knee Complaints"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "MTUS ",
        "ODG, ",
        "Low Back ",
        "2004 ",
        "Section(s): ",
        "and ",
        "(",
        "; ",
        " ",
        "Chapter ",
        "http://",
        "a",
        "part of the MTUS ",
        "ODG Knee Chapter; Knee, ",
    ],
)
def test_reading_citations_takes_linear_time(piece):
    assert grows_linearly(lambda words: citations_in(f"Decision based on {words}"), piece)
