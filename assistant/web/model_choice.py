"""Which chat model words the answers; the built-in writer where none is chosen or the chosen one
cannot be had.
"""

import streamlit as st

from assistant.chat_models.available import ModelOption, State, available
from assistant.web.lazy_section import folded
from index.settings import settings

_CHOSEN = "chat model"


def chosen() -> str:
    """The model's name as ``--model`` takes it, empty for the built-in writer; at first that of
    $IMR_MODEL.
    """
    return st.session_state.get(_CHOSEN, settings().model)


@st.cache_data(ttl=30, show_spinner=False)
def _options() -> tuple[ModelOption, ...]:
    return available()


def show_choice() -> None:
    """The models that are ready to choose, and what the others need."""
    folded(f"Wording: {chosen() or 'built-in'}", "wording", _choice)


def _choice() -> None:
    options = _options()
    words = {option.name: option.words for option in options if option.state is State.READY}
    words.setdefault("", "the built-in writer")
    words.setdefault(chosen(), f"{chosen()}, as named")
    names = list(words)
    name = st.radio(
        "Who words the answers",
        names,
        names.index(chosen()),
        format_func=lambda model_name: (
            f"{model_name}: {words[model_name]}" if model_name else words[model_name]
        ),
        key="model option",
    )
    if name.endswith(":"):
        name += st.text_input("The provider's name of the model", key=f"model of {name}").strip()
    if name != chosen() and not name.endswith(":"):
        st.session_state[_CHOSEN] = name
        st.rerun()
    st.caption(
        "Whoever words an answer, the counts and quotes are the same, and what the quotes do not "
        "carry is left out."
    )
    missing = [
        f"- `{option.name}` ({option.state}): {option.how_to_install}"
        for option in options
        if option.state is not State.READY
    ]
    if missing:
        st.caption("Not ready here:\n" + "\n".join(missing))
