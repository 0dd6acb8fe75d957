"""Links, queries and answers in the form of earlier versions are translated, or refused."""

import base64
import json
import zlib

import pytest

from assistant.__main__ import main
from assistant.answer import answer_from_json
from assistant.links import link_of, reading_of_link
from assistant.older_queries import any_filter, any_reading
from assistant.query import BadQuery, query_from_json

MRI = {"facet": "procedure", "values": ["mri"]}
#: Older queries with the typed ones that they are translated to.
OLDER = [
    (
        {"asked": "tally", "selection": [MRI, {"facet": "repeat", "values": ["yes"]}]},
        {"intent": "outcomes", "filter": {"all": [MRI, {"facet": "repeat", "values": ["yes"]}]}},
    ),
    (
        {
            "asked": "cases",
            "selection": [MRI, {"facet": "guideline", "values": ["ODG"], "excluded": True}],
        },
        {
            "intent": "list",
            "filter": {"all": [MRI, {"not": {"facet": "guideline", "values": ["ODG"]}}]},
        },
    ),
    (
        {
            "asked": "comparison",
            "selection": [MRI],
            "against": [{"facet": "procedure", "values": ["acupuncture"]}],
        },
        {
            "intent": "outcomes",
            "compare": [
                {"label": "MRI", "filter": MRI},
                {
                    "label": "acupuncture",
                    "filter": {"facet": "procedure", "values": ["acupuncture"]},
                },
            ],
        },
    ),
    (
        {"asked": "trend", "selection": [MRI], "by": "month"},
        {"intent": "outcomes", "filter": MRI, "group_by": "decided:month"},
    ),
    (
        {"asked": "breakdown", "selection": [MRI], "by": "specialty"},
        {"intent": "outcomes", "filter": MRI, "group_by": "specialty"},
    ),
    (
        {"asked": "tally", "selection": [{"facet": "year", "values": ["2016"]}]},
        {
            "intent": "outcomes",
            "filter": {"facet": "decided", "from": "2016-01-01", "to": "2016-12-31"},
        },
    ),
    (
        {"asked": "tally", "selection": [{"facet": "amount", "values": ["sessions:13-"]}]},
        {
            "intent": "outcomes",
            "filter": {"facet": "amount", "unit": "sessions", "from": 13},
        },
    ),
    (
        {"asked": "case", "cases": ["CM16-9000106"], "claimed": "overturned"},
        {
            "intent": "case",
            "cases": ["CM16-9000106"],
            "premise": {"outcome": "overturned"},
        },
    ),
    (
        {"asked": "passages", "unmatched": ["smoking"]},
        {"intent": "passages", "unread": ["smoking"]},
    ),
    ({"asked": "chat"}, {"intent": "chat"}),
]


def older_link(value):
    packed = zlib.compress(json.dumps(value).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


@pytest.mark.parametrize(("older", "meant"), OLDER)
def test_an_older_query_selects_what_it_did(older, meant):
    kept = {"question": "How?", **older}
    for reading in (any_reading(kept), reading_of_link(older_link(kept))):
        assert reading.question == "How?"
        assert reading.query == query_from_json(meant)
        assert reading_of_link(link_of(reading)) == reading


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
    older = {**kept, "query": {"question": question, **OLDER[0][0]}}
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
