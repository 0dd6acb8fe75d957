"""The citation marks in an answer's text: each is a link that opens its quote beside the answers,
in this session.

Followed in a new tab, the link opens the conversation there with the same quote. Streamlit's links
all leave the session; a component without anything to see takes the clicks on marks and hands them
to the session.
"""

import re
from functools import cache

import streamlit as st

from assistant.answer import Answer
from assistant.web import asking
from assistant.web import evidence_state as opened

_PARAMETER = "quote"
# The clicks on marks, with the mouse or by Enter: which quote of which turn, and at which of its
# marks, since one can be cited twice.
_SCRIPT = """
export default function({ setTriggerValue }) {
  const taken = (event) => {
    const mark = event.target.closest?.('a[href*="quote="]');
    if (!mark || event.button) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const alike = [...document.querySelectorAll(`a[href="${mark.getAttribute('href')}"]`)];
    const quote = new URL(mark.href).searchParams.get("quote");
    setTriggerValue("clicked", `${quote}-${alike.indexOf(mark)}`);
  };
  document.addEventListener("click", taken, true);
  return () => document.removeEventListener("click", taken, true);
}
"""


@cache
def _component():
    return st.components.v2.component("imr-assistant.marks", js=_SCRIPT)


def take_clicks() -> None:
    """Open the quotes whose marks are clicked; to be called once a run."""
    with st.container(key="marks"):
        _component()(key="clicks on marks", on_clicked_change=_open_clicked)


def _open_clicked() -> None:
    _open(st.session_state["clicks on marks"].get("clicked") or "")


def take_link() -> None:
    """Open the quote that the page's address names (``?quote=TURN-NUMBER``), once."""
    named = st.query_params.pop(_PARAMETER, None) if _PARAMETER in st.query_params else None
    if named:
        _open(named)


def address(turn: int, number: int) -> str:
    """Where a quote of a turn's answer is opened."""
    conversation = st.query_params.get("c")
    return f"?{f'c={conversation}&' if conversation else ''}{_PARAMETER}={turn}-{number}"


def _open(named: str) -> None:
    """Open the quote that is named by turn, number and, where it has several marks, the mark's
    place among them; what names none opens nothing.
    """
    match = re.fullmatch(r"(\d{1,6})-(\d{1,6})(?:-(\d{1,6}))?", named)
    if not match:
        return
    turn, number, place = (int(group or 0) for group in match.groups())
    turns: list[Answer] = asking.turns()
    citation = (
        next((citation for citation in turns[turn].citations if citation.id == number), None)
        if turn < len(turns)
        else None
    )
    now = opened.opened()
    if citation is None:
        return
    if now is not None and (now.turn, now.citation.id) == (turn, number):
        opened.close()
    else:
        opened.show(citation, turns[turn], turn, place)
