"""A chat model's proposal for how a question is read, where the rules leave words of it unread.

The rules come first and stay: the model is asked only what the words stand for that they could not
read, or how a follow-up that they cannot resolve is worded to stand alone. What it says is checked
(see `assistant.question.model_checks`) and named as its proposal; on any fault the rules' reading
stands, and that is said.
"""

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.chat_models.client import Limits, Request
from assistant.chat_models.errors import ModelFailed, ModelUnavailable
from assistant.chat_models.registry import chat_model, context_of
from assistant.chat_models.usage import Usage
from assistant.question.candidates import in_words, offered
from assistant.question.conversation import follows
from assistant.question.draft import OF_NO_DECISION, Asked, Draft, selection_as_json
from assistant.question.flat import Facet
from assistant.question.model_checks import (
    ALONE,
    SCHEMA,
    BadProposal,
    check,
    check_alone,
    first_object,
    keeps,
)
from assistant.question.understand import understand
from index.store.protocols import Records

_PROMPTS = files(__name__.rpartition(".")[0]).joinpath("prompts")
_QUERY, _ALONE = (_PROMPTS.joinpath(f"{name}.md").read_text("utf-8") for name in ("query", "alone"))
#: A reading is short, and the answer waits for it.
LIMITS = Limits(first=120.0, silence=30.0, whole=180.0, length=6_000, tries=2)
# Tokens kept free for the rules, the question and the reply, and characters that a token has at
# least; and the most characters of values: a model can name a rare service without having seen it
# in the list, and on a small machine reading takes its time.
_KEPT, _CHARACTERS, _MOST = 2_500, 3, 6_000
_LONGEST = 1_000
# What is not for a model to read: what the rules refuse, cases that are named, situations to be
# compared by their words, and what no items are asked for.
_NEVER = (*OF_NO_DECISION, Asked.CASE, Asked.SIMILAR)
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|those|these|that|same|instead|else|too|also|there|former|latter"
    r"|others?|ones?)\b",
    re.IGNORECASE,
)
_SUBJECT = (Facet.PROCEDURE, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.EITHER)


@dataclass
class Parsed:
    """A question as it is read in the end: the draft, what the asker has to know of how it came
    about, and what that took.
    """

    draft: Draft
    notes: list[str] = field(default_factory=list)
    usage: Usage | None = None
    exchanges: list[dict[str, Any]] = field(default_factory=list)


class Proposer:
    """A chat model that proposes readings; it is loaded when it is first asked."""

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

    def read(
        self,
        query: Draft,
        before: Draft | None,
        earlier: Sequence[str],
        records: Records,
        cancelled: threading.Event,
    ) -> Parsed:
        """The reading of a question that the rules read as ``query``, after one that was read as
        ``before``; ``earlier`` tells the turns before it, a line each.
        """
        reading = Parsed(query)
        if before is not None and unresolved(query, before):
            self._alone(reading, before, earlier, cancelled)
        read = reading.draft
        if wanting(read) and not cancelled.is_set():
            try:
                values = offered(records)
                told = {
                    "question": read.question[:_LONGEST],
                    "understood": {
                        "asked": read.asked.value,
                        "selection": selection_as_json(read.selection),
                    },
                    "unread words": list(read.unmatched),
                }
                room = min(_MOST, max(2_000, (context_of(self._loaded()) - _KEPT) * _CHARACTERS))
                said = self._ask(
                    _QUERY.format(facets=in_words(values, room)), told, SCHEMA, reading, cancelled
                )
                proposed = check(said, read, f"{query.question} {read.question}", values)
                if proposed:
                    reading.draft = replace(
                        proposed.query, question=query.question, proposed_by=self.name
                    )
                    words = "; ".join(
                        f"“{words}” as {criterion}" for words, criterion in proposed.readings
                    )
                    reading.notes.append(
                        "How the question is read was proposed by the model "
                        f"{self.name}{f': {words}' if words else ''}."
                    )
            except (BadProposal, ModelFailed, ModelUnavailable) as fault:
                reading.notes.append(
                    f"The model {self.name} was asked what {_quoted(read)} means; its proposal was "
                    f"not used ({fault})."
                )
        if reading.draft is not query:
            reading.draft = replace(reading.draft, question=query.question)
        return reading

    def _alone(
        self, reading: Parsed, before: Draft, earlier: Sequence[str], cancelled: threading.Event
    ) -> None:
        """Read a follow-up anew as the model words it to stand alone, where the rules can read it
        then.
        """
        query = reading.draft
        told = {"question": query.question[:_LONGEST], "conversation": list(earlier)}
        try:
            said = self._ask(_ALONE, told, ALONE, reading, cancelled)
            words = check_alone(said, query.question, " ".join(earlier))
            if words.lower() == query.question.lower():
                return
            alone = understand(words)
            if not alone.selection and alone.against is None:
                raise BadProposal(f"the rules cannot read “{words}” either")
            if not keeps(alone.selection, query.selection):
                raise BadProposal(f"“{words}” asks for something else")
            reading.draft = replace(alone, proposed_by=self.name)
            reading.notes.append(f"Read as “{words}”, as the model {self.name} proposed.")
        except (BadProposal, ModelFailed, ModelUnavailable) as fault:
            reading.notes.append(
                f"The model {self.name} was asked what the question goes on with; its proposal was "
                f"not used ({fault})."
            )

    def _ask(
        self,
        rules: str,
        told: dict[str, Any],
        schema: dict[str, Any],
        reading: Parsed,
        cancelled: threading.Event,
    ) -> dict[str, Any]:
        messages = [SystemMessage(rules), HumanMessage(json.dumps(told, ensure_ascii=False))]
        request = Request(self._loaded(), messages, cancelled, self._limits, schema)
        said: list[str] = []
        failure = None
        try:
            said += request
        except ModelFailed as fault:
            failure = str(fault)
            raise
        finally:
            reading.usage = (reading.usage or Usage()).with_reply(
                request.reported, request.seconds, self._price
            )
            reading.exchanges.append(
                {
                    "sent": [{"role": each.type, "content": each.text} for each in messages],
                    "said": "".join(said),
                    "failure": failure,
                }
            )
        return first_object("".join(said))

    def _loaded(self) -> BaseChatModel:
        if self._model is None:
            self._model = chat_model(self.name)
        return self._model


def wanting(query: Draft) -> bool:
    """Whether the rules left words unread, or understood nothing, of a question that may be read by
    a model.
    """
    return query.asked not in _NEVER and bool(query.unmatched)


def unresolved(query: Draft, before: Draft | None) -> bool:
    """Whether a question after another one leans on it in a way that the rules do not see, or may
    do so: they understand nothing of it, or no service.
    """
    if before is None or query.asked in _NEVER or follows(query, before):
        return False
    return (query.asked is Asked.PASSAGES and not query.selection) or (
        bool(_LEANS.search(query.question))
        and not any(query.selection.values(facet) for facet in _SUBJECT)
    )


def _quoted(query: Draft) -> str:
    return ", ".join(f"“{word}”" for word in query.unmatched[:5])
