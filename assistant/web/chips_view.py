"""What a query asks for, drawn as chips."""

import streamlit as st

from assistant.presentation.chips import chips
from assistant.reading import Reading
from assistant.web import asking
from assistant.web.escape_markdown import markdown_of


def show_chips(reading: Reading, turn: int) -> None:
    """What the query asks for, part by part, each of which a click takes away."""
    parts = chips(reading)
    if not parts:
        return
    with st.container(horizontal=True, gap="small", key=f"chips-{turn}"):
        for number, chip in enumerate(parts):
            st.button(
                markdown_of(chip.words),
                key=f"chip {turn} {number}",
                icon=":material/close:",
                icon_position="right",
                help=f"Ask without “{chip.words}”",
                on_click=asking.refine,
                args=(chip.without,),
            )
