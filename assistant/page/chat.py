"""The chat itself."""

import os
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.answer import Answer
from assistant.chain import Assistant
from assistant.chat import ModelUnavailable, chat_model
from assistant.holdings import Holdings
from assistant.page.answer_view import show_answer, stream_answer
from assistant.page.open_store import open_assistant
from assistant.wording import period_in_words, plural
from index.lock import StoreBusy
from index.store import StoreIncompatible
from index.vectors import VectorsDamaged

# A picture of our own: Streamlit fetches the icons that it knows by name from outside.
_ICON = Path(__file__).with_name("icon.png")
_SUGGESTED = (
    "How are repeat sacrum MRIs usually decided?",
    "How often are opioids overturned?",
    "What do reviewers want to see for epidural steroid injections?",
    "Which physical therapy cases were overturned?",
)
STANDING = "Counts of published decisions on disputed denials. No legal or medical advice, and no prediction."


def show() -> None:
    """Draw the page and answer what is asked."""
    st.set_page_config(page_title="Medical-review determinations", page_icon=str(_ICON), layout="centered")
    st.title("Medical-review determinations")
    st.caption(STANDING)
    try:
        assistant = _with_model(open_assistant())
    except (StoreIncompatible, StoreBusy, VectorsDamaged) as error:
        st.error(f"The index cannot be opened: {error}.")
        st.stop()
    with assistant.store.engine.connect() as connection:
        assistant.store.refresh()
        held = assistant.holdings(connection)
    _show_holdings(held)
    turns: list[Answer] = st.session_state.setdefault("turns", [])
    for answer in turns:
        _show_turn(answer)
    question = st.chat_input("Ask how a treatment was decided, or why a case was upheld or overturned") or _suggested(turns)
    if question and question.strip():
        with st.chat_message("user"):
            st.write(question)
        with st.chat_message("assistant"):
            try:
                with st.spinner("Counting and reading …"):
                    answer = assistant.ask(question, turns[-1].query if turns else None)
            except VectorsDamaged as error:
                st.error(f"{error}.")
                st.stop()
            stream_answer(answer)
        turns.append(answer)


def _with_model(assistant: Assistant) -> Assistant:
    """The assistant with the chat model of the environment, where one is named and can be had."""
    name = os.environ.get("IMR_MODEL")
    if not name:
        return assistant
    try:
        return Assistant(assistant.store, _model(name), name, assistant.embeddings)
    except ModelUnavailable as error:
        st.warning(f"{error}. Answers are in the built-in wording.")
        return assistant


@st.cache_resource(show_spinner="Loading the chat model …")
def _model(name: str):
    return chat_model(name)


def _show_holdings(held: Holdings) -> None:
    status = held.status
    if status.fictional:
        st.info(
            f"These are **fictional sample letters**: {plural(status.fictional, 'invented determination')} that show how the assistant works. "
            "To ask about real ones, add them with `python -m index add FOLDER` and reload this page.",
            icon=":material/science:",
        )
    st.caption(
        f"{plural(status.determinations, 'determination')} with {plural(status.items, 'disputed item')}, {period_in_words(*held.all_items.period)}: "
        f"{held.all_items.upheld:,} upheld (the denial stands), {held.all_items.overturned:,} overturned (the service is medically necessary). Index {status.fingerprint}."
    )


def _show_turn(answer: Answer) -> None:
    with st.chat_message("user"):
        st.write(answer.query.question)
    with st.chat_message("assistant"):
        show_answer(answer)


def _suggested(turns: Sequence[Answer]) -> str | None:
    """A suggested question, where one was clicked; they are offered before the first question."""
    if turns:
        return None
    place = st.empty()
    with place.container():
        for question in _SUGGESTED:
            if st.button(question, key=question):
                place.empty()
                return question
    return None
