"""Letters in layout A, with the traps that they set."""

from datetime import date

import pytest
from conftest import item_text, letter_of, letter_text

from index.determination import Outcome
from index.layouts import UnknownLayout, parse_letter
from index.layouts.header import parse_header
from index.layouts.reviewer import parse_reviewer


def parse(*items: str, **kwargs):
    return parse_letter(letter_of(letter_text(*items, **kwargs)))


def test_a_letter_gives_header_reviewer_person_and_items():
    letter = parse(
        item_text("MRI of the neck"),
        item_text("Norco 10/325mg #60", "Overturned", "It is medically necessary."),
    )
    assert letter.case == "CM16-0000001"
    assert (letter.header.injured, letter.header.denied, letter.header.received) == (
        date(2014, 1, 4),
        date(2016, 2, 1),
        date(2016, 2, 10),
    )
    assert (letter.header.assigned, letter.header.decided, letter.header.priority) == (
        date(2016, 3, 1),
        date(2016, 3, 20),
        "Standard",
    )
    assert letter.reviewer.licensed_in == ("California", "Nevada")
    assert letter.reviewer.specialties == ("Physical Medicine & Rehabilitation", "Pain Management")
    assert (letter.age, letter.sex) == (44, "male")
    assert letter.summary.text == "A 44-year-old man hurt his back. Therapy did not help."
    assert [(item.position, item.request.text, item.outcome) for item in letter.items] == [
        (1, "MRI of the neck", Outcome.UPHELD),
        (2, "Norco 10/325mg #60", Outcome.OVERTURNED),
    ]
    assert letter.items[0].reviewer_guideline.text == "Decision based on ODG."
    assert letter.items[1].rationale.text == "It is medically necessary."


def test_places_lead_back_to_the_words():
    letter = letter_of(letter_text(item_text("MRI of the neck")))
    item = parse_letter(letter).items[0]
    assert letter.text[item.request.start : item.request.end] == "MRI of the neck"
    assert (
        letter.text[item.rationale.start : item.rationale.end]
        == "The request is not medically necessary."
    )


def test_a_wrapped_request_is_one_request():
    wrapped = (
        "Physical therapy for the lumbar spine and the right hip, two times a week\n"
        "for six weeks, with evaluation and treatment as the therapist may find it\n"
        "needful"
    )
    assert parse(item_text(wrapped)).items[0].request.text == " ".join(wrapped.split())


def test_a_request_keeps_its_own_colons():
    items = parse(
        item_text("Labs to include: EKG"),
        item_text("Associated surgical service: Therapy, times 12"),
        item_text("X-ray, DOS: 11/14/16"),
    ).items
    assert [item.request.text for item in items] == [
        "Labs to include: EKG",
        "Associated surgical service: Therapy, times 12",
        "X-ray, DOS: 11/14/16",
    ]


@pytest.mark.parametrize("request_end", ["is: Upheld", "is:\nUpheld", ": Upheld", "is Upheld"])
def test_what_was_authorized_and_what_is_still_disputed_are_told_apart(request_end):
    history = (
        "Eight visits was the original request. Six visits was authorized by the Claims "
        "Administrator at first. The remaining IMR eligible portion of the original "
        "request, two visits "
    ) + request_end
    item = parse(item_text(history).replace(": Upheld\nClaims", "\nClaims")).items[0]
    assert item.request.text.startswith("Eight visits was") and item.request.text.endswith(
        "two visits"
    )
    assert (item.disputed, item.authorized, item.outcome) == (
        "two visits",
        "Six visits",
        Outcome.UPHELD,
    )


def test_a_history_that_breaks_after_a_sentence_stays_whole():
    history = (
        "Eight visits was the original request.\n"
        "The Claims Administrator authorized six visits, leaving the original request IMR "
        "eligible.\n"
        "The original request, eight visits is"
    )
    item = parse(item_text("MRI"), item_text(history)).items[1]
    assert (item.disputed, item.authorized) == ("eight visits", "six visits")
    assert item.request.text.startswith("Eight visits was the original request.")


def test_a_bracket_that_closes_in_the_next_line_keeps_the_request_together():
    item = parse(
        item_text("MRI"),
        item_text(
            "Cyclobenzaprine 7.5mg as dispensed on the day of the visit to the clinic (DOS:\n"
            "4/12/17)"
        ),
    ).items[1]
    assert item.request.text.endswith("clinic (DOS: 4/12/17)")


def test_the_outcome_comes_from_the_heading_and_never_from_prose():
    rationale = (
        "Utilization review held that it is not medically necessary. The denial is not\n"
        "Upheld\n"
        "by the record. It is medically necessary."
    )
    items = parse(
        item_text("MRI of the knee", "Overturned", rationale), item_text("CT of the knee")
    ).items
    assert [item.outcome for item in items] == [Outcome.OVERTURNED, Outcome.UPHELD]
    assert items[0].rationale.text.endswith("It is medically necessary.")


