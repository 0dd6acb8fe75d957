"""The page as a whole: the chat, the evidence beside it, and what surrounds them."""

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.evidence.corpus import CorpusSummary
from assistant.generation.chat_writer import ModelUnavailable
from assistant.history.llm_log import CannotLog
from assistant.presentation.glossary import explained
from assistant.presentation.phrases import period_in_words, plural
from assistant.question.reader import leaned_on
from assistant.reading import Reading
from assistant.web import asking, model_choice, signing_in
from assistant.web import citation_links as marks
from assistant.web import conversation_state as kept_chat
from assistant.web import evidence_state as opened
from assistant.web.answer_view import show_answer
from assistant.web.chips_view import show_chips, show_other
from assistant.web.escape_markdown import markdown_of
from assistant.web.evidence_view import show_evidence
from assistant.web.filters import show_filters
from assistant.web.lazy_section import drawing_whole_page
from assistant.web.letters import show_addition, show_letters
from assistant.web.open_store import open_assistant
from assistant.web.question_view import show_question
from assistant.web.streaming import in_markdown, stream_answer
from assistant.web.suggesting import suggest_next, suggest_opening
from index import embedding
from index.settings import BadSettings
from index.store.lock import StoreBusy
from index.store.protocols import VectorsDamaged
from index.store.sqlite.records import RecordsError
from index.store.store import StoreIncompatible, default_folder

# A picture of our own: Streamlit fetches the icons that it knows by name from outside.
_ICON = Path(__file__).with_name("icon.png")
_STYLE = Path(__file__).with_name("style.css")
_USER, _ASSISTANT = ":material/person:", ":material/balance:"
# Milliseconds after which an element is brought into sight.
_JUMPS = [50, 200, 500, 1000, 2000]
STANDING = (
    "Counts of published decisions on disputed denials. No legal or medical advice, and no "
    "prediction."
)


def show() -> None:
    """Draw the page and answer what is asked."""
    drawing_whole_page()
    st.set_page_config(
        page_title="Medical-review determinations",
        page_icon=str(_ICON),
        layout="wide" if opened.opened() else "centered",
    )
    st.html(_STYLE)
    _show_colours()
    signing_in.require()
    try:
        assistant = _open()
        with assistant.store.records() as records:
            assistant.store.refresh()
            corpus = assistant.holdings(records)
    except (
        StoreIncompatible,
        StoreBusy,
        VectorsDamaged,
        embedding.ModelUnavailable,
        RecordsError,
        BadSettings,
    ) as error:
        st.title("Medical-review determinations")
        reason = _records_unread(error) if isinstance(error, RecordsError) else f"{error}"
        st.error(
            f"A setting cannot be used: {reason}."
            if isinstance(error, BadSettings)
            else f"The index cannot be opened: {reason}.",
            icon=":material/error:",
        )
        st.button("Try again", icon=":material/refresh:")
        st.stop()
    kept_chat.take_up(assistant.store.folder)
    marks.take_link()
    with st.sidebar:
        signing_in.show_user()
        kept_chat.show_conversations()
        if st.button(
            "Letters",
            key="letters",
            icon=":material/folder_open:",
            width="stretch",
            help="Add letters, see what is indexed, take letters out",
        ):
            show_letters(assistant)
        show_addition()
        model_choice.show_choice()
        show_filters(assistant)
    body = st.container()
    # In a container of its own: pinned to the page's bottom, the box would pull the page to the end
    # of every answer.
    with st.container(key="ask"):
        kept_chat.show_trouble()
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
        _chat(assistant, corpus)


def _records_unread(error: RecordsError) -> str:
    return (
        f"the records in {default_folder()} cannot be read ({error.orig}); put that folder back "
        "from a copy, or name another one in IMR_STORE and add the letters again there"
    )


