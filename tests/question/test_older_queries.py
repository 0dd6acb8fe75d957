"""Links, queries and answers in the form of earlier versions are translated, or refused."""

import base64
import json
import zlib

import pytest

from assistant.__main__ import main
from assistant.answer import answer_from_json
from assistant.links import link_of, reading_of_link
from assistant.older_queries import any_filter, any_reading
from assistant.query import BadQuery
from assistant.question.resolve import reading_of
from assistant.question.understand import understand

QUESTIONS = [
    "How are repeat MRIs of the left knee decided?",
    "Why were opioids upheld in 2016, other than by ACOEM?",
    "Compare physical therapy and acupuncture",
    "How did decisions on MRI change by month?",
    "How do decisions on opioids differ by specialty?",
    "Which sacrum MRIs were overturned?",
    "Why was CM16-9000106 overturned?",
    "MRIs for workers over 50 with more than 12 visits, or gabapentin",
    "What do the letters say about smoking?",
    "Will I win?",
    "Hello",
]


def older_link(value):
    packed = zlib.compress(json.dumps(value).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_older_query_selects_what_it_did(question):
    draft = understand(question)
    meant = reading_of(draft)
    for read in (any_reading(draft.as_json()), reading_of_link(older_link(draft.as_json()))):
        assert read.question == question
        assert read.query.as_json() | {"refusal": None} == meant.query.as_json() | {"refusal": None}
        assert reading_of_link(link_of(read)) == read


@pytest.mark.parametrize(
    "value",
    [
        {"asked": "nonsense"},
        {"asked": "tally", "selection": [{"facet": "colour", "values": ["red"]}]},
        {"asked": "tally", "selection": "all"},
        {"asked": "comparison"},
        {"asked": "case"},
    ],
)
def test_what_no_version_can_read_is_refused_with_a_reason(value):
    with pytest.raises(BadQuery, match=r"quer|selection"):
        any_reading(value)
    with pytest.raises(BadQuery):
        reading_of_link(older_link(value))


def test_a_kept_answer_of_an_earlier_version_is_shown_again(assistant):
    question = "How are repeat MRIs decided?"
    answer = assistant.ask(question)
    kept = answer.as_json()
    older = {**kept, "query": understand(question).as_json()}
    for tally, criteria in zip(older["tallies"], (older["query"]["selection"], []), strict=False):
        tally["criteria"] = criteria
        del tally["filter"]
    older["tallies"] = older["tallies"][:2]
    again = answer_from_json(json.loads(json.dumps(older)))
    assert again.query == answer.query and again.statements == answer.statements
    assert [any_filter(each) for each in older["tallies"]] == [
        each.filter for each in again.tallies
    ]


def test_the_command_line_says_that_it_translates(words_store, capsys):
    older = {"asked": "tally", "selection": [{"facet": "procedure", "values": ["mri"]}]}
    assert main(["facets", "--query", json.dumps(older), "--store", str(words_store)]) == 0
    told = capsys.readouterr()
    assert "translated" in told.err and json.loads(told.out)["selection"] == "MRI"
