"""Questions to begin and to go on with."""

import json

import pytest
from conftest import Assistant, Store, WordVectors, add, item_text, letter_text

from assistant.__main__ import main
from assistant.evidence.tally import tally
from assistant.presentation.suggestions import after, opening
from assistant.query import IntentName, Query
from assistant.question.reader import read
from index.facets.decision import REPEAT
from index.facets.filter import values_of

ASKED = [
    "How are repeat sacrum MRIs usually decided?",
    "How often are opioids overturned?",
    "Why was CM16-9000106 upheld?",
    "Will I win?",
    "How are cochlear implants decided?",
    "Which physical therapy cases were overturned?",
    "MRIs of the knee versus the shoulder",
    "How did MRI decisions change by year?",
    "What do reviewers want to see for epidural steroid injections?",
    "How is everything decided?",
    "What do the letters say about smoking?",
]


def kind(query: Query) -> tuple[IntentName, str | None, bool]:
    return query.intent, query.group_by, bool(query.compare)


@pytest.fixture
def records(assistant):
    with assistant.store.records() as records:
        yield records


def test_the_first_questions_are_answered_from_what_is_indexed_one_on_repeats_decided_both_ways(
    assistant, records
):
    questions = opening(records)
    assert len(set(questions)) == 4
    answers = [assistant.ask(question) for question in questions]
    assert (
        all(answer.abstention is None and answer.tallies[0].n for answer in answers)
        and len({kind(answer.query) for answer in answers}) >= 3
    )
    both = [
        answer.tallies[0]
        for answer in answers
        if values_of(answer.query.filter, REPEAT) == ("yes",)
    ]
    assert both and all(facet_count.upheld and facet_count.overturned for facet_count in both)


@pytest.mark.parametrize("question", ASKED)
def test_what_goes_on_from_an_answer_is_answered_alone_and_in_the_conversation_alike(
    assistant, records, question
):
    answer = assistant.ask(question)
    questions = after(answer, records)
    assert 1 <= len(set(questions)) == len(questions) <= 4
    for each in questions:
        alone = assistant.ask(each)
        assert alone.abstention is None and alone.tallies[0].n and not alone.query.unread, each
        following = next(assistant.stream(each, answer.reading)).query
        assert kind(alone.query) == kind(following), each
        assert following == alone.query or set(alone.tallies[0].items) == set(
            assistant.ask(each, answer.reading).tallies[0].items
        ), each
        assert (kind(alone.query), set(alone.tallies[0].items)) != (
            kind(answer.query),
            set(answer.tallies[0].items) if answer.tallies else None,
        ), each


def test_after_a_count_are_offered_the_overturned_the_reasons_a_part_and_a_wider_selection(
    assistant, records
):
    answer = assistant.ask("How are MRIs decided?")
    queries = [read(question).query for question in after(answer, records, 6)]
    every, asked = answer.tallies[0].n, {kind(query) for query in queries}
    counts = (IntentName.OUTCOMES, None, False)
    assert {
        (IntentName.LIST, None, False),
        (IntentName.REASONS, None, False),
        (IntentName.OUTCOMES, "decided:year", False),
        (IntentName.REQUIREMENTS, None, False),
    } <= asked
    sizes = [tally(records, query.filter).n for query in queries if kind(query) == counts]
    assert min(sizes) < every < max(sizes)


def test_an_empty_store_has_nothing_to_suggest(tmp_path):
    add(tmp_path / "s")
    store = Store.open(tmp_path / "s")
    with store.records() as records:
        assert opening(records) == ()
        assert (
            after(Assistant(store, embeddings=WordVectors()).ask("How are MRIs decided?"), records)
            == ()
        )
    store.close()


def test_what_has_no_overturned_item_is_not_asked_for_them(write_letter, tmp_path):
    add(
        tmp_path / "s",
        write_letter(
            "a.txt",
            letter_text(item_text("MRI of the left knee"), item_text("MRI of the right knee")),
        ),
    )
    store = Store.open(tmp_path / "s")
    with store.records() as records:
        questions = [
            *opening(records),
            *after(
                Assistant(store, embeddings=WordVectors()).ask("How are knee MRIs decided?"),
                records,
            ),
        ]
        assert questions and not any("overturned" in question for question in questions)
    store.close()


def test_the_commands_print_them(words_store, monkeypatch, capsys, records):
    monkeypatch.setattr("assistant.assistant.SentenceEmbeddings", WordVectors)
    assert main(["suggest", "--limit", "3", "--store", str(words_store)]) == 0
    assert capsys.readouterr().out.splitlines() == list(opening(records, 3))
    assert main(["ask", "How are MRIs decided?", "--json", "--store", str(words_store)]) == 0
    assert len(json.loads(capsys.readouterr().out)["suggested"]) == 4
