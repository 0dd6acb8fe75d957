"""Parts of the page that are drawn only while they are open: closed they cost nothing, and opening
one draws nothing else anew.
"""

from collections.abc import Callable

import streamlit as st

_WHOLE = "draw the whole page"


def draw_whole_page() -> None:
    """For a callback that changes more than the part it belongs to: a question to be answered, a
    quote to be shown.
    """
    st.session_state[_WHOLE] = True


def drawing_whole_page() -> None:
    """The whole page is being drawn; nothing waits for it any more."""
    st.session_state.pop(_WHOLE, None)


@st.fragment
def folded(label: str, key: str, draw: Callable[[], object], opened: bool = False) -> None:
    """An expander whose content ``draw`` draws while it is open; ``opened`` is how it begins.

    It has no icon: Streamlit puts one in the place of the arrow that says that there is something
    to open.
    """
    if st.session_state.get(_WHOLE):
        st.rerun()
    fold = st.expander(label, expanded=opened, key=f"fold {key}", on_change="rerun")
    if fold.open:
        with fold:
            draw()
