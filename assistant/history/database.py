"""The file in which conversations and feedback are kept: SQLite, in the store's folder, apart from
the records.

The records can be built anew from the letters; this file cannot, and nothing of the index writes to
it. Where it cannot be used it is left as it is, and every operation says why by one error,
`CannotKeep`.
"""

import json
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    NullPool,
    String,
    Table,
    Text,
    create_engine,
    inspect,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable

from assistant.answer import Answer
from assistant.history.connect import connect, write_ahead

FILE = "conversations.sqlite"
#: Of a kept answer the items of a count are kept up to so many; the count itself is whole.
MOST_ITEMS = 10_000
# Raised when tables change; a table that is only added leaves earlier versions their way.
_SCHEMA = 1
# Seconds that another writer is waited for: nobody waits longer for a page.
_WAIT = 3.0

_metadata = MetaData()

#: One row a conversation; ``owner`` is who is signed in, empty without sign-in. Times are ISO 8601,
#: UTC, with microseconds.
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
    Column(
        "conversation", String, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("position", Integer, primary_key=True),
    Column("answer", Text, nullable=False),
)

#: The question of a conversation that is not answered yet, at most one; ``asked`` is JSON, a text
#: or a query.
waiting = Table(
    "waiting",
    _metadata,
    Column(
        "conversation", String, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("asked", Text, nullable=False),
)

#: One row a judgement of an answer. ``alone`` tells whether the question was understood without the
#: one before it.
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

# What SQLite's errors mean for who uses the file, by the beginnings of their names.
_MEANT = {
    "SQLITE_NOTADB": "it is no SQLite file",
    "SQLITE_CORRUPT": "it is damaged",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "it cannot be written",
    "SQLITE_BUSY": "another program has locked it",
    "SQLITE_LOCKED": "another program has locked it",
    "SQLITE_CANTOPEN": "it cannot be opened",
    "SQLITE_IOERR": "it cannot be read or written",
}


class CannotKeep(Exception):
    """The file cannot be used now, and is as it was; the message names it and says why."""


class KeptFile:
    """The file in a store's folder. Each use opens it anew, so that one that was replaced meanwhile
    is seen for what it is.

    Any number of threads may use one object at once.
    """

    def __init__(self, folder: Path):
        """Make the file where there is none, and see whether it is whole.

        Raises:
            CannotKeep: another program, or a later version of this one, wrote the file; or it
            cannot be used as it is.
        """
        self._path = folder / FILE
        self._engine = create_engine(
            URL.create("sqlite", database=str(self._path)),
            creator=lambda: _open(self._path),
            poolclass=NullPool,
        )
        with self._told():
            folder.mkdir(parents=True, exist_ok=True)
            with self._engine.connect() as connection:
                if connection.scalar(text("PRAGMA quick_check(1)")) != "ok":
                    raise _Unfit("it is damaged")
                tables = set(inspect(connection).get_table_names())
            if not tables >= set(_metadata.tables):
                self._complete(bool(tables))

    def _complete(self, readable: bool) -> None:
        """Make the tables that the file does not have; one that can be read and not written stays
        without.
        """
        try:
            with self._engine.connect() as connection:
                connection.execute(text("BEGIN IMMEDIATE"))
                for table in _metadata.sorted_tables:
                    connection.execute(CreateTable(table, if_not_exists=True))
                    for index in table.indexes:
                        connection.execute(CreateIndex(index, if_not_exists=True))
                connection.execute(text(f"PRAGMA user_version = {_SCHEMA}"))
                connection.commit()
        except DBAPIError as error:
            if not (readable and _name(error.orig).startswith("SQLITE_READONLY")):
                raise

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A connection to read by.

        Raises:
            CannotKeep: the file cannot be used; or what was read makes no sense.
        """
        with self._told(), self._engine.connect() as connection:
            try:
                yield connection
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise _Unfit(
                    f"it holds something that cannot be read ({type(error).__name__}: {error})"
                ) from error

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """A connection whose writes are kept together, or not at all.

        Raises:
            CannotKeep: the file cannot be used.
        """
        with self._told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Generator[None]:
        """Every way in which the file can fail, as one error in words."""
        try:
            yield
        except _Unfit as reason:
            raise CannotKeep(f"{self._path}: {reason}") from None
        except (DBAPIError, sqlite3.Error) as error:
            raise CannotKeep(
                f"{self._path}: {_in_words(error.orig if isinstance(error, DBAPIError) else error)}"
            ) from error
        except OSError as error:
            raise CannotKeep(
                f"{error.filename or self._path}: {error.strerror or error}"
            ) from error

    def close(self) -> None:
        """Give the file free."""
        self._engine.dispose()


class _Unfit(Exception):
    """The file is none to be used; the message says why."""


def _open(path: Path) -> sqlite3.Connection:
    """A connection to the file, once it is seen to be one of this program's that this version
    knows.
    """
    if path.exists() and not path.is_file():
        raise _Unfit("it is no file")
    connection = connect(path, _WAIT)
    try:
        _see_whose(connection)
        write_ahead(connection)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _see_whose(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = {
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
            "ESCAPE '\\'"
        )
    }
    if version > _SCHEMA and {"conversations", "turns"} <= tables:
        raise _Unfit(
            f"a later version of this program wrote it (schema {version}, this version knows "
            f"{_SCHEMA})"
        )
    known = {
        name: {column.name for column in table.columns} for name, table in _metadata.tables.items()
    }
    alike = all(
        {column[1] for column in connection.execute(f'PRAGMA table_info("{name}")')} == known[name]
        for name in tables & known.keys()
    )
    lacking = {"conversations", "turns", "feedback"} - tables if version == _SCHEMA else set()
    if version not in (0, _SCHEMA) or tables - known.keys() or lacking or not alike:
        raise _Unfit("another program wrote it")


def _name(error: object) -> str:
    return getattr(error, "sqlite_errorname", "")


def _in_words(error: object) -> str:
    return next(
        (meant for name, meant in _MEANT.items() if _name(error).startswith(name)),
        f"it cannot be used ({error})",
    )


def kept_json(answer: Answer) -> str:
    """An answer as it is kept: without the list of all items of the index, and of other counts at
    most `MOST_ITEMS` items.
    """
    values: dict[str, Any] = answer.as_json(MOST_ITEMS)
    for tally in values["tallies"][1:]:
        if tally.get("filter") is None:
            tally["items"] = []
    return json.dumps(values, ensure_ascii=False)
