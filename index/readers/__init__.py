"""Files into letters, by the ending of the file's name."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from index.bounds import LONGEST_TEXT, largest, opened, read_whole
from index.letter import Letter, Text, UnreadableLetter
from index.readers import apart
from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.pdf import read_pdf
from index.readers.tables import TABLES, read_row, table_of
from index.readers.text import read_text, without_half_characters

#: A reader takes a file's bytes and gives its text.
Reader = Callable[[bytes], Text]

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
}


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes in hexadecimal: the identity of a letter.

    Raises:
        UnreadableLetter: it is no regular file, cannot be opened, or is larger than a letter may
        be.
    """
    with opened(path, largest(path)) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_letter(path: Path, recognize: bool = True) -> Letter:
    """Read one file, or one row of a table ("letters.csv#CM17-0000001"); ``recognize`` is whether
    scans are recognized.

    The bytes become text in a process apart, within bounds of memory and time.

    Raises:
        UnreadableLetter: the file cannot be opened, is of no known kind, holds no text, or cannot
        be read within the bounds.
    """
    if table_of(path) != path:
        return read_row(path)
    ending = path.suffix.lower()
    most = largest(path)
    if ending not in READERS or most is None:
        raise UnreadableLetter(
            f"not a kind of file that is read (read are {', '.join((*READERS, *TABLES))})"
        )
    data = read_whole(path, most)
    if not data:
        raise UnreadableLetter("is empty")
    text = apart.text_of(ending, data, recognize)
    return Letter(path, hashlib.sha256(data).hexdigest(), text.pages, text.paged, text.notices)


def text_in(ending: str, data: bytes, recognize: bool = True) -> Text:
    """The text of a letter's file, worked out in this process; see `index.readers.apart.text_of`.

    Raises:
        UnreadableLetter: the bytes are not what the ending says, hold no text, or more than a
        letter can hold.
    """
    reader = READERS[ending]
    text = read_pdf(data, recognize) if reader is read_pdf else reader(data)
    if not any(page.strip() for page in text.pages):
        raise UnreadableLetter("holds no text")
    length = sum(map(len, text.pages))
    if length > LONGEST_TEXT:
        raise UnreadableLetter(
            f"holds {length:,} characters; a letter is read up to {LONGEST_TEXT:,}"
        )
    return Text(tuple(map(without_half_characters, text.pages)), text.paged, text.notices)
