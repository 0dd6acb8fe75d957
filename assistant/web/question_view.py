"""A question on the page: its words, how to edit it, a link and a command that ask it again."""

import streamlit as st

from assistant.links import command_of, link_of
from assistant.reading import Reading
from assistant.web import asking
from assistant.web.escape_markdown import markdown_of


def show_question(reading: Reading, turn: int) -> None:
    """The question with what can be done to it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(markdown_of(reading.question), width="stretch")
        with st.container(
            horizontal=True, gap="small", width="content"
        ):  # the two stay together where there is no room beside the question
            _ways_on(reading, turn)


def _ways_on(reading: Reading, turn: int) -> None:
    with st.popover("Edit", icon=":material/edit:", type="tertiary"):
        _edit(reading, turn)
    with st.popover("Link", icon=":material/link:", type="tertiary"):
        st.caption("A link that asks this again, exactly")
        st.code(
            f"{(st.context.url or '').split('?')[0]}?q={link_of(reading)}",
            language=None,
            wrap_lines=True,
        )
        st.caption("The same on the command line")
        st.code(command_of(reading.query), language=None, wrap_lines=True)


def _edit(reading: Reading, turn: int) -> None:
    with st.form(f"edit {turn} {asking.times_asked()}", border=False):
        words = st.text_area(
            "Question", reading.question, key=f"edited {turn} {asking.times_asked()}"
        )
        if st.form_submit_button("Ask again", type="primary") and words.strip():
            asking.ask_again(words.strip(), turn)
            st.rerun()
        st.caption("What was asked after it is taken out of this conversation.")
