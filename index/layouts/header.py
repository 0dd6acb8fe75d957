"""The header table of a letter, in whatever order an extractor gives its labels and values."""

import re
from collections.abc import Mapping
from datetime import date

from index.determination import Header

_CASE = re.compile(r"\bCM\d{2}-\d{7}\b|\bIMR\s*(?P<early>\d{2}-\d{6})\b")
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_PRIORITY = re.compile(r"\b(Standard|Expedited)\b", re.I)
#: The labels of layout A, in the order in which the events follow one another.
LABELS = {
    "injured": r"Date\s+of\s+Injury",
    "denied": r"UR\s+Denial\s+Date",
    "received": r"(?:Application\s+)?Received",
    "assigned": r"Date\s+Assigned",
    "decided": r"Decision\s+Date",
}


def parse_header(text: str, labels: Mapping[str, str] = LABELS) -> Header:
    """The header's values; ``text`` is what stands before the first heading, ``labels`` the
    patterns of its labels.

    The label next to a value is no proof: extractors print several labels first and then their
    values. Where every label has a date directly behind it, the labels decide. Where not, the order
    of events does: injury, denial, application, assignment, decision follow one another in time, so
    the sorted dates belong to the labels in that order. With fewer dates than labels only the
    decision, the last event of all, is sure.
    """
    case, priority = _CASE.search(text), _PRIORITY.search(text)
    shown = [name for name, label in labels.items() if re.search(label, text, re.I)]
    days = [day for match in _DATE.finditer(text) if (day := _day(match)) is not None]
    behind = {name: day for name in shown if (day := _date_behind(labels[name], text)) is not None}
    if len(behind) == len(shown) == len(days):
        dates = behind
    elif len(days) == len(shown):
        dates = dict(zip(shown, sorted(days), strict=True))
    elif "decided" in shown and days:
        dates = {"decided": max(days)}
    else:
        dates = {}
    return Header(
        case_number=(f"IMR {case['early']}" if case["early"] else case.group()) if case else None,
        priority=priority.group(1).capitalize() if priority else None,
        **dates,
    )


def labels_in(text: str) -> tuple[str, ...]:
    """The labels of a header table that some text holds."""
    return tuple(name for name, label in LABELS.items() if re.search(label + r"\s*:", text, re.I))


def _date_behind(label: str, text: str) -> date | None:
    labelled = re.search(label + r"\s*:\s*" + _DATE.pattern, text, re.I)
    day = _DATE.search(labelled.group()) if labelled else None
    return _day(day) if day else None


def _day(match: re.Match[str]) -> date | None:
    month, day, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
