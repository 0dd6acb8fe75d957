"""The page as a whole: the chat, the evidence beside it, and what surrounds them."""

from pathlib import Path

import streamlit as st
from sqlalchemy.exc import DatabaseError
from streamlit.runtime.scriptrunner import RerunException

from assistant.answer import Answer
from assistant.chain import Assistant
from assistant.chat import ModelUnavailable
from assistant.exchange_log import CannotLog
from assistant.follow_up import leaned_on
from assistant.glossary import explained
from assistant.holdings import Holdings
from assistant.page import asking, kept_chat, marks, model_choice, opened, signing_in
from assistant.page.answer_view import show_answer
from assistant.page.evidence_view import show_evidence
from assistant.page.filters import show_chips, show_filters
from assistant.page.folded import drawing_whole_page
from assistant.page.letters import show_addition, show_letters
from assistant.page.open_store import open_assistant
from assistant.page.plain import markdown_of
from assistant.page.question_view import show_question
from assistant.page.streaming import in_markdown, stream_answer
from assistant.page.suggesting import suggest_next, suggest_opening
from assistant.query import Query
from assistant.wording import period_in_words, plural
from index import embedding
from index.lock import StoreBusy
from index.store import StoreIncompatible, default_folder
from index.vectors import VectorsDamaged

# A picture of our own: Streamlit fetches the icons that it knows by name from outside.
_ICON = Path(__file__).with_name("icon.png")
_STYLE = Path(__file__).with_name("style.css")
_USER, _ASSISTANT = ":material/person:", ":material/balance:"
STANDING = "Counts of published decisions on disputed denials. No legal or medical advice, and no prediction."


def show() -> None:
    """Draw the page and answer what is asked."""
    drawing_whole_page()
    st.set_page_config(page_title="Medical-review determinations", page_icon=str(_ICON), layout="wide" if opened.opened() else "centered")
    st.html(_STYLE)
    _show_colours()
    signing_in.require()
    try:
        assistant = _open()
        with assistant.store.engine.connect() as connection:
            assistant.store.refresh()
            held = assistant.holdings(connection)
    except (StoreIncompatible, StoreBusy, VectorsDamaged, embedding.ModelUnavailable, DatabaseError) as error:
        st.title("Medical-review determinations")
        told = f"the records in {default_folder()} cannot be read ({error.orig}); nothing was changed. See whether the disk is full or damaged, or put back a copy of records.sqlite" if isinstance(error, DatabaseError) else f"{error}"
        st.error(f"The index cannot be opened: {told}.", icon=":material/error:")
        st.button("Try again", icon=":material/refresh:")
        st.stop()
    kept_chat.take_up(assistant.store.folder)
    marks.take_link()
    with st.sidebar:
        signing_in.show_user()
        kept_chat.show_conversations()
        if st.button("Letters", key="letters", icon=":material/folder_open:", width="stretch", help="Add letters, see what is indexed, take letters out"):
            show_letters(assistant)
        show_addition()
        model_choice.show_choice()
        show_filters(assistant)
    body = st.container()
    # In a container of its own: pinned to the page's bottom, the box would pull the page to the end of every answer.
    with st.container(key="ask"):
        asking.show_box()
    marks.take_clicks()
    with body:
        if opened.opened():
            middle, beside = st.columns([1, 1], gap="medium")
            with beside:
                show_evidence(assistant)
        else:
            middle = st.container()
    with middle:
        _chat(assistant, held)


def _show_colours() -> None:
    """The theme's colours for the style sheet, and the mark of the open quote in the accent's."""
    dark = st.context.theme.type == "dark"
    sheet, ink, accent, on_accent = ("#12161c", "#e8ebf0", "#8ab8ec", "#10151c") if dark else ("#ffffff", "#1c2430", "#1f5a99", "#ffffff")  # as in the theme
    now = opened.opened()
    mark = f".stMarkdown {opened.selector(now.turn, now.citation.id)}" if now and now.turn is not None else ""
    chosen = f"{mark}, {mark}:hover {{ background: var(--accent); color: var(--on-accent); }}" if mark else ""
    st.html(f"<style>:root {{ --sheet: {sheet}; --ink: {ink}; --accent: {accent}; --on-accent: {on_accent}; }} {chosen}</style>")


