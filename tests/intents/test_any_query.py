"""Whatever a query holds, it is answered, or refused with a reason; nothing of it is passed over
in silence.
"""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from queries import queries

from assistant.answer import answer_from_json
from assistant.intents import parts_used
from assistant.query import BadQuery, query_from_json
from assistant.question.reader import read
from assistant.reading import Reading
from index.facets.registry import groups

MRI = {"facet": "procedure", "values": ["mri"]}


@given(queries)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_query_is_answered_or_refused_and_no_part_is_passed_over(assistant, query):
    try:
        answer = assistant.answer(Reading("", query))
    except BadQuery as reason:
        assert str(reason)
        return
    assert answer.statements
    # Words with quotation marks in them cannot be told from the marks around them.
    if '\\"' not in json.dumps(query.as_json()):
        assert not answer.notes, "no statement tells what the evidence does not carry"
    assert answer_from_json(answer.as_json()).as_json() == answer.as_json()
    named = [
        statement.text
        for statement in answer.statements
        if statement.text.startswith("Not taken into account")
    ]
    passed_over = query.as_json().keys() - parts_used(query)
    assert len(named) == bool(passed_over)


@pytest.mark.parametrize(
    "follow_up", ["and of the knee?", "why?", "the second one", "in 2016", "?"]
)
@given(queries)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_question_behind_any_query_is_read(follow_up, query):
    reading = read(follow_up, Reading("the question before", query))
    assert reading.question == follow_up and query_from_json(reading.query.as_json())


@pytest.mark.parametrize("group", groups())
def test_counts_are_set_out_by_every_group(assistant, group):
    query = query_from_json({"intent": "outcomes", "filter": MRI, "group_by": group})
    answer = assistant.answer(Reading("", query))
    assert "by" in answer.counts and all(count.count <= count.of for count in answer.counts["by"])


@pytest.mark.parametrize("count", [2, 3, 12])
def test_any_number_of_groups_is_compared(assistant, count):
    years = range(2013, 2013 + count)
    compared = [
        {
            "label": str(year),
            "filter": {"facet": "decided", "from": f"{year}-01-01", "to": f"{year}-12-31"},
        }
        for year in years
    ]
    query = query_from_json({"intent": "outcomes", "filter": MRI, "compare": compared})
    answer = assistant.answer(Reading("", query))
    assert len(answer.tallies) == count + 1, "the groups, and all items of the index"


@pytest.mark.parametrize(
    "population",
    [
        {"facet": "age", "from": -5},
        {"facet": "age", "from": 10**30},
        {"facet": "decided", "from": "1480550400"},
        {"facet": "decided", "from": "2016-02-31"},
        {"facet": "decided", "from": True},
        {"facet": "position", "values": ["\u00b2"]},
        {"facet": "position", "values": ["9" * 23]},
        {"facet": "region", "values": ["\ud800"]},
        {"text": ["\ud800"], "in": "letter"},
    ],
)
def test_a_value_that_no_item_can_have_is_refused_by_name(population):
    with pytest.raises(BadQuery, match="no query: filter"):
        query_from_json({"intent": "outcomes", "filter": population})


def test_a_value_is_taken_in_any_case():
    upper = json.loads(json.dumps({"intent": "outcomes", "filter": MRI}).replace("mri", "MRI"))
    assert query_from_json(upper) == query_from_json({"intent": "outcomes", "filter": MRI})


def test_negations_within_one_another_cost_no_more_than_one(assistant):
    words = {"any": [{"text": [f"word {n}"], "in": "letter"} for n in range(20)]}
    nested = once = {"not": words}
    for _ in range(8):
        nested = {"not": nested}
    queries = [
        query_from_json({"intent": "outcomes", "filter": population})
        for population in (nested, once)
    ]
    answers = [assistant.answer(Reading("", query)) for query in queries]
    assert answers[0].tallies[0].n == answers[1].tallies[0].n
