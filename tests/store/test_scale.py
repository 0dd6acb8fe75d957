"""Answers over ten thousand letters: they read no more than they show, however many items a
question is about.
"""

import json
from collections import Counter

import pytest
from conftest import WordVectors
from sqlalchemy import event

from assistant.assistant import Assistant
from evals.scale import QUESTIONS, make_replica
from index.store.sqlite.count import outcome_rows
from index.store.store import Store

LETTERS = 10_000
# What an answer may take, whatever the number of letters: statements, rows of any kind, pages of
# letters, bytes of JSON.
STATEMENTS, ROWS, PAGES, BYTES = 150, 8_000, 400, 200_000


@pytest.fixture(scope="session")
def many(words_store, tmp_path_factory):
    """The assistant on a store of ten thousand letters."""
    folder = tmp_path_factory.mktemp("many") / "store"
    original = Store.open(words_store)
    make_replica(original, folder, LETTERS, len(WordVectors().embed_query("")))
    original.close()
    assistant = Assistant(Store.open(folder), embeddings=WordVectors())
    yield assistant
    assistant.store.close()


@pytest.fixture
def taken(many):
    """What is taken from the records: counts of "statements", "rows" and "pages" from now on."""
    found: Counter[str] = Counter()

    def seen(cursor, row):
        found["rows"] += 1
        found["pages"] += [column[0] for column in cursor.description] == ["determination", "text"]
        return row

    def connected(connection, _record, _proxy):
        connection.row_factory = seen

    def executed(*_):
        found["statements"] += 1

    many.ask("How are MRIs decided?")  # what is counted once for all questions is no part of one
    event.listen(many.store.engine, "checkout", connected)
    event.listen(many.store.engine, "before_cursor_execute", executed)
    yield found
    event.remove(many.store.engine, "checkout", connected)
    event.remove(many.store.engine, "before_cursor_execute", executed)


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_takes_no_more_than_it_shows(many, taken, question):
    answer = many.ask(question)
    assert answer.statements and not answer.notes
    assert (
        taken["statements"] <= STATEMENTS and taken["rows"] <= ROWS and taken["pages"] <= PAGES
    ), taken
    assert len(json.dumps(answer.as_json())) <= BYTES


@pytest.mark.slow
def test_the_counts_of_many_letters_are_those_of_their_items(many):
    answer = many.ask("Which MRIs were overturned?")
    with many.store.engine.connect() as connection:
        for tally in answer.tallies:
            rows = outcome_rows(connection, tally.filter)
            assert (
                tally.n == len(rows)
                and tally.overturned == sum(outcome == "overturned" for _, _, outcome, _ in rows)
                and not tally.items
            )
    assert answer.tallies[-1].n > 20_000 and answer.tallies[0].share is None