def _show_colours() -> None:
    """The theme's colours for the style sheet, and the mark of the open quote in the accent's."""
    dark = st.context.theme.type == "dark"
    sheet, ink, accent, on_accent = (
        ("#12161c", "#e8ebf0", "#8ab8ec", "#10151c")
        if dark
        else ("#ffffff", "#1c2430", "#1f5a99", "#ffffff")
    )  # as in the theme
    now = opened.opened()
    mark = (
        f".stMarkdown {opened.selector(now.turn, now.citation.id)}"
        if now and now.turn is not None
        else ""
    )
    chosen = (
        f"{mark}, {mark}:hover {{ background: var(--accent); color: var(--on-accent); }}"
        if mark
        else ""
    )
    st.html(
        f"<style>:root {{ --sheet: {sheet}; --ink: {ink}; --accent: {accent}; --on-accent: "
        f"{on_accent}; }} {chosen}</style>"
    )


def _chat(assistant: Assistant, corpus: CorpusSummary) -> None:
    st.title("Medical-review determinations", help=explained())
    st.caption(STANDING)
    _show_corpus(corpus)
    turns = asking.turns()
    onward = (
        st.container()
    )  # what can be asked next belongs to the last turn, which takes up the window
    for number, answer in enumerate(turns):
        _show_stopped(number)
        with st.container(key=f"turn-{number}"):
            with st.chat_message("user", avatar=_USER):
                show_question(answer.reading, number)
            with st.chat_message("assistant", avatar=_ASSISTANT):
                show_chips(answer.reading, number)
                show_other(answer.reading, number)
                show_answer(assistant, answer, number)
            onward = st.container()
    _show_stopped(len(turns))
    if st.session_state.pop("just answered", False):
        _scroll_to(_turn(len(turns) - 1))
    elif new := opened.take_new():
        mark, what = new
        _scroll_to(mark, "center")
        if what != opened.TURNED:  # the keyboard goes on in the evidence, and back at the mark
            _focus("document.querySelector('.st-key-evidence')" if what == opened.OPENED else mark)
    asking.take_link()
    asking.show_refused()
    asked = asking.take_next()
    if asked:
        _ask(assistant, asked)
    with onward:
        if turns:
            suggest_next(assistant, turns[-1])
        elif not asking.all_stopped():
            suggest_opening(assistant)


def _ask(assistant: Assistant, asked: str | Reading) -> None:
    """Answer a question or a query at the end of the chat, and draw the page anew with the answer
    in it.
    """
    asking.begin(asked)
    try:
        kept_chat.keep_question(asked)
        answer = _answered(assistant, asked)
    except RerunException:
        asking.put_back(asked)
        raise
    asking.done()
    kept_chat.keep(answer)
    opened.forget()
    st.session_state["just answered"] = True
    st.rerun()


def _answered(assistant: Assistant, asked: str | Reading) -> Answer:
    turns = asking.turns()
    question = asked if isinstance(asked, str) else asked.question
    turn = st.container(key=f"turn-{len(turns)}")
    with turn, st.chat_message("user", avatar=_USER):
        st.markdown(markdown_of(question))
    if turns:
        _scroll_to(_turn(len(turns)))
    with turn, st.chat_message("assistant", avatar=_ASSISTANT):
        place = st.container()
        # The page is not drawn anew when it is stopped: the way on is there before, out of sight
        # while the answer comes.
        offer = st.empty()
        with offer.container(key="while-answering"):
            if (pending := asking.stopped()) is not None:
                _offer_again(pending)
    try:
        with place:
            return stream_answer(assistant, asked, leaned_on(turn.reading for turn in turns), turns)
    except (VectorsDamaged, CannotLog) as error:
        asking.done()
        offer.empty()
        with place:
            st.error(f"{error}.", icon=":material/error:")
        st.stop()


