"""What can be done with an answer: say whether it is right, and take it away."""

from pathlib import Path

import streamlit as st

from assistant.answer import Answer
from assistant.chain import Assistant
from assistant.feedback import Feedback
from assistant.kept import KeptIncompatible
from assistant.page.signing_in import owner


def show_actions(assistant: Assistant, answer: Answer, turn: int) -> None:
    """The row under an answer."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"actions-{turn}"):
        _feedback(assistant, answer, turn)


@st.cache_resource(show_spinner=False)
def _kept(folder: str) -> Feedback:
    return Feedback(Path(folder))


def _feedback(assistant: Assistant, answer: Answer, turn: int) -> None:
    key = f"thumb {turn} {answer.fingerprint} {answer.query.question}"
    try:
        kept = _kept(str(assistant.store.folder))
    except (KeptIncompatible, OSError):
        return

    def judge() -> None:
        if st.session_state[key] is not None:
            kept.give(owner(), answer, st.session_state[key] == 1)
            st.toast("Thank you. What was counted and cited is kept with it, on this computer.", icon=":material/thumbs_up_down:")

    def comment() -> None:
        if st.session_state[f"{key} why"].strip():
            kept.give(owner(), answer, st.session_state[key] == 1, st.session_state[f"{key} why"])
            st.toast("Your comment is kept.", icon=":material/comment:")

    st.caption("Is this right?", width="content")
    st.feedback("thumbs", key=key, on_change=judge)
    if st.session_state.get(key) is not None:
        st.text_input("What is right or wrong about it?", key=f"{key} why", on_change=comment, placeholder="What is right or wrong about it? (optional)", label_visibility="collapsed")
