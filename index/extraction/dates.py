"""Dates of service of a request."""

import re
from datetime import date

from index.determination import DisputedItem

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
#: A day: "11/14/16", "10-13-2016", "10.13.2016", "2016-10-13", "February 15, 2012", "15 February
#: 2012".
DATE = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/]|[.-]\d)"
    r"|(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])"
    rf"|\b{_MONTH}\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})\b"
    rf"|\b(\d{{1,2}})\s{_MONTH},?\s(\d{{4}})\b",
    re.I,
)
# A day without its year, before another that has it: "5/26 and 6/2/2016", "5/26-6/30/16".
_BARE = re.compile(
    r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?=\s?(?:-|–|,|&|and\b|to\b|through\b|thru\b))(?![/\d])", re.I
)
_GIVEN = re.compile(
    r"\bretro\w*|\bD\.?O\.?S\b|\bdates?\s+of\s+(?:service|treatment|procedure|surgery)\b"
    r"|\b(?:provided|rendered|performed|dispensed|given|administered|received|completed"
    r"|done)\s+(?:on|from|between)\b|\bservices?\s+(?:on|from|dates?)\b",
    re.I,
)
# Before a day that is none of service: "per the order of 12/07/2016", "RFA dated", "injury of".
_ANOTHER = re.compile(
    r"\b(?:per|order(?:ed)?|prescri\w+|rfa|requests?(?:ed)?|dated|reports?|injury|DOI|DOB|born"
    r"|expires?|letter|note)\b[\s,:(]*(?:(?:on|of|the|dated|date)[\s,:(]*)*$",
    re.I,
)
_ORDER_BEHIND = re.compile(r"\s(?:order|prescription|rfa|request|report|note|visit note)\b", re.I)
_RANGE = re.compile(r"\s?(?:-|–|to|through|thru|and)\s?", re.I)
_BETWEEN = re.compile(r"\bbetween\s$", re.I)


def service_dates(item: DisputedItem) -> tuple[str, ...]:
    """When the service was given, as the request says it: ISO days, a span as
    "2016-05-26/2016-06-30" (ISO 8601); none where it was not given yet.
    """
    return service_dates_in(item.request.text)


def service_dates_in(words: str) -> tuple[str, ...]:
    """The days and spans of service in a request's words, in their order; a day of an order, a
    report or the injury is none.
    """
    if not _GIVEN.search(words):
        return ()
    days = [
        each
        for each in _days(words)
        if not _ANOTHER.search(words, max(0, each[0] - 40), each[0])
        and not _ORDER_BEHIND.match(words, each[1])
    ]
    found: list[str] = []
    at = 0
    while at < len(days):
        start, end, day = days[at]
        at += 1
        if (
            at < len(days)
            and day <= days[at][2]
            and (joint := _RANGE.fullmatch(words, end, days[at][0]))
            and (
                joint.group().strip().lower() != "and"
                or _BETWEEN.search(words, max(0, start - 9), start)
            )
        ):
            found.append(f"{day}/{days[at][2]}")
            at += 1
        else:
            found.append(day.isoformat())
    return tuple(dict.fromkeys(found))


def _days(words: str) -> list[tuple[int, int, date]]:
    """The days with their places; a day without a year takes that of the next that has one."""
    whole = [
        (match.start(), match.end(), day) for match in DATE.finditer(words) if (day := _day(match))
    ]
    bare = []
    for match in _BARE.finditer(words):
        following = next((day for start, _, day in whole if start > match.end()), None)
        if (
            following
            and not any(start <= match.start() < end for start, end, _ in whole)
            and (day := _valid(following.year, match.group(1), match.group(2)))
        ):
            bare.append((match.start(), match.end(), day))
    return sorted([*whole, *bare])


def _day(match: re.Match[str]) -> date | None:
    (
        month,
        _,
        day,
        year,
        iso_year,
        iso_month,
        iso_day,
        name,
        named_day,
        named_year,
        day_before,
        name_behind,
        year_behind,
    ) = match.groups()
    if iso_year:
        return _valid(int(iso_year), iso_month, iso_day)
    if name or name_behind:
        return _valid(
            int(named_year or year_behind),
            _MONTHS.index((name or name_behind)[:3].lower()) + 1,
            named_day or day_before,
        )
    return _valid(int(year) + (2000 if int(year) < 100 else 0), month, day)


def _valid(year: int, month: str | int, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
