"""What a model takes over from the evidence: whole, under its condition, and from one letter."""

import pytest
from conftest import WordVectors

from assistant.answer import Statement
from assistant.evidence.sources import Sources
from assistant.intents import collect_evidence, write
from assistant.query import IntentName, Query
from assistant.reading import Reading
from assistant.verification import ground


@pytest.fixture
def evidence(assistant):
    with assistant.store.records() as records:
        collected = collect_evidence(
            Reading(
                "What was decided?",
                Query(
                    intent=IntentName.CASE,
                    cases=("CM16-9000106", "CM16-9000108", "CM15-9000204"),
                ),
            ),
            Sources(assistant.store, WordVectors(), records, assistant.holdings(records)),
        )
        write(collected)
        yield collected


def citing(evidence, *words):
    """The ids of the citations that hold some words."""
    return tuple(
        next(citation.id for citation in evidence.quotes.made if piece in citation.words)
        for piece in words
    )


def fault(evidence, text, *cites):
    _, dropped = ground([Statement(text, citing(evidence, *cites))], evidence, by_model=True)
    return dropped[0].reason if dropped else None


@pytest.mark.parametrize(
    "text",
    [
        "A prior study bars a new one.",
        "A prior study bars a new one only.",
        "In CM16-9000106 the reviewer says: A prior study bars a new one only.",
    ],
)
def test_a_sentence_taken_over_without_its_condition_is_refused(evidence, text):
    assert "leaves out the condition" in fault(evidence, text, "A prior study bars")


def test_a_sentence_taken_over_with_its_condition_passes(evidence):
    assert (
        fault(
            evidence,
            "A prior study bars a new one only so long as the patient is the same patient.",
            "A prior study bars",
        )
        is None
    )


def test_a_comparison_is_no_condition(evidence):
    assert (
        fault(evidence, "Under Lyrica he can stand for forty minutes at a bench.", "Under Lyrica")
        is None
    )


@pytest.mark.parametrize(
    "text",
    [
        "Under Lyrica the sacral and coccygeal findings are word for word those of 2014.",
        (
            "Under Lyrica he can stand for forty minutes, and the sacral and coccygeal "
            "findings are word for word those of 2014."
        ),
    ],
)
def test_words_of_two_letters_joined_in_one_sentence_are_refused(evidence, text):
    assert "several letters" in fault(evidence, text, "Under Lyrica", "word for word")


def test_two_letters_are_told_of_in_two_sentences_or_by_their_names(evidence):
    both = ("Under Lyrica", "word for word")
    assert (
        fault(
            evidence,
            "Under Lyrica he can stand for forty minutes. The findings are word for word "
            "those of 2014.",
            *both,
        )
        is None
    )
    assert (
        fault(
            evidence,
            "In CM15-9000204 he can stand for forty minutes under Lyrica, while in "
            "CM16-9000108 the findings are word for word those of 2014.",
            *both,
        )
        is None
    )
    assert fault(
        evidence,
        "In CM15-9000204 and CM16-9000108 he can stand for forty minutes under Lyrica.",
        *both,
    )


@pytest.mark.parametrize("text", ["…", "The reviewer.", "- [1]"])
def test_a_statement_that_says_nothing_is_refused(evidence, text):
    kept, dropped = ground([Statement(text, (1,))], evidence, by_model=True)
    assert not kept and dropped[0].reason == "says nothing"


@pytest.mark.slow
def test_a_statement_is_kept_with_the_citations_alone_that_it_rests_on(evidence):
    everything = tuple(citation.id for citation in evidence.quotes.made)
    (condition,), (flare,) = (
        citing(evidence, "A prior study bars"),
        citing(evidence, "word for word"),
    )
    for text, cited in (
        (
            "A prior study bars a new one only so long as the patient is the same patient.",
            (condition,),
        ),
        (
            (
                "A prior study bars a new one only so long as the patient is the same "
                "patient. The sacral and coccygeal findings are word for word those of 2014."
            ),
            tuple(sorted((condition, flare))),
        ),
    ):
        (kept,), _ = ground([Statement(text, everything)], evidence, by_model=True)
        assert tuple(sorted(kept.citations)) == cited and kept.text == text
