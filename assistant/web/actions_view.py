"""What can be done with an answer: say whether it is right, and take it away."""

from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.export.docx import as_docx
from assistant.export.markdown import as_markdown
from assistant.export.pdf import as_pdf
from assistant.history.database import MOST_ITEMS, CannotKeep
from assistant.history.feedback import Feedback
from assistant.web import asking
from assistant.web.escape_markdown import markdown_of
from assistant.web.signing_in import owner

_DOCUMENTS = (
    ("Word (.docx)", ".docx", as_docx),
    ("PDF", ".pdf", as_pdf),
    ("Markdown", ".md", as_markdown),
)


def show_actions(assistant: Assistant, answer: Answer, turn: int) -> None:
    """The row under an answer."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"actions-{turn}"
    ):
        _take_away(answer, turn)
        _feedback(assistant, answer, turn)


def _take_away(answer: Answer, turn: int) -> None:
    """The answer, or all of the conversation, as a document; made when it is asked for."""
    answers = asking.turns()
    with st.popover("Take away", icon=":material/download:", type="tertiary"):
        whole = (
            len(answers) > 1
            and st.radio(
                "What",
                ["this answer", "the whole conversation"],
                key=f"what {turn}",
                horizontal=True,
            )
            == "the whole conversation"
        )
        taken = tuple(answers) if whole else (answer,)
        name = f"imr-{'conversation' if whole else 'answer'}-{date.today().isoformat()}"
        for words, ending, make in _DOCUMENTS:
            st.download_button(
                words,
                partial(make, taken, date.today()),
                f"{name}{ending}",
                key=f"take {ending} {turn}",
                icon=":material/description:",
                on_click="ignore",
                width="stretch",
            )


@st.cache_resource(show_spinner=False)
def _kept(folder: str) -> Feedback:
    return Feedback(Path(folder))


def _feedback(assistant: Assistant, answer: Answer, turn: int) -> None:
    key = f"thumb {turn} {answer.fingerprint} {answer.question}"
    try:
        kept = _kept(str(assistant.store.folder))
    except CannotKeep:  # said once, beside the conversations
        return

    def give(thanks: str, icon: str, comment: str = "") -> None:
        try:
            kept.give(
                owner(),
                assistant.with_items(answer, MOST_ITEMS),
                st.session_state[key] == 1,
                comment,
            )
            st.toast(thanks, icon=icon)
        except CannotKeep as error:
            st.toast(
                f"That could not be kept. {markdown_of(f'{error}')}.", icon=":material/warning:"
            )

    def judge() -> None:
        if st.session_state[key] is not None:
            give(
                "Thank you. What was counted and cited is kept with it, on this computer.",
                ":material/thumbs_up_down:",
            )

    def comment() -> None:
        if st.session_state[f"{key} why"].strip():
            give("Your comment is kept.", ":material/comment:", st.session_state[f"{key} why"])

    st.caption("Is this right?", width="content")
    st.feedback("thumbs", key=key, on_change=judge)
    if st.session_state.get(key) is not None:
        st.text_input(
            "What is right or wrong about it?",
            key=f"{key} why",
            on_change=comment,
            placeholder="What is right or wrong about it? (optional)",
            label_visibility="collapsed",
        )
