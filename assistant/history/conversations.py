"""Conversations, kept on disk beside the store."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    func,
    insert,
    inspect,
    select,
    update,
)

from assistant.answer import Answer, answer_from_json
from assistant.history.database import KeptFile, conversations, kept_json, turns, waiting
from assistant.older_queries import any_reading
from assistant.reading import Reading

_LONGEST_TITLE = 120
# Of so many conversations of one title it is looked whether one is of a single question.
_MOST_ALIKE = 20


class NoConversation(LookupError):
    """The owner has no conversation of that id; the message names it."""


@dataclass(frozen=True)
class Conversation:
    """What a list of conversations shows: when each was begun and last changed (UTC), and how many
    answers it holds.
    """

    id: str
    title: str
    begun: datetime
    changed: datetime
    turns: int


class Conversations:
    """The conversations in a store's folder. Each belongs to its owner ("" without sign-in); for
    others it is not there.

    Any number of threads may use one object at once. Every operation raises `CannotKeep` where the
    file cannot be used.
    """

    def __init__(self, folder: Path):
        """Open the file in the store's folder.

        Raises:
            CannotKeep: it cannot be used.
        """
        self._file = KeptFile(folder)

    def begin(self, owner: str, title: str) -> str:
        """Begin a conversation; its id, which cannot be guessed."""
        identity, now = uuid.uuid4().hex, _now()
        with self._file.writing() as connection:
            connection.execute(
                insert(conversations).values(
                    id=identity, owner=owner, title=_title(title), begun=now, changed=now
                )
            )
        return identity

    def add(self, identity: str, owner: str, answer: Answer) -> None:
        """Put an answer at the end of a conversation; no question of it waits any more.

        Raises:
            NoConversation: the owner has none of that id.
        """
        answer_json = kept_json(answer)
        with self._file.writing() as connection:
            _touch(connection, identity, owner)
            position = (
                select(func.coalesce(func.max(turns.c.position) + 1, 0))
                .where(turns.c.conversation == identity)
                .scalar_subquery()
            )
            connection.execute(
                insert(turns).values(conversation=identity, position=position, answer=answer_json)
            )
            connection.execute(delete(waiting).where(waiting.c.conversation == identity))

    def ask(self, identity: str, owner: str, position: int, asked: str | Reading) -> None:
        """Keep a question that is going to be answered at a position (from 0), instead of one that
        waited; the answers from there on go.

        Raises:
            NoConversation: the owner has none of that id.
        """
        asked_json = json.dumps(asked if isinstance(asked, str) else asked.as_json())
        with self._file.writing() as connection:
            _touch(connection, identity, owner)
            connection.execute(
                delete(turns).where(turns.c.conversation == identity, turns.c.position >= position)
            )
            connection.execute(delete(waiting).where(waiting.c.conversation == identity))
            connection.execute(insert(waiting).values(conversation=identity, asked=asked_json))

    def waiting(self, identity: str, owner: str) -> str | Reading | None:
        """The question of a conversation that was not answered, None where there is none."""
        with self._file.reading() as connection:
            if not inspect(connection).has_table(
                waiting.name
            ):  # an earlier version's file that cannot be written
                return None
            asked_json = connection.scalar(
                select(waiting.c.asked)
                .join(conversations, conversations.c.id == waiting.c.conversation)
                .where(_owned(identity, owner))
            )
            asked = json.loads(asked_json) if asked_json is not None else None
            return asked if asked is None or isinstance(asked, str) else any_reading(asked)

    def leave_question(self, identity: str, owner: str) -> None:
        """Take away the question of a conversation that waits for an answer.

        Raises:
            NoConversation: the owner has none of that id.
        """
        with self._file.writing() as connection:
            _touch(connection, identity, owner)
            connection.execute(delete(waiting).where(waiting.c.conversation == identity))

    def listed(self, owner: str) -> tuple[Conversation, ...]:
        """The owner's conversations, the last changed first."""
        amount = (
            select(func.count()).where(turns.c.conversation == conversations.c.id).scalar_subquery()
        )
        statement = (
            select(conversations, amount.label("amount"))
            .where(conversations.c.owner == owner)
            .order_by(conversations.c.changed.desc(), conversations.c.id)
        )
        with self._file.reading() as connection:
            rows = connection.execute(statement).all()
            return tuple(
                Conversation(
                    row.id,
                    row.title,
                    datetime.fromisoformat(row.begun),
                    datetime.fromisoformat(row.changed),
                    row.amount,
                )
                for row in rows
            )

    def turns(self, identity: str, owner: str) -> tuple[Answer, ...]:
        """The answers of a conversation, in order.

        Raises:
            NoConversation: the owner has none of that id.
        """
        with self._file.reading() as connection:
            if connection.scalar(select(conversations.c.id).where(_owned(identity, owner))) is None:
                raise NoConversation(f"there is no conversation {identity}")
            kept_answers = connection.scalars(
                select(turns.c.answer)
                .where(turns.c.conversation == identity)
                .order_by(turns.c.position)
            ).all()
            return tuple(answer_from_json(json.loads(kept_answer)) for kept_answer in kept_answers)

    def of_one_question(self, owner: str, asked: str | Reading) -> str | None:
        """The owner's conversation in which nothing but this was asked, the last changed of
        several; None where there is none.
        """
        words = asked if isinstance(asked, str) else asked.question
        alike = (
            select(conversations.c.id)
            .where(conversations.c.owner == owner, conversations.c.title == _title(words))
            .order_by(conversations.c.changed.desc())
            .limit(_MOST_ALIKE)
        )
        with self._file.reading() as connection:
            for identity in connection.scalars(alike).all():
                answers = connection.scalars(
                    select(turns.c.answer).where(turns.c.conversation == identity).limit(2)
                ).all()
                readings = [any_reading(json.loads(answer)) for answer in answers]
                if len(readings) == 1 and asked in (readings[0].question, readings[0]):
                    return identity
        return None

    def rename(self, identity: str, owner: str, title: str) -> None:
        """Give a conversation another title.

        Raises:
            NoConversation: the owner has none of that id.
        """
        with self._file.writing() as connection:
            _touch(connection, identity, owner, title=_title(title))

    def delete(self, identity: str, owner: str) -> None:
        """Take a conversation away for good.

        Raises:
            NoConversation: the owner has none of that id.
        """
        with self._file.writing() as connection:
            if not connection.execute(
                delete(conversations).where(_owned(identity, owner))
            ).rowcount:
                raise NoConversation(f"there is no conversation {identity}")

    def cut(self, identity: str, owner: str, position: int) -> None:
        """Take away the answer at a position (from 0) and all after it, so that its question can be
        asked anew.

        Raises:
            NoConversation: the owner has none of that id.
            ValueError: the position is negative.
        """
        if position < 0:
            raise ValueError(f"the position {position} is negative")
        with self._file.writing() as connection:
            _touch(connection, identity, owner)
            connection.execute(
                delete(turns).where(turns.c.conversation == identity, turns.c.position >= position)
            )

    def close(self) -> None:
        """Give the file free."""
        self._file.close()


def _owned(identity: str, owner: str) -> ColumnElement[bool]:
    return and_(conversations.c.id == identity, conversations.c.owner == owner)


def _touch(connection: Connection, identity: str, owner: str, **changes: str) -> None:
    # A transaction that begins with a write waits its turn; one that begins with a read could be
    # refused.
    if not connection.execute(
        update(conversations).where(_owned(identity, owner)).values(changed=_now(), **changes)
    ).rowcount:
        raise NoConversation(f"there is no conversation {identity}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _title(title: str) -> str:
    folded = " ".join(title.encode("utf-8", "replace").decode().split())
    return (
        folded if len(folded) <= _LONGEST_TITLE else folded[: _LONGEST_TITLE - 2].rstrip() + " …"
    ) or "Untitled"