def _chat(assistant: Assistant, held: Holdings) -> None:
    st.title("Medical-review determinations", help=explained())
    st.caption(STANDING)
    _show_holdings(held)
    turns = asking.turns()
    for number, answer in enumerate(turns):
        _show_stopped(number)
        with st.container(key=f"turn-{number}"):
            with st.chat_message("user", avatar=_USER):
                show_question(answer.query, number)
            with st.chat_message("assistant", avatar=_ASSISTANT):
                show_chips(answer.query, number)
                show_answer(assistant, answer, number)
    _show_stopped(len(turns))
    if st.session_state.pop("just answered", False):
        _scroll_to(_turn(len(turns) - 1))
    elif new := opened.take_new():
        mark, what = new
        _scroll_to(mark, "center")
        if what != opened.TURNED:  # the keyboard goes on in the evidence, and back at the mark
            _focus("document.querySelector('.st-key-evidence')" if what == opened.OPENED else mark)
    asking.take_link()
    asked = asking.take_next()
    if asked:
        _ask(assistant, asked)
    if not turns:
        suggest_opening(assistant)
    else:
        suggest_next(assistant, turns[-1])


def _ask(assistant: Assistant, asked: str | Query) -> None:
    """Answer a question or a query at the end of the chat, and draw the page anew with the answer in it."""
    asking.begin(asked)
    try:
        answer = _answered(assistant, asked)
    except RerunException:
        asking.put_back(asked)
        raise
    asking.done()
    kept_chat.keep(answer)
    opened.forget()
    st.session_state["just answered"] = True
    st.rerun()


def _answered(assistant: Assistant, asked: str | Query) -> Answer:
    turns = asking.turns()
    question = asked if isinstance(asked, str) else asked.question
    with st.container(key=f"turn-{len(turns)}"), st.chat_message("user", avatar=_USER):
        st.markdown(markdown_of(question))
    if turns:
        _scroll_to(_turn(len(turns)))
    with st.chat_message("assistant", avatar=_ASSISTANT):
        place = st.container()
        # The page is not drawn anew when it is stopped: the way on is there before, out of sight while the answer comes.
        offer = st.empty()
        with offer.container(key="while-answering"):
            _offer_again(asking.stopped())
    try:
        with place:
            return stream_answer(assistant, asked, leaned_on(turn.query for turn in turns), turns)
    except (VectorsDamaged, CannotLog) as error:
        asking.done()
        offer.empty()
        with place:
            st.error(f"{error}.", icon=":material/error:")
        st.stop()


def _show_stopped(position: int) -> None:
    """The questions at a place of the chat whose answers were stopped: as far as they came, and the way on."""
    for each in asking.all_stopped():
        if each.position != position:
            continue
        with st.chat_message("user", avatar=_USER):
            st.markdown(markdown_of(each.question))
        with st.chat_message("assistant", avatar=_ASSISTANT):
            headings = [None, *(statement.heading for statement in each.shown)]
            st.markdown("".join(in_markdown(statement, before) for statement, before in zip(each.shown, headings, strict=False)))
            _offer_again(each)


def _offer_again(stopped: asking.Stopped) -> None:
    key = f"{id(stopped)}"  # the same question can be stopped twice
    st.warning("Stopped before the answer was whole. What stands above was checked; more may be missing.", icon=":material/stop_circle:")
    with st.container(horizontal=True):
        st.button("Ask it again", key=f"again {key}", on_click=asking.ask_stopped_again, args=(stopped,), icon=":material/replay:")
        st.button("Leave it out", key=f"leave {key}", on_click=asking.leave, args=(stopped,), icon=":material/close:")


def _scroll_to(element: str, block: str = "start") -> None:
    """Bring an element, a JavaScript expression, into sight at the start or in the center of the page."""
    # Twice, since pictures take up their room only when they are drawn; not again once the reader has begun to move.
    jump = f"{element}?.scrollIntoView({{block: '{block}'}})"
    moved = "let moved = false; for (const kind of ['wheel', 'keydown', 'pointerdown']) addEventListener(kind, () => moved = true, {once: true, capture: true});"
    st.html(f"<script>{{ {moved} setTimeout(() => {jump}, 50); setTimeout(() => moved || {jump}, 500); }}</script>", unsafe_allow_javascript=True)


def _focus(element: str) -> None:
    """Let the keyboard go on from an element, a JavaScript expression; where it stands on the page is `_scroll_to`'s matter."""
    go = f"const to = {element}; if (to) {{ if (to.tabIndex < 0) to.tabIndex = -1; to.focus({{preventScroll: true}}) }}"
    st.html(f"<script>setTimeout(() => {{ {go} }}, 150)</script>", unsafe_allow_javascript=True)


def _turn(number: int) -> str:
    """A turn of the chat as a JavaScript expression."""
    return f"document.querySelector('.st-key-turn-{number}')"


def _open() -> Assistant:
    """The assistant with the chosen model, or with the built-in writer where that one cannot be had."""
    try:
        return open_assistant(model_choice.chosen())
    except ModelUnavailable as error:
        st.warning(f"{error}. Answers are in the built-in wording.", icon=":material/warning:")
        return open_assistant()


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
