"""The file in which conversations and feedback are kept: SQLite, in the store's folder, apart from the records.

The records can be built anew from the letters; this file cannot, and nothing of the index writes to it.
"""

import json
import threading
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import Boolean, Column, Engine, ForeignKey, Index, Integer, MetaData, String, Table, Text, text
from sqlalchemy.schema import CreateIndex, CreateTable

from assistant.answer import Answer
from index.records.schema import open_engine

FILE = "conversations.sqlite"
#: Of a kept answer the items of a count are kept up to so many; the count itself is whole.
MOST_ITEMS = 10_000
# Raised when the tables change.
_SCHEMA = 1
_opening = threading.Lock()

_metadata = MetaData()

#: One row a conversation; ``owner`` is who is signed in, empty without sign-in. Times are ISO 8601, UTC, with microseconds.
conversations = Table(
    "conversations",
    _metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("begun", String, nullable=False),
    Column("changed", String, nullable=False),
    Index("conversations_by_owner", "owner", "changed"),
)

#: One row an answer of a conversation, by ``position`` from 0; ``answer`` is its JSON.
turns = Table(
    "turns",
    _metadata,
    Column("conversation", String, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("answer", Text, nullable=False),
)

#: One row a judgement of an answer. ``alone`` tells whether the question was understood without the one before it.
feedback = Table(
    "feedback",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("owner", String, nullable=False),
    Column("given", String, nullable=False),
    Column("good", Boolean, nullable=False),
    Column("comment", Text, nullable=False),
    Column("alone", Boolean, nullable=False),
    Column("answer", Text, nullable=False),
)


class KeptIncompatible(Exception):
    """The file was written by a later version, or is damaged; the message names it."""


def open_kept(folder: Path) -> Engine:
    """An engine on the file in a store's folder, which is made where there is none.

    Raises:
        KeptIncompatible: a later version of the program wrote the file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(folder / FILE)
    with _opening, FileLock(folder / f"{FILE}.lock"), engine.begin() as connection:
        version = connection.scalar(text("PRAGMA user_version")) or 0
        if version > _SCHEMA:
            raise KeptIncompatible(f"{folder / FILE} was written by a later version of this program (schema {version}, this version knows {_SCHEMA})")
        for table in _metadata.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))
            for index in table.indexes:
                connection.execute(CreateIndex(index, if_not_exists=True))
        connection.execute(text(f"PRAGMA user_version = {_SCHEMA}"))
    return engine


def kept_json(answer: Answer) -> str:
    """An answer as it is kept: without the list of all items of the index, and of other counts at most `MOST_ITEMS` items."""
    told: dict[str, Any] = answer.as_json(MOST_ITEMS)
    for tally in told["tallies"][1:]:
        if not tally["criteria"]:
            tally["items"] = []
    return json.dumps(told, ensure_ascii=False)
