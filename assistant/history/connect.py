"""How SQLite files are opened: to write where that is allowed, else to read."""

import os
import sqlite3
from pathlib import Path


def connect(path: Path, wait: float) -> sqlite3.Connection:
    """A connection to the SQLite file at ``path``, which is made where there is none; ``wait`` is
    how many seconds a lock is waited for.

    A file in a place that cannot be written is opened to be read. SQLite reads a file in
    write-ahead mode only where it can write beside it, unless it is told that nobody writes; which
    holds where there is no log of writes beside it.

    Raises:
        sqlite3.Error: it cannot be opened, or is no SQLite file.
    """
    opened = sqlite3.connect(path, timeout=wait, check_same_thread=False)
    try:
        opened.execute("PRAGMA schema_version")
        return opened
    except sqlite3.OperationalError:
        opened.close()
        if not _only_readable(path):
            raise
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1",
        uri=True,
        timeout=wait,
        check_same_thread=False,
    )


def _only_readable(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    checkpointed = path.exists() and not (log.exists() and log.stat().st_size)
    return checkpointed and not os.access(
        path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids
    )


def write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers go on while a writer writes, where the file can be written; a file that is in use
    keeps its mode until the next time.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(
            ("SQLITE_READONLY", "SQLITE_BUSY", "SQLITE_LOCKED")
        ):
            raise
