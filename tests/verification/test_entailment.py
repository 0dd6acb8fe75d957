"""A model of natural-language inference as an extra check: it refuses what its quotes do not
entail, and has no say in the rest.
"""

import json
from types import SimpleNamespace

import pytest
from conftest import WordVectors
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk

import assistant.__main__ as command
from assistant.assistant import Assistant
from assistant.chat_models.errors import ModelUnavailable
from assistant.verification.entailment import Entailment
from evals.adversarial.pieces import pieces_of
from evals.judges.nli import NliJudge
from index.store.store import Store

QUESTION = "how are repeat sacrum MRIs usually decided?"
LABELS = {0: "contradiction", 1: "entailment", 2: "neutral"}


class FakeInference:
    """Gives each pair the label that ``judge`` says; ``pairs`` are those that were asked for."""

    def __init__(self, judge, labels=LABELS):
        self.config, self._judge, self.pairs = SimpleNamespace(id2label=labels), judge, []

    def predict(self, pairs, apply_softmax):
        assert apply_softmax
        self.pairs += pairs
        return [
            [
                0.9 if label == self._judge(*pair) else 0.05
                for label in self.config.id2label.values()
            ]
            for pair in pairs
        ]


class Quoting(FakeListChatModel):
    """Words two pieces of the evidence, each by its own words."""

    def _stream(self, messages, *args, **kwargs):
        statements = [
            {
                "text": (
                    f"The reviewer wrote “{' '.join(piece.words.split()[:6])}” [{piece.number}]."
                ),
                "citations": [],
            }
            for piece in pieces_of(messages)[:2]
        ]
        yield ChatGenerationChunk(message=AIMessageChunk(json.dumps({"statements": statements})))


def asked(words_store, judge):
    inference = FakeInference(judge)
    assistant = Assistant(
        Store.open(words_store),
        Quoting(responses=[""]),
        "fake",
        WordVectors(),
        entailment=Entailment("tiny", inference),
    )
    return assistant.ask(QUESTION), inference


def test_what_is_entailed_passes_judged_by_the_quotes_with_their_case_and_outcome(words_store):
    answer, inference = asked(words_store, lambda premise, hypothesis: "entailment")
    assert answer.model == "fake" and not answer.notes and len(inference.pairs) == 2
    premise, hypothesis = inference.pairs[0]
    assert (
        premise.startswith("In CM16-9000108, item 1, the denial was upheld: ")
        and "[" not in hypothesis
    )


@pytest.mark.parametrize("verdict", ["neutral", "contradiction"])
def test_what_is_not_entailed_is_refused_with_that_reason(words_store, verdict):
    answer, _ = asked(words_store, lambda premise, hypothesis: verdict)
    assert (
        answer.model is None
        and answer.usage.refused == 2
        and "2 of 2 statements of the model fake were refused" in answer.notes[0]
    )


def test_the_reason_tells_what_the_model_found_and_which_it_was(words_store, assistant):
    citation = next(iter(assistant.ask(QUESTION).citations))
    statement = SimpleNamespace(text="It was so [1].")
    for verdict, fault in (("neutral", "does not entail it"), ("contradiction", "contradicts it")):
        assert (
            Entailment("tiny", FakeInference(lambda *_, verdict=verdict: verdict)).fault(
                statement, [citation]
            )
            == f"what it cites {fault}, by the inference model tiny"
        )


def test_the_model_does_not_see_what_the_rules_refuse(words_store):
    inference = FakeInference(lambda *_: "entailment")
    model = FakeListChatModel(
        responses=[json.dumps({"statements": [{"text": "MRI is harmless.", "citations": [1]}]})]
    )
    Assistant(
        Store.open(words_store),
        model,
        "fake",
        WordVectors(),
        entailment=Entailment("tiny", inference),
    ).ask(QUESTION)
    assert not inference.pairs


@pytest.mark.slow
def test_a_model_that_is_not_here_or_for_something_else_is_a_clear_error(
    words_store, monkeypatch, capsys, tmp_path
):
    with pytest.raises(
        ModelUnavailable, match="none for natural-language inference: its labels are label_0"
    ):
        Entailment("ranker", FakeInference(lambda *_: "", {0: "LABEL_0"}))
    monkeypatch.setenv("IMR_NLI", str(tmp_path / "none"))
    monkeypatch.setattr(
        "assistant.commands.answering.chat_model", lambda name: FakeListChatModel(responses=[""])
    )
    assert command.main(["ask", QUESTION, "--store", str(words_store), "--model", "fake:m"]) == 1
    error = capsys.readouterr().err
    assert "inference model" in error and str(tmp_path / "none") in error and error.count("\n") == 1


@pytest.mark.slow
def test_a_real_cross_encoder_serves_the_check_and_the_judge(tmp_path):
    """One with random weights: its verdicts mean nothing, but it is loaded and asked as a real one
    is.
    """
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    (tmp_path / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz"])
    )
    BertTokenizerFast(vocab_file=str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    config = BertConfig(
        vocab_size=31,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        id2label=LABELS,
        label2id={label: number for number, label in LABELS.items()},
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    shares = Entailment(str(tmp_path)).shares("a b", "c")
    assert (
        shares.keys() == {"contradiction", "entailment", "neutral"}
        and abs(sum(shares.values()) - 1) < 1e-4
    )
    assert NliJudge(str(tmp_path)).supports("c", []) is False and isinstance(
        NliJudge(str(tmp_path)).supports("c", ["a b"]), bool
    )
