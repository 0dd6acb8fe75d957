"""The grounding check lets nothing through that the evidence does not carry."""

import json
from dataclasses import replace

import pytest
from conftest import WordVectors
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field

from assistant.answer import Statement
from assistant.assistant import Assistant
from assistant.evidence.sources import Sources
from assistant.intents import collect_evidence, write
from assistant.question.reader import read
from assistant.verification import ground
from evals.adversarial.pieces import pieces_of
from index.store.store import Store


@pytest.fixture
def evidence(assistant):
    with assistant.store.records() as records:
        collected = collect_evidence(
            read("how are repeat sacrum MRIs usually decided?"),
            Sources(assistant.store, WordVectors(), records, assistant.holdings(records)),
        )
        write(collected)
        yield collected


def first_of(evidence, outcome):
    return next(
        citation
        for citation in evidence.quotes.made
        if citation.outcome == outcome and len(citation.words.split()) > 8
    )


def test_a_true_statement_passes(evidence):
    quote = first_of(evidence, "upheld")
    words = " ".join(quote.words.split()[:6])
    kept, dropped = ground(
        [
            Statement(f"In {quote.case} the denial was upheld: “{words}”", (quote.id,)),
            Statement("Of 9 items, 6 were upheld and 3 overturned."),
        ],
        evidence,
    )
    assert len(kept) == 2 and not dropped


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (
            "Reviewers upheld 7 of the denials.",
            "is not the number of|not that of the upheld items|comes from no tally",
        ),
        ("3 were upheld and 6 were overturned.", "3 is not the number of upheld items"),
        ("Of 9 items, 97 % were overturned.", "97 comes from no tally"),
        ("See CM16-0000099.", "names CM16-0000099"),
        ("As shown in [99].", r"cites \[99\]"),
        (
            "The reviewer wrote “there was no reason at all for this study”.",
            "stands in no cited quote",
        ),
    ],
)
def test_what_the_evidence_does_not_carry_is_dropped(evidence, statement, reason):
    import re

    kept, dropped = ground([Statement(statement)], evidence)
    assert not kept and re.search(reason, dropped[0].reason)


def test_a_swapped_outcome_is_dropped(evidence):
    quote = first_of(evidence, "upheld")
    _, dropped = ground([Statement("The denial was overturned.", (quote.id,))], evidence)
    assert "says overturned of what was upheld" in dropped[0].reason


def test_a_quote_with_one_word_altered_is_dropped(evidence):
    quote = first_of(evidence, "upheld")
    words = quote.words.split()[:8]
    words[3] = "never"
    _, dropped = ground([Statement(f"“{' '.join(words)}”", (quote.id,))], evidence)
    assert "stands in no cited quote" in dropped[0].reason


def test_a_citation_that_does_not_stand_at_its_place_is_dropped(evidence):
    quote = first_of(evidence, "upheld")
    key = next(key for key, made in evidence.quotes._made.items() if made.id == quote.id)
    evidence.quotes._made[key] = replace(quote, start=quote.start + 1)
    _, dropped = ground([Statement("The denial was upheld.", (quote.id,))], evidence)
    assert "does not stand at its place" in dropped[0].reason


def chat(words_store, *replies):
    model = FakeListChatModel(responses=list(replies))
    return Assistant(Store.open(words_store), model, "fake:model", WordVectors())


QUESTION = "how are repeat sacrum MRIs usually decided?"


class Quoting(FakeListChatModel):
    """Says one true statement about the first piece of evidence, then the ``rest``."""

    rest: list = Field(default_factory=list)

    def _stream(self, messages, *args, **kwargs):
        piece = pieces_of(messages)[0]
        true = {
            "text": f"In {piece.case} the reviewer wrote “{' '.join(piece.words.split()[:6])}”.",
            "citations": [piece.number],
        }
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                "Here you are: " + json.dumps({"statements": [true, *self.rest]})
            )
        )


def test_a_chat_model_words_the_evidence_and_the_counts_stay_ours(words_store):
    answer = Assistant(
        Store.open(words_store), Quoting(responses=[""]), "fake:model", WordVectors()
    ).ask(QUESTION)
    assert answer.model == "fake:model" and not answer.notes
    assert answer.statements[0].text.startswith("9 disputed items: repeat MRI of the sacrum")
    assert "the reviewer wrote" in answer.statements[-1].text and answer.usage.requests == 1


def test_what_a_chat_model_invents_is_asked_for_again_once_then_left_out_and_said_so(words_store):
    model = Quoting(
        responses=[""],
        rest=[
            {"text": "In CM15-1234567 it was overturned.", "citations": [1]},
            {"text": "MRI is harmless."},
        ],
    )
    answer = Assistant(Store.open(words_store), model, "fake:model", WordVectors()).ask(QUESTION)
    assert (
        "CM15-1234567" not in answer.markdown
        and "harmless" not in answer.markdown
        and answer.usage.requests == 2
    )
    assert answer.notes == (
        (
            "2 of 3 statements of the model fake:model were refused: the evidence does not "
            "carry them; 2 were left out."
        ),
    )


def test_where_nothing_of_a_draft_holds_the_built_in_wording_stands(words_store):
    answer = chat(
        words_store, json.dumps({"statements": [{"text": "Nine of ten win.", "citations": [77]}]})
    ).ask(QUESTION)
    assert "Why denials were upheld" in answer.markdown
    assert "replaced by the built-in wording" in answer.notes[0]


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "I cannot help with that.",
        '{"statements": "none"}',
        '{"statements": [{"text": 5}]}',
        "{" * 50,
    ],
)
def test_a_chat_model_without_usable_reply_gives_way_to_the_built_in_wording(words_store, reply):
    answer = chat(words_store, reply).ask(QUESTION)
    assert answer.model is None and "this is the built-in wording" in answer.notes[0]
    assert "Why denials were upheld" in answer.markdown


def test_a_failing_chat_model_gives_way_to_the_built_in_wording(words_store):
    class Broken(FakeListChatModel):
        def _stream(self, *args, **kwargs):
            raise RuntimeError("no route")

    answer = Assistant(
        Store.open(words_store), Broken(responses=["x"]), "fake:broken", WordVectors()
    ).ask(QUESTION)
    assert (
        "did not answer (it failed: no route)" in answer.notes[0]
        and "Why denials were upheld" in answer.markdown
    )


def test_an_abstention_is_not_given_to_the_chat_model(words_store):
    answer = chat(
        words_store, json.dumps({"statements": [{"text": "You will win.", "citations": []}]})
    ).ask("Will I win?")
    assert answer.abstention and "You will win" not in answer.markdown


@pytest.mark.parametrize(
    ("statement", "outcome"),
    [
        ("It has not been shown that the injections were medically necessary.", "upheld"),
        ("The reviewer did not find that the scan was not medically necessary.", "overturned"),
        ("The denial was not, in the end, upheld.", "overturned"),
        ("The request that was not upheld is the second.", "overturned"),
        ("It was shown that the injections were medically necessary.", "overturned"),
        (
            "The reviewer did not doubt the diagnosis, so the injections were medically necessary.",
            "overturned",
        ),
    ],
)
def test_a_denial_above_a_that_clause_turns_its_outcome(statement, outcome):
    from assistant.verification.wording import _outcomes

    assert _outcomes(statement) == {outcome}
