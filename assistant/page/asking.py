"""What is asked next: by typing, by a suggestion, by a chip or by a filter, all in one place."""

from dataclasses import replace

import streamlit as st

from assistant.answer import Answer
from assistant.query import Asked, Query
from assistant.wording import selection_in_words
from index.records.selection import Selection

_NEXT, _REFINES, _COUNT = "asked", "asked by filter", "times asked"
# Answers of these kinds search for the words of the question, which therefore stays as it is.
_BY_WORDS = (Asked.PASSAGES, Asked.SIMILAR)


def turns() -> list[Answer]:
    """The answers of the chat so far."""
    return st.session_state.setdefault("turns", [])


def ask_next(question: str | Query) -> None:
    """Have a question or a query answered in the next run."""
    st.session_state[_NEXT] = question
    st.session_state.pop(_REFINES, None)


def refine(query: Query, selection: Selection) -> None:
    """Have the query answered for another selection in the next run; refining a refined answer replaces it."""
    asked = query.asked if query.asked not in (Asked.CASE, Asked.OUT_OF_SCOPE) else Asked.TALLY
    words = query.question if asked in _BY_WORDS else selection_in_words(selection)
    st.session_state[_NEXT] = replace(query, question=words[:1].upper() + words[1:], asked=asked, selection=selection, cases=(), claimed=None, unmatched=query.unmatched if asked in _BY_WORDS else (), qualifiers=(), respelt=())
    st.session_state[_REFINES] = True


def take_next() -> str | Query | None:
    """What is to be asked now, once."""
    return st.session_state.pop(_NEXT, None)


def keep(answer: Answer) -> None:
    """Add an answer to the chat, or put it in the place of the one that it refines."""
    refines = st.session_state.pop(_REFINES, False)
    if refines and st.session_state.get("refined"):
        turns()[-1] = answer
    else:
        turns().append(answer)
    st.session_state["refined"] = refines
    st.session_state[_COUNT] = times_asked() + 1


def times_asked() -> int:
    """Grows with every answer: widgets that show the last one are made anew with it."""
    return st.session_state.get(_COUNT, 0)
