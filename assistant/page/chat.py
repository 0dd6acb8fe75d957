"""The page as a whole: the chat, the evidence beside it, and what surrounds them."""

import os
from pathlib import Path

import streamlit as st

from assistant.answer import Answer
from assistant.chain import Assistant
from assistant.chat import ModelUnavailable, chat_model
from assistant.holdings import Holdings
from assistant.page import asking, kept_chat, opened, signing_in
from assistant.page.answer_view import show_answer, streamed
from assistant.page.evidence_view import show_evidence
from assistant.page.filters import show_chips, show_filters
from assistant.page.glossary import explained
from assistant.page.letters import show_addition, show_letters
from assistant.page.open_store import open_assistant
from assistant.page.plain import markdown_of
from assistant.page.question_view import show_question
from assistant.query import Query
from assistant.wording import period_in_words, plural
from index.lock import StoreBusy
from index.store import StoreIncompatible
from index.vectors import VectorsDamaged

# A picture of our own: Streamlit fetches the icons that it knows by name from outside.
_ICON = Path(__file__).with_name("icon.png")
_STYLE = Path(__file__).with_name("style.css")
_USER, _ASSISTANT = ":material/person:", ":material/balance:"
_SUGGESTED = (
    "How are repeat sacrum MRIs usually decided?",
    "How often are opioids overturned?",
    "What do reviewers want to see for epidural steroid injections?",
    "Which physical therapy cases were overturned?",
)
STANDING = "Counts of published decisions on disputed denials. No legal or medical advice, and no prediction."


def show() -> None:
    """Draw the page and answer what is asked."""
    st.set_page_config(page_title="Medical-review determinations", page_icon=str(_ICON), layout="wide" if opened.opened() else "centered")
    st.html(_STYLE)
    sheet, ink, on_accent = ("#12161c", "#e8ebf0", "#10151c") if st.context.theme.type == "dark" else ("#ffffff", "#1c2430", "#ffffff")  # as in the theme
    st.html(f"<style>:root {{ --sheet: {sheet}; --ink: {ink}; --on-accent: {on_accent}; }}</style>")
    signing_in.require()
    try:
        assistant = _with_model(open_assistant())
        with assistant.store.engine.connect() as connection:
            assistant.store.refresh()
            held = assistant.holdings(connection)
    except (StoreIncompatible, StoreBusy, VectorsDamaged) as error:
        st.title("Medical-review determinations")
        st.error(f"The index cannot be opened: {error}.", icon=":material/error:")
        st.stop()
    kept_chat.take_up(assistant.store.folder)
    with st.sidebar:
        signing_in.show_user()
        kept_chat.show_conversations()
        if st.button("Letters", icon=":material/folder_open:", width="stretch", help="Add letters, see what is indexed, take letters out"):
            show_letters(assistant)
        show_addition()
        show_filters(assistant)
    body = st.container()
    typed = _typed()
    with body:
        if opened.opened():
            middle, beside = st.columns([3, 2], gap="medium")
            with beside:
                show_evidence(assistant)
        else:
            middle = st.container()
    with middle:
        _chat(assistant, held, typed)


def _chat(assistant: Assistant, held: Holdings, typed: str | None) -> None:
    st.title("Medical-review determinations", help=explained())
    st.caption(STANDING)
    _show_holdings(held)
    turns = asking.turns()
    for number, answer in enumerate(turns):
        with st.container(key=f"turn-{number}"):
            with st.chat_message("user", avatar=_USER):
                show_question(answer.query, number)
            with st.chat_message("assistant", avatar=_ASSISTANT):
                show_chips(answer.query, number)
                show_answer(assistant, answer, number)
    if st.session_state.pop("just answered", False):
        _scroll_to(f"turn-{len(turns) - 1}")
    asking.take_link()
    asked = asking.take_next() or typed
    if asked:
        _ask(assistant, asked, turns)
    elif not turns:
        _suggest()


def _typed() -> str | None:
    # In a container of its own: pinned to the page's bottom, the box would pull the page to the end of every answer.
    with st.container(key="ask"):
        typed = st.chat_input("Ask how a treatment was decided, or why a case was upheld or overturned", submit_mode="stop")
    return typed.strip() if typed and typed.strip() else None


def _ask(assistant: Assistant, asked: str | Query, turns: list[Answer]) -> None:
    """Answer a question or a query at the end of the chat, and draw the page anew with the answer in it."""
    with st.container(key=f"turn-{len(turns)}"), st.chat_message("user", avatar=_USER):
        st.markdown(markdown_of(asked if isinstance(asked, str) else asked.question))
    if turns:
        _scroll_to(f"turn-{len(turns)}")
    with st.chat_message("assistant", avatar=_ASSISTANT):
        try:
            with st.spinner("Counting and reading …"):
                before = turns[-1].query if turns else None
                answer = assistant.ask(asked, before) if isinstance(asked, str) else assistant.answer(asked)
        except VectorsDamaged as error:
            st.error(f"{error}.", icon=":material/error:")
            st.stop()
        st.write_stream(streamed(answer.statements))
    kept_chat.keep(answer)
    opened.close()
    st.session_state["just answered"] = True
    st.rerun()


def _scroll_to(name: str) -> None:
    """Bring the start of a turn into sight: the chat would stay at the end of a long answer."""
    # Twice, since pictures take up their room only when they are drawn; not again once the reader has begun to move.
    jump = f"document.querySelector('.st-key-{name}')?.scrollIntoView({{block: 'start'}})"
    moved = "let moved = false; for (const kind of ['wheel', 'keydown', 'pointerdown']) addEventListener(kind, () => moved = true, {once: true, capture: true});"
    st.html(f"<script>{{ {moved} setTimeout(() => {jump}, 50); setTimeout(() => moved || {jump}, 500); }}</script>", unsafe_allow_javascript=True)


def _with_model(assistant: Assistant) -> Assistant:
    """The assistant with the chat model of the environment, where one is named and can be had."""
    name = os.environ.get("IMR_MODEL")
    if not name:
        return assistant
    try:
        return Assistant(assistant.store, _model(name), name, assistant.embeddings)
    except ModelUnavailable as error:
        st.warning(f"{error}. Answers are in the built-in wording.", icon=":material/warning:")
        return assistant


@st.cache_resource(show_spinner="Loading the chat model …")
def _model(name: str):
    return chat_model(name)


def _show_holdings(held: Holdings) -> None:
    status = held.status
    if status.fictional:
        st.info(
            f"These are **fictional sample letters**: {plural(status.fictional, 'invented determination')} that show how the assistant works. "
            "To ask about real ones, add them under **Letters**; the samples then go.",
            icon=":material/science:",
        )
    st.caption(
        f"{plural(status.determinations, 'determination')} with {plural(status.items, 'disputed item')}, {period_in_words(*held.all_items.period)}: "
        f"{held.all_items.upheld:,} upheld (the denial stands), {held.all_items.overturned:,} overturned (the service is medically necessary). Index {status.fingerprint}."
    )


def _suggest() -> None:
    """Questions to begin with, each one click."""
    st.markdown("**Try one of these, or ask your own below**")
    for question in _SUGGESTED:
        st.button(question, key=question, on_click=asking.ask_next, args=(question,))
