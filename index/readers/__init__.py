"""Files into letters, by the ending of the file's name."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from index.letter import Letter, UnreadableLetter
from index.readers.pdf import read_pdf
from index.readers.text import read_text

#: A reader takes a file's bytes and gives the text of each page and whether the file has pages at all.
Reader = Callable[[bytes], tuple[tuple[str, ...], bool]]

READERS: dict[str, Reader] = {".txt": read_text, ".pdf": read_pdf}


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes in hexadecimal: the identity of a letter.

    Raises:
        UnreadableLetter: the file cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableLetter(f"cannot be opened: {error.strerror}") from error


def read_letter(path: Path) -> Letter:
    """Read one file.

    Raises:
        UnreadableLetter: the file cannot be opened, is of no known kind, or holds no text.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableLetter(f"not a kind of file that is read (read are {', '.join(READERS)})")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableLetter(f"cannot be opened: {error.strerror}") from error
    pages, paged = reader(data)
    if not any(page.strip() for page in pages):
        raise UnreadableLetter("holds no text (a scanned letter has to go through text recognition first)" if data else "is empty")
    return Letter(path, hashlib.sha256(data).hexdigest(), pages, paged)
