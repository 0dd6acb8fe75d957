"""Quantities, frequencies, durations and strengths of requests."""

import pytest
from growth import grows_linearly
from test_facets import facets

from index.commands.items import amount_in_words
from index.determination import DisputedItem, Excerpt, Outcome
from index.extraction.amounts import amounts, numbered, strengths


def request(words):
    return DisputedItem(
        1, Excerpt(words, 0, len(words)), words, None, Outcome.UPHELD, None, None, None
    )


def told(request_text):
    return [amount_in_words(each) for each in facets(request_text).amounts]


@pytest.mark.parametrize(
    ("request_text", "counted"),
    [
        (
            "Physical therapy two times a week for six weeks",
            ["12 sessions", "2 per week", "42 days"],
        ),
        (
            "Physical therapy 2-3 times a week for 6 weeks",
            ["12 to 18 sessions", "2 to 3 per week", "42 days"],
        ),
        (
            "Physical therapy 1-2x/wk x 4-6wks",
            ["4 to 12 sessions", "1 to 2 per week", "28 to 42 days"],
        ),
        ("Physical therapy, 3xwk x 4wks", ["12 sessions", "3 per week", "28 days"]),
        (
            "Physical therapy three times weekly for four weeks",
            ["12 sessions", "3 per week", "28 days"],
        ),
        (
            "Physical therapy for the knee, 6 weeks, 2 times per week",
            ["12 sessions", "2 per week", "42 days"],
        ),
        ("Psychotherapy, once a week for 20 weeks", ["20 sessions", "1 per week", "140 days"]),
        ("Daily nursing visits for 4 weeks", ["28 sessions", "1 per day", "28 days"]),
        (
            "Physical therapy twice a week for 4 weeks then once a week for 4 weeks",
            ["8 sessions", "4 sessions", "2 per week", "1 per week", "28 days"],
        ),
        (
            "Home health aide 4 hours a day, 5 days a week for 6 weeks",
            ["30 sessions", "4 hours per day", "5 per week", "42 days"],
        ),
        ("Physical therapy twice a week for 3 months", ["2 per week", "90 days"]),
    ],
)
def test_how_often_and_how_long_are_multiplied_out_to_sessions_where_both_count_the_same_spans(
    request_text, counted
):
    assert told(request_text) == counted


@pytest.mark.parametrize(
    ("request_text", "counted"),
    [
        (
            "Physical therapy 6 sessions 2 times a week for 3 weeks",
            ["6 sessions", "2 per week", "21 days"],
        ),
        (
            "Twelve physical therapy sessions, three times weekly, right elbow",
            ["12 sessions", "3 per week"],
        ),
        ("Physical therapy 8 visits (2 x 4)", ["8 sessions"]),
    ],
)
def test_sessions_that_the_request_names_are_not_worked_out(request_text, counted):
    assert told(request_text) == counted


@pytest.mark.parametrize(
    ("request_text", "counted"),
    [
        ("Physical therapy 2x6 for the knee", ["12 sessions"]),
        ("Physical therapy 2 times 6", ["12 sessions"]),
        ("Acupuncture x 12", ["12 sessions"]),
        ("Chiropractic manipulation times 6", ["6 sessions"]),
        ("Physical therapy, twelve (12) visits", ["12 sessions"]),
        ("12 additional sessions of post-operative physical therapy", ["12 sessions"]),
        ("Post-op physical therapy 12-18 sessions", ["12 to 18 sessions"]),
        ("Chiropractic therapy sessions for the cervical spine, #2", ["2 sessions"]),
        ("Cognitive behavioral therapy sessions, 6", ["6 sessions"]),
        ("Functional restoration program, 160 hours", ["160 hours"]),
        ("Follow-up visits x 3", ["3 sessions"]),
    ],
)
def test_visits_are_counted_however_they_are_written(request_text, counted):
    assert told(request_text) == counted


