"""What is asked next: by typing, by a suggestion, by a chip or by a filter, all in one place."""

from collections.abc import Iterable

import streamlit as st

from assistant.answer import Answer
from assistant.chips import query_from_link
from assistant.page.folded import draw_whole_page
from assistant.query import BadQuery, Query

_NEXT, _REFINES, _COUNT, _PENDING = "asked", "asked by filter", "times asked", "being answered"
_TYPED = "typed question"


def turns() -> list[Answer]:
    """The answers of the chat so far."""
    return st.session_state.setdefault("turns", [])


def put(answers: Iterable[Answer]) -> None:
    """Let the chat consist of these answers."""
    st.session_state["turns"] = list(answers)
    st.session_state.pop("refined", None)
    st.session_state[_COUNT] = times_asked() + 1


def ask_next(question: str | Query) -> None:
    """Have a question or a query answered in the next run."""
    draw_whole_page()
    st.session_state[_NEXT] = question
    done()
    st.session_state.pop(_REFINES, None)


def show_box() -> None:
    """The box that takes a question.

    What is typed is noted by a callback, before the page is drawn: the box gives its value to one run only, and a run can be
    cut short by the next one (a closed dialog, an addition that ended) before it comes to the question.
    """
    st.chat_input("Ask how a treatment was decided, or why a case was upheld or overturned", key=_TYPED, submit_mode="stop", on_submit=_take_typed)


def _take_typed() -> None:
    typed = st.session_state.get(_TYPED)
    if typed and typed.strip():
        ask_next(typed.strip())


def refine(query: Query) -> None:
    """Have a changed query answered in the next run; changing a changed one again puts the new answer in its place."""
    draw_whole_page()
    st.session_state[_NEXT] = query
    st.session_state[_REFINES] = True


def ask_again(question: str, position: int) -> None:
    """Ask an edited question in the place of the one at ``position``; what came after it goes."""
    del turns()[position:]
    st.session_state.pop("refined", None)
    ask_next(question)


def take_next() -> str | Query | None:
    """What is to be asked now, once."""
    return st.session_state.pop(_NEXT, None)


def put_back(asked: str | Query) -> None:
    """Have it answered after all: the page was drawn anew before its answer was whole. What was asked since goes first."""
    done()
    st.session_state.setdefault(_NEXT, asked)


def drop_next() -> None:
    """Nothing waits for an answer any more."""
    done()
    st.session_state.pop(_NEXT, None)
    st.session_state.pop(_REFINES, None)


def begin(asked: str | Query) -> None:
    """Note that an answer is being given; where it is stopped the note remains."""
    st.session_state[_PENDING] = asked


def done() -> None:
    """The answer is whole, or given up."""
    st.session_state.pop(_PENDING, None)


def stopped() -> str | Query | None:
    """What was asked, where its answer was stopped."""
    return st.session_state.get(_PENDING)


def take_link() -> None:
    """Have the question or link asked that the page's address carries (``?q=...``), once."""
    link = st.query_params.pop("q", None) if "q" in st.query_params else None
    if not link or not link.strip():
        return
    try:
        ask_next(query_from_link(link.strip()))
    except BadQuery:
        ask_next(link.strip())  # no link, but words


def keep(answer: Answer) -> None:
    """Add an answer to the chat, or put it in the place of the one that it refines."""
    refines = st.session_state.pop(_REFINES, False)
    if refines and st.session_state.get("refined"):
        turns()[-1] = answer
    else:
        turns().append(answer)
    st.session_state["refined"] = refines
    st.session_state[_COUNT] = times_asked() + 1


def times_asked() -> int:
    """Grows with every answer: widgets that show the last one are made anew with it."""
    return st.session_state.get(_COUNT, 0)
