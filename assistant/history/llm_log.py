"""The log of exchanges: what was asked, what a chat model was sent and said, what was refused and
why, in a local SQLite file.

It is off unless a file is named. Keys never stand in it: requests are logged as their messages,
without headers, and the values of the environment's keys are struck out of whatever is logged,
since a provider's error can repeat the key it was given.
"""

import json
import os
import re
import sqlite3
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.generation.answer_stream import AnswerStream
from assistant.generation.chat_writer import ChatWriter
from assistant.reading import Reading

_TABLE = (
    "CREATE TABLE IF NOT EXISTS exchanges (number INTEGER PRIMARY KEY, at TEXT NOT NULL, exchange "
    "TEXT NOT NULL)"
)
# Variables that hold a secret, by the names that providers and tools give them.
_SECRET_NAME = re.compile(r"(?:KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS?)$", re.IGNORECASE)
# Shorter values are no secrets, and striking them out would garble the log.
_SHORTEST = 8
_HEADER = re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE)
_STRUCK = "[key]"


class CannotLog(Exception):
    """A log that cannot be opened, read or written; the message names the file and the cause."""


class ExchangeLog:
    """A log in one file; any number of threads may use one object at once."""

    def __init__(self, file: Path, environ: Mapping[str, str] | None = None):
        """Open the log, making the file, for its owner alone, where there is none.

        Raises:
            CannotLog: the file cannot be written, or is no log.
        """
        self._file = file
        self._environ = os.environ if environ is None else environ
        try:
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise CannotLog(f"the log {file} cannot be opened: {error.strerror}") from error
        with _opened(file) as connection:
            connection.execute(_TABLE)

    def keep(
        self,
        reading: Reading,
        stream: AnswerStream,
        writer: ChatWriter | None,
        proposals: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Log an exchange, also one that was cancelled on its way; ``proposals`` are the requests
        to the model that proposes how a question is read.

        Raises:
            CannotLog: the file cannot be written.
        """
        exchange = {
            **reading.as_json(),
            "model": stream.model_name if writer else None,
            "reading": list(proposals),
            "requests": writer.exchanges if writer else [],
            "usage": asdict(writer.usage) if writer else None,
            "refused": [
                {
                    "text": rejected.statement.text,
                    "citations": list(rejected.statement.citations),
                    "reason": rejected.reason,
                }
                for rejected in stream.refused
            ],
            "told": [statement.text for statement in stream.statements],
            "notes": list(stream.notes),
        }
        secrets = [
            value
            for name, value in self._environ.items()
            if _SECRET_NAME.search(name) and len(value) >= _SHORTEST
        ]
        text = json.dumps(without_secrets(exchange, secrets), ensure_ascii=False)
        with _opened(self._file) as connection:
            connection.execute(
                "INSERT INTO exchanges (at, exchange) VALUES (?, ?)",
                (datetime.now(UTC).isoformat(timespec="milliseconds"), text),
            )


def logged(file: Path, last: int | None = None) -> tuple[dict[str, Any], ...]:
    """The exchanges of a log in their order, only the ``last`` ones where a number is given.

    Raises:
        CannotLog: there is no such file, or it is no log.
    """
    if not file.is_file():
        raise CannotLog(f"there is no log {file}")
    with _opened(file) as connection:
        rows = connection.execute(
            "SELECT number, at, exchange FROM exchanges ORDER BY number DESC LIMIT ?",
            (-1 if last is None else last,),
        ).fetchall()
    return tuple(
        {"number": number, "at": at, **json.loads(exchange)}
        for number, at, exchange in reversed(rows)
    )


def without_secrets(logged: Any, secrets: list[str]) -> Any:
    """The same plain value with every secret, and every authorization header, struck out of its
    texts.
    """
    if isinstance(logged, str):
        for secret in sorted(secrets, key=len, reverse=True):
            logged = logged.replace(secret, _STRUCK)
        return (
            _HEADER.sub(rf"\1 {_STRUCK}", logged) if "authorization" in logged.lower() else logged
        )
    if isinstance(logged, Mapping):
        return {name: without_secrets(value, secrets) for name, value in logged.items()}
    if isinstance(logged, (list, tuple)):
        return [without_secrets(element, secrets) for element in logged]
    return logged


@contextmanager
def _opened(file: Path) -> Generator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(file, timeout=10)) as connection, connection:
            yield connection
    except sqlite3.Error as error:
        raise CannotLog(f"the log {file} cannot be used: {error}") from error
