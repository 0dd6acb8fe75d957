"""Questions that can be asked with one click: to begin with, and to go on."""

import streamlit as st

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.links import link_of
from assistant.presentation.suggestions import after, opening
from assistant.web import asking
from assistant.web.escape_markdown import markdown_of


def suggest_opening(assistant: Assistant) -> None:
    """Questions drawn from what is indexed."""
    questions = _opening(assistant, str(assistant.store.folder), assistant.store.state().revision)
    if questions:
        st.markdown("**Try one of these, or ask your own below**")
        _buttons(questions, "begin")


def suggest_next(assistant: Assistant, answer: Answer) -> None:
    """Questions that go on from the last answer."""
    questions = _after(
        assistant,
        answer,
        link_of(answer.reading),
        str(assistant.store.folder),
        assistant.store.state().revision,
    )
    if questions:
        st.caption("Ask next")
        _buttons(questions, f"next {asking.times_asked()}")


def _buttons(questions: tuple[str, ...], key: str) -> None:
    with st.container(horizontal=True, gap="small", key=f"suggested-{key.split()[0]}"):
        for number, question in enumerate(questions):
            st.button(
                markdown_of(question),
                key=f"{key} {number}",
                on_click=asking.ask_next,
                args=(question,),
            )


@st.cache_data(max_entries=64, show_spinner=False)
def _opening(_assistant: Assistant, store: str, revision: int) -> tuple[str, ...]:
    with _assistant.store.records() as records:
        return opening(records)


@st.cache_data(max_entries=256, show_spinner=False)
def _after(
    _assistant: Assistant, _answer: Answer, query: str, store: str, revision: int
) -> tuple[str, ...]:
    with _assistant.store.records() as records:
        return after(_answer, records)
