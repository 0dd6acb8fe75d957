"""What a request says of its own history: what was authorized, and what is still in dispute."""

import re

from index.determination import fold

_REMAINDER = re.compile(
    r"(?:The\s+remaining\s+IMR\s+eligible\s+portion\s+of\s+the\s+original\s+request|The\s+original\s+request),?\s+", re.I
)
_AUTHORIZED = (
    re.compile(r"request\.\s+(.+?)\s+(?:was|were)\s+authorized\s+by\s+the\s+Claims\s+Administrator", re.S | re.I),
    re.compile(r"Claims\s+Administrator\s+authorized\s+(.+?),\s+leaving\b", re.S | re.I),
)
_CLOSING_IS = re.compile(r"\s+is$")


def parse_request(text: str) -> tuple[str, str | None, int]:
    """What is still disputed, what was authorized (None for nothing), and where the request ends in ``text``.

    ``text`` is an item's heading without its outcome, as it stands in the letter. Most headings are the
    disputed service itself. Where a part was authorized they tell it in three sentences: what was the
    original request (X), what was authorized of it (Y), and which portion remains (Z, closed by "is").
    The closing "is" belongs to the outcome, not to the request.
    """
    authorized = next((match.group(1) for pattern in _AUTHORIZED if (match := pattern.search(text))), None)
    remainder = list(_REMAINDER.finditer(text))
    if authorized is None and not remainder:
        return fold(text), None, len(text)
    end = closing.start() if (closing := _CLOSING_IS.search(text)) else len(text)
    disputed = text[remainder[-1].end() : end] if remainder else text[:end]
    return fold(disputed), fold(authorized) if authorized else None, end
