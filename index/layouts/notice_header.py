"""The dates and the case number of the letters of 2013 and early 2014, from their labels and from
their opening sentences.
"""

import re
from dataclasses import replace
from datetime import date

from index.determination import Header
from index.layouts.header import parse_header

_LABELS = {
    "injured": r"(?:Date\s+of\s+Injury|\bDOI)",
    "denied": r"(?:UR\s+Denial\s+Date|Date\s+of\s+UR\s+(?:Decision|Denial)|UR\s+Decision\s+Date)",
    "received": r"(?:Application\s+)?Received",
    "assigned": r"(?:Date\s+Assigned|Date\s+of\s+Assignment)",
    "decided": (
        r"(?:\bDated|(?:Decision|Determination)\s+Date"
        r"|Date\s+of\s+(?:the\s+)?(?:Decision|Determination|Review)\b)"
    ),
}
_DATE = r"(\d{1,2})/(\d{1,2})/(\d{4})\b"
# "An application … was filed on DATE disputing the … Denial dated DATE. A Notice of Assignment …
# was provided … on DATE."
_FILED = re.compile(rf"\bapplication\b[^.]{{0,80}}?\bfiled\s+on\s+{_DATE}", re.I)
_DENIED = re.compile(
    r"\bdisputing\s+the\s+Utilization\s+Review\s+(?:Denial|Decision|Determination"
    rf"|Modification)s?\s+dated\s+{_DATE}",
    re.I,
)
_NOTICE = re.compile(rf"\bNotice\s+of\s+Assignment\b[^.]{{0,160}}?\bon\s+{_DATE}", re.I)
_INJURY = re.compile(
    rf"\bdate\s+of\s+injury\s*(?:of|on|was|is|:)?\s*{_DATE}"
    rf"|\binjur(?:y|ed)\s+(?:dated|of|on)\s+{_DATE}",
    re.I,
)
# From here on a head lists what was asked for, with dates of its own, or addresses its reader.
_REQUESTS = re.compile(
    r"Treatment\(?s?\)?\s+in\s+Dispute|^\s*Dear\b|^\s*\d{1,2}\s*[.)]\s", re.M | re.I
)


def parse_notice_header(head: str, prose: str) -> Header:
    """The header of a notice: ``head`` is what stands before the first part, ``prose`` the opening
    sentences and the clinical summary.

    What a sentence says is sure, and goes before what the labels say; the date of injury is taken
    from the prose only where no label gives it.
    """
    requests = _REQUESTS.search(head)
    header = parse_header(head[: requests.start()] if requests else head, _LABELS)
    dates = {
        "received": _first(_FILED, prose),
        "denied": _first(_DENIED, prose),
        "assigned": _first(_NOTICE, prose),
    }
    header = replace(header, **{name: day for name, day in dates.items() if day})
    return header if header.injured else replace(header, injured=_first(_INJURY, prose))


def _first(pattern: re.Pattern[str], text: str) -> date | None:
    match = pattern.search(text)
    if not match:
        return None
    month, day, year = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None
