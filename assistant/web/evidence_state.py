"""Which quote is open beside the answers, and how it gets opened, turned and closed."""

from dataclasses import dataclass

import streamlit as st

from assistant.answer import Answer, Citation
from assistant.web.lazy_section import draw_whole_page

_OPEN, _NEW = "opened quote", "newly opened"
OPENED, TURNED, CLOSED = "opened", "turned to", "closed"


@dataclass(frozen=True)
class Opened:
    """An open quote: the citation, and those of the same answer, through which one can turn (none
    where a table opened it).

    ``place`` tells at which of the marks with its number it was opened.
    """

    citation: Citation
    among: tuple[Citation, ...] = ()
    turn: int | None = None
    place: int = 0


def opened() -> Opened | None:
    """The open quote."""
    return st.session_state.get(_OPEN)


def show(
    citation: Citation, answer: Answer | None = None, turn: int | None = None, place: int = 0
) -> None:
    """Open a quote."""
    draw_whole_page()
    now = st.session_state[_OPEN] = Opened(
        citation, answer.citations if answer else (), turn, place
    )
    st.session_state[_NEW] = (OPENED, now)


def forget() -> None:
    """Have no quote open: what it belonged to has gone."""
    st.session_state.pop(_OPEN, None)
    st.session_state.pop(_NEW, None)


def close() -> None:
    """Close the open quote, as the reader asks; the page goes back to its mark."""
    draw_whole_page()
    st.session_state[_NEW] = (CLOSED, st.session_state.pop(_OPEN, None))


def turn_by(step: int) -> None:
    """Open the quote that stands ``step`` places further in the same answer."""
    now = opened()
    if now and now.among:
        at = (
            next(
                (
                    index
                    for index, citation in enumerate(now.among)
                    if citation.id == now.citation.id
                ),
                0,
            )
            + step
        )
        if 0 <= at < len(now.among):
            turned = st.session_state[_OPEN] = Opened(now.among[at], now.among, now.turn)
            st.session_state[_NEW] = (TURNED, turned)


def selector(turn: int, number: int) -> str:
    """The CSS selector of the marks of a quote."""
    return f'a[href$="quote={turn}-{number}"]'


def take_new() -> tuple[str, str] | None:
    """The mark of the quote that was just opened, turned to or closed, and which of these it was,
    once.

    The mark is a JavaScript expression: its place on the page has moved, since the answer gave room
    to the evidence or took it back.
    """
    what, of = st.session_state.pop(_NEW, (None, None))
    if of is None or of.turn is None:
        return None
    return f"document.querySelectorAll('{selector(of.turn, of.citation.id)}')[{of.place}]", what
