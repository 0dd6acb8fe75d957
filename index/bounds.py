"""What a file may be for it to be read: a regular file that can be opened, of a size that a letter
can have.
"""

import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from index.letter import UnreadableLetter

_MB = 1_000_000
#: The most bytes that a letter's file may have, by its ending. Tables may have any size: they are
#: read row by row.
LARGEST: dict[str, int] = {
    ".txt": 20 * _MB,
    ".html": 20 * _MB,
    ".htm": 20 * _MB,
    ".docx": 50 * _MB,
    ".pdf": 200 * _MB,
}
#: The most characters that a letter's text may have: that of some thousand pages.
LONGEST_TEXT = 2_000_000
#: The most characters that a line of a table may have; a row can be escaped, and holds more than
#: its letter.
LONGEST_LINE = 8 * LONGEST_TEXT
#: The most pixels of a page's picture, some ten times those of a letter page at 150 dots an inch.
MOST_PIXELS = 25_000_000

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def why_left_out(path: Path) -> str | None:
    """Why a file or folder cannot be looked into, found out without opening it; None where it
    can.
    """
    try:
        linked, mode = path.is_symlink(), os.stat(path).st_mode
    except (OSError, ValueError) as error:
        return f"cannot be opened: {_cause(error)}"
    link = "is a link to" if linked else "is"
    if stat.S_ISDIR(mode):
        if linked:
            return "is a link to a folder, which is not followed; name the folder itself to add it"
        return (
            None
            if os.access(path, os.R_OK | os.X_OK)
            else "is a folder that cannot be looked into: Permission denied"
        )
    if not stat.S_ISREG(mode):
        return f"{link} {_KINDS.get(stat.S_IFMT(mode), 'something else')}, not a file"
    return None if os.access(path, os.R_OK) else "cannot be opened: Permission denied"


@contextmanager
def opened(path: Path, most: int | None = None) -> Generator[BufferedReader]:
    """A regular file of at most ``most`` bytes, opened for reading.

    Raises:
        UnreadableLetter: it is no regular file, cannot be opened or read, or is larger.
    """
    reason = why_left_out(path)
    if reason is not None:
        raise UnreadableLetter(reason)
    try:
        # Not to wait for a writer, should a named pipe have taken the file's place since.
        handle = os.open(
            path,
            os.O_RDONLY
            | getattr(os, "O_NONBLOCK", 0)
            | getattr(os, "O_CLOEXEC", 0)
            | getattr(os, "O_BINARY", 0),
        )
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise UnreadableLetter("is not a file")
            if most is not None and about.st_size > most:
                raise UnreadableLetter(_too_large(about.st_size, most))
            yield file
    except OSError as error:
        raise UnreadableLetter(f"cannot be opened: {_cause(error)}") from error


def read_whole(path: Path, most: int) -> bytes:
    """The bytes of a regular file, at most ``most`` of them.

    Raises:
        UnreadableLetter: it is no regular file, cannot be opened or read, or is larger.
    """
    with opened(path, most) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise UnreadableLetter(_too_large(len(data), most))
    return data


def largest(path: Path) -> int | None:
    """The most bytes that a file may have by its ending; None where nothing is set for it."""
    return LARGEST.get(path.suffix.lower())


def plain_words(value: object, most: int = 200) -> str:
    """What an error says, in one line that can be written anywhere, cut to ``most`` characters."""
    words = " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split())
    return words if len(words) <= most else f"{words[:most]} …"


def _cause(error: Exception) -> str:
    return plain_words(getattr(error, "strerror", None) or error)


def _too_large(size: int, most: int) -> str:
    return f"has {size / _MB:,.0f} MB; a file of its kind is read up to {most / _MB:,.0f} MB"
