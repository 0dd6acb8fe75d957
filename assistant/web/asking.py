"""What is asked next: by typing, by a suggestion, by a chip or by a filter, all in one place."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import streamlit as st

from assistant.answer import Answer, Statement
from assistant.links import reading_of_link
from assistant.query import LONGEST_QUESTION, BadQuery, TooMuch, check_length
from assistant.reading import Reading
from assistant.web.lazy_section import draw_whole_page

_NEXT, _REFINES, _COUNT, _PENDING, _STOPPED = (
    "asked",
    "asked by filter",
    "times asked",
    "being answered",
    "stopped",
)
_TYPED = "typed question"
_REFUSED = "refused question"
# The link that the address carried and what it asks, and whether what is to be asked was being
# answered before.
_LINK, _LINKED, _PUT_BACK = "link", "asked by link", "put back"


@dataclass
class Stopped:
    """A question whose answer was stopped: its place among the turns, and the statements that were
    shown by then.
    """

    asked: str | Reading
    position: int
    shown: list[Statement] = field(default_factory=list)

    @property
    def question(self) -> str:
        """What was asked, in words."""
        return self.asked if isinstance(self.asked, str) else self.asked.question


def turns() -> list[Answer]:
    """The answers of the chat so far."""
    return st.session_state.setdefault("turns", [])


def put(answers: Iterable[Answer]) -> None:
    """Let the chat consist of these answers."""
    st.session_state["turns"] = list(answers)
    st.session_state.pop("refined", None)
    st.session_state.pop(_STOPPED, None)
    st.session_state[_COUNT] = times_asked() + 1


def ask_next(question: str | Reading) -> None:
    """Have a question or a reading answered in the next run; one that is too long is refused."""
    st.session_state.pop(_REFUSED, None)
    if _refused(question):
        return
    draw_whole_page()
    st.session_state[_NEXT] = question
    st.session_state.pop(_PUT_BACK, None)
    st.session_state.pop(_REFINES, None)


def _refused(question: str | Reading) -> bool:
    """Whether a question is too long to be read; the page then says so."""
    try:
        check_length(question if isinstance(question, str) else "")
    except TooMuch as error:
        _refuse(error)
        return True
    return False


def _refuse(error: TooMuch) -> None:
    st.session_state[_REFUSED] = f"{str(error)[0].upper()}{str(error)[1:]}."


def show_refused() -> None:
    """Why what was asked last was not read, until something else is asked."""
    if refused := st.session_state.get(_REFUSED):
        st.error(refused)


def show_box() -> None:
    """The box that takes a question.

    What is typed is noted by a callback, before the page is drawn: the box gives its value to one
    run only, and a run can be cut short by the next one (a closed dialog, an addition that ended)
    before it comes to the question.
    """
    st.chat_input(
        "How was a treatment decided, and why?",
        key=_TYPED,
        max_chars=LONGEST_QUESTION,
        submit_mode="stop",
        on_submit=_take_typed,
    )


def _take_typed() -> None:
    typed = st.session_state.get(_TYPED)
    if typed and typed.strip():
        ask_next(typed.strip())


def refine(reading: Reading) -> None:
    """Have a changed reading answered in the next run; changing a changed one again puts the new
    answer in its place.
    """
    draw_whole_page()
    st.session_state[_NEXT] = reading
    st.session_state.pop(_PUT_BACK, None)
    st.session_state[_REFINES] = True


def ask_again(question: str, position: int) -> None:
    """Ask an edited question in the place of the one at ``position``; what came after it goes. One
    that is too long is refused, and all stays.
    """
    if _refused(question):
        return
    del turns()[position:]
    st.session_state[_STOPPED] = [
        stopped for stopped in all_stopped() if stopped.position <= position
    ]
    done()
    st.session_state.pop("refined", None)
    ask_next(question)


def take_next() -> str | Reading | None:
    """What is to be asked now, once."""
    st.session_state.pop(_PUT_BACK, None)
    return st.session_state.pop(_NEXT, None)


def put_back(asked: str | Reading) -> None:
    """Have it answered after all: the page was drawn anew before its answer was whole. What was
    asked since goes first.
    """
    done()
    if _NEXT not in st.session_state:
        st.session_state[_NEXT], st.session_state[_PUT_BACK] = asked, True


def drop_put_back() -> None:
    """What was being answered in one conversation is not asked in another one."""
    done()
    if st.session_state.pop(_PUT_BACK, False):
        drop_next()


def drop_next() -> None:
    """Nothing waits for an answer any more."""
    done()
    st.session_state.pop(_NEXT, None)
    st.session_state.pop(_REFINES, None)


def begin(asked: str | Reading) -> None:
    """Note that an answer is being given; where it is stopped the note remains, and that of an
    earlier one that was stopped does.
    """
    st.session_state[_STOPPED] = all_stopped()
    st.session_state[_PENDING] = Stopped(asked, len(turns()))


def note(statement: Statement) -> None:
    """Note a statement that is shown of the answer that is being given."""
    if now := stopped():
        now.shown.append(statement)


def done() -> None:
    """The answer is whole, or given up."""
    st.session_state.pop(_PENDING, None)


def stopped() -> Stopped | None:
    """What was asked last and how far its answer came, where that was stopped."""
    return st.session_state.get(_PENDING)


def all_stopped() -> list[Stopped]:
    """All answers of the chat that were stopped and not left, in order."""
    now = stopped()
    return [*st.session_state.get(_STOPPED, ()), *([now] if now else [])]


def leave(given_up: Stopped) -> None:
    """Take a stopped answer out of the chat."""
    if stopped() is given_up:
        done()
    st.session_state[_STOPPED] = [
        stopped for stopped in st.session_state.get(_STOPPED, ()) if stopped is not given_up
    ]


def ask_stopped_again(given_up: Stopped) -> None:
    """Ask the question of a stopped answer again."""
    leave(given_up)
    ask_next(given_up.asked)


def take_link() -> None:
    """Have the question or link asked that the page's address carries (``?q=...``), once; it stays
    there until a conversation is named.
    """
    link = st.query_params.get("q", "").strip()
    if not link or link == st.session_state.get(_LINK):
        return
    st.session_state[_LINK] = link
    try:
        st.session_state[_LINKED] = reading_of_link(link)
    except TooMuch as error:
        _refuse(error)
        return
    except BadQuery:
        st.session_state[_LINKED] = link  # no link, but words
    ask_next(st.session_state[_LINKED])


def came_by_link(asked: str | Reading) -> bool:
    """Whether a question is the one that the address asked."""
    return asked == st.session_state.get(_LINKED)


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
