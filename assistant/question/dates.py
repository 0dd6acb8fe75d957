"""Dates and ages in a question, as criteria."""

import re

from assistant.question.flat import Criterion, Facet
from assistant.question.spans import blank

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
_NAME = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_MONTH = re.compile(rf"\b({_NAME})\.?,?\s+(?:of\s+)?(20[012]\d)\b", re.I)
# "Decided on August 5, 2016", "determinations dated 2016-08-05": the month is counted, the day is
# named as not counted.
_DAY = re.compile(
    r"\b(?:decided|dated|issued|(?:decisions?|determinations?|letters?)(?: dated| of| from)?)\s+"
    r"(?:on\s+)?"
    rf"(?:(?P<name>{_NAME})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>20[012]\d)"
    r"|(?P<iso>20[012]\d-(?:0[1-9]|1[0-2]))-(?P<isoday>\d\d)"
    r"|(?P<us>0?[1-9]|1[0-2])/(?P<usday>\d{1,2})/(?P<usyear>20[012]\d))\b",
    re.I,
)
_MONTH_SPAN = re.compile(
    rf"\b(between\s+|from\s+)?({_NAME})\.?,?(?:\s+(20[012]\d))?\s*"
    rf"(?(1)(?:and|to|-|–|through|until)|(?:to|-|–|through|until))\s*({_NAME})\.?,?\s+"
    r"(20[012]\d)\b",
    re.I,
)
_MONTH_OPEN = re.compile(
    rf"\b(since|after|before|until|through|up to|prior to)\s+({_NAME})\.?,?\s+(20[012]\d)\b"
    rf"|\b(from)\s+({_NAME})\.?,?\s+(20[012]\d)\s+(?:on|onwards?)\b",
    re.I,
)
_PART = re.compile(
    r"\b(?:in\s+|during\s+|for\s+)?(?:the\s+)?"
    r"(?:(first|1st|second|2nd|third|3rd|fourth|4th|last)\s+(quarter|half)(?:\s+of)?"
    r"|([QH])([1-4]))"
    r"\s+(20[012]\d)\b",
    re.I,
)
_ORDER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_SPAN = re.compile(
    r"\b(?:between\s+(20[012]\d)\s+and|(?:from\s+)?(20[012]\d)\s*(?:to|-|–|through|until))\s*"
    r"(20[012]\d)\b",
    re.I,
)
_OPEN = re.compile(
    r"\b(since|after|from|before|until|up to|prior to)\s+(20[012]\d)\b(?:\s+(?:on|onwards?))?", re.I
)
# A year by itself; "MTUS 2016" names an edition.
_YEAR = re.compile(
    r"(?<![\d/#.-])(?<!mtus )(?<!guidelines )\b"
    r"(?:(?:in|of|from|during|dated|year|decided|for)\s+)?(20[012]\d)\b(?![/-]?\d)"
    r"(?:\s+(?:decisions?|determinations?|cases?|letters?))?",
    re.I,
)
AGES = re.compile(
    r"\b(?:aged?|ages)\s+(?:between\s+)?(\d{2})\s*(?:to|and|-|–)\s*(\d{2})\b"
    r"|\b(over|above|older than|under|below|younger than)\s+(?:the age of\s+|age\s+)?([1-9]\d)\b"
    r"(?!\s*"
    r"(?:visits?|sessions?|tablets?|pills|days?|weeks?|months?|units?|mg|mcg|ml|%|percent|items?"
    r"|cases))"
    r"(?:\s+years?(?:\s+old)?)?"
    r"|\b(\d{2})[-\s]?years?[-\s]old\b|\baged?\s+(\d{2})\b",
    re.I,
)


def dates_in(words: str) -> tuple[list[Criterion], list[tuple[int, int]]]:
    """The criteria of years, months and ages that some words name, and the stretches taken for
    them.
    """
    criteria: list[Criterion] = []
    months, taken = _months_in(words)
    if months:
        criteria.append(Criterion(Facet.MONTH, tuple(dict.fromkeys(value for value, _ in months))))
    years = _years_in(blank(words, taken))
    if years:
        criteria.append(Criterion(Facet.YEAR, tuple(dict.fromkeys(value for value, _ in years))))
    ages = list(AGES.finditer(words))
    if ages:
        joined = _joined([_age(match) for match in ages])
        # "A 20-year-old injury of this 51 year old man": one of several ages is read, two bounds
        # are the ends of one span.
        ages = ages if len(joined) == 1 else ages[:1]
        criteria.append(Criterion(Facet.AGE, joined[:1]))
    return criteria, taken + [span for _, span in years] + [match.span() for match in ages]


def dated(words: str) -> list[tuple[Facet, str, tuple[int, int]]]:
    """Every year, month and age that some words name, with its value and its stretch."""
    months, taken = _months_in(words)
    rest = blank(words, taken)
    found = [(Facet.MONTH, value, span) for value, span in months]
    for pattern in (_SPAN, _OPEN, _YEAR):
        years = _years_by(pattern, rest)
        found += [(Facet.YEAR, value, span) for value, span in years]
        rest = blank(rest, [span for _, span in years])
    return found + [(Facet.AGE, _age(match), match.span()) for match in AGES.finditer(words)]


