"""One request to a chat model: streamed, bounded in time and length, tried again where that helps,
cancellable.
"""

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.runnables import Runnable, RunnableSequence

from assistant.chat_models.errors import ModelFailed
from assistant.chat_models.stream_parser import SCHEMA

# How often a waiting request looks whether it was cancelled, in seconds.
_LOOK = 0.05
# Failures that pass by themselves: too many requests, timeouts, a server that is down for a moment
# (RFC 9110, RFC 6585).
_PASSING = {408, 409, 425, 429, 500, 502, 503, 504, 529}


@dataclass(frozen=True)
class Limits:
    """How long and how much a model may say.

    ``first`` and ``silence`` are the seconds to wait for the first piece and between two, ``whole``
    for the whole reply; ``length`` is in characters. ``tries`` counts the first one; ``pause`` is
    in seconds before the second try and doubles after each.
    """

    first: float = 180.0
    silence: float = 60.0
    whole: float = 600.0
    length: int = 20_000
    tries: int = 3
    pause: float = 1.0


DEFAULT_LIMITS = Limits()


class Request:
    """A request to a chat model; iterating gives the pieces of the reply's text.

    ``schema`` is the JSON schema that the reply is asked to have. ``reported`` is the provider's
    count of tokens, and of US dollars ("cost") where it tells one, once the reply has ended;
    ``seconds`` how long it took.

    Raises (while iterating):
        ModelFailed: the model gave an error, stalled, or said more than its limits allow.
    """

    def __init__(
        self,
        model: BaseChatModel,
        messages: Sequence[BaseMessage],
        cancelled: threading.Event,
        limits: Limits = DEFAULT_LIMITS,
        schema: dict[str, Any] = SCHEMA,
    ):
        self._plain, self._model = model, structured(model, schema)
        self._messages = list(messages)
        self._cancelled = cancelled
        self._limits = limits
        self.reported: dict[str, Any] = {}
        self.seconds = 0.0

    def __iter__(self) -> Iterator[str]:
        start = time.monotonic()
        try:
            for attempt in range(self._limits.tries):
                began = False
                try:
                    for piece in self._once(start):
                        began = True
                        yield piece
                    return
                except ModelFailed:
                    raise
                except Exception as error:  # every provider raises errors of its own
                    if not began and self._model is not self._plain and not _passes(error):
                        # A server can refuse a schema that its client offers: then the form is only
                        # asked for in words.
                        self._model = self._plain
                        continue
                    if began or attempt + 1 == self._limits.tries or not _passes(error):
                        raise ModelFailed(f"it failed: {_told(error)}") from error
                    if self._cancelled.wait(self._limits.pause * 2**attempt):
                        return
        finally:
            self.seconds = time.monotonic() - start

    def _once(self, start: float) -> Iterator[str]:
        """The pieces of one try; the model is read in a thread of its own, so that a stalled one
        holds nobody up.
        """
        pieces: queue.Queue[str | Exception | None] = queue.Queue()
        stopped = threading.Event()
        threading.Thread(
            target=self._read, args=(pieces, stopped), daemon=True, name="chat-model"
        ).start()
        said, last, wait = 0, time.monotonic(), self._limits.first
        try:
            while not self._cancelled.is_set():
                try:
                    piece = pieces.get(timeout=_LOOK)
                except queue.Empty:
                    now = time.monotonic()
                    if now - last > wait:
                        raise ModelFailed(f"it said nothing for {wait:g} seconds") from None
                    if now - start > self._limits.whole:
                        raise ModelFailed(
                            f"it was not done after {self._limits.whole:g} seconds"
                        ) from None
                    continue
                if piece is None:
                    return
                if isinstance(piece, Exception):
                    raise piece
                said += len(piece)
                if said > self._limits.length:
                    raise ModelFailed(f"it said more than {self._limits.length:,} characters")
                if time.monotonic() - start > self._limits.whole:
                    raise ModelFailed(f"it was not done after {self._limits.whole:g} seconds")
                last, wait = time.monotonic(), self._limits.silence
                yield piece
        finally:
            stopped.set()

    def _read(self, pieces: queue.Queue, stopped: threading.Event) -> None:
        try:
            stream = self._model.stream(self._messages)
            try:
                for chunk in stream:
                    if stopped.is_set():
                        break
                    self._count(chunk)
                    pieces.put(_text(chunk))
            finally:
                # Closing ends the request at the provider, too.
                close = getattr(stream, "close", None)
                if close:
                    close()
            pieces.put(None)
        except Exception as error:  # handed over to the reader
            pieces.put(error)

    def _count(self, chunk: Any) -> None:
        for name, number in (getattr(chunk, "usage_metadata", None) or {}).items():
            if isinstance(number, int):
                self.reported[name] = self.reported.get(name, 0) + number
        metadata = getattr(chunk, "response_metadata", None) or {}
        usage = metadata.get("token_usage") or {}
        # OpenAI's client tells the tokens of a reply in a schema only here.
        for name, theirs in (
            ("input_tokens", "prompt_tokens"),
            ("output_tokens", "completion_tokens"),
        ):
            if name not in self.reported and isinstance(usage.get(theirs), int):
                self.reported[name] = usage[theirs]
        cost = metadata.get("cost", usage.get("cost"))
        if isinstance(cost, (int, float)) and not isinstance(cost, bool):
            self.reported["cost"] = self.reported.get("cost", 0.0) + cost


def structured(model: BaseChatModel, schema: dict[str, Any] = SCHEMA) -> Runnable:
    """The model bound to a JSON schema, by default the statements', where its provider has
    structured output, else as it is.

    Only the binding is kept, not LangChain's parser behind it, which would hold a statement back
    until the reply is whole.
    """
    try:
        bound = model.with_structured_output(schema)
    except Exception:  # a provider without structured output says so in its own way
        return model
    return bound.first if isinstance(bound, RunnableSequence) else model


def _text(chunk: Any) -> str:
    """The text of a chunk: its content, or the arguments of the tool call that structured output is
    made of.
    """
    if isinstance(chunk, AIMessageChunk) and chunk.tool_call_chunks:
        return "".join(call.get("args") or "" for call in chunk.tool_call_chunks)
    text = getattr(chunk, "text", "")
    return str(text() if callable(text) and not isinstance(text, str) else text)


def _passes(error: Exception) -> bool:
    """Whether a failure is of the kind that passes by itself."""
    status = getattr(error, "status_code", None) or getattr(
        getattr(error, "response", None), "status_code", None
    )
    if isinstance(status, int):
        return status in _PASSING
    return (
        isinstance(error, (ConnectionError, TimeoutError))
        or "timeout" in type(error).__name__.lower()
        or "connect" in type(error).__name__.lower()
    )


def _told(error: Exception) -> str:
    """An error in one line of moderate length; providers put whole pages into theirs."""
    return " ".join(str(error).split())[:300] or type(error).__name__
