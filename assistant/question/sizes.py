"""The amounts that a question names: so many visits, tablets, days."""

import re

_UNITS = {
    "visit": "sessions",
    "session": "sessions",
    "treatment": "sessions",
    "tablet": "units",
    "pill": "units",
    "unit": "units",
    "capsule": "units",
    "refill": "refills",
    "hour": "hours",
    "day": "days",
}
# "More than 12 physical therapy visits": the service can stand before its unit; what begins another
# clause does not.
_OF_SERVICE = (
    r"(?:(?:(?!(?:who|with|had|has|have|having|for|of|and|or|in|on|at|a|an|the|that|which|years?"
    r"|months?|weeks?|mg|getting|patients?|workers?|people)\b)"
    r"[a-z-]+\s+){1,3}"
    r"(?=(?:visit|session|treatment)s?\b))?"
)
#: An amount with its bound and its unit, for `size`.
SIZE = re.compile(
    r"\b(more than|over|above|at least|fewer than|less than|under|up to|at most|no more than"
    r"|exactly)"
    rf"\s+(\d+)\s+{_OF_SERVICE}({'|'.join(_UNITS)})s?\b"
    rf"|\b(\d+)\s+(?:({'|'.join(_UNITS)})s?\s+)?or\s+(more|fewer|less)"
    rf"(?(5)\b|\s+({'|'.join(_UNITS)})s?\b)",
    re.I,
)


def size(match: re.Match[str]) -> str:
    """ "more than 12 visits" as the value of a criterion, "sessions:13-"."""
    bound, number, unit, other, before, way, behind = match.groups()
    of = before or behind
    bound, number, unit = (
        (bound or {"more": "at least"}.get(way.lower(), "at most")).lower(),
        int(number or other),
        _UNITS[(unit or of).lower()],
    )
    spans = {
        "more than": f"{number + 1}-",
        "over": f"{number + 1}-",
        "above": f"{number + 1}-",
        "at least": f"{number}-",
        "exactly": f"{number}",
        "fewer than": f"-{number - 1}",
        "less than": f"-{number - 1}",
        "under": f"-{number - 1}",
    }
    return f"{unit}:{spans.get(bound, f'-{number}')}"