def _months_in(words: str) -> tuple[list[tuple[str, tuple[int, int]]], list[tuple[int, int]]]:
    """The months that some words name, each with its stretch, and the stretches taken for them; of
    a whole date the day is not taken.
    """
    if days := list(_DAY.finditer(words)):
        taken = []
        for match in days:
            start, end = next(
                match.span(name) for name in ("day", "isoday", "usday") if match.group(name)
            )
            taken += [(match.start(), start), (end, match.end())]
        return [(_month_of(match), match.span()) for match in days], taken
    months = _month_spans(words) or [
        (_month(match[1], match[2]), match.span()) for match in _MONTH.finditer(words)
    ]
    return months, [span for _, span in months]


def _years_in(words: str) -> list[tuple[str, tuple[int, int]]]:
    """The years that some words name: a span of them, or a bound, or else single ones; each with
    its stretch.
    """
    return (
        _years_by(_SPAN, words)[:1]
        or _joined_years(_years_by(_OPEN, words))
        or _years_by(_YEAR, words)
    )


def _years_by(pattern: re.Pattern[str], words: str) -> list[tuple[str, tuple[int, int]]]:
    if pattern is _SPAN:
        return [
            (f"{match.group(1) or match.group(2)}-{match.group(3)}", match.span())
            for match in _SPAN.finditer(words)
        ]
    if pattern is _YEAR:
        return [(match.group(1), match.span()) for match in _YEAR.finditer(words)]
    found = []
    for match in _OPEN.finditer(words):
        bound, year = match.group(1).lower(), int(match.group(2))
        if bound == "from":
            continue
        value = {
            "since": f"{year}-",
            "after": f"{year + 1}-",
            "before": f"-{year - 1}",
            "prior to": f"-{year - 1}",
        }.get(bound, f"-{year}")
        found.append((value, match.span()))
    return found


def _joined_years(bounds: list[tuple[str, tuple[int, int]]]) -> list[tuple[str, tuple[int, int]]]:
    """Bounds of years, of which a lower and an upper one are the ends of one span."""
    values = _joined([value for value, _ in bounds]) if bounds else ()
    return [(values[min(at, len(values) - 1)], span) for at, (_, span) in enumerate(bounds)]


def _age(match: re.Match[str]) -> str:
    """The age or span of ages that some words name, as the value of a criterion."""
    low, high, bound, limit, exact, aged = match.groups()
    if low:
        return f"{low}-{high}"
    if not limit:
        return f"{exact or aged}-{exact or aged}"
    return (
        f"{int(limit) + 1}-"
        if bound.lower() in ("over", "above", "older than")
        else f"-{int(limit) - 1}"
    )


def _joined(spans: list[str]) -> tuple[str, ...]:
    """Spans of numbers as alternatives; a lower bound and an upper one above it are the ends of one
    span ("over 40 and under 60").
    """
    if len(spans) == 2:
        low, high = sorted(spans, key=lambda each: each.startswith("-"))
        if low.endswith("-") and high.startswith("-") and int(low[:-1]) <= int(high[1:]):
            return (f"{low}{high[1:]}",)
    return tuple(dict.fromkeys(spans))


def _month_spans(words: str) -> list[tuple[str, tuple[int, int]]]:
    """The spans of months that some words name ("January to March 2015", "after June 2016", "the
    first half of 2016"), each with its stretch.
    """
    found = []
    for match in _MONTH_SPAN.finditer(words):
        _, first, year, last, until = match.groups()
        found.append((f"{_month(first, year or until)}/{_month(last, until)}", match.span()))
    for match in _MONTH_OPEN.finditer(words):
        bound, name, year = (
            (match.group(1) or "since").lower(),
            match.group(2) or match.group(5),
            match.group(3) or match.group(6),
        )
        step = {"after": 1, "before": -1, "prior to": -1}.get(bound, 0)
        month = _month(name, year, step)
        found.append((f"{month}/" if bound in ("since", "after") else f"/{month}", match.span()))
    for match in _PART.finditer(words):
        order, part, letter, digit, year = match.groups()
        length = 3 if (part or letter).lower() in ("quarter", "q") else 6
        place = (
            int(digit)
            if digit
            else 12 // length
            if order.lower() == "last"
            else _ORDER[order.lower()]
        )
        if place * length <= 12:
            found.append(
                (
                    f"{year}-{place * length - length + 1:02}/{year}-{place * length:02}",
                    match.span(),
                )
            )
    return found


def _month_of(match: re.Match[str]) -> str:
    """The month of a whole date, as "2016-08"."""
    if match["iso"]:
        return match["iso"]
    return (
        _month(match["name"], match["year"])
        if match["name"]
        else f"{match['usyear']}-{int(match['us']):02}"
    )


def _month(name: str, year: str, step: int = 0) -> str:
    """A month by its name and year, or one that many months later, as "2016-06"."""
    number = (
        int(year) * 12
        + next(n for n, month in enumerate(_MONTHS) if month.startswith(name.lower()[:3]))
        + step
    )
    return f"{number // 12}-{number % 12 + 1:02}"
