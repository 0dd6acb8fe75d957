"""Reading a question, within its conversation, as a typed query, by rules."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.query import OF_NO_DECISION
from assistant.question.follow_up import Before, followed, speaks_of_reviewers
from assistant.question.standing import reading_of
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
    return read_question(question, Conversation(before))


def read_question(question: str, conversation: Conversation) -> Reading:
    """A question as the rules read it within its conversation; a place of the list before it, where
    it points at one.
    """
    before = conversation.before
    said = understand(question, speaks_of_reviewers(before))
    query = None
    if before is not None:
        context = Before(before, conversation.listed_cases, conversation.earlier)
        query = followed(said, context)
    return replace(reading_of(said, query), read_by=RULES)


def leaned_on(readings: Iterable[Reading]) -> Reading | None:
    """The reading of a conversation that a further question can lean on: the last one that is about
    items or a case, or the last of all; None before the first.
    """
    asked = list(readings)
    return next(
        (each for each in reversed(asked) if each.query.intent not in OF_NO_DECISION),
        asked[-1] if asked else None,
    )
