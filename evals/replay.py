"""A chat model that says recorded replies, whatever it is told: keyed by the turn that is asked."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

Turn = tuple[str, int]


class BadRecording(ValueError):
    """A file of recorded replies that cannot be read; the message names it, the line and the
    cause.
    """


class NoReply(RuntimeError):
    """A turn of which no reply is recorded."""


class ReplayedModel(BaseChatModel):
    """A chat model that says what is recorded of the turn that `turn` names (an entry's id and the
    number of its turn, from 1).
    """

    replies: Mapping[Turn, str]
    turn: Turn = ("", 0)

    @property
    def _llm_type(self) -> str:
        return "replayed"

    def _reply(self) -> str:
        if self.turn not in self.replies:
            raise NoReply(f"no reply is recorded of turn {self.turn[1]} of {self.turn[0]!r}")
        return self.replies[self.turn]

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=self._reply()))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield ChatGenerationChunk(message=AIMessageChunk(content=self._reply()))


def replayed(path: Path) -> ReplayedModel:
    """The model of a file of recorded queries: JSON lines with ``id`` and ``queries``, one a turn.

    Raises:
        BadRecording: the file cannot be read.
    """
    replies: dict[Turn, str] = {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise BadRecording(f"{path}: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            for turn, query in enumerate(entry["queries"], 1):
                replies[(str(entry["id"]), turn)] = json.dumps(query, ensure_ascii=False)
        except (ValueError, KeyError, TypeError) as error:
            raise BadRecording(f"{path}, line {number}: {error!r}") from error
    return ReplayedModel(replies=replies)
