"""Systems with and without a chat model side by side, on the first cases of each kind."""

import json

import pytest
from conftest import WordVectors
from langchain_core.language_models.fake_chat_models import FakeListChatModel

import evals.__main__ as command
from assistant.assistant import Assistant
from assistant.chat_models.local import GgufChatModel
from assistant.chat_models.stream_parser import SCHEMA
from evals.cases import SAMPLES
from evals.questions import first_of_each_kind, read_cases
from evals.systems import SYSTEMS, makers
from evals.systems.assistant import AssistantSystem
from index.samples import LETTERS
from index.store.store import Store

INVENTS = json.dumps({"statements": [{"text": "MRI is harmless.", "citations": [1]}]})


class OverWords(AssistantSystem):
    """The assistant on the tests' store."""

    def __init__(self, store, model):
        self.name = "assistant" if model is None else "assistant+model"
        self._assistant = Assistant(store, model, "fake", WordVectors())


def test_only_the_first_cases_of_each_kind_are_asked():
    kept = first_of_each_kind(read_cases(SAMPLES), 2)
    kinds = [case.kind for case in kept]
    assert {kinds.count(kind) for kind in kinds} == {2} and kept[0] == next(
        case for case in read_cases(SAMPLES) if case.kind == kinds[0]
    )
    with pytest.raises(ValueError, match="at least one"):
        first_of_each_kind(read_cases(SAMPLES), 0)


def test_a_name_says_whether_a_system_is_asked_with_the_model(monkeypatch):
    made = []
    for name in ("assistant", "plain"):
        monkeypatch.setitem(
            SYSTEMS, name, lambda corpus, model, name=name: made.append((name, model))
        )
    for names, model in (
        (["assistant", "assistant+model", "plain+model"], "m"),
        (["plain"], "m"),
        (["plain"], None),
    ):
        made.append("")
        for make in makers(names, LETTERS, model):
            make()
    assert made == [
        "",
        ("assistant", None),
        ("assistant", "m"),
        ("plain", "m"),
        "",
        ("plain", None),
        ("plain", "m"),
        "",
        ("plain", None),
    ]


def test_a_system_with_a_model_needs_one(capsys):
    assert (
        command.main(["run", "--system", "plain+model"]) == 2
        and "needs --model" in capsys.readouterr().err
    )
    assert (
        command.main(["run", "--system", "assistant", "--model", "gguf:none.gguf"]) == 1
        and "none.gguf" in capsys.readouterr().err
    )


@pytest.mark.slow
def test_the_report_tells_what_the_model_said_and_how_much_of_it_was_refused(
    tmp_path, monkeypatch, capsys, words_store
):
    store = Store.open(words_store)
    monkeypatch.setitem(SYSTEMS, "assistant", lambda corpus, model: OverWords(store, model))
    monkeypatch.setattr(
        "assistant.generation.chat_writer.chat_model",
        lambda name: FakeListChatModel(responses=[INVENTS]),
    )
    assert (
        command.main(
            [
                "run",
                "--system",
                "assistant",
                "assistant+model",
                "--model",
                "fake:m",
                "--most",
                "1",
                "--kind",
                "tally",
                "--out",
                str(tmp_path),
            ]
        )
        == 0
    )
    printed = capsys.readouterr().out
    assert "only those of: tally, the first 1 of each kind" in printed
    assert (
        "assistant+model: the chat model was asked for 1 answers" in printed
        and "1 of its 1 statements were refused, 0 of them put right" in printed
    )
    report = json.loads((tmp_path / "report.json").read_text())
    assert (
        report["summary"]["assistant+model"]["draft kept"]["value"] == 0
        and "draft kept" not in report["summary"]["assistant"]
    )


def test_a_small_model_is_held_to_texts_and_lists_that_end():
    form = (
        GgufChatModel(path="none.gguf")
        .with_structured_output(SCHEMA)
        .first.kwargs["response_format"]["json_schema"]["schema"]
    )
    statements = form["properties"]["statements"]
    assert (
        statements["maxItems"] == 6
        and statements["items"]["properties"]["text"]["maxLength"] == 300
    )
    assert "maxItems" not in SCHEMA["properties"]["statements"]
