"""Answers as JSON, and made again from it."""

import json
from dataclasses import replace
from datetime import date

import pytest
from filter_strategies import filters
from hypothesis import given, settings
from hypothesis import strategies as st
from queries import readings, values

from assistant.answer import Abstention, Answer, BadAnswer, Citation, Statement, answer_from_json
from assistant.evidence.tally import Count, Tally
from index.determination import Outcome

QUESTIONS = [
    "How are repeat sacrum MRIs usually decided?",
    "Why was CM16-9000106 upheld?",
    "MRIs of the knee versus the shoulder",
    "How did opioid decisions change by year?",
    "Will I win?",
    "Which MRI cases mention unobtainium?",
]
few = st.integers(0, 50)
days = st.none() | st.dates(date(2013, 1, 1), date(2030, 1, 1))
items = st.lists(st.tuples(values, st.integers(1, 9)), max_size=4).map(tuple)
tallies = st.builds(
    lambda s, up, over, period, undated, of: Tally(s, up + over, up, over, period, undated, of),
    st.none() | filters,
    few,
    few,
    st.tuples(days, days),
    few,
    items,
)
citations = st.builds(
    Citation,
    id=few,
    case=values,
    item=st.none() | st.integers(1, 9),
    outcome=st.none() | st.sampled_from(list(Outcome)),
    quote=values,
    file=values,
    page=st.none() | st.integers(1, 9),
    start=few,
    end=few,
    determination=values,
)
answers = st.builds(
    Answer,
    reading=readings,
    statements=st.lists(
        st.builds(
            Statement,
            values,
            st.lists(few, max_size=2).map(tuple),
            st.none() | values,
            st.booleans(),
        ),
        max_size=4,
    ).map(tuple),
    citations=st.lists(citations, max_size=3).map(tuple),
    tallies=st.lists(tallies, max_size=3).map(tuple),
    counts=st.dictionaries(
        values,
        st.lists(st.builds(Count, values, few, few, items), max_size=2).map(tuple),
        max_size=2,
    ),
    retrieved=st.lists(st.tuples(values, st.none() | few), max_size=3).map(tuple),
    abstention=st.none() | st.builds(Abstention, values),
    model=st.none() | values,
    notes=st.lists(values, max_size=2).map(tuple),
    fingerprint=values,
    fictional=st.booleans(),
)


@given(answers)
@settings(max_examples=60)
def test_an_answer_is_made_again_from_its_json(answer):
    assert answer_from_json(json.loads(json.dumps(answer.as_json()))) == answer


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_stored_answer_is_shown_again_exactly(assistant, question):
    answer = assistant.ask(question)
    again = answer_from_json(json.loads(json.dumps(answer.as_json())))
    assert replace(again, seconds=answer.seconds) == answer and again.markdown == answer.markdown


def test_the_lists_of_items_can_be_kept_short_while_the_counts_stay_whole(assistant):
    answer = assistant.ask("How are MRIs decided?")
    short = answer_from_json(answer.as_json(most_items=2))
    assert [tally.n for tally in short.tallies] == [tally.n for tally in answer.tallies] and all(
        len(tally.items) <= 2 for tally in short.tallies
    )
    assert {name: [count.count for count in group] for name, group in short.counts.items()} == {
        name: [count.count for count in group] for name, group in answer.counts.items()
    }
    assert short.markdown == answer.markdown


@pytest.mark.parametrize(
    "spoil",
    [
        lambda answer_json: answer_json.pop("statements"),
        lambda answer_json: answer_json.update(query={}),
        lambda answer_json: answer_json["tallies"][0].update(period=["never", None]),
        lambda answer_json: answer_json.update(citations=[{}]),
    ],
)
def test_values_that_make_no_answer_are_refused(assistant, spoil):
    answer_json = assistant.ask("How are MRIs decided?").as_json()
    spoil(answer_json)
    with pytest.raises(BadAnswer):
        answer_from_json(answer_json)