@pytest.mark.parametrize(
    ("request_text", "counted"),
    [
        ("Norco 10/325mg #60", ["60 units"]),
        ("Norco 10/325mg #60 with 2 refills", ["2 refills", "60 units"]),
        (
            "Ibuprofen 800mg 1 tablet by mouth three times daily as needed #90 refills: 3",
            ["3 refills", "90 units", "3 per day"],
        ),
        ("Naproxen 550mg, quantity: 90", ["90 units"]),
        ("Oxycodone 20mg #60 day supply: 30", ["60 units", "30 days"]),
        ("Trezix, 1 month supply", ["30 days"]),
        ("Tramadol 50mg every 4-6 hours as needed #30", ["30 units", "4 to 6 per day"]),
        ("Soma 350mg, 1 tab twice daily", ["2 per day"]),
        ("Gabapentin 300mg TID #90", ["90 units", "3 per day"]),
        ("Celebrex 200 mg 30 tablets", ["30 units"]),
        ("Tramadol 50 mg, sixty (60)", ["60 units"]),
        ("Voltaren gel 1% 100 gram tube #3", ["100 grams", "3 units"]),
        ("MRI of the knee QTY: 1.00", ["1 units"]),
        ("EMG 2x", ["2 units"]),
        ("One container of Flurbiprofen cream", ["1 units"]),
        ("Two leg wraps", ["2 units"]),
        ("Cold therapy unit, 14 day rental", ["14 days"]),
        ("Gym membership for 3 months", ["90 days"]),
        ("Urine drug testing, four times per year", ["4 per year"]),
    ],
)
def test_drugs_and_equipment_have_units_refills_days_and_a_frequency(request_text, counted):
    assert told(request_text) == counted


@pytest.mark.parametrize(
    "request_text",
    [
        "Tabradol (unspecified quantity)",
        "MRI of the L4-5 level",
        "Tylenol #3",
        "Tylenol No. 3",
        "Therapeutic exercise, CPT 97110",
        "3 Tesla MRI of the brain",
        "X-ray of the hand, 3 views",
        "Urine drug test, 14 panel",
        "24 hour Holter monitor",
        "OrthoStim4 unit",
        "Vitamin B12 injection",
        "Root canal, tooth #14",
        "Follow-up visit in 6 weeks",
        "Office visit every 3 months",
        "Urine drug test (DOS 5/26/16)",
        "Homemaker, bi-weekly",
    ],
)
def test_a_number_in_a_name_a_code_a_date_or_a_time_to_come_is_no_amount(request_text):
    assert told(request_text) == []


@pytest.mark.parametrize(
    ("request_text", "doses"),
    [
        ("Norco 10-325 mg #60", ("10/325 mg",)),
        ("Flurbiprofen 20%/Lidocaine 5% cream 180gm", ("20 %", "5 %")),
        ("Fentanyl patch 50mcg/hr #10", ("50 mcg/hour",)),
        ("Metformin 1,000 mg", ("1000 mg",)),
        ("Lidopro 4%-27.5%-0.0325%", ("4 %", "27.5 %", "0.0325 %")),
        ("Ultram #60", ()),
    ],
)
def test_a_dose_is_a_strength(request_text, doses):
    assert facets(request_text).strengths == doses


def test_a_number_in_words_is_one_in_digits():
    assert (
        numbered("Twelve (12) visits, twenty-four sessions, once a week")
        == "12 visits, 24 sessions, 1 times a week"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "2 times ",
        "12 a b c d ",
        "#",
        "1-2-3-4/",
        "x 3 ",
        "week ",
        "(12) ",
        "10/325 ",
        "quantity of ",
        "every ",
        " ",
        "a",
        "L4-",
        "5/26 and ",
        "2 x ",
        "1.",
    ],
)
def test_reading_amounts_takes_linear_time(piece):
    assert grows_linearly(
        lambda words: (amounts(request(words), ("physical therapy",)), strengths(request(words))),
        piece,
    )
