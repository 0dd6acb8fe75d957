"""What a request says of its own history: what was authorized, and what is still in dispute."""

import re

from index.determination import fold

_REMAINDER = re.compile(
    r"(?:The\s+remaining\s+IMR\s+eligible\s+portion\s+of\s+the\s+original\s+request"
    r"|The\s+original\s+request),?\s+",
    re.I,
)
_AUTHORIZED = (
    re.compile(
        r"request\.\s+(.+?)\s+(?:was|were)\s+authorized\s+by\s+the\s+Claims\s+Administrator",
        re.S | re.I,
    ),
    re.compile(r"Claims\s+Administrator\s+authorized\s+(.+?),\s+leaving\b", re.S | re.I),
)
_CLOSING_IS = re.compile(r"\s+is\s*$", re.I)


def parse_request(heading: str) -> tuple[str, str, str | None]:
    """The request, what of it is still disputed, and what was authorized (None for nothing).

    ``heading`` is an item's heading without its outcome. Most headings are the disputed service
    itself. Where a part was authorized they tell it in three sentences: what was the original
    request (X), what was authorized of it (Y), and which portion remains (Z, closed by "is"). The
    closing "is" belongs to the outcome, not to the request.
    """
    request = fold(_CLOSING_IS.sub("", heading))
    authorized = next(
        (match.group(1) for pattern in _AUTHORIZED if (match := pattern.search(request))), None
    )
    remainder = list(_REMAINDER.finditer(request))
    disputed = request[remainder[-1].end() :] if remainder else request
    return request, disputed, authorized
