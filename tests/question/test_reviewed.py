"""What a reader found who asked as a claims office does: sides of the dispute, spans of months,
outcomes that never were, items that are not there.
"""

import pytest
from growth import grows_linearly

import assistant.__main__ as command
from assistant.older_queries.draft import draft_from_json
from assistant.query import BadQuery, IntentName, Query
from assistant.question.reader import read
from assistant.reading import Reading
from index.facets.decision import GUIDELINE
from index.facets.english import in_words
from index.facets.filter import any_in_group, between, parts_of, span_of, values_left_out, values_of
from index.facets.letter import DECIDED
from index.facets.service import PROCEDURE


def selects(question: str) -> str:
    return in_words(read(question).query.filter)


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("How many MRIs did the insurer win?", "upheld"),
        ("How many MRIs were won by the carrier?", "upheld"),
        ("How many MRIs did the defense prevail on?", "upheld"),
        ("How many MRIs did the employer lose?", "overturned"),
        ("How many MRIs did the worker win?", "overturned"),
        ("How many MRIs did the worker lose?", "upheld"),
    ],
)
def test_who_won_tells_the_outcome(question, outcome):
    assert selects(question) == f"MRI, {outcome}"


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        ("opioids decided after June 2016", "subcategory Opioids, decided since July 2016"),
        ("opioids decided before January 2016", "subcategory Opioids, decided until 2015"),
        ("opioids through June 2016", "subcategory Opioids, decided until June 2016"),
        ("MRIs from January to March 2015", "MRI, decided from January 2015 to March 2015"),
        (
            "MRIs between November 2015 and February 2016",
            "MRI, decided from November 2015 to February 2016",
        ),
        ("MRIs in March 2014 and May 2015", "MRI, decided in March 2014 or in May 2015"),
        ("MRIs in the first half of 2016", "MRI, decided from January 2016 to June 2016"),
        (
            "first-time MRIs in Q4 2015",
            "first-time MRI, decided from October 2015 to December 2015",
        ),
    ],
)
def test_spans_of_months_are_read_as_spans(question, selection):
    assert selects(question) == selection


@pytest.mark.slow
def test_a_span_of_months_counts_the_letters_decided_within_it(assistant):
    def items(population):
        query = Query(intent=IntentName.OUTCOMES, filter=population)
        return set(assistant.answer(Reading("", query)).tallies[0].items)

    def within(first, last):
        low = span_of(DECIDED, first, "month").low if first else None
        return items(between(DECIDED, low, span_of(DECIDED, last, "month").high if last else None))

    whole, half = within("2015-01", "2016-12"), within("2015-01", "2015-06")
    assert half and half | within("2015-07", "2016-12") == whole
    assert within(None, "2015-06") & within("2015-07", None) == set()
    assert within("2015-11", "2015-11") == items(any_in_group("decided:month", ["2015-11"]))
    assert whole == items(any_in_group("decided:year", ["2015", "2016"]))


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        ("more than 12 physical therapy visits", "physical therapy, of 13 sessions or more"),
        ("at least 10 acupuncture sessions", "acupuncture, of 10 sessions or more"),
        (
            "over 12 chiropractic treatments for women over 40",
            "chiropractic, for women, aged over 40, of 13 sessions or more",
        ),
        ("workers over 50 who had PT visits", "physical therapy, aged over 50"),
    ],
)
def test_a_number_of_visits_is_read_through_the_name_of_the_service(question, selection):
    assert selects(question) == selection


@pytest.mark.parametrize(
    "question",
    [
        "How did the overturn rate develop over the years?",
        "Breakdown by gender",
        "How do decisions differ by sex?",
    ],
)
def test_what_decisions_are_set_out_by_is_understood_without_a_service(assistant, question):
    answer = assistant.ask(question)
    assert (
        not answer.abstention
        and answer.tallies[0].words == "all disputed items"
        and answer.tallies[0].n
    )
    assert answer.query.group_by and not answer.query.unread