def test_a_rationale_may_end_without_a_full_stop():
    items = parse(
        item_text(
            "MRI of the knee",
            rationale="The record shows nothing new, so the study is not medically necessary",
        ),
        item_text("CT of the knee"),
    ).items
    assert items[1].request.text == "CT of the knee"


def test_a_rationale_may_have_bullets_and_paragraphs():
    rationale = (
        "The guideline asks for:\n\n"
        "- red flags\n"
        "- failure of therapy\n\n"
        "Neither is there. Not medically necessary."
    )
    items = parse(
        item_text("MRI of the knee", rationale=rationale), item_text("CT of the knee")
    ).items
    assert items[0].rationale.text.endswith("Neither is there. Not medically necessary.")
    assert items[1].request.text == "CT of the knee"


def test_a_letter_without_header_goes_by_its_file_name():
    text = letter_text(item_text("MRI SACRUM"), summary="x")
    text = text[text.index("HOW THE IMR") :].replace("\n", "\n\n").replace(": Upheld", ":  Upheld ")
    letter = parse_letter(letter_of(text, "0007_ab.txt"))
    assert (letter.case, letter.header.decided) == ("0007_ab", None)
    assert [item.request.text for item in letter.items] == ["MRI SACRUM"]


def test_a_request_over_a_page_break_is_one_request():
    from index.letter import Letter

    text = letter_text(
        item_text(
            "Physical therapy for the lumbar spine and the right hip two times a week\n"
            "for six weeks"
        )
    )
    cut = text.index("for six weeks")
    letter = Letter(letter_of(text).path, "0", (text[:cut], text[cut:]), True)
    assert parse_letter(letter).items[0].request.text.endswith("two times a week for six weeks")


def test_twenty_one_items_are_twenty_one_items():
    assert len(parse(*(item_text(f"Service {n}") for n in range(21))).items) == 21


@pytest.mark.parametrize(
    "scrambled",
    [
        (
            "Date Assigned: Date of Injury: Decision Date: UR Denial Date: Application "
            "Received: 03/01/2016 01/04/2014 03/20/2016 02/01/2016 02/10/2016"
        ),
        (
            "03/01/2016 Date Assigned: 01/04/2014 Date of Injury: 03/20/2016 Decision Date: "
            "02/01/2016 UR Denial Date: 02/10/2016 Application Received:"
        ),
        (
            "Date Assigned: 03/01/2016 Date of Injury: 01/04/2014 Decision Date: 03/20/2016 "
            "UR Denial Date: 02/01/2016 Application \n"
            "Received: \n"
            "02/10/2016"
        ),
    ],
)
def test_header_dates_are_found_in_whatever_order_the_extractor_prints_them(scrambled):
    header = parse_header("Case Number: CM16-0000001 Priority: Expedited " + scrambled)
    assert (header.injured, header.denied, header.received, header.assigned, header.decided) == (
        date(2014, 1, 4),
        date(2016, 2, 1),
        date(2016, 2, 10),
        date(2016, 3, 1),
        date(2016, 3, 20),
    )
    assert header.priority == "Expedited"


def test_with_a_date_missing_only_what_is_sure_is_told():
    header = parse_header(
        "Date Assigned: Date of Injury: Decision Date: UR Denial Date: 03/01/2016 03/20/2016 "
        "02/01/2016"
    )
    assert (header.decided, header.injured, header.assigned) == (date(2016, 3, 20), None, None)


def test_the_reviewer_of_an_early_letter_stands_in_a_sentence():
    reviewer = parse_reviewer(
        "The reviewer is Board Certified in Internal\n"
        "Medicine, has a subspecialty in Cardiology and is licensed to practice in California "
        "and\n"
        "Oregon. He"
    )
    assert reviewer.specialties == ("Internal Medicine", "Cardiology")
    assert reviewer.licensed_in == ("California and Oregon",)


def test_a_text_in_no_known_layout_says_how_it_begins():
    with pytest.raises(UnknownLayout, match="begins “Dear Sir"):
        parse_letter(letter_of("Dear Sir, thank you for your letter."))


def test_a_letter_without_a_decision_is_refused():
    with pytest.raises(UnknownLayout, match="no decision"):
        parse_letter(letter_of(letter_text()))


FOOTED = (
    item_text("MRI of the knee")
    + item_text("Norco 10/325mg", "Overturned", "It is medically necessary.")
    + item_text("CT of the knee")
)


