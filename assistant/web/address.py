"""The page's address: which conversation it names, and where the browser's Back leads."""

from collections.abc import Callable
from functools import cache

import streamlit as st

_CONVERSATION = "c"
_MOVES = "moves in the browser's history"
# Streamlit draws the page anew for the address that Back or Forward lead to. An address that names
# nothing leads to no other page by itself, since one that the browser has not taken up yet names
# nothing either; so that is told apart.
_SCRIPT = """
export default function({ setTriggerValue }) {
  const moved = () => {
    const named = new URLSearchParams(location.search);
    if (!named.get("c") && !named.get("q")) setTriggerValue("left", `${Date.now()}`);
  };
  window.addEventListener("popstate", moved);
  return () => window.removeEventListener("popstate", moved);
}
"""


@cache
def _component():
    return st.components.v2.component("imr-assistant.address", js=_SCRIPT)


def take_moves(leave: Callable[[], None]) -> None:
    """Call ``leave`` when the browser goes back or forward to an address that names no
    conversation; to be called once a run.
    """
    with st.container(key="address"):
        _component()(key=_MOVES, on_left_change=leave)


def conversation() -> str | None:
    """The conversation that the address names."""
    return st.query_params.get(_CONVERSATION)


def name(identity: str | None) -> None:
    """Let the address name a conversation, or none. Each change is one step of the browser's Back,
    so nothing is set that stands there.
    """
    if identity == conversation():
        return
    if identity is None:
        del st.query_params[_CONVERSATION]
    else:
        st.query_params.from_dict(
            {_CONVERSATION: identity}
        )  # what the address asked is in the conversation now
