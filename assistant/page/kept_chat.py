"""The chat as a conversation that is kept: begun with the first answer, listed, opened by its address, named, deleted."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from assistant.answer import Answer
from assistant.conversations import Conversation, Conversations, NoConversation
from assistant.kept import KeptIncompatible
from assistant.page import asking, opened
from assistant.page.folded import draw_whole_page, folded
from assistant.page.plain import markdown_of
from assistant.page.signing_in import owner
from assistant.wording import plural

_ID, _PARAMETER, _STORE = "conversation", "c", "store of the chat"
_LISTED = 30


@st.cache_resource(show_spinner=False)
def _conversations(folder: str) -> Conversations:
    return Conversations(Path(folder))


def _kept() -> Conversations | None:
    """The conversations beside the store, None where they cannot be kept."""
    try:
        return _conversations(st.session_state[_STORE])
    except (KeptIncompatible, OSError):
        return None


def take_up(folder: Path) -> None:
    """Begin anew where another store answers now, and open the conversation that the page's address names."""
    place = str(folder.resolve())
    if st.session_state.get(_STORE, place) != place:
        _leave()
    st.session_state[_STORE] = place
    named = st.query_params.get(_PARAMETER)
    kept = _kept()
    if not named or kept is None or named == st.session_state.get(_ID):
        return
    try:
        turns = kept.turns(named, owner())
    except NoConversation:
        st.query_params.pop(_PARAMETER, None)
        st.toast("That conversation is not here: it was deleted, or belongs to someone else or to another index.", icon=":material/info:")
        return
    _leave()
    asking.put(turns)
    st.session_state[_ID] = named
    st.query_params[_PARAMETER] = named


def _leave() -> None:
    """An empty chat; what was said so far stays kept."""
    asking.put(())
    opened.forget()
    st.session_state.pop(_ID, None)
    st.query_params.pop(_PARAMETER, None)


def _begin_new() -> None:
    asking.drop_next()  # not in `_leave`: a question asked while another index takes over is asked of that one
    _leave()


def keep(answer: Answer) -> None:
    """Put an answer into the chat and its conversation; the first one begins it."""
    asking.keep(answer)
    kept = _kept()
    if kept is None:
        return
    turns = asking.turns()
    try:
        if st.session_state.get(_ID) is None:
            raise NoConversation
        kept.cut(st.session_state[_ID], owner(), len(turns) - 1)
        kept.add(st.session_state[_ID], owner(), answer)
    except NoConversation:  # none yet, or deleted elsewhere since
        st.session_state[_ID] = kept.begin(owner(), turns[0].query.question)
        for each in turns:
            kept.add(st.session_state[_ID], owner(), each)
    st.query_params[_PARAMETER] = st.session_state[_ID]


def show_conversations() -> None:
    """The owner's conversations, for the page's side."""
    st.button("New conversation", icon=":material/add_comment:", width="stretch", on_click=_begin_new)
    kept = _kept()
    listed = kept.listed(owner()) if kept else ()
    if not listed:
        return
    present = st.session_state.get(_ID)
    folded(f"Conversations ({len(listed)})", "conversations", partial(_list, listed, present))
    here = next((each for each in listed if each.id == present), None)
    if here:
        _manage(kept, here)


def _list(listed: Sequence[Conversation], present: str | None) -> None:
    for each in listed[:_LISTED]:
        st.button(
            markdown_of(each.title), key=f"conversation {each.id}", type="tertiary", disabled=each.id == present, on_click=_open, args=(each.id,),
            help=f"{plural(each.turns, 'answer')}, last on {each.changed:%Y-%m-%d %H:%M} UTC",
        )  # fmt: skip
    if len(listed) > _LISTED:
        st.caption(f"The last {_LISTED} of {len(listed)}. All of them: `python -m assistant conversations`.")


def _open(identity: str) -> None:
    draw_whole_page()
    asking.drop_next()
    st.query_params[_PARAMETER] = identity


def _manage(kept: Conversations, here: Conversation) -> None:
    with st.popover("This conversation", icon=":material/more_horiz:", width="stretch"):
        name = st.text_input("Name", here.title, key=f"name {here.id}")
        if name.strip() and name != here.title:
            kept.rename(here.id, owner(), name)
            st.rerun()
        if st.button("Delete it for good", icon=":material/delete:"):
            kept.delete(here.id, owner())
            _leave()
            st.rerun()
