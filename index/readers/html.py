"""Copies of letters as web pages."""

import re

from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

from index.letter import Text
from index.readers.text import decode

_DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_CONFIG = ParserConfig(css=CSS_PROFILES["strict"], display_images=False, display_links=False)


def read_html(data: bytes) -> Text:
    """The text of a web page as it reads, block by block and table by table; what is hidden is left
    out.

    Offsets count in this text, which has no pages. The declared encoding is tried first.

    Raises:
        UnreadableLetter: the file is binary.
    """
    declared = _DECLARED.search(data[:4096])
    try:
        markup = data.decode(declared.group(1).decode("ascii")) if declared else decode(data)
    except (LookupError, UnicodeDecodeError):
        markup = decode(data)
    text = get_text(markup, _CONFIG)
    return Text((re.sub(r"[^\S\n]+\n", "\n", text).strip("\n") + "\n",), False)
