"""Readings in pieces, changed by hand, and as links."""

import json
import shlex

import pytest
from filter_strategies import criteria, ranges
from hypothesis import given, settings
from queries import readings

from assistant.__main__ import main
from assistant.links import command_of, link_of, reading_of_link
from assistant.presentation.chips import chips, with_values
from assistant.presentation.phrases import filter_in_words, value_in_words
from assistant.query import BadQuery, IntentName, Query, query_from_json, query_from_text
from assistant.question.reader import read
from assistant.reading import Reading, reading_from_json
from index.facets.body import LATERALITY, REGION
from index.facets.decision import LETTER_OUTCOME, OUTCOME, PRIORITY, REPEAT
from index.facets.english import range_in_words
from index.facets.facet import Kind
from index.facets.filter import asks_for, values_in_group, values_left_out, values_of
from index.facets.worker import SEX

ASKED = read("Why were repeat MRIs of the left knee upheld in 2016, other than by ACOEM?")


@given(readings)
def test_a_link_gives_the_reading_again_and_is_safe_in_an_address(reading):
    link = link_of(reading)
    assert reading_of_link(link) == reading
    assert reading_from_json(json.loads(json.dumps(reading.as_json()))) == reading
    assert set(link) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


@pytest.mark.parametrize("link", ["", "x", "%%%", "é", link_of(ASKED)[:-9], "eJw", "eJxLAAAAYgBi"])
def test_a_damaged_link_is_refused(link):
    with pytest.raises(BadQuery):
        reading_of_link(link)


def test_a_link_that_expands_without_end_is_refused():
    with pytest.raises(BadQuery, match="too long"):
        reading_of_link(link_of(Reading("x" * 10_000_000, Query(intent=IntentName.OUTCOMES))))


@given(readings)
@settings(max_examples=60)
def test_without_any_chip_less_is_asked_and_without_all_of_them_nothing_is_left(reading):
    def left(of: Reading) -> tuple[int, int]:
        # Without all but one of its groups a comparison is a count of what that one asks for.
        return len(of.query.compare), len(chips(of))

    while parts := chips(reading):
        for part in parts:
            assert part.words.strip() and left(part.without) < left(reading)
        reading = parts[0].without
    query = reading.query
    assert not (query.filter or query.cases or query.compare or query.group_by or query.unread)


@given(criteria())
def test_every_criterion_shows_its_values_in_words(criterion):
    words = filter_in_words(criterion)
    facet = criterion.facet
    assert words.strip()
    if facet.kind is not Kind.FLAG and facet not in (SEX, LATERALITY, PRIORITY, LETTER_OUTCOME):
        assert all(
            value_in_words(facet.name, value).strip(" ,") in words for value in criterion.values
        ), words


@given(ranges())
def test_every_range_shows_its_bounds_in_words(part):
    assert range_in_words(part) in filter_in_words(part)


def test_the_chips_of_a_query_are_its_parts_in_plain_words():
    reading = Reading(
        "…",
        query_from_json(
            {
                "intent": "outcomes",
                "filter": {
                    "all": [
                        {"facet": "procedure", "values": ["mri"]},
                        {"not": {"facet": "region", "values": ["knee"]}},
                        {"facet": "decided", "from": "2014-01-01", "to": "2016-12-31"},
                        {"facet": "repeat", "values": ["unknown"]},
                        {"text": ["stem"], "in": "request"},
                    ]
                },
                "group_by": "decided:year",
                "unread": ["upright"],
            }
        ),
    )
    assert [(chip.words, chip.facet) for chip in chips(reading)] == [
        ("MRI", "procedure"),
        ("not of the knee", "region"),
        ("decided from 2014 to 2016", "decided"),
        ("not known to be repeat", "repeat"),
        ("whose request mentions “stem”", None),
        ("by year", None),
        ("“upright”", None),
    ]


def test_a_changed_query_is_asked_under_its_own_words():
    without = next(chip.without for chip in chips(ASKED) if chip.facet == "region")
    assert "knee" not in without.question and "MRI" in without.question
    assert "shoulder" in with_values(ASKED, "region", ["shoulder"]).question


def test_a_filter_sets_replaces_and_clears_a_facet_and_leaves_what_is_excluded():
    passages = Reading(
        "anything",
        query_from_json(
            {"intent": "passages", "filter": {"not": {"facet": "region", "values": ["foot"]}}}
        ),
    )
    reading = with_values(passages, "region", ["knee", "hip", "knee"])
    assert reading.query.intent is IntentName.OUTCOMES
    assert values_of(reading.query.filter, REGION) == ("knee", "hip")
    reading = with_values(reading, "region", ["sacrum"])
    assert values_of(reading.query.filter, REGION) == ("sacrum",)
    assert values_left_out(reading.query.filter, REGION) == ("foot",)
    reading = with_values(reading, "region", [])
    assert reading.query.filter == passages.query.filter
    (excluded,) = chips(reading)
    assert excluded.without.query.filter is None


