"""Chat models that say what they are told to say: true statements and lies mixed, or no usable
reply at all.
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from evals.adversarial.lies import KINDS, untrue_statement
from evals.adversarial.pieces import FakeStatement, Piece, pieces_of
from evals.adversarial.truths import true_statement

# Characters a streamed piece has; it divides words and JSON alike.
_PIECE = 37


class FakeModel(BaseChatModel):
    """Streams what ``reply`` makes of the evidence in its prompt; ``said`` keeps the statements of
    the last reply.
    """

    reply: Callable[[Sequence[Piece]], Sequence[FakeStatement]]
    said: list[Any] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "fake"

    def _generate(
        self, messages: list[BaseMessage], stop=None, run_manager=None, **kwargs: Any
    ) -> ChatResult:
        return ChatResult(
            generations=[
                ChatGeneration(
                    message=AIMessage("".join(chunk.text for chunk in self._stream(messages)))
                )
            ]
        )

    def _stream(
        self, messages: list[BaseMessage], stop=None, run_manager=None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        statements = list(self.reply(pieces_of(messages)))
        self.said += statements
        text = json.dumps(
            {
                "statements": [
                    {"text": statement.text, "citations": list(statement.citations)}
                    for statement in statements
                ]
            },
            ensure_ascii=False,
        )
        for start in range(0, len(text), _PIECE):
            yield ChatGenerationChunk(message=AIMessageChunk(content=text[start : start + _PIECE]))


class BrokenModel(FakeModel):
    """A fake that gives no usable reply: ``how`` is one of `BROKEN`."""

    how: str

    def _stream(
        self, messages: list[BaseMessage], stop=None, run_manager=None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        if self.how == "fails":
            raise RuntimeError("the fake model fails")
        if self.how == "stalls":
            time.sleep(2)
            return
        whole = list(super()._stream(messages))
        if self.how == "fails half-way":
            yield from whole[: len(whole) // 2]
            raise ConnectionError("the fake model breaks off")
        if self.how == "malformed":
            text = "".join(chunk.text for chunk in whole)
            yield ChatGenerationChunk(
                message=AIMessageChunk(content=text.replace('"text"', "'text'").replace("]", "}"))
            )
        if self.how == "endless":
            while True:
                yield from whole


#: Ways to give no usable reply.
BROKEN = ("fails", "stalls", "fails half-way", "malformed", "endless")


def liar(seed: int, kind: str, true: int = 2, lies: int = 2) -> FakeModel:
    """A model that mixes true statements with lies of a kind."""
    return FakeModel(reply=lambda pieces: mixed(random.Random(seed), pieces, kind, true, lies))


def mixed(
    chance: random.Random, pieces: Sequence[Piece], kind: str, true: int, lies: int
) -> list[FakeStatement]:
    """True statements and lies, in an order of chance; a few tries each, as not all evidence gives
    each kind.
    """
    assert kind in KINDS, "kinds are those of the list"
    by_text: dict[str, FakeStatement] = {}
    for make, wanted in (
        (lambda: true_statement(chance, pieces), true),
        (lambda: untrue_statement(chance, pieces, kind), lies),
    ):
        made = 0
        for _ in range(12):
            statement = make() if made < wanted else None
            if statement and statement.text not in by_text:
                by_text[statement.text] = statement
                made += 1
    statements = list(by_text.values())
    chance.shuffle(statements)
    return statements
