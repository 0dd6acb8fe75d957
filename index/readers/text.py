"""Plain text files."""

from index.letter import UnreadableLetter

PAGE_BREAK = "\f"


def read_text(data: bytes) -> tuple[tuple[str, ...], bool]:
    """The pages of a text file, separated by form feeds, and whether it has any separator.

    Line ends become ``\\n`` and a byte order mark is dropped, as Python's text mode with ``utf-8-sig``
    does: offsets count from there. Bytes that are no UTF-8 are read as Windows-1252.

    Raises:
        UnreadableLetter: the file is binary.
    """
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableLetter("is a binary file, not text")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    pages = tuple(text.removesuffix(PAGE_BREAK).split(PAGE_BREAK))
    return pages, len(pages) > 1