@pytest.mark.parametrize(
    ("group", "value"),
    [
        ("decided:year", "20x6"),
        ("decided:month", "2016-13"),
        ("decided:year", "2016-01-01/soon"),
        ("age:span", "old"),
        ("amount", "sessions"),
        ("retrospective", "maybe"),
        ("outcome", "won"),
        ("region", " "),
    ],
)
def test_a_value_that_a_group_cannot_have_is_refused(group, value):
    with pytest.raises(BadQuery):
        with_values(ASKED, group, [value])


@pytest.mark.parametrize(
    "population",
    [
        {"facet": "decided", "from": "20x6"},
        {"facet": "decided", "values": ["2016"]},
        {"facet": "age", "from": "old"},
        {"facet": "amount", "from": 3},
        {"facet": "retrospective", "values": ["maybe"]},
        {"facet": "outcome", "values": ["won"]},
        {"facet": "region", "values": [" "]},
        {"facet": "region", "values": []},
        {"facet": "region", "values": "knee"},
        {"any": [{"facet": "region", "values": ["knee"]}, {"facet": "opioids"}]},
        {"any": []},
        {"text": ["?"]},
    ],
    ids=str,
)
def test_a_filter_that_no_query_can_have_is_refused(population):
    with pytest.raises(BadQuery):
        query_from_text(json.dumps({"intent": "outcomes", "filter": population}))


@pytest.mark.parametrize("text", ["[1]", "{", "{}", '{"intent": "outcomes", "colour": "red"}'])
def test_a_query_of_the_wrong_form_is_refused(text):
    with pytest.raises(BadQuery):
        query_from_text(text)


def test_the_command_of_an_answer_asks_it_again(words_store, assistant, monkeypatch, capsys):
    from conftest import WordVectors

    monkeypatch.setattr("assistant.assistant.SentenceEmbeddings", WordVectors)
    answer = assistant.ask("What's the share of “repeat” knee MRIs?")
    command = answer.as_json()["command"]
    assert command == command_of(answer.query)
    program, *arguments = shlex.split(command)[2:]
    assert (
        program == "assistant"
        and main([*arguments, "--json", "--items", "--store", str(words_store)]) == 0
    )
    again = json.loads(capsys.readouterr().out)
    assert (again["query"], again["tallies"]) == (
        answer.query.as_json(),
        answer.as_json()["tallies"],
    )
    assert main(["ask", "--query", again["link"], "--json", "--store", str(words_store)]) == 0
    assert json.loads(capsys.readouterr().out)["query"] == again["query"]
    assert main(["ask", "--query", "no-link", "--store", str(words_store)]) == 2
    assert "link" in capsys.readouterr().err


def test_in_a_comparison_what_the_groups_have_in_common_changes_in_all():
    reading = read("Repeat MRIs of the knee versus the shoulder")
    assert len(reading.query.compare) == 2
    in_2016 = with_values(reading, "decided:year", ["2016"])
    assert [
        values_in_group(population, "decided:year") for population in in_2016.query.populations
    ] == [
        ("2016",),
        ("2016",),
    ]
    assert in_2016.query.compare == reading.query.compare
    hip = with_values(reading, "region", ["hip"])
    assert [values_of(population, REGION) for population in hip.query.populations] == [
        ("hip",),
        ("shoulder",),
    ]
    without = next(chip.without for chip in chips(reading) if chip.facet == "repeat")
    assert len(without.query.compare) == 2
    assert not any(asks_for(population, REPEAT) for population in without.query.populations)
    same = with_values(reading, "region", ["shoulder"])
    assert same.query.intent is IntentName.OUTCOMES and not same.query.compare
    assert values_of(same.query.filter, REGION) == ("shoulder",)


def test_a_facet_that_is_asked_for_only_in_one_filter_is_free_again_without_its_chip():
    without = next(chip.without for chip in chips(ASKED) if chip.facet == "outcome")
    assert asks_for(ASKED.query.filter, OUTCOME)
    assert not asks_for(without.query.filter, OUTCOME)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"unit": "letter"}, "counting letters"),
        ({"top": 3}, "the first 3"),
        (
            {"measure": {"share": {"facet": "guideline", "values": ["ODG"]}}},
            "share: decided on ODG",
        ),
        ({"intent": "case", "cases": ["CM16-0000001"], "fact": "age"}, "the worker's age"),
    ],
)
def test_what_shapes_an_answer_has_a_chip_that_takes_it_away(part, words):
    query = query_from_json({"intent": "outcomes", **part})
    (chip,) = (each for each in chips(Reading("", query)) if each.words == words)
    left = chip.without.query.as_json()
    assert left == {
        key: value for key, value in query.as_json().items() if key in ("intent", "cases")
    }
