"""What sets overturned items apart, which determinations are most alike, and a query again."""

import json

import numpy as np
import pytest
from conftest import WordVectors, add, item_text, letter_text
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln
from scipy.stats import fisher_exact

import assistant.__main__ as ask_command
from assistant.assistant import Assistant
from assistant.evidence.associations import TELLING, associations, fisher
from assistant.query import BadQuery, IntentName, query_from_json
from assistant.question.reader import read
from assistant.reading import reading_from_json
from index.facets.filter import values_of
from index.facets.service import PROCEDURE
from index.store.sqlite.chosen import choose
from index.store.store import Store


@pytest.fixture
def sided(tmp_path, write_letter):
    """A store in which left knees are overturned and right ones upheld, six each."""
    for number in range(12):
        side, outcome = ("left", "Overturned") if number % 2 else ("right", "Upheld")
        write_letter(
            f"{number}.txt",
            letter_text(
                item_text(f"MRI of the {side} knee", outcome, "It was weighed."),
                case=f"CM16-00000{number:02}",
            ),
        )
    add(tmp_path / "s", tmp_path / "letters")
    return Assistant(Store.open(tmp_path / "s"), embeddings=WordVectors())


def test_a_facet_that_goes_with_the_outcome_is_told_with_its_test(sided):
    text = sided.ask("What sets the overturned knee MRIs apart?").markdown
    assert (
        "Side left: in 6 of 6 overturned items, in 0 of 6 upheld" in text
        and "Fisher's exact test" in text
    )
    assert "not what caused it" in text


def test_below_five_on_a_side_nothing_is_claimed(sided):
    with sided.store.engine.connect() as connection, choose(connection, None) as chosen:
        counts, n = chosen.counts(TELLING), chosen.totals
    assert associations(n.overturned, n.upheld, counts)
    assert associations(4, n.upheld, counts) == associations(n.overturned, 4, counts) == ()


@given(st.integers(1, 60), st.integers(1, 400), st.data())
def test_the_exact_test_gives_what_scipys_gives(won, lost, data):
    both = data.draw(st.integers(0, won)), data.draw(st.integers(0, lost))
    scipys = fisher_exact([[both[0], won - both[0]], [both[1], lost - both[1]]]).pvalue
    assert fisher(both, (won, lost), gammaln(np.arange(won + lost + 1) + 1)) == pytest.approx(
        scipys, rel=1e-6, abs=1e-300
    )


def test_what_chance_explains_is_no_difference(assistant):
    assert (
        "No facet is more frequent"
        in assistant.ask("What is different about the overturned MRIs?").markdown
    )


def test_the_most_similar_determinations_are_shown_and_not_counted(assistant):
    answer = assistant.ask("Similar cases: 52-year-old, lumbar MRI two years ago, new leg weakness")
    assert answer.query.intent is IntentName.SIMILAR and not answer.tallies
    assert "no count and foretell nothing" in answer.markdown
    assert values_of(answer.query.filter, PROCEDURE) == ("mri",)


@pytest.mark.parametrize(
    "question",
    [
        "My client has a torn meniscus and failed therapy, any cases like this?",
        "47 y/o woman with CRPS, spinal cord stimulator trial",
    ],
)
def test_a_described_situation_asks_for_what_is_similar(question):
    assert read(question).query.intent is IntentName.SIMILAR


def test_the_second_of_the_listed_cases_can_be_shown(assistant):
    first = assistant.ask("Which repeat MRIs of the sacrum were upheld?")
    second = assistant.ask("show me the second", first.reading)
    assert second.query.intent is IntentName.CASE and second.query.cases[0] in first.markdown


def test_why_after_a_count_asks_for_the_reasons(assistant):
    first = assistant.ask("How are sacrum MRIs decided?")
    assert assistant.ask("why?", first.reading).query.intent is IntentName.REASONS


@pytest.mark.parametrize(
    "question",
    [
        "repeat sacrum MRIs other than of women",
        "opioids by year",
        "neck versus low back MRI",
        "Why was CM16-9000106 overturned?",
        "MRIs since 2016",
    ],
)
def test_a_reading_given_as_json_gives_the_same_answer(assistant, question):
    answer = assistant.ask(question)
    again = assistant.answer(reading_from_json(json.loads(json.dumps(answer.reading.as_json()))))
    assert (
        again.markdown == answer.markdown and again.as_json()["query"] == answer.as_json()["query"]
    )


def test_values_that_are_no_query_are_refused(words_store, capsys):
    with pytest.raises(BadQuery, match="no query"):
        query_from_json({"intent": "everything"})
    assert ask_command.main(["ask", "--query", "{", "--store", str(words_store)]) == 2
    assert "no JSON" in capsys.readouterr().err
