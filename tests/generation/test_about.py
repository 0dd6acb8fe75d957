"""Questions about the field's terms and about the index itself."""

import pytest

from assistant.presentation.glossary import explained, glossary, terms_asked
from assistant.query import IntentName
from assistant.question.reader import leaned_on, read


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("What does upheld mean?", ("upheld",)),
        ("what do overturned and upheld mean", ("overturned", "upheld")),
        ("What is IMR?", ("IMR",)),
        ("what's a determination letter", ("determination",)),
        ("What does UR stand for?", ("utilization review",)),
        ("define ODG", ("ODG",)),
        ("What is overturned?", ()),
        ("What does the ODG say about knee MRIs?", ()),
        ("explain the upheld MRIs", ()),
        ("what is the overturned rate", ()),
        ("MRI", ()),
    ],
)
def test_terms_are_explained_only_where_nothing_else_is_asked(question, terms):
    assert terms_asked(question) == terms
    assert (read(question).query.intent is IntentName.DEFINITION) == bool(terms)


@pytest.mark.parametrize(
    "question",
    [
        "How many letters do you have?",
        "what is in the index?",
        "which years do you cover?",
        "what do you have?",
        "how many determinations are indexed",
    ],
)
def test_what_the_index_holds_can_be_asked(question):
    assert read(question).query.intent is IntentName.CORPUS


@pytest.mark.parametrize(
    "question",
    [
        "how many MRI cases do you have?",
        "how many letters overturned an MRI?",
        "how many items were overturned?",
        "do you have anything on acupuncture?",
    ],
)
def test_what_names_a_service_or_an_outcome_asks_for_a_count(question):
    assert read(question).query.intent is not IntentName.CORPUS


def test_a_meaning_is_told_without_counts_and_the_holdings_with_the_count_of_all(assistant):
    meaning, holdings = (
        assistant.ask("What does upheld mean?"),
        assistant.ask("How many letters do you have?"),
    )
    assert (
        meaning.abstention is None
        and not meaning.tallies
        and [statement.text for statement in meaning.statements]
        == [f"Upheld: {glossary()['upheld']}"]
    )
    assert (
        holdings.abstention is None
        and holdings.query.filter is None
        and str(holdings.tallies[0].n) in holdings.statements[0].text
    )


def test_a_conversation_goes_on_behind_an_explanation():
    asked = [read("how are knee MRIs decided?"), read("what does upheld mean?")]
    assert leaned_on(asked) == asked[0]
    assert leaned_on(asked[1:]) == asked[1] and leaned_on([]) is None


def test_every_term_has_its_meaning_on_hover():
    assert all(meaning.endswith(".") for meaning in glossary().values())
    assert explained("upheld").startswith("**Upheld**: ")


def test_items_that_both_selections_of_a_comparison_hold_are_told(assistant):
    answer = assistant.ask("compare MRIs decided on MTUS with MRIs decided on ODG")
    first, second = answer.tallies[:2]
    both = set(first.items) & set(second.items)
    assert both and any(
        statement.text.startswith(f"{len(both)} item") and "in both selections" in statement.text
        for statement in answer.statements
    )
    assert not answer.notes


def test_words_of_the_question_that_are_told_back_pass_the_check_as_they_were_read(assistant):
    answer = assistant.ask("MRI post op of the shoulder")
    assert not answer.notes
    assert any("“post-op”" in statement.text for statement in answer.statements)