def test_none_with_the_outcome_asked_for_is_a_count_of_nought_and_what_was_decided_instead(
    assistant,
):
    for question in (
        "How many lumbar fusions were overturned?",
        "Which lumbar fusions were approved?",
    ):
        answer = assistant.ask(question)
        assert not answer.abstention and answer.tallies[0].n == 0
        assert answer.markdown.startswith(
            "0 disputed items: fusion of the lumbar spine, overturned."
        )
        assert (
            "Without regard to the outcome: One disputed item: fusion of the lumbar spine "
            "(decided 2018-08-29). The denial was upheld."
        ) in answer.markdown


def test_all_that_none_was_is_set_right(assistant):
    answer = assistant.ask("Why were all lumbar fusions overturned?")
    assert not answer.abstention and answer.tallies[0].n == 0
    assert answer.markdown.startswith("None was overturned: all 1 were upheld.")


def test_an_item_number_that_a_determination_does_not_have_is_said_to_be_missing(assistant):
    assert assistant.ask("What was decided on item 3 in CM18-9000113?").markdown.startswith(
        "CM18-9000113 has no item of the number asked for"
    )
    assert "no item" not in assistant.ask("What was decided on item 2 in CM18-9000113?").markdown


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        ({"asked": "comparison"}, "'against'"),
        ({"asked": "breakdown"}, "'by'"),
        ({"asked": "trend", "by": "mentions"}, "'by' to be one of year, month"),
        ({"asked": "case"}, "'cases'"),
        ({"asked": "similar"}, "'question'"),
        ({"asked": "tally", "selection": {"facet": "year"}}, "no list of criteria"),
        ({"asked": "case", "cases": "CM14-9000102"}, "'CM14-9000102' are no list"),
        ({}, "'asked' is missing"),
    ],
)
def test_a_query_that_lacks_what_its_kind_needs_is_refused_with_the_cause(told, cause):
    with pytest.raises(BadQuery, match=cause):
        draft_from_json(told)


def test_a_batch_without_a_question_is_wrong_use(tmp_path, capsys):
    batch = tmp_path / "questions.txt"
    batch.write_text("\n   \n", "utf-8")
    assert command.main(["ask", "--batch", str(batch), "--store", str(tmp_path / "s")]) == 2
    assert f"{batch}: no question in it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        ("opioids except Norco", "subcategory Opioids, other than hydrocodone"),
        ("reviewed by a chiropractor", "any service, reviewed in Chiropractic"),
        ("services requested by chiropractors", "chiropractic"),
        ("\uff2d\uff32\uff29 of the knee", "MRI of the knee"),
        ("M.R.I. of the knee", "MRI of the knee"),
    ],
)
def test_words_are_read_as_their_writer_means_them(question, selection):
    assert selects(question) == selection


def test_brands_of_several_drugs_are_held_against_each_other():
    query = read("Percocet versus Norco").query
    assert [
        {value for part in parts_of(each) for value in values_of(part, PROCEDURE)}
        for each in query.populations
    ] == [
        {"oxycodone", "acetaminophen"},
        {"hydrocodone", "acetaminophen"},
    ]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("MRIs last year", "last year"),
        ("recent MRI decisions", "recent"),
        ("lumbar MRIs this quarter", "this quarter"),
    ],
)
def test_what_no_facet_stands_for_is_said_to_be_left_out(question, left):
    assert read(question).query.unread == (left,)


@pytest.mark.parametrize(
    "question",
    [
        "Is my MRI likely to be approved?",
        "My doctor wants a spinal cord stimulator, will they approve?",
        "Should I appeal the denial of an MRI?",
    ],
)
def test_predictions_and_advice_are_declined(question):
    assert read(question).query.intent is IntentName.REFUSE


def test_what_to_write_asks_for_requirements():
    query = read("What should I write in my appeal for an MRI?").query
    assert (query.intent, in_words(query.filter)) == (IntentName.REQUIREMENTS, "MRI")


def test_a_guideline_alone_leaves_out_the_others():
    query = read("How many requests cited ACOEM only?").query
    assert values_of(query.filter, GUIDELINE) == ("ACOEM",) and not query.unread
    assert set(values_left_out(query.filter, GUIDELINE)) == set(GUIDELINE.values()) - {
        "ACOEM",
        "none",
    }


def conversation(assistant, *questions):
    answer = assistant.ask(questions[0])
    for question in questions[1:]:
        answer = assistant.ask(question, answer.reading)
    return answer


