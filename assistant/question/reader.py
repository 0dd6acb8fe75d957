"""Reading a question, within its conversation, as a typed query."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.chat_models.usage import Usage
from assistant.query import OF_NO_DECISION
from assistant.question.conversation import (
    follows,
    not_there,
    not_understood,
    standing_alone,
    which_one,
)
from assistant.question.draft import Asked, Draft
from assistant.question.model_parser import Proposer
from assistant.question.resolve import draft_of, reading_of
from assistant.question.understand import understand
from assistant.reading import Reading
from index.store.protocols import Records


@dataclass(frozen=True)
class ReadQuestion:
    """A question as it is read in the end, what the asker has to know of how it came about, and
    what a chat model took for it.
    """

    reading: Reading
    notes: tuple[str, ...] = ()
    usage: Usage | None = None
    exchanges: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Conversation:
    """What came before a question: the reading that it can lean on, a line for each earlier turn,
    and the cases that the answer before it lists, in its order.
    """

    before: Reading | None = None
    earlier: Sequence[str] = ()
    listed_cases: Callable[[], Sequence[str]] = tuple


def read(question: str, before: Reading | None = None) -> Reading:
    """A question as the rules read it, after one that was read as ``before``."""
    return reading_of(_by_rules(question, draft_of(before) if before is not None else None))


def read_question(
    question: str,
    conversation: Conversation,
    records: Records,
    proposer: Proposer | None,
    cancelled: threading.Event,
) -> ReadQuestion:
    """A question as the rules read it, and a chat model what they leave unread, where one is named;
    a place of the list before it, where it points at one.
    """
    draft = understand(question)
    before = draft_of(conversation.before) if conversation.before is not None else None
    if before is not None and not draft.cases:
        pointed = _pointed_at(question, before, conversation.listed_cases)
        if pointed is not None:
            return ReadQuestion(reading_of(pointed))
    # What the question leans on, where it leans on the one before.
    leaned = before if follows(draft, before) else None
    standing = draft if leaned is None else standing_alone(draft, leaned)
    notes: Sequence[str] = ()
    usage, exchanges = None, []
    if proposer is not None:
        parsed = proposer.read(standing, before, conversation.earlier, records, cancelled)
        standing, notes = parsed.draft, parsed.notes
        usage, exchanges = parsed.usage, parsed.exchanges
    if leaned is not None:
        standing = not_understood(draft, standing, leaned) or standing
    return ReadQuestion(reading_of(standing), tuple(notes), usage, exchanges)


def leaned_on(readings: Iterable[Reading]) -> Reading | None:
    """The reading of a conversation that a further question can lean on: the last one that is about
    items or a case, or the last of all; None before the first.
    """
    asked = list(readings)
    return next(
        (each for each in reversed(asked) if each.query.intent not in OF_NO_DECISION),
        asked[-1] if asked else None,
    )


def _by_rules(question: str, before: Draft | None) -> Draft:
    draft = understand(question)
    if before is None or not follows(draft, before):
        return draft
    standing = standing_alone(draft, before)
    return not_understood(draft, standing, before) or standing


def _pointed_at(
    question: str, before: Draft, listed_cases: Callable[[], Sequence[str]]
) -> Draft | None:
    """What is asked where the question points at a place of the list before it ("show me the
    second"); None where it does not.
    """
    place = which_one(question)
    if place is None:
        return None
    listed = listed_cases()
    if place < len(listed):
        return Draft(question, Asked.CASE, cases=(listed[place],))
    return not_there(question, before)
