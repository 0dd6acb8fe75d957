"""Levels and amounts in the records, and questions that ask for them."""

import json

import pytest
from sqlalchemy import select

from assistant.question.reader import read
from index.facets.body import LEVEL
from index.facets.english import in_words
from index.facets.filter import between, one_of
from index.facets.letter import AMOUNT
from index.samples import GOLD
from index.store.sqlite.count import outcome_rows
from index.store.sqlite.schema import amounts, facets, items
from index.store.store import Store

LABELS = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def store(words_store):
    opened = Store.open(words_store)
    yield opened
    opened.close()


def chosen(store, population):
    with store.engine.connect() as connection:
        return {(case, position) for case, position, *_ in outcome_rows(connection, population)}


@pytest.mark.parametrize("level", sorted({level for label in LABELS for level in label["levels"]}))
def test_the_records_select_exactly_the_items_of_a_level(store, level):
    assert chosen(store, one_of(LEVEL, [level])) == {
        (label["case"], label["item"]) for label in LABELS if level in label["levels"]
    }


def test_the_records_select_exactly_the_items_of_more_than_so_many_visits(store):
    more = {
        (label["case"], label["item"])
        for label in LABELS
        if any(
            each.endswith(" sessions") and float(each.split()[0]) > 8 for each in label["amounts"]
        )
    }
    assert more and chosen(store, between(AMOUNT, 9, None, "sessions")) == more


def test_sql_tells_how_often_and_where_a_level_is_named(store):
    with store.engine.connect() as connection:
        twice = connection.scalars(
            select(items.c.disputed)
            .join(amounts, amounts.c.item == items.c.id)
            .where(amounts.c.unit == "per week", amounts.c.low == 2)
        ).all()
        spans = connection.execute(
            select(facets.c.start, facets.c.end).where(facets.c.facet == "level")
        ).all()
    assert twice and all("two times a week" in each for each in twice)
    assert spans and all(start is not None and start < end for start, end in spans)


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        (
            "How often are L5-S1 epidural steroid injections overturned?",
            "epidural steroid injection of the lumbar spine at L5-S1",
        ),
        (
            "how are l4-5 epidural steroid injections decided?",
            "epidural steroid injection of the lumbar spine at L4-L5",
        ),
        (
            "medial branch blocks at C4, C5 and C6",
            "medial branch block of the cervical spine at C4, C5 or C6",
        ),
    ],
)
def test_a_question_can_name_levels(question, selection):
    assert in_words(read(question).query.filter) == selection


def test_an_answer_counts_the_items_of_a_level_and_says_so(assistant):
    answer = assistant.ask("How are L5-S1 epidural steroid injections decided?")
    of_level = {
        (label["case"], label["item"])
        for label in LABELS
        if "L5-S1" in label["levels"] and "epidural steroid injection" in label["procedures"]
    }
    assert answer.tallies[0].words == "epidural steroid injection of the lumbar spine at L5-S1"
    assert answer.tallies[0].n == len(of_level)
