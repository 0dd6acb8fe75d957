"""A chat model that reads a question: the whole typed query, by the same contract as everybody's.

What it says is a proposal. Its form is checked here, its values against the vocabulary and the
index; `assistant.question.two_readings` holds it against the question's words and against what the
rules read.
"""

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.chat_models.client import Limits, Request
from assistant.chat_models.errors import ModelFailed, ModelUnavailable
from assistant.chat_models.registry import chat_model, context_of
from assistant.chat_models.usage import Usage
from assistant.query import BadQuery, Query, query_from_json, query_schema
from assistant.question.known_values import UnknownValue, offered, with_known_values
from assistant.question.model_prompt import asked, contract
from assistant.reading import Reading
from index.store.protocols import Records

#: A query is short, and the answer waits for it.
LIMITS = Limits(first=60.0, silence=20.0, whole=120.0, length=12_000, tries=2)
# Tokens kept free for the question and the reply, and characters that a token has at least; and the
# most characters of rules and values: a model can name a rare service without having seen it in the
# list, and on a small machine reading takes its time.
_KEPT, _CHARACTERS, _MOST = 2_500, 3, 14_000
_LIMITS = ("maxItems", "minItems", "maxLength", "minLength", "maximum", "minimum", "pattern")


@dataclass(frozen=True)
class Proposal:
    """What a chat model reads a question as: a query, or why there is none; and what that took."""

    query: Query | None = None
    fault: str | None = None
    usage: Usage | None = None
    exchanges: tuple[dict[str, Any], ...] = ()


class BadReply(ValueError):
    """A reply that is no query; the message says why."""


class ModelReader:
    """A chat model that reads questions; it is loaded when it is first asked."""

    def __init__(
        self,
        name: str,
        model: BaseChatModel | None = None,
        limits: Limits = LIMITS,
        per_million: tuple[float, float] | None = None,
    ):
        self.name = name
        self._model = model
        self._limits = limits
        self._price = per_million

    def propose(
        self,
        question: str,
        before: Sequence[Reading],
        records: Records,
        cancelled: threading.Event,
    ) -> Proposal:
        """What the model reads a question as, after turns that were read as ``before``."""
        try:
            messages = self._messages(question, before, records)
            request = Request(self.model, messages, cancelled, self._limits, reply_schema())
        except ModelUnavailable as fault:
            return Proposal(fault=str(fault))
        pieces: list[str] = []
        query, fault = None, None
        try:
            pieces += request
            query = with_known_values(query_in("".join(pieces)), records)
        except (ModelFailed, BadReply, BadQuery, UnknownValue) as error:
            fault = str(error)
        exchange = {
            "sent": [{"role": each.type, "content": each.text} for each in messages],
            "said": "".join(pieces),
            "failure": fault,
        }
        usage = Usage().with_reply(request.reported, request.seconds, self._price)
        return Proposal(query, fault, usage, (exchange,))

    @property
    def model(self) -> BaseChatModel:
        """The chat model itself.

        Raises:
            ModelUnavailable: it cannot be had.
        """
        if self._model is None:
            self._model = chat_model(self.name)
        return self._model

    def _messages(
        self, question: str, before: Sequence[Reading], records: Records
    ) -> list[SystemMessage | HumanMessage]:
        room = min(_MOST, max(2_000, (context_of(self.model) - _KEPT) * _CHARACTERS))
        return [
            SystemMessage(contract(offered(records), room)),
            HumanMessage(asked(question, before)),
        ]


def reply_schema() -> dict[str, Any]:
    """The form in which a query is asked for: its JSON Schema without limits of lists and texts,
    which grammars made of it cannot hold. They are checked when the reply is read.
    """
    return _without_limits(query_schema())


def _without_limits(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            name: _without_limits(value)
            for name, value in schema.items()
            if name not in _LIMITS or isinstance(value, dict)  # a property may have such a name
        }
    return [_without_limits(each) for each in schema] if isinstance(schema, list) else schema


def query_in(said: str) -> Query:
    """The query that a reply gives.

    Raises:
        BadReply: it gives none.
    """
    told = first_object(said)
    # Some models fill in every name; what is empty is as if it were left out.
    kept = {name: value for name, value in told.items() if value not in (None, "", [], {})}
    try:
        return query_from_json(kept)
    except BadQuery as error:
        raise BadReply(f"it gave {error}") from error


def first_object(said: str) -> dict[str, Any]:
    """The first JSON object of a reply, whatever stands around it.

    Raises:
        BadReply: there is none.
    """
    decoder = json.JSONDecoder(strict=False)
    for match in re.finditer(r"\{", said):
        try:
            found, _ = decoder.raw_decode(said, match.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    raise BadReply("it gave no JSON object")