@pytest.mark.parametrize(
    "first", ["trend of MRIs", "Compare knee and shoulder surgery", "breakdown of MRIs by region"]
)
def test_a_word_that_asks_for_nothing_new_repeats_no_answer(assistant, first):
    answer = conversation(assistant, first, "ok?")
    assert not answer.tallies and len(answer.statements) == 1


@pytest.mark.parametrize(
    ("first", "then", "intent", "selections"),
    [
        ("trend of MRIs", "and for opioids?", IntentName.OUTCOMES, ["subcategory Opioids"]),
        (
            "Compare knee and shoulder surgery",
            "in 2016",
            IntentName.OUTCOMES,
            [
                "category Surgery of the knee, decided in 2016",
                "category Surgery of the shoulder, decided in 2016",
            ],
        ),
        (
            "Which opioids were overturned?",
            "excluding tramadol",
            IntentName.LIST,
            ["subcategory Opioids, overturned, other than tramadol"],
        ),
        ("Was CM16-9000304 overturned?", "why?", IntentName.CASE, ["the items of CM16-9000304"]),
        ("Was CM16-9000304 overturned?", "item 2?", IntentName.CASE, ["item 2 of CM16-9000304"]),
        (
            "Was CM16-9000304 overturned?",
            "how often are MRIs overturned?",
            IntentName.OUTCOMES,
            ["MRI"],
        ),
    ],
)
def test_a_follow_up_goes_on_from_what_was_asked(assistant, first, then, intent, selections):
    answer = conversation(assistant, first, then)
    assert answer.query.intent is intent
    assert [tally.words for tally in answer.tallies][: len(selections)] == selections


def test_a_trend_goes_on_as_a_trend_and_a_comparison_as_one(assistant):
    trend = conversation(assistant, "trend of MRIs", "and for opioids?").query
    assert trend.group_by == "decided:year" and not trend.compare
    compared = conversation(assistant, "Compare knee and shoulder surgery", "in 2016").query
    assert compared.group_by is None and len(compared.compare) == 2


def test_a_misspelling_is_told_where_nothing_was_found(assistant):
    assert assistant.ask("How are cochlear implents decided?").markdown.startswith(
        "implents is read as implant"
    )


def test_a_comparison_of_few_decisions_says_that_they_are_few(assistant):
    few = "With fewer than five decisions on a side a difference shows no pattern."
    assert few in assistant.ask("Compare knee and shoulder surgery").markdown
    assert few not in assistant.ask("Compare MRIs and opioids").markdown


def test_a_service_that_a_determination_did_not_decide_is_said_to_be_missing(assistant):
    assert assistant.ask("Was the knee MRI in CM14-9000102 denied?").markdown.startswith(
        "No item of CM14-9000102 is recognized as MRI of the knee; this is what it holds."
    )
    assert "recognized as" not in assistant.ask("Was the MRI in CM14-9000102 denied?").markdown


def test_reasons_asked_of_both_outcomes_are_given_of_both():
    assert selects("reasons MRIs were overturned vs upheld") == "MRI"
    assert selects("Why were denied MRIs overturned?") == "MRI, overturned"


def test_months_are_set_out_within_the_year_that_is_named(assistant):
    answer = assistant.ask("MRIs by month in 2015")
    assert (
        answer.tallies[0].words == "MRI, decided in 2015"
        and "2015-06: overturned in 1 of 2 items." in answer.markdown
        and "2014-" not in answer.markdown
    )


def test_both_sides_are_put_behind_the_region():
    assert selects("both knees") == "any service of the knee, both sides"


@pytest.mark.parametrize(
    "arguments",
    [["suggest", "--limit", "-1"], ["facets", "--limit", "0"], ["facets", "--limit", "x"]],
)
def test_a_limit_below_one_is_wrong_use(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    assert ended.value.code == 2 and "is no number from 1 on" in capsys.readouterr().err


def test_marks_of_no_width_part_no_word():
    assert selects("M\u200bRI of the lum\u00adbar spine") == "MRI of the lumbar spine"


@pytest.mark.slow
def test_a_question_of_many_services_is_read_in_time_that_grows_with_its_length():
    assert grows_linearly(read, "MRI ")
