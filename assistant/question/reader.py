"""Reading a question, within its conversation, as a typed query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.query import OF_NO_DECISION
from assistant.question.conversation import (
    follows,
    not_there,
    not_understood,
    standing_alone,
    which_one,
)
from assistant.question.draft import Asked, Draft
from assistant.question.resolve import draft_of, reading_of
from assistant.question.understand import understand
from assistant.reading import RULES, Reading


@dataclass(frozen=True)
class Conversation:
    """What came before a question: the reading that it can lean on, the readings of the last turns
    before it, the oldest first, and the cases that the answer before it lists, in its order.
    """

    before: Reading | None = None
    earlier: Sequence[Reading] = ()
    listed_cases: Callable[[], Sequence[str]] = tuple


def read(question: str, before: Reading | None = None) -> Reading:
    """A question as the rules read it, after one that was read as ``before``."""
    return _of_rules(_by_rules(question, draft_of(before) if before is not None else None))


def read_question(question: str, conversation: Conversation) -> Reading:
    """A question as the rules read it within its conversation; a place of the list before it, where
    it points at one.
    """
    before = draft_of(conversation.before) if conversation.before is not None else None
    if before is not None and not understand(question).cases:
        pointed = _pointed_at(question, before, conversation.listed_cases)
        if pointed is not None:
            return _of_rules(pointed)
    return _of_rules(_by_rules(question, before))


def leaned_on(readings: Iterable[Reading]) -> Reading | None:
    """The reading of a conversation that a further question can lean on: the last one that is about
    items or a case, or the last of all; None before the first.
    """
    asked = list(readings)
    return next(
        (each for each in reversed(asked) if each.query.intent not in OF_NO_DECISION),
        asked[-1] if asked else None,
    )


def _of_rules(draft: Draft) -> Reading:
    return replace(reading_of(draft), read_by=RULES)


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
