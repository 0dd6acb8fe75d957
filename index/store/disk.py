"""A disk without room: how it is told, and what is said of it."""

from pathlib import Path


class DiskFull(OSError):
    """There is no room for what was to be written; the message says that nothing of what was there
    is lost.
    """


def is_full(error: BaseException) -> bool:
    """Whether an error says that a disk is full."""
    told = str(error).lower()
    return any(words in told for words in ("disk is full", "no space left", "quota exceeded"))


def full(folder: Path) -> str:
    """What is said where the disk of a folder is full."""
    return (
        f"the disk that holds {folder} is full; nothing of what was written before is lost: "
        "free some space and run the same command again"
    )