@pytest.mark.parametrize(
    "mangled",
    [
        FOOTED.replace("Norco 10/325mg: Overturned", "Norco 10/325mg: Overturned."),
        FOOTED.replace(
            "Norco 10/325mg: Overturned\n",
            "Norco 10/325mg: Overturned\n"
            "Final Determination Letter for IMR Case Number CM16-0000001\n"
            "3 of 5\n",
        ),
        FOOTED.replace("Claims Administrator guideline:", "Claims Administrator\nguideline:"),
        FOOTED.replace("MAXIMUS guideline: Decision based on ODG.\n", "").replace(
            "Claims Administrator guideline: None.\n", ""
        ),
        FOOTED.replace(
            "The request is not medically necessary.\n", "The denial is therefore\nUpheld\n", 1
        ),
        FOOTED.replace("Norco 10/325mg:", "Norco 10/325mg is:"),
    ],
)
def test_no_item_is_lost_or_invented_when_a_letter_is_set_otherwise(mangled):
    items = parse(mangled).items
    assert [(item.request.text, item.outcome.value) for item in items] == [
        ("MRI of the knee", "upheld"),
        ("Norco 10/325mg", "overturned"),
        ("CT of the knee", "upheld"),
    ]


def test_an_outcome_that_a_hyphen_breaks_is_read_whole():
    assert [
        item.outcome.value for item in parse(FOOTED.replace("Overturned", "Over-\nturned", 1)).items
    ] == ["upheld", "overturned", "upheld"]


@pytest.mark.parametrize(
    "mangled",
    [
        FOOTED.replace(": Overturned", ": Partially Overturned"),
        FOOTED.replace(": Overturned", ": Overtumed"),
        FOOTED.replace("10/325mg: Overturned\n", "10/325mg\n"),
    ],
)
def test_an_item_whose_outcome_cannot_be_told_is_not_counted_and_the_letter_says_so(mangled):
    letter = parse(mangled)
    assert [(item.position, item.request.text) for item in letter.items] == [
        (1, "MRI of the knee"),
        (3, "CT of the knee"),
    ]
    assert "Norco" not in letter.items[0].rationale.text
    assert (
        len(letter.warnings) == 1
        and "item 2, “Norco 10/325mg" in letter.warnings[0]
        and "not counted" in letter.warnings[0]
    )


@pytest.mark.parametrize(
    ("mangled", "warning"),
    [
        (
            FOOTED.replace("Decision rationale: It is", "It is"),
            "item 2, “Norco 10/325mg”: it has no rationale",
        ),
        (
            FOOTED.replace("It is medically necessary.", "It is medically necessary, since the"),
            "its rationale breaks off",
        ),
        (FOOTED + item_text("MRI of the knee"), "the same request stands twice"),
        (FOOTED + "Walker: Upheld\n", "reads like a decision"),
    ],
)
def test_a_letter_that_does_not_add_up_goes_in_with_a_warning(mangled, warning):
    letter = parse(mangled)
    assert len(letter.items) >= 3 and any(warning in line for line in letter.warnings)


def test_a_letter_that_adds_up_has_no_warning():
    assert parse(FOOTED).warnings == ()


def test_two_letters_in_one_file_are_refused():
    with pytest.raises(UnknownLayout, match="more than one"):
        parse_letter(letter_of(letter_text(item_text("MRI")) + "\n" + letter_text(item_text("CT"))))


def test_a_heading_set_narrower_than_the_text_is_whole():
    wide = (
        "The records hold nothing that would bear on the question whether an examination of "
        "this kind could be of any use to the worker now.\n"
    )
    narrow = "Physical therapy two times\na week for six weeks for\nthe lumbar spine"
    items = parse(item_text("MRI", rationale=wide * 4), item_text(narrow, rationale=wide * 4)).items
    assert items[1].request.text == " ".join(narrow.split())


def test_a_decision_without_a_request_is_refused():
    with pytest.raises(UnknownLayout, match="no request"):
        parse(item_text(""))


def test_the_first_request_may_break_after_its_colon():
    text = letter_text(
        item_text("Associated surgical service:\nPhysical therapy, twelve visits")
    ).replace("The disputed items were decided as set out below:\n", "")
    assert (
        parse_letter(letter_of(text)).items[0].request.text
        == "Associated surgical service: Physical therapy, twelve visits"
    )


def test_an_abbreviation_at_the_end_of_a_line_ends_no_paragraph():
    items = parse(
        item_text("MRI of the knee"),
        item_text(
            "Norco 10/325mg by mouth, one tablet as needed for severe pain, at most q.d.\n"
            "#120 with two refills"
        ),
    ).items
    assert items[1].request.text.startswith("Norco") and items[1].request.text.endswith(
        "#120 with two refills"
    )


def test_a_page_number_within_a_request_is_no_part_of_it():
    items = parse(
        item_text("MRI of the knee"),
        item_text(
            "Physical therapy for the lumbar spine and the right hip two times a week\n"
            "3\n"
            "for six weeks"
        ),
    ).items
    assert (
        items[1].request.text
        == "Physical therapy for the lumbar spine and the right hip two times a week for six weeks"
    )
