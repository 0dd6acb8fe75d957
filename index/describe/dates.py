"""Dates of service of a request."""

import re
from datetime import date

from index.determination import DisputedItem

_DATE = re.compile(r"(?<![\d/-])(\d{1,2})\s?[/-]\s?(\d{1,2})\s?[/-]\s?(\d{4}|\d{2})(?![\d/-])|\b(\w{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GIVEN = re.compile(r"\bretro\w*|\bDOS\b|\bdates?\s+of\s+service\b|\bprovided\s+on\b|\brendered\s+on\b|\bdispensed\b", re.I)
_RANGE = re.compile(r"\s*(?:-|–|to|through|thru)\s*", re.I)


def service_dates(item: DisputedItem) -> tuple[str, ...]:
    """When the service was given, as the request says it: ISO days, a span as "2016-05-26/2016-06-30"; none where it was not given yet."""
    words = item.request.text
    if not _GIVEN.search(words):
        return ()
    days = [(match, day) for match in _DATE.finditer(words) if (day := _day(match)) is not None]
    found: list[str] = []
    skip = False
    for at, (match, day) in enumerate(days):
        if skip:
            skip = False
            continue
        following = days[at + 1] if at + 1 < len(days) else None
        if following and _RANGE.fullmatch(words[match.end() : following[0].start()]) and day <= following[1]:
            found.append(f"{day}/{following[1]}")
            skip = True
        else:
            found.append(day.isoformat())
    return tuple(dict.fromkeys(found))


def _day(match: re.Match[str]) -> date | None:
    month, day, year, name, day_of, year_of = match.groups()
    if name:
        if name[:3].lower() not in _MONTHS:
            return None
        month, day, year = _MONTHS.index(name[:3].lower()) + 1, day_of, year_of
    try:
        return date(int(year) + (2000 if int(year) < 100 else 0), int(month), int(day))
    except ValueError:
        return None