def _show_stopped(position: int) -> None:
    """The questions at a place of the chat whose answers were stopped: as far as they came, and the
    way on.
    """
    for stopped in asking.all_stopped():
        if stopped.position != position:
            continue
        with st.chat_message("user", avatar=_USER):
            st.markdown(markdown_of(stopped.question))
        with st.chat_message("assistant", avatar=_ASSISTANT):
            headings = [None, *(statement.heading for statement in stopped.shown)]
            st.markdown(
                "".join(
                    in_markdown(statement, before)
                    for statement, before in zip(stopped.shown, headings, strict=False)
                )
            )
            _offer_again(stopped)


def _offer_again(stopped: asking.Stopped) -> None:
    key = f"{id(stopped)}"  # the same question can be stopped twice
    st.warning(
        "Stopped before the answer was "
        f"whole.{' What stands above was checked; more may be missing.' if stopped.shown else ''}",
        icon=":material/stop_circle:",
    )
    with st.container(horizontal=True):
        st.button(
            "Ask it again",
            key=f"again {key}",
            on_click=asking.ask_stopped_again,
            args=(stopped,),
            icon=":material/replay:",
        )
        st.button(
            "Leave it out",
            key=f"leave {key}",
            on_click=_leave_out,
            args=(stopped,),
            icon=":material/close:",
        )


def _leave_out(stopped: asking.Stopped) -> None:
    last = stopped is asking.stopped()
    asking.leave(stopped)
    if last:
        kept_chat.leave_question()


def _scroll_to(element: str, block: str = "start") -> None:
    """Bring an element, a JavaScript expression, into sight at the start or in the center of the
    page.
    """
    # Again and again for a while, since pictures take up their room only when they are drawn; not
    # once the reader has begun to move.
    jump = f"{element}?.scrollIntoView({{block: '{block}'}})"
    moved = (
        "let moved = false; for (const kind of ['wheel', 'keydown', 'pointerdown', 'touchstart']) "
        "addEventListener(kind, () => moved = true, {once: true, capture: true});"
    )
    jumps = f"for (const after of {_JUMPS}) setTimeout(() => moved || {jump}, after);"
    _run(f"{{ {moved} {jumps} }}")


def _focus(element: str) -> None:
    """Let the keyboard go on from an element, a JavaScript expression; where it stands on the page
    is `_scroll_to`'s matter.
    """
    go = (
        f"const to = {element}; if (to) {{ if (to.tabIndex < 0) to.tabIndex = -1; "
        "to.focus({preventScroll: true}) }"
    )
    _run(f"setTimeout(() => {{ {go} }}, 150)")


def _run(script: str) -> None:
    """Have the browser run a script once: it runs none whose words stood in the same place before,
    so each has a number of its own.
    """
    number = st.session_state["scripts"] = st.session_state.get("scripts", 0) + 1
    st.html(f"<script>/* {number} */ {script}</script>", unsafe_allow_javascript=True)


def _turn(number: int) -> str:
    """A turn of the chat as a JavaScript expression."""
    return f"document.querySelector('.st-key-turn-{number}')"


def _open() -> Assistant:
    """The assistant with the chosen model, or with the built-in writer where that one cannot be
    had.
    """
    try:
        return open_assistant(model_choice.chosen())
    except ModelUnavailable as error:
        st.warning(f"{error}. Answers are in the built-in wording.", icon=":material/warning:")
        return open_assistant()


def _show_corpus(corpus: CorpusSummary) -> None:
    status = corpus.status
    if status.fictional:
        st.info(
            "These are **fictional sample letters**: "
            f"{plural(status.fictional, 'invented determination')} that show how the assistant "
            "works. To ask about real ones, add them under **Letters**; the samples then go.",
            icon=":material/science:",
        )
    st.caption(
        f"{plural(status.determinations, 'determination')} with "
        f"{plural(status.items, 'disputed item')}, {period_in_words(*corpus.all_items.period)}: "
        f"{corpus.all_items.upheld:,} upheld (the denial stands), {corpus.all_items.overturned:,} "
        f"overturned (the service is medically necessary). Index {status.fingerprint}."
    )
