"""The chat model's wording of the same evidence."""

import json
import threading
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant.answer import Citation, Statement
from assistant.chat_models.client import DEFAULT_LIMITS, Limits, Request
from assistant.chat_models.errors import ModelFailed, ModelUnavailable
from assistant.chat_models.registry import chat_model, context_of
from assistant.chat_models.stream_parser import Reading
from assistant.chat_models.usage import Usage
from assistant.evidence.evidence import Evidence
from assistant.verification import Rejected

__all__ = ["ChatWriter", "ModelFailed", "ModelUnavailable", "chat_model"]

_PROMPTS = files(__name__.rpartition(".")[0]).joinpath("prompts")
_RULES, _EVIDENCE, _AGAIN = (
    _PROMPTS.joinpath(f"{name}.md").read_text("utf-8") for name in ("answer", "evidence", "again")
)
# Tokens kept free for the rules, the reply and a second request; and characters a token of English
# clinical prose has at least.
_KEPT, _CHARACTERS = 2_000, 3


class ChatWriter:
    """A chat model at work on one answer: its statements as they get complete, and what it took.

    ``usage`` counts all requests so far; ``failure`` says why the last one broke off, None where it
    did not. ``exchanges`` holds each request's messages with what came back, as plain values.
    """

    def __init__(
        self,
        model: BaseChatModel,
        evidence: Evidence,
        cancelled: threading.Event,
        limits: Limits = DEFAULT_LIMITS,
        per_million: tuple[float, float] | None = None,
    ):
        self._model = model
        self._cancelled = cancelled
        self._limits = limits
        self._price = per_million
        self._messages: list[BaseMessage] = [
            SystemMessage(_RULES),
            HumanMessage(_EVIDENCE.format(**prompt_fields(evidence, context_of(model)))),
        ]
        self.usage = Usage()
        self.failure: str | None = None
        self.exchanges: list[dict[str, Any]] = []

    def first(self) -> Iterator[Statement]:
        """The statements of the first draft, before the grounding check."""
        yield from self._statements(self._messages)

    def again(self, refused: Sequence[Rejected]) -> Iterator[Statement]:
        """The statements that the model gives in place of the refused ones, told the reason of
        each.
        """
        said = json.dumps(
            {
                "statements": [
                    {
                        "text": rejected.statement.text,
                        "citations": list(rejected.statement.citations),
                    }
                    for rejected in refused
                ]
            },
            ensure_ascii=False,
        )
        reasons = "\n".join(
            f"- {json.dumps(rejected.statement.text, ensure_ascii=False)}: {rejected.reason}"
            for rejected in refused
        )
        yield from self._statements(
            [*self._messages, AIMessage(said), HumanMessage(_AGAIN.format(refused=reasons))]
        )

    def _statements(self, messages: Sequence[BaseMessage]) -> Iterator[Statement]:
        request, reading, has_statements = (
            Request(self._model, messages, self._cancelled, self._limits),
            Reading(),
            False,
        )
        said: list[str] = []
        self.failure = None
        try:
            for piece in request:
                said.append(piece)
                for statement in reading.more(piece):
                    has_statements = True
                    yield statement
            if not has_statements:
                self.failure = "it gave no statements in the form asked for"
        except ModelFailed as failure:
            self.failure = str(failure)
        finally:
            self.usage = self.usage.with_reply(request.reported, request.seconds, self._price)
            sent = [{"role": message.type, "content": message.text} for message in messages]
            self.exchanges.append({"sent": sent, "said": "".join(said), "failure": self.failure})


def prompt_fields(evidence: Evidence, context: int) -> dict[str, str]:
    """What a model of ``context`` tokens is told: the question, the counts, and as many pieces of
    evidence as fit, most useful first.

    The built-in writer's order of use is the order of usefulness. Each piece is one line of JSON:
    no words of a letter can end it.
    """
    pieces, left = [], max(0, context - _KEPT) * _CHARACTERS
    for citation in evidence.quotes.made:
        piece = _piece(citation)
        if len(piece) > left:
            break
        left -= len(piece)
        pieces.append(piece)
    counts = "; ".join(
        f"{tally.words}: n {tally.n}, upheld {tally.upheld}, overturned {tally.overturned}"
        for tally in evidence.tallies
    )
    return {
        "question": json.dumps(evidence.reading.question, ensure_ascii=False),
        "selection": evidence.tallies[0].words if evidence.tallies else "none",
        "counts": counts or "none",
        "evidence": "\n".join(pieces),
    }


def _piece(citation: Citation) -> str:
    about = (
        {"item": citation.item, "denial": str(citation.outcome)}
        if citation.item
        else {"part": "clinical summary"}
    )
    line = json.dumps(
        {"number": citation.id, "case": citation.case, **about, "words": citation.words},
        ensure_ascii=False,
    )
    # So that no letter's words can look like the end of the fence.
    return line.replace("<", "\\u003c")
