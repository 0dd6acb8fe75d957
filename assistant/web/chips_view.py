"""What a query asks for, drawn as chips, and what the question can be read as instead."""

import streamlit as st

from assistant.presentation.chips import chips
from assistant.presentation.other_reading import other_in_words
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


def show_other(reading: Reading, turn: int) -> None:
    """The other way in which the question can be read, which a click asks."""
    words = other_in_words(reading)
    if words is None:
        return
    st.button(
        f"Read it as: {markdown_of(words)}",
        key=f"other {turn}",
        icon=":material/alt_route:",
        type="tertiary",
        help=f"So reads it: {reading.other_by}" if reading.other_by else None,
        on_click=asking.refine,
        args=(reading.swapped,),
    )
