"""The log of exchanges: what was asked, sent, said and refused; off by default; never a key."""

import json
import stat

import pytest
from conftest import WordVectors
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from assistant.__main__ import main
from assistant.assistant import Assistant
from assistant.chat_models.client import Limits
from assistant.history.llm_log import CannotLog, ExchangeLog, logged
from index.store.store import Store

QUESTION = "how are repeat sacrum MRIs usually decided?"
KEY = "sk-fictional-0123456789"
FALSE = json.dumps(
    {"statements": [{"text": "Aspirin cures every fracture within 9 days.", "citations": [1]}]}
)


class Telltale(FakeListChatModel):
    """Fails with an error that repeats the key and the header that it was sent."""

    def _stream(self, *args, **kwargs):
        raise RuntimeError(f"401 incorrect key {KEY}; authorization: Bearer abcdefgh.12345678")


def ask(words_store, model, log=None):
    return Assistant(
        Store.open(words_store), model, "fake", WordVectors(), Limits(tries=1), log
    ).ask(QUESTION)


def test_a_log_holds_what_was_asked_sent_said_and_refused(words_store, tmp_path):
    file = tmp_path / "log.sqlite"
    ask(words_store, FakeListChatModel(responses=[FALSE]), ExchangeLog(file))
    (exchange,) = logged(file)
    assert (
        exchange["question"] == QUESTION
        and exchange["query"]["intent"] == "outcomes"
        and exchange["model"] == "fake"
    )
    first, again = exchange["requests"]
    assert [message["role"] for message in first["sent"]] == [
        "system",
        "human",
    ] and QUESTION in first["sent"][1]["content"]
    assert first["said"] == FALSE and len(again["sent"]) == 4 and exchange["usage"]["requests"] == 2
    assert exchange["refused"][0]["text"].startswith("Aspirin") and exchange["refused"][0]["reason"]
    assert exchange["told"] and not any("Aspirin" in statement for statement in exchange["told"])


def test_no_key_and_no_authorization_header_stands_in_a_log(words_store, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    file = tmp_path / "log.sqlite"
    ask(words_store, Telltale(responses=[""]), ExchangeLog(file))
    assert "[key]" in logged(file)[0]["requests"][0]["failure"]
    assert KEY.encode() not in file.read_bytes() and b"abcdefgh.12345678" not in file.read_bytes()


def test_nothing_is_logged_unless_a_file_is_named(words_store, tmp_path, monkeypatch):
    monkeypatch.delenv("IMR_LOG", raising=False)
    assert Assistant(Store.open(words_store), embeddings=WordVectors())._log is None
    file = tmp_path / "log.sqlite"
    monkeypatch.setenv("IMR_LOG", str(file))
    ask(words_store, None)
    (exchange,) = logged(file)
    assert exchange["requests"] == [] and exchange["model"] is None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_last_exchanges_of_a_log_are_printed_in_their_order(words_store, tmp_path, capsys):
    file = tmp_path / "log.sqlite"
    for _ in range(3):
        ask(words_store, None, ExchangeLog(file))
    assert main(["log", str(file), "--last", "2"]) == 0
    assert [json.loads(line)["number"] for line in capsys.readouterr().out.splitlines()] == [2, 3]
    assert (
        main(["log", str(tmp_path / "none")]) == 2 and "there is no log" in capsys.readouterr().err
    )


def test_a_file_that_is_no_log_is_named_with_the_cause(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("This is a letter and not a database. " * 50)
    with pytest.raises(CannotLog, match=r"letter\.txt cannot be used: file is not a database"):
        ExchangeLog(file)
    with pytest.raises(CannotLog, match="cannot be opened"):
        ExchangeLog(tmp_path / "no folder" / "log.sqlite")
