"""The chat page with a chat model that says nothing for a minute when it is first asked:
``IMR_MODEL=slow streamlit run tests/slow_page.py``.
"""

import time

import streamlit as st
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from word_store import WordVectors

import assistant.assistant
import assistant.web.open_store
from assistant.web import show


@st.cache_resource
def _asked() -> list[float]:
    """When the model was asked."""
    return []


class _Slow(BaseChatModel):
    asked: list[float]

    @property
    def _llm_type(self) -> str:
        return "slow"

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        self.asked.append(time.monotonic())
        if len(self.asked) == 1:
            time.sleep(60)
        return ChatResult(generations=[ChatGeneration(message=AIMessage('{"statements": []}'))])


slow = _Slow(asked=_asked())
assistant.assistant.SentenceEmbeddings = WordVectors
assistant.web.open_store.SentenceEmbeddings = WordVectors
assistant.web.open_store.chat_model = lambda name: slow
show()
