"""Files into letters, by the ending of the file's name."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from index.letter import Letter, Text, UnreadableLetter
from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.pdf import read_pdf
from index.readers.tables import TABLES, read_row, table_of
from index.readers.text import read_text

#: A reader takes a file's bytes and gives its text.
Reader = Callable[[bytes], Text]

READERS: dict[str, Reader] = {".txt": read_text, ".pdf": read_pdf, ".html": read_html, ".htm": read_html, ".docx": read_docx}


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


def read_letter(path: Path, recognize: bool = True) -> Letter:
    """Read one file, or one row of a table ("letters.csv#CM17-0000001"); ``recognize`` is whether scans are recognized.

    Raises:
        UnreadableLetter: the file cannot be opened, is of no known kind, or holds no text.
    """
    if table_of(path) != path:
        return read_row(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableLetter(f"not a kind of file that is read (read are {', '.join((*READERS, *TABLES))})")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableLetter(f"cannot be opened: {error.strerror}") from error
    if not data:
        raise UnreadableLetter("is empty")
    text = read_pdf(data, recognize) if reader is read_pdf else reader(data)
    if not any(page.strip() for page in text.pages):
        raise UnreadableLetter("holds no text")
    return Letter(path, hashlib.sha256(data).hexdigest(), text.pages, text.paged, text.notices)
