"""Conversations, kept on disk beside the store."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from assistant.answer import Answer, answer_from_json
from assistant.kept import conversations, kept_json, open_kept, turns

_LONGEST_TITLE = 120


class NoConversation(LookupError):
    """The owner has no conversation of that id; the message names it."""


@dataclass(frozen=True)
class Conversation:
    """What a list of conversations shows: when each was begun and last changed (UTC), and how many answers it holds."""

    id: str
    title: str
    begun: datetime
    changed: datetime
    turns: int


class Conversations:
    """The conversations in a store's folder. Each belongs to its owner ("" without sign-in); for others it is not there.

    Any number of threads may use one object at once.
    """

    def __init__(self, folder: Path):
        """Open the file in the store's folder.

        Raises:
            KeptIncompatible: a later version of the program wrote it.
        """
        self._engine = open_kept(folder)

    def begin(self, owner: str, title: str) -> str:
        """Begin a conversation; its id, which cannot be guessed."""
        identity, now = uuid.uuid4().hex, _now()
        with self._engine.begin() as connection:
            connection.execute(insert(conversations).values(id=identity, owner=owner, title=_title(title), begun=now, changed=now))
        return identity

    def add(self, identity: str, owner: str, answer: Answer) -> None:
        """Put an answer at the end of a conversation.

        Raises:
            NoConversation: the owner has none of that id.
        """
        told = kept_json(answer)
        with self._engine.begin() as connection:
            _touch(connection, identity, owner)
            position = select(func.coalesce(func.max(turns.c.position) + 1, 0)).where(turns.c.conversation == identity).scalar_subquery()
            connection.execute(insert(turns).values(conversation=identity, position=position, answer=told))

    def listed(self, owner: str) -> tuple[Conversation, ...]:
        """The owner's conversations, the last changed first."""
        amount = select(func.count()).where(turns.c.conversation == conversations.c.id).scalar_subquery()
        statement = select(conversations, amount.label("amount")).where(conversations.c.owner == owner).order_by(conversations.c.changed.desc(), conversations.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(statement).all()
        return tuple(Conversation(row.id, row.title, datetime.fromisoformat(row.begun), datetime.fromisoformat(row.changed), row.amount) for row in rows)

    def turns(self, identity: str, owner: str) -> tuple[Answer, ...]:
        """The answers of a conversation, in order.

        Raises:
            NoConversation: the owner has none of that id.
        """
        with self._engine.connect() as connection:
            if connection.scalar(select(conversations.c.id).where(_owned(identity, owner))) is None:
                raise NoConversation(f"there is no conversation {identity}")
            told = connection.scalars(select(turns.c.answer).where(turns.c.conversation == identity).order_by(turns.c.position)).all()
        return tuple(answer_from_json(json.loads(each)) for each in told)

    def rename(self, identity: str, owner: str, title: str) -> None:
        """Give a conversation another title.

        Raises:
            NoConversation: the owner has none of that id.
        """
        with self._engine.begin() as connection:
            _touch(connection, identity, owner, title=_title(title))

    def delete(self, identity: str, owner: str) -> None:
        """Take a conversation away for good.

        Raises:
            NoConversation: the owner has none of that id.
        """
        with self._engine.begin() as connection:
            if not connection.execute(delete(conversations).where(_owned(identity, owner))).rowcount:
                raise NoConversation(f"there is no conversation {identity}")

    def cut(self, identity: str, owner: str, position: int) -> None:
        """Take away the answer at a position (from 0) and all after it, so that its question can be asked anew.

        Raises:
            NoConversation: the owner has none of that id.
            ValueError: the position is negative.
        """
        if position < 0:
            raise ValueError(f"the position {position} is negative")
        with self._engine.begin() as connection:
            _touch(connection, identity, owner)
            connection.execute(delete(turns).where(turns.c.conversation == identity, turns.c.position >= position))

    def close(self) -> None:
        """Give the file free."""
        self._engine.dispose()


def _owned(identity: str, owner: str) -> ColumnElement[bool]:
    return and_(conversations.c.id == identity, conversations.c.owner == owner)


def _touch(connection: Connection, identity: str, owner: str, **changes: str) -> None:
    # A transaction that begins with a write waits its turn; one that begins with a read could be refused.
    if not connection.execute(update(conversations).where(_owned(identity, owner)).values(changed=_now(), **changes)).rowcount:
        raise NoConversation(f"there is no conversation {identity}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _title(title: str) -> str:
    folded = " ".join(title.encode("utf-8", "replace").decode().split())
    return (folded if len(folded) <= _LONGEST_TITLE else folded[: _LONGEST_TITLE - 2].rstrip() + " …") or "Untitled"
