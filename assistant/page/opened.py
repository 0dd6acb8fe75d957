"""Which quote is open beside the answers, and how it gets opened, turned and closed."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from assistant.answer import Answer, Citation
from assistant.page.folded import draw_whole_page

_OPEN, _NEW, _ROW = "opened quote", "newly opened", "row of the open quote"


@dataclass(frozen=True)
class Opened:
    """An open quote: the citation, and those of the same answer, through which one can turn (none where a table opened it)."""

    citation: Citation
    among: tuple[Citation, ...] = ()
    turn: int | None = None


def opened() -> Opened | None:
    """The open quote."""
    return st.session_state.get(_OPEN)


def show(citation: Citation, answer: Answer | None = None, turn: int | None = None) -> None:
    """Open a quote."""
    draw_whole_page()
    st.session_state[_OPEN] = Opened(citation, answer.citations if answer else (), turn)
    st.session_state[_NEW] = turn is not None


def close() -> None:
    """Close the open quote."""
    draw_whole_page()
    st.session_state.pop(_OPEN, None)


def turn_by(step: int) -> None:
    """Open the quote that stands ``step`` places further in the same answer."""
    now = opened()
    if now and now.among:
        at = next((index for index, each in enumerate(now.among) if each.id == now.citation.id), 0) + step
        if 0 <= at < len(now.among):
            st.session_state[_OPEN] = Opened(now.among[at], now.among, now.turn)
            st.session_state[_NEW] = True


def take_row() -> str | None:
    """The row of numbers that a quote was just opened from, once: its place on the page has moved, since the answer gave room to the evidence."""
    row = st.session_state.pop(_ROW, None)
    return row.replace(" ", "-") if row else None


def citation_row(answer: Answer, turn: int, part: int, numbers: Sequence[int], label: str) -> None:
    """The numbers of a part's citations as buttons; the open one is shown as chosen, and choosing it again closes it."""
    key = f"cite {turn} {part}"
    now = opened()
    here = now is not None and now.turn == turn and now.citation.id in numbers
    st.session_state[key] = now.citation.id if here else None
    if here and st.session_state.pop(_NEW, False):
        st.session_state[_ROW] = key

    def choose() -> None:
        chosen = st.session_state.get(key)
        if chosen is None:
            close()
        else:
            show(next(each for each in answer.citations if each.id == chosen), answer, turn)

    st.pills(f"Open a quote of: {label}", numbers, format_func=lambda number: f"[{number}]", key=key, on_change=choose, label_visibility="collapsed")
