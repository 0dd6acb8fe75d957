"""Days, months, quarters, years and ages in a question, as ranges.

A point of time is read in every form ("Feb. 1, 2017", "2/1/17", "2017-02", "Q1 2017", "2016"); the
words before it make it a bound ("since", "before") or the end of a span ("from … to …"), and tell
which day of a letter is meant: that of its decision where nothing else is named.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.question.spans import Stretch, blank
from index.facets.buckets import month_bounds, quarter_bounds, year_bounds
from index.facets.facet import Facet
from index.facets.filter import AnyOf, Filter, between
from index.facets.letter import ASSIGNED, DECIDED, DENIED, INJURED, RECEIVED
from index.facets.worker import AGE

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_NAME = "|".join(f"{name[:3]}(?:{name[3:]}|t)?\\.?" for name in _MONTHS)
_YEAR4 = r"20[012]\d"
#: Years that a month or quarter named alone can mean where the index does not say.
YEARS = (2013, 2026)
_ORDER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_POINT = re.compile(
    rf"\b(?P<mname>{_NAME})\s*(?P<mday>[0-3]?\d)(?:st|nd|rd|th)?(?:,\s*|\s+)(?P<myear>{_YEAR4})\b"
    rf"|\b(?P<dday>[0-3]?\d)(?:st|nd|rd"
    rf"|th)?\s+(?:of\s+)?(?P<dname>{_NAME}),?\s+(?P<dyear>{_YEAR4})\b"
    rf"|\b(?P<iyear>{_YEAR4})-(?P<imonth>0[1-9]|1[0-2])(?:-(?P<iday>[0-3]\d))?\b"
    rf"|(?<![\d/])(?P<umonth>0?[1-9]|1[0-2])/(?P<uday>[0-3]?\d)/(?P<uyear>{_YEAR4}"
    rf"|[012]\d)(?![\d/])"
    rf"|(?<![\d/])(?P<smonth>0?[1-9]|1[0-2])/(?P<syear>{_YEAR4})(?![\d/])"
    rf"|\b(?P<name>{_NAME}),?\s+(?:of\s+)?(?:(?P<nyear>{_YEAR4})|['’](?P<nshort>[012]\d))\b"
    r"|\b(?:the\s+)?(?:(?P<order>first|1st|second|2nd|third|3rd|fourth|4th|last)\s+"
    r"(?P<part>quarter|half)|(?P<letter>[QH])\s?(?P<digit>[1-4])|(?P<before>[1-4])Q)"
    rf"(?:[\s,]+(?:of\s+)?(?P<qyear>{_YEAR4}))?\b"
    rf"|(?:(?<![\d/#.$-])|(?<=\b{_YEAR4}[-–]))\b(?<!mtus )(?<!guidelines )(?<!mtus, )"
    rf"(?P<year>{_YEAR4})\b(?!/?\d|-\d(?!\d{{3}}))(?!\s*(?:mg|mcg))"
    r"|\b(?P<alone>january|february|april|june|july|august|september|october|november|december"
    r"|(?<=in )march|(?<=in )may|(?<=during )may|(?<=during )march|(?<=in )(?:jan|feb|mar|apr"
    r"|jun|jul"
    r"|aug|sept?|oct|nov|dec))\b(?!\s*\d)",
    re.I,
)
_SEVERAL = re.compile(r"\s*(?:-|–|—|to|through|thru|until|till)\s*", re.I)
_AND = re.compile(r"(?<!\s)\s*(?:-|–|—|to|through|thru|until|till|and)\s*", re.I)
_FIRST_OF_SPAN = re.compile(r"\b(between|from)\s+(?:the\s+)?$", re.I)
_MONTH_BEFORE = re.compile(rf"\b({_NAME})\s*(?:-|–|—|to|through|thru|until|till|and)\s*$", re.I)
_BOUND = re.compile(
    r"\b(?:(?P<since>since|on or after|starting(?: in| on)?|beginning(?: in| on)?|as of|from"
    r"|no earlier than|not before)"
    r"|(?P<after>after|later than|past)|(?P<before>before|prior to|earlier than|pre-?)"
    r"|(?P<until>until|till|up to|up until|through|thru|by|no later than|on or before))"
    r"\s+(?:the\s+(?:year|end of|start of)\s+)?$",
    re.I,
)
_OPEN_BEHIND = re.compile(
    r"\s*(?:(?P<since>onwards?|on(?=\s*(?:$|[,.;:?!)]|and\b|were\b|was\b))"
    r"|and (?:later|after|newer|onwards?|beyond)|or later|\+)"
    r"|(?P<until>(?:and|or) (?:before|earlier|older)))(?![\w-])",
    re.I,
)
_LEAD = re.compile(
    r"\b(?:(?:decided|dated|issued|made|reviewed|during|year|month|calendar year|the year"
    r"|decisions?|"
    r"determinations?|letters?)\s+)?(?:(?:in|of|on|during|for|dated|year)\s+(?:the\s+)?)?$",
    re.I,
)
_REACH = 48
_DAYS: tuple[tuple[Facet, re.Pattern[str]], ...] = (
    (
        INJURED,
        re.compile(
            r"\b(?:injur(?:y|ies|ed)|doi|hurt|got hurt|accidents?)\b(?P<gap>[^.;:?!]{0,24})$", re.I
        ),
    ),
    (
        DENIED,
        re.compile(
            r"\b(?:(?:ur|utilization review)(?:['’]s)?\b[^.;:?!]{0,8}"
            r"\b(?:denials?|denied|decisions?|determinations?|decided|letters?|non-?cert\w*)"
            r"|(?:denied|non-?certified) (?:by|at) (?:ur|utilization review))\b"
            r"(?P<gap>[^.;:?!]{0,16})$",
            re.I,
        ),
    ),
    (
        RECEIVED,
        re.compile(
            r"\b(?:(?:applications?|imr requests?)(?: (?:that )?(?:(?:was|were) )?received)?"
            r"|received)\b(?P<gap>[^.;:?!]{0,20})$",
            re.I,
        ),
    ),
    (ASSIGNED, re.compile(r"\bassign(?:ed|ment)\b(?P<gap>[^.;:?!]{0,16})$", re.I)),
)

# What may stand between the words for a day and the day itself, so that they are one.
_NO_GAP = re.compile(r"\s*(?:(?:on|in|of|at|the|was|were|is|dates?|dated|during)\s+)*", re.I)

_AGE_UNITS = r"(?:years?|yrs?|y)"
_OLD = rf"(?:[-\s]?{_AGE_UNITS}[-\s]?olds?|[-\s]?y[/.]?o\b\.?|\s?{_AGE_UNITS} of age)"
_AGES = re.compile(
    rf"\b(?:aged?|ages|between)\s+(?:between\s+)?(?P<low>\d\d)\s*(?:to|and|-"
    rf"|–)\s*(?P<high>\d\d)\b{_OLD}?"
    rf"(?!\s*(?:visits?|sessions?|tablets?|pills?|days?|units?|mg|%|weeks?))"
    rf"|\b(?P<low2>\d\d)\s*(?:to|-|–)\s*(?P<high2>\d\d)\b{_OLD}"
    rf"|\b(?P<bound>over|above|older than|under|below|younger than|at least|up to|past)\s+"
    rf"(?:the age of\s+|age\s+)?(?P<limit>[1-9]\d)\b"
    r"(?!\s*(?:visits?|sessions?|tablets?|pills?|days?|weeks?|months?|units?|mg|mcg|ml|%|percent"
    r"|items?|cases|letters|treatments?|hours?|refills?|capsules?|of\b|times|requests?|meds?\b"
    r"|mmes?|morphine"
    r"|lbs?|pounds?|bmi|degrees?|minutes?|miles?|dollars?|letters?))"
    rf"(?:{_OLD}|\s+years?)?"
    rf"|\b(?P<exact>\d\d){_OLD}(?P<more>\s*(?:and|or) (?:older|over|up|above)|\+)?"
    r"|\baged?\s+(?P<aged>\d\d)\b(?P<more2>\s*(?:and|or) (?:older|over|up|above)|\+)?"
    r"|\b(?P<older>[2-9]\d)\s*(?:\+|(?:and|or) (?:older|over|above))"
    r"(?! (?:visits?|sessions?|tablets?|days?|units?))"
    r"|\bin (?:their|his|her) (?P<decade>[2-8])0['’]?s\b",
    re.I,
)


@dataclass(frozen=True)
class Dated:
    """A range that some words name, and their stretch."""

    facet: Facet
    filter: Filter
    span: Stretch


@dataclass(frozen=True)
class _Point:
    start: int
    end: int
    low: date
    high: date
    alone: bool


def days_in(words: str, years: tuple[int, int] = YEARS) -> list[Dated]:
    """Every range of days that some words name; a month or quarter that is named alone is meant of
    each of the ``years``.
    """
    found: list[Dated] = []
    points = _points(words)
    at = 0
    while at < len(points):
        point = points[at]
        span = _span(words, points, at)
        if span is not None:
            low, high, start, end = span
            found.append(_dated(words, low, high, start, end))
            at += 2
            continue
        start, low, high = _bounded(words, point)
        end = point.end
        if behind := _OPEN_BEHIND.match(words, end):
            low, high = (low, None) if behind["since"] else (None, high)
            end = behind.end()
        if point.alone and low is not None and high is not None:
            found.append(_every_year(words, low, high, start, end, years))
        else:
            found.append(_dated(words, low, high, start, end))
        at += 1
    return found


def ages_in(words: str) -> list[Dated]:
    """Every range of ages that some words name."""
    found = []
    for match in _AGES.finditer(words):
        low, high = _age_bounds(match)
        found.append(Dated(AGE, between(AGE, low, high), match.span()))
    return found


def _age_bounds(match: re.Match[str]) -> tuple[int | None, int | None]:
    if low := match["low"] or match["low2"]:
        first, last = sorted((int(low), int(match["high"] or match["high2"])))
        return first, last
    if match["limit"]:
        limit, bound = int(match["limit"]), match["bound"].lower()
        if bound == "at least":
            return limit, None
        if bound == "up to":
            return None, limit
        if bound in ("over", "above", "older than", "past"):
            return limit + 1, None
        return None, limit - 1
    if match["decade"]:
        return int(match["decade"]) * 10, int(match["decade"]) * 10 + 9
    if match["older"]:
        return int(match["older"]), None
    exact = int(match["exact"] or match["aged"])
    return exact, (None if match["more"] or match["more2"] else exact)


def _points(words: str) -> list[_Point]:
    found = []
    for match in _POINT.finditer(words):
        if (match["letter"] or "").lower() == "h" and not match["qyear"]:
            continue  # "H2 blocker"
        bounds = _bounds(match)
        if bounds is not None:
            alone = bool(match["alone"]) or (
                bool(match["order"] or match["letter"] or match["before"]) and not match["qyear"]
            )
            found.append(_Point(match.start(), match.end(), *bounds, alone))
    return found


def _bounds(match: re.Match[str]) -> tuple[date, date] | None:
    """The first and last day of a point of time; None where there is no such day."""
    try:
        if match["mname"] or match["dname"]:
            month = _number(match["mname"] or match["dname"])
            year, day = match["myear"] or match["dyear"], match["mday"] or match["dday"]
            return _day(year, month, day)
        if match["iyear"]:
            if match["iday"]:
                return _day(match["iyear"], int(match["imonth"]), match["iday"])
            return month_bounds(f"{match['iyear']}-{match['imonth']}")
        if match["umonth"]:
            year = match["uyear"] if len(match["uyear"]) == 4 else f"20{match['uyear']}"
            return _day(year, int(match["umonth"]), match["uday"])
        if match["smonth"]:
            return month_bounds(f"{match['syear']}-{int(match['smonth']):02}")
        if match["name"]:
            year = match["nyear"] or f"20{match['nshort']}"
            return month_bounds(f"{year}-{_number(match['name']):02}")
        if match["year"]:
            return year_bounds(match["year"])
        if match["alone"]:
            return month_bounds(f"2000-{_number(match['alone']):02}")
        return _quarter(match)
    except ValueError:
        return None


def _quarter(match: re.Match[str]) -> tuple[date, date] | None:
    year = match["qyear"] or "2000"
    is_half = (match["part"] or "").lower() == "half" or (match["letter"] or "").lower() == "h"
    digit = match["digit"] or match["before"]
    most = 2 if is_half else 4
    order = (match["order"] or "").lower()
    number = int(digit) if digit else most if order == "last" else _ORDER[order]
    if number > most:
        return None
    if not is_half:
        return quarter_bounds(f"{year}-Q{number}")
    first, last = (1, 2) if number == 1 else (3, 4)
    return quarter_bounds(f"{year}-Q{first}")[0], quarter_bounds(f"{year}-Q{last}")[1]


def _day(year: str, month: int, day: str) -> tuple[date, date]:
    found = date(int(year), month, int(day))
    return found, found


def _number(name: str) -> int:
    short = name.lower()[:3]
    return next(place for place, month in enumerate(_MONTHS, 1) if month.startswith(short))


def _span(words: str, points: Sequence[_Point], at: int) -> tuple[date, date, int, int] | None:
    """The span that a point begins ("2015 to 2017", "between May and July 2016"), with its stretch;
    None where it begins none.
    """
    point = points[at]
    opened = _FIRST_OF_SPAN.search(words, max(0, point.start - _REACH), point.start)
    month = _MONTH_BEFORE.search(words, max(0, point.start - _REACH), point.start)
    if month and not point.alone and point.low.day == 1 and point.low != point.high:
        first = month_bounds(f"{point.low.year:04}-{_number(month[1]):02}")[0]
        if first <= point.high and point.low.month == point.high.month:
            begin = _FIRST_OF_SPAN.search(words, max(0, month.start() - _REACH), month.start())
            return (
                first,
                point.high,
                _led(words, begin.start() if begin else month.start()),
                point.end,
            )
    if at + 1 >= len(points):
        return None
    following = points[at + 1]
    joint = (_AND if opened and opened[1].lower() == "between" else _SEVERAL).fullmatch(
        words, point.end, following.start
    )
    if joint is None:
        return None
    low = point.low
    if point.alone and not following.alone:
        low = low.replace(year=following.low.year)
    if low > following.high:
        return None
    return (
        low,
        following.high,
        _led(words, opened.start() if opened else point.start),
        following.end,
    )


def _bounded(words: str, point: _Point) -> tuple[int, date | None, date | None]:
    """Where the words for a point begin, and the bounds that they make of it."""
    bound = _BOUND.search(words, max(0, point.start - _REACH), point.start)
    if bound is None or point.alone:
        return _led(words, point.start), point.low, point.high
    start = _led(words, bound.start())
    if bound["since"]:
        plain = bound["since"].lower() == "from" and not _OPEN_BEHIND.match(words, point.end)
        return start, point.low, (point.high if plain else None)
    if bound["after"]:
        return start, point.high + timedelta(days=1), None
    if bound["before"]:
        return start, None, point.low - timedelta(days=1)
    return start, None, point.high


def _led(words: str, start: int) -> int:
    """Where the words begin that only lead to a point of time ("decided in")."""
    lead = _LEAD.search(words, max(0, start - _REACH), start)
    return lead.start() if lead and lead.group().strip() else start


def _facet(words: str, start: int) -> tuple[Facet, int]:
    """Which day of a letter is meant, and where the words begin that name it right before its
    point of time ("injured in 2015").
    """
    for facet, named in _DAYS:
        if match := named.search(words, max(0, start - _REACH), start):
            return facet, match.start() if _NO_GAP.fullmatch(match["gap"]) else start
    return DECIDED, start


def _dated(words: str, low: date | None, high: date | None, start: int, end: int) -> Dated:
    facet, start = _facet(words, start)
    return Dated(facet, between(facet, low, high), (start, end))


def _every_year(
    words: str, low: date, high: date, start: int, end: int, years: tuple[int, int]
) -> Dated:
    facet, start = _facet(words, start)
    parts = tuple(
        between(facet, low.replace(year=year), _same_day(high, year))
        for year in range(years[0], years[1] + 1)
    )
    return Dated(facet, parts[0] if len(parts) == 1 else AnyOf(any=parts), (start, end))


def _same_day(day: date, year: int) -> date:
    """The day in another year; the end of February is its own."""
    following = day + timedelta(days=1)
    return following.replace(year=year + following.year - day.year) - timedelta(days=1)


def within_numbers(words: str, taken: Sequence[Stretch]) -> Iterator[Dated]:
    """Days and ages outside stretches that other numbers take ("more than 50 visits")."""
    rest = blank(words, taken)
    yield from days_in(rest)
    yield from ages_in(rest)
