"""Plain text files."""

import re

from charset_normalizer import from_bytes

from index.letter import Text, UnreadableLetter

PAGE_BREAK = "\f"
# The encodings that letters come in; more would only let short texts be taken for rare ones.
_ENCODINGS = ["utf_8", "utf_16", "utf_16_le", "utf_16_be", "cp1252", "mac_roman"]
_HALF = re.compile("[\ud800-\udfff]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes) -> str:
    """The text of some bytes in whatever encoding they are; line ends become ``\\n``, a byte order
    mark is dropped.

    Raises:
        UnreadableLetter: the bytes are no text.
    """
    try:
        text = data.decode("utf-8-sig")
        if "\0" in text:
            raise UnicodeDecodeError("utf-8", data, 0, 1, "holds null bytes")
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=_ENCODINGS).best()
        text = str(best) if best else ""
        wide = best is not None and best.encoding.startswith("utf_16")
        # A letter is mostly written in ASCII; two bytes of something else make other letters.
        if not best or (
            sum(map(str.isascii, text)) < len(text) / 2 if wide else _BINARY.search(data)
        ):
            raise UnreadableLetter("is a binary file, not text") from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def without_half_characters(text: str) -> str:
    """The text with each lone surrogate, which is half a character and cannot be written, as the
    sign for a lost one.
    """
    try:
        text.encode("utf-8")
        return text
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)


def paged(text: str) -> Text:
    """A text as its pages, which form feeds part."""
    pages = tuple(text.removesuffix(PAGE_BREAK).split(PAGE_BREAK))
    return Text(pages, len(pages) > 1)


def read_text(data: bytes) -> Text:
    """The pages of a text file; offsets count in the decoded text (see `decode`).

    Raises:
        UnreadableLetter: the file is binary.
    """
    return paged(decode(data))
