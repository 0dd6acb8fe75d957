"""An answer on the page while it comes: statement by statement, each once it is checked."""

import queue
import threading
import time
from collections.abc import Iterator, Sequence

import streamlit as st

from assistant.answer import Answer, Statement
from assistant.assistant import Assistant
from assistant.reading import Reading
from assistant.web import asking
from assistant.web.escape_markdown import markdown_of, statement_markdown

# Seconds between two looks whether the page was stopped, and between two changes of the page, each
# of which the browser draws anew.
_LOOK, _PACE = 0.05, 0.2

_Part = Reading | Statement | Answer | Exception


def stream_answer(
    assistant: Assistant,
    asked: str | Reading,
    before: Reading | None,
    earlier: Sequence[Answer] = (),
) -> Answer:
    """Write an answer as it comes; ``earlier`` are the answers of the conversation. Stopping the
    page stops the work behind it, a waiting request to a model included.

    Raises:
        VectorsDamaged: the store's vectors are lost or cannot be read.
        CannotLog: the log of exchanges cannot be written.
    """
    cancelled = threading.Event()
    coming: queue.Queue[_Part] = queue.Queue()
    # In a thread of its own: this one has to look whether the page was stopped while a model keeps
    # it waiting.
    threading.Thread(
        target=_read,
        args=(assistant, asked, before, tuple(earlier), cancelled, coming),
        daemon=True,
        name="answer",
    ).start()
    whole: list[Answer] = []

    def words() -> Iterator[str]:
        heading = None
        for batch in _batches(coming):
            said = ""
            for part in batch:
                if isinstance(part, Exception):
                    raise part
                if isinstance(part, Answer):
                    whole.append(part)
                elif isinstance(part, Statement):
                    asking.note(part)
                    said += in_markdown(part, heading)
                    heading = part.heading
            yield said

    try:
        with st.spinner("Counting and reading …"):
            st.write_stream(words)
    finally:
        cancelled.set()
    return whole[0]


def in_markdown(statement: Statement, heading: str | None) -> str:
    """A statement of an answer that is not whole yet, under its heading where that is not
    ``heading``, the one before; its marks cannot be opened.
    """
    begins = (
        f"\n\n**{markdown_of(statement.heading)}**\n\n"
        if statement.heading and statement.heading != heading
        else ""
    )
    return f"{begins}{statement_markdown(statement.text)}\n\n"


def _read(
    assistant: Assistant,
    asked: str | Reading,
    before: Reading | None,
    earlier: tuple[Answer, ...],
    cancelled: threading.Event,
    coming: "queue.Queue[_Part]",
) -> None:
    try:
        if isinstance(asked, str):
            parts = assistant.stream(asked, before, cancelled=cancelled, earlier=earlier)
        else:
            parts = assistant.stream(asked.question, reading=asked, cancelled=cancelled)
        for part in parts:
            coming.put(part)
    except Exception as error:  # handed over to the page, which shows it
        coming.put(error)


def _batches(coming: "queue.Queue[_Part]") -> Iterator[list[_Part]]:
    """What has come, at most every `_PACE` seconds; the last batch ends with the answer or with
    what went wrong.
    """
    batch: list[_Part] = []
    due = 0.0
    while True:
        try:
            batch.append(coming.get(timeout=_LOOK))
        except queue.Empty:
            # Reading the session's state is where Streamlit ends the run of a stopped page.
            asking.stopped()
        done = bool(batch) and isinstance(batch[-1], (Answer, Exception))
        if done or (batch and time.monotonic() >= due):
            yield batch
            if done:
                return
            batch, due = [], time.monotonic() + _PACE
