"""The chat as a conversation that is kept: begun with the first question, listed, opened by its
address, named, deleted.

Where conversations cannot be kept the chat goes on, and the page says so in one line.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import streamlit as st

from assistant.answer import Answer
from assistant.history.conversations import Conversation, Conversations, NoConversation
from assistant.history.database import CannotKeep
from assistant.presentation.phrases import plural
from assistant.reading import Reading
from assistant.web import address, asking
from assistant.web import evidence_state as opened
from assistant.web.escape_markdown import markdown_of
from assistant.web.lazy_section import draw_whole_page, folded
from assistant.web.signing_in import owner

_ID, _STORE = "conversation", "store of the chat"
# How many of the chat's answers the file holds, and why the last of them could not be kept.
_HELD, _TROUBLE, _UNREAD = "answers kept", "why not kept", "why not listed"
_LISTED = 30


@st.cache_resource(show_spinner=False)
def _conversations(folder: str) -> Conversations:
    return Conversations(Path(folder))


def _kept() -> Conversations:
    """The conversations beside the store.

    Raises:
        CannotKeep: they cannot be kept.
    """
    return _conversations(st.session_state[_STORE])


@contextmanager
def _saying_trouble() -> Generator[None]:
    """What cannot be kept stops nothing else; the page says it until keeping succeeds."""
    try:
        yield
    except CannotKeep as error:
        st.session_state[_TROUBLE] = f"{error}"


def take_up(folder: Path) -> None:
    """Begin anew where another store answers now, and open the conversation that the page's address
    names.
    """
    place = str(folder.resolve())
    if st.session_state.get(_STORE, place) != place:
        _leave()
        st.session_state.pop(_TROUBLE, None)
    st.session_state[_STORE] = place
    address.take_moves(_begin_new)
    named = address.conversation()
    if not named or named == st.session_state.get(_ID):
        return
    try:
        kept = _kept()
        turns, waits = kept.turns(named, owner()), kept.waiting(named, owner())
    except NoConversation:
        address.name(None)
        st.toast(
            "That conversation is not here: it was deleted, or belongs to someone else or to "
            "another index.",
            icon=":material/info:",
        )
        return
    except CannotKeep as error:
        st.session_state[_TROUBLE] = f"{error}"
        return
    asking.drop_put_back()
    _empty()
    asking.put(turns)
    if waits is not None:
        asking.begin(waits)  # it stands as one whose answer was stopped, with the way on
    st.session_state[_ID], st.session_state[_HELD] = named, len(turns)


def _empty() -> None:
    asking.put(())
    opened.forget()
    st.session_state.pop(_ID, None)
    st.session_state.pop(_HELD, None)


def _leave() -> None:
    """An empty chat; what was said so far stays kept."""
    _empty()
    address.name(None)


def _begin_new() -> None:
    # Not in `_leave`: a question asked while another index takes over is asked of that one.
    asking.drop_next()
    _leave()


def keep_question(asked: str | Reading) -> None:
    """Keep a question before it is answered, so that a page that is loaded anew meanwhile has it;
    the first one begins the conversation.
    """
    turns = asking.turns()
    with _saying_trouble():
        kept = _kept()
        try:
            if st.session_state.get(_ID) is None:
                raise NoConversation
            kept.ask(st.session_state[_ID], owner(), len(turns), asked)
        except NoConversation:  # none yet, or deleted elsewhere since
            words = asked if isinstance(asked, str) else asked.question
            st.session_state[_ID] = _linked_before(kept, asked) or kept.begin(
                owner(), turns[0].question if turns else words
            )
            st.session_state[_HELD] = 0
            kept.ask(st.session_state[_ID], owner(), 0, asked)
        address.name(st.session_state[_ID])
        st.session_state[_HELD] = min(st.session_state.get(_HELD, 0), len(turns))
        st.session_state.pop(_TROUBLE, None)


def _linked_before(kept: Conversations, asked: str | Reading) -> str | None:
    """The conversation that the same link began before, where nothing else was asked in it: opened
    often, a link fills no list.
    """
    if asking.turns() or not asking.came_by_link(asked):
        return None
    return kept.of_one_question(owner(), asked)


def keep(answer: Answer) -> None:
    """Put an answer into the chat and its conversation, with earlier ones that are not kept yet."""
    asking.keep(answer)
    turns = asking.turns()
    with _saying_trouble():
        kept = _kept()
        kept_turns = min(st.session_state.get(_HELD, 0), len(turns) - 1)
        try:
            if st.session_state.get(_ID) is None:
                raise NoConversation
            kept.cut(st.session_state[_ID], owner(), kept_turns)
        except NoConversation:
            kept_turns, st.session_state[_ID] = 0, kept.begin(owner(), turns[0].question)
        for number, turn in enumerate(turns[kept_turns:], kept_turns + 1):
            kept.add(st.session_state[_ID], owner(), turn)
            st.session_state[_HELD] = number
        address.name(st.session_state[_ID])
        st.session_state.pop(_TROUBLE, None)


def leave_question() -> None:
    """Keep a stopped question no longer, nor a conversation in which nothing else was asked."""
    identity = st.session_state.get(_ID)
    if identity is None:
        return
    with _saying_trouble():
        try:
            if asking.turns():
                _kept().leave_question(identity, owner())
            else:
                _kept().delete(identity, owner())
        except NoConversation:
            pass
    if not asking.turns():
        _leave()


def show_conversations() -> None:
    """The owner's conversations, for the page's side."""
    st.button(
        "New conversation", icon=":material/add_comment:", width="stretch", on_click=_begin_new
    )
    try:
        kept = _kept()
        listed = kept.listed(owner())
    except CannotKeep as error:
        st.session_state[_UNREAD] = f"{error}"
        return
    st.session_state.pop(_UNREAD, None)
    if not listed:
        return
    present = st.session_state.get(_ID)
    folded(f"Conversations ({len(listed)})", "conversations", partial(_list, listed, present))
    here = next((conversation for conversation in listed if conversation.id == present), None)
    if here:
        _manage(kept, here)


def show_trouble() -> None:
    """One line that and why conversations are not being kept, where they are not; to be called
    after `show_conversations`.
    """
    why = st.session_state.get(_UNREAD) or st.session_state.get(_TROUBLE)
    if why:
        st.caption(f":material/warning: Conversations are not being kept. {markdown_of(why)}.")


def _list(listed: Sequence[Conversation], present: str | None) -> None:
    for conversation in listed[:_LISTED]:
        st.button(
            markdown_of(conversation.title),
            key=f"conversation {conversation.id}",
            type="tertiary",
            disabled=conversation.id == present,
            on_click=_open,
            args=(conversation.id,),
            help=f"{plural(conversation.turns, 'answer')}, last on "
            f"{conversation.changed:%Y-%m-%d %H:%M} UTC",
        )
    if len(listed) > _LISTED:
        st.caption(
            f"The last {_LISTED} of {len(listed)}. All of them: `python -m assistant "
            "conversations`."
        )


def _open(identity: str) -> None:
    draw_whole_page()
    asking.drop_next()
    address.name(identity)


def _manage(kept: Conversations, here: Conversation) -> None:
    with st.popover("This conversation", icon=":material/more_horiz:", width="stretch"):
        name = st.text_input("Name", here.title, key=f"name {here.id}")
        if name.strip() and name != here.title:
            with _saying_trouble():
                _if_there(partial(kept.rename, here.id, owner(), name))
                st.rerun()
        if st.checkbox("Delete this conversation", key=f"delete {here.id}"):
            st.caption(f"It has {plural(here.turns, 'answer')}, and cannot be brought back.")
            if st.button("Delete it for good", icon=":material/delete:"):
                with _saying_trouble():
                    _if_there(partial(kept.delete, here.id, owner()))
                    _leave()
                    st.rerun()


def _if_there(do) -> None:
    with suppress(NoConversation):  # deleted elsewhere since the list was drawn
        do()
