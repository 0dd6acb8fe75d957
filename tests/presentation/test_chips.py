"""Queries in pieces, changed by hand, and as links."""

import json
import shlex

import pytest
from hypothesis import given, settings
from queries import criteria, queries

from assistant.__main__ import main
from assistant.presentation.chips import (
    chips,
    command_of,
    criterion_in_words,
    query_from_link,
    query_link,
    with_criterion,
)
from assistant.presentation.phrases import value_in_words
from assistant.query import Asked, BadQuery, Query, query_from_json, query_from_text
from assistant.question.flat import Criterion, Facet, Selection
from assistant.question.understand import understand

ASKED = understand("Why were repeat MRIs of the left knee upheld in 2016, other than by ACOEM?")


@given(queries)
def test_a_link_gives_the_query_again_and_is_safe_in_an_address(query):
    link = query_link(query)
    assert (
        query_from_link(link) == query == query_from_json(json.loads(json.dumps(query.as_json())))
    )
    assert set(link) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


@pytest.mark.parametrize(
    "link", ["", "x", "%%%", "é", query_link(ASKED)[:-9], "eJw", "eJxLAAAAYgBi"]
)
def test_a_damaged_link_is_refused(link):
    with pytest.raises(BadQuery):
        query_from_link(link)


def test_a_link_that_expands_without_end_is_refused():
    with pytest.raises(BadQuery, match="too long"):
        query_from_link(query_link(Query("x" * 10_000_000, Asked.TALLY)))


@given(queries)
@settings(max_examples=60)
def test_without_any_chip_less_is_asked_and_without_all_of_them_nothing_is_left(query):
    for _ in range(30):
        parts = chips(query)
        if not parts:
            break
        for part in parts:
            assert part.words.strip() and len(chips(part.without)) < len(parts)
        query = parts[0].without
    assert not (query.selection or query.cases or query.against or query.by or query.unmatched)


@given(criteria)
def test_every_criterion_shows_its_values_in_words(criterion):
    words = criterion_in_words(criterion)
    assert words.strip()
    if criterion.facet not in (
        Facet.SEX,
        Facet.RETROSPECTIVE,
        Facet.PARTLY_AUTHORIZED,
        Facet.LATERALITY,
        Facet.PRIORITY,
    ):
        assert all(
            value_in_words(criterion.facet, value).strip(" ,") in words
            for value in criterion.values
        ), words


def test_the_chips_of_a_question_are_its_criteria_in_plain_words():
    query = Query(
        "…",
        Asked.TREND,
        Selection(
            (
                Criterion(Facet.PROCEDURE, ("mri",)),
                Criterion(Facet.REGION, ("knee",), True),
                Criterion(Facet.YEAR, ("2014-2016",)),
                Criterion(Facet.REPEAT, ("unknown",)),
            )
        ),
        unmatched=("upright",),
        by=Facet.YEAR,
    )
    assert [(each.words, each.facet) for each in chips(query)] == [
        ("MRI", "procedure"),
        ("not of the knee", "region"),
        ("decided from 2014 to 2016", "year"),
        ("not known to be repeat", "repeat"),
        ("by year", None),
        ("“upright”", None),
    ]


def test_a_changed_query_is_asked_under_its_own_words():
    without = next(each.without for each in chips(ASKED) if each.facet == "region")
    assert "knee" not in without.question and "MRI" in without.question
    assert "shoulder" in with_criterion(ASKED, Facet.REGION, ["shoulder"]).question


def test_a_filter_sets_replaces_and_clears_a_facet_and_leaves_what_is_excluded():
    query = with_criterion(Query("anything", Asked.PASSAGES), Facet.REGION, ["knee", "hip", "knee"])
    assert query.asked is Asked.TALLY and query.selection.values(Facet.REGION) == ("knee", "hip")
    query = with_criterion(query, Facet.REGION, ["foot"], excluded=True)
    query = with_criterion(query, Facet.REGION, ["sacrum"])
    assert (query.selection.values(Facet.REGION), query.selection.excluded(Facet.REGION)) == (
        ("sacrum",),
        ("foot",),
    )
    assert not with_criterion(
        with_criterion(query, Facet.REGION, []), Facet.REGION, [], excluded=True
    ).selection


@pytest.mark.parametrize(
    ("facet", "value"),
    [
        ("year", "20x6"),
        ("month", "2016-13"),
        ("age", "old"),
        ("amount", "sessions"),
        ("retrospective", "maybe"),
        ("position", "one"),
        ("outcome", "won"),
        ("either", "opioids"),
        ("either", "year:x"),
        ("region", " "),
    ],
)
def test_a_value_that_a_facet_cannot_have_is_refused(facet, value):
    with pytest.raises(BadQuery):
        with_criterion(ASKED, Facet(facet), [value])
    with pytest.raises(BadQuery):
        query_from_text(
            json.dumps({"asked": "tally", "selection": [{"facet": facet, "values": [value]}]})
        )


@pytest.mark.parametrize(
    "told",
    [
        '{"asked": "tally", "selection": [{"facet": "region", "values": []}]}',
        '{"asked": "tally", "selection": [{"facet": "region", "values": "knee"}]}',
        "[1]",
        "{",
    ],
)
def test_a_query_of_the_wrong_form_is_refused(told):
    with pytest.raises(BadQuery):
        query_from_text(told)


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


def test_in_a_comparison_what_both_selections_share_changes_in_both():
    query = understand("Repeat MRIs of the knee versus the shoulder")
    assert query.against is not None
    in_2016 = with_criterion(query, Facet.YEAR, ["2016"])
    assert (
        in_2016.selection.values(Facet.YEAR) == in_2016.against.values(Facet.YEAR) == ("2016",)
        and in_2016.asked is Asked.COMPARISON
    )
    hip = with_criterion(query, Facet.REGION, ["hip"])
    assert (hip.selection.values(Facet.REGION), hip.against.values(Facet.REGION)) == (
        ("hip",),
        ("shoulder",),
    )
    without = next(each.without for each in chips(query) if each.facet == "repeat")
    assert not without.selection.values(Facet.REPEAT) and not without.against.values(Facet.REPEAT)
    same = with_criterion(query, Facet.REGION, ["shoulder"])
    assert (same.asked, same.against) == (Asked.TALLY, None)
