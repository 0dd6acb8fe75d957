"""One writer at a time, across processes."""

import json
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout


class StoreBusy(Exception):
    """Another process writes to the store; the message says which, and since when."""


@contextmanager
def writer_lock(folder: Path, wait: float) -> Generator[None]:
    """Hold the store in ``folder`` for writing; wait up to ``wait`` seconds for another writer to
    finish.

    The operating system gives the lock free when the process ends, however it ends. Who holds it is
    noted beside it for the other writer's message.

    Raises:
        StoreBusy: the other writer was not done in time.
    """
    lock, note = FileLock(folder / "writer.lock"), folder / "writer.json"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        holder = _holder(note)
        print(
            f"The store {folder} is being written by {holder}; waiting up to {wait:g} s.",
            file=sys.stderr,
        )
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise StoreBusy(
                f"the store {folder} is still being written by {_holder(note)} after {wait:g} s; "
                "try again when it is done, or wait longer with --wait"
            ) from None
    try:
        note.write_text(
            json.dumps({"pid": os.getpid(), "since": datetime.now().isoformat(timespec="seconds")})
        )
        yield
        note.unlink(missing_ok=True)
    finally:
        lock.release()


def can_be_written(folder: Path) -> bool:
    """Whether this user can write into a folder, and into the files of it that are there."""
    return os.access(folder, os.W_OK | os.X_OK) and all(
        os.access(each, os.W_OK) for each in folder.iterdir() if each.is_file()
    )


def _holder(note: Path) -> str:
    try:
        told = json.loads(note.read_text())
        return f"process {told['pid']} (since {told['since']})"
    except (OSError, ValueError, KeyError):
        return "another process"
