"""Quantities, frequencies, durations and strengths of a request."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from index.determination import DisputedItem
from index.extraction.attributes import Amount
from index.extraction.dates import DATE
from index.extraction.levels import LEVEL
from index.vocabulary import load, services

_DAYS = {"day": 1, "week": 7, "wk": 7, "month": 30, "mo": 30, "year": 365, "yr": 365}
_R = r"(\d+(?:\.\d+)?)(?:\s?(?:-|–|to|or)\s?(\d+(?:\.\d+)?))?"
_SPAN = r"(days?|weeks?|wks?|months?|mos?|years?|yrs?)\b"
# What holds numbers that are none of an amount: procedure codes, "Tylenol #3", "T.E.N.S. 3000",
# "1/2".
_CODE = re.compile(
    r"\b(?:CPT|HCPCS|ICD|NDC|codes?)\b[\s:#-]*[A-Z]?\d[\w.-]*|\b[A-Z]?\d{5,}\b|\b[A-Z]\d{4}\b"
    r"|\b(?:Tylenol|APAP|acetaminophen|codeine|T)\b[^#;,\d]{0,20}(?:#|no\.?)\s?[234]\b"
    r"|\bstage\s[IVX\d]+|\b(?:tooth|teeth)\b[^;,]{0,60}|\b\d\s?/\s?\d\b(?!\d*\s?mg)",
    re.I,
)
_STRENGTH = re.compile(
    r"(?<![\w.#])(\d[\d.]{0,9}(?:,\d{3})?(?:\s?[-/]\s?\d[\d.]{0,9}){0,5})\s?(mg|mcg|µg|ug|meq|iu|%"
    r"|percent\b)(?:\s?(/)\s?(\d[\d.]*)?\s?(ml|mg|gm?|hr?|hours?|actuation|spray|dose)\b)?"
    r"(?![a-z])",
    re.I,
)
_EVERY_HOURS = re.compile(rf"\b(?:every|q)\s?{_R}\s?(?:hours?|hrs?|h)\b", re.I)
_EVERY = re.compile(rf"\b(?:every|q)\s?{_R}\s?{_SPAN}", re.I)
_RATE = re.compile(
    rf"(?<![\d.#]){_R}\s?(?:(times?|x|×|visits?|sessions?|treatments?|days?|nights?|hours?|hrs?"
    r"|units?|tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?)\s?)?"
    r"(?:\(s\)\s?)?(?:(?:a|per|each|every|in a|/|(?<=x))\s?(day|week|wk|month|mo|year|yr)\b"
    r"|(daily|weekly|monthly|yearly|wkly)\b)",
    re.I,
)
_WEEKLY = re.compile(
    r"(?<!bi-)\b(daily|weekly|monthly)\b(?!\sliving)|\b(?:every|each)\s(day|week|month)\b", re.I
)
# "in 6 weeks", "after 2 months" tell when, not how long.
_DURATION = re.compile(
    r"(?<![\d.#/-])(?<!in )(?<!within )(?<!after )(?<!every )(?<!before )(?<!last )"
    rf"(?<!past ){_R}[\s-]?{_SPAN}(?!\s(?:old|ago|post|after|before|follow))",
    re.I,
)
_SUPPLY = re.compile(r"\bdays?'?\s?supply\s?:\s?(\d+)", re.I)
_SHORT = re.compile(
    r"(?<![\d./#])(\d)\s?(?:x|×|times)\s?(\d{1,2})(?![\d.%])"
    r"(?!\s?(?:mg|cm|mm|inch|in\b|times|a\b|per\b|/|day|month|x))(?:\s?(?:weeks?|wks?))?",
    re.I,
)
_COUNT = re.compile(
    r"(?:\bno\.?\s)?#\s?(\d{1,4})(?![\d/])|\b(?:quantity|qty|quant|dispensed?|disp"
    r"|total(?: of)?)\b[\s.:#=]*(?:of\s)?(\d{1,4}(?:\.\d+)?)(?![\d/])(?!\s?(?:mg|%))"
    r"|\(\s?(\d{1,3})\s?\)\s*$",
    re.I,
)
_REFILLS = re.compile(
    r"\b(?:refills?|rf)\s?(?:x|×|times|:|#|of|\()?\s?(\d{1,2})\b"
    r"|(?<![#\d])\b(\d{1,2})\s?(?:additional\s)?(?:refills?|rf)\b",
    re.I,
)
_NO_REFILL = re.compile(r"\b(?:no|zero|without)\srefills?\b", re.I)
_TIMES = re.compile(
    r"(?:\btimes|\bx|×)\s?(\d{1,3})(?![\d.])(?!\s?(?:mg|%|cm|mm|inch|a\b|per\b|/))"
    r"|(?<![\d.])\b(\d{1,2})\s?(?:x|×|times)(?=$|[,;.)])",
    re.I,
)
_SERIES = re.compile(r"\bseries\sof\s(\d{1,2})\b|,\s?(\d{1,3})$", re.I)
_LEADING = re.compile(
    r"^(?:[^:]{3,40}:\s?)?(?:up to\s|additional\s|an?\s"
    r"|the\s)*(\d{1,3})(?:\s?(?:-|–|to)\s?(\d{1,3}))?\s(?!hour|hr|minute|day|week|month"
    r"|year)(?=[a-z])",
    re.I,
)
_DOSE = (
    r"(?!\s?(?:\(s\)\s?)?(?:~|by|per|every|daily|twice|orally|po\b|p\.o|q\d|q\.|at\b|each|once"
    r"|\d+ (?:times|daily|a day)|in the|as needed|prn|bid|tid|a day|nightly|qhs|before|apply))"
)
_TAKEN = re.compile(r"\b(?:take|taking|sig:?|apply|use)\s(?:up to\s)?$", re.I)


#: Where it stands, its lower and higher number, and its unit.
_Duration = tuple[int, str, str, str]


@dataclass(frozen=True)
class _Rate:
    """How often: ``low`` to ``high`` times in a ``span`` of so many days; ``what`` is said to be so
    often ("hours").
    """

    low: float
    high: float
    span: str
    what: str
    at: int


@dataclass
class _Collected:
    """The amounts read so far, with their units."""

    amounts: list[Amount] = field(default_factory=list)
    units: set[str] = field(default_factory=set)

    def add(
        self, unit: str, low: str | float, high: str | float | None = None, again: bool = False
    ) -> None:
        """Add an amount; one of a unit that is there already counts only ``again``."""
        if again or unit not in self.units:
            self.units.add(unit)
            self.amounts.append(Amount(unit, float(low), float(high or low)))


def amounts(item: DisputedItem, procedures: tuple[str, ...]) -> tuple[Amount, ...]:
    """The quantities, frequencies and durations that the disputed request names.

    "sessions" are visits and treatments; how often and how long ("two times a week for six weeks")
    are multiplied out, unless the request gives the number besides, or counts the weeks in months.
    "units" are tablets, patches and other counted things; "grams", "ml", "refills", "hours" speak
    for themselves. "days" are rentals, supplies and other durations, a week for 7, a month for 30,
    a year for 365. How often is "per day", "per week", "per month", "per year". Doses are
    strengths, see `strengths`; numbers in the name of a service are nothing.
    """
    kinds = {services()[name].category for name in procedures if name in services()}
    course = not procedures or bool(kinds & set(load_words()["courses"]))
    total = course and "Pharmaceuticals" not in kinds
    collected = _Collected()
    words = _without_names(_STRENGTH.sub(_blank, numbered(item.disputed)))
    words = _add_refills(collected, words)
    rates, words = _rates(words)
    durations = _durations(words)
    rest = _add_counted(collected, _DURATION.sub(_blank, _SUPPLY.sub(_blank, words)))
    if course and "sessions" not in collected.units and not rates:
        durations = _add_short(collected, words, durations)
    if "sessions" in collected.units:
        rest = _SHORT.sub(_blank, rest)
    if total and "sessions" not in collected.units:
        for rate, (low, high) in _courses(rates, durations):
            collected.add("sessions", rate.low * low, rate.high * high, again=True)
    _add_quantities(collected, rest, total)
    if not collected.units - {"refills"}:
        _add_bare_number(collected, rest, total)
    for rate in rates:
        collected.add(f"{rate.what}per {rate.span}", rate.low, rate.high, again=True)
    for match in _SUPPLY.finditer(words):
        collected.add("days", match.group(1))
    for _, low, high, unit in durations:
        collected.add("days", float(low) * _DAYS[unit], float(high) * _DAYS[unit], again=True)
    return tuple(dict.fromkeys(collected.amounts))


def _add_refills(collected: _Collected, words: str) -> str:
    """Add the refills; the words without them."""
    for match in _REFILLS.finditer(words):
        collected.add("refills", match.group(1) or match.group(2))
    if _NO_REFILL.search(words):
        collected.add("refills", 0)
    return _REFILLS.sub(_blank, words)


def _durations(words: str) -> list[_Duration]:
    return [
        (match.start(), match.group(1), match.group(2) or match.group(1), _unit(match.group(3)))
        for match in _DURATION.finditer(words)
    ]


def _add_counted(collected: _Collected, words: str) -> str:
    """Add what is counted by its noun ("12 visits"), but no dose; the words without that."""
    for unit, pattern in _counted().items():
        for match in pattern.finditer(words):
            low, high, after = match.groups()
            if not _TAKEN.search(words[: match.start()]):
                collected.add(unit, low or after, high)
        words = pattern.sub(_blank, words)
    return words


def _add_short(collected: _Collected, words: str, durations: list[_Duration]) -> list[_Duration]:
    """Add the sessions of "2 x 6 weeks"; the durations without those that they count."""
    left = list(durations)
    for match in _SHORT.finditer(words):
        collected.add("sessions", float(match.group(1)) * float(match.group(2)), again=True)
        if left and left[-1][0] >= match.start(2):
            left.pop()
    return left


def _add_quantities(collected: _Collected, words: str, total: bool) -> None:
    """Add "#60" and "quantity 60": sessions where the request is a course, else units."""
    for match in _COUNT.finditer(words):
        amount = match.group(1) or match.group(2) or match.group(3)
        if total and "sessions" not in collected.units:
            collected.add("sessions", amount)
        elif match.group(3) is None:
            collected.add("units", amount)


def _add_bare_number(collected: _Collected, words: str, total: bool) -> None:
    """Add the first number that only its place makes an amount: "x 6", "series of 3", "3 more"."""
    for pattern in (_TIMES, _SERIES, _LEADING):
        if match := pattern.search(words):
            number, other = match.groups()
            collected.add(
                "sessions" if total and pattern is not _LEADING else "units",
                number or other,
                other if pattern is _LEADING else None,
            )
            return


def strengths(item: DisputedItem) -> tuple[str, ...]:
    """The doses and concentrations that the disputed request names: "10/325 mg", "5 %", "50
    mcg/hour".
    """
    found = []
    for match in _STRENGTH.finditer(_CODE.sub(_blank, item.disputed)):
        number, unit, slash, _, of = match.groups()
        unit = {"percent": "%", "ug": "mcg", "µg": "mcg"}.get(unit.lower(), unit.lower())
        per = "/hour" if slash and of and of.lower() in ("h", "hr", "hour", "hours") else ""
        found.append(f"{re.sub(r'[^0-9./]', '', number.replace('-', '/'))} {unit}{per}")
    return tuple(dict.fromkeys(found))


def numbered(words: str) -> str:
    """Words with number words made digits, and without the digits that repeat them: "twelve (12)
    visits", "three visits".
    """
    words = _number_words().sub(
        lambda match: str(load_words()["numbers"][match.group().lower()]),
        re.sub(r"[‐-―]", "-", words),
    )
    words = re.sub(r"\b(\d+)\s?\(\s?\1\s?\)", r"\1", words)
    return re.sub(
        r"\b([12])(?=\s(?:a|per|each|every)\s(?:day|week|month|year)\b)", r"\1 times", words
    )


def _rates(words: str) -> tuple[list[_Rate], str]:
    """How often, and the words without that."""
    rates = []
    for match in _EVERY_HOURS.finditer(words):
        low, high = float(match.group(1)), float(match.group(2) or match.group(1))
        if low > 0 and high <= 24:
            rates.append(_Rate(24 / high, 24 / low, "day", "", match.start()))
    words = _EVERY.sub(_mark, _EVERY_HOURS.sub(_mark, words))
    for match in _RATE.finditer(words):
        low, high, what, span, adverb = match.groups()
        what = (what or "").lower()
        if what.startswith(("unit", "tab", "cap", "pill", "patch")):
            continue
        span = (
            _unit(span)
            if span
            else {"daily": "day", "monthly": "month", "yearly": "year"}.get(adverb.lower(), "week")
        )
        rates.append(
            _Rate(
                float(low),
                float(high or low),
                span,
                "hours " if what.startswith(("hour", "hr")) else "",
                match.start(),
            )
        )
    words = _RATE.sub(_mark, words)
    for times, pattern in _daily().items():
        match = pattern.search(words)
        if match and not rates:
            rates.append(_Rate(times, times, "day", "", match.start()))
    if not rates and (match := _WEEKLY.search(words)):
        span = (
            match.group(2)
            or {"daily": "day", "weekly": "week", "monthly": "month"}[match.group(1).lower()]
        )
        rates.append(_Rate(1, 1, span.lower(), "", match.start()))
    return rates, words


def _courses(
    rates: list[_Rate], durations: list[_Duration]
) -> list[tuple[_Rate, tuple[float, float]]]:
    """Each rate with the number of its own spans that the duration with it lasts; a rate by the
    week and a duration in months give none.
    """
    often = [rate for rate in rates if not rate.what]
    paired = (
        zip(often, durations, strict=True)
        if len(often) == len(durations)
        else [(rate, durations[0]) for rate in often[:1] if len(durations) == 1]
    )
    found = []
    for rate, (_, low, high, unit) in paired:
        if unit == rate.span or (rate.span == "day" and unit == "week"):
            times = _DAYS[unit] // _DAYS[rate.span]
            found.append((rate, (float(low) * times, float(high) * times)))
    return found


def _unit(word: str) -> str:
    word = word.lower().rstrip("s")
    return {"wk": "week", "mo": "month", "yr": "year"}.get(word, word)


def _without_names(words: str) -> str:
    """Words without dates, spinal levels, codes and other names that hold numbers."""
    for pattern in (DATE, _CODE, LEVEL, _named()):
        words = pattern.sub(_blank, words)
    return words


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _mark(match: re.Match[str]) -> str:
    """Tildes in the place of words that tell how often: a number before them is a dose ("1 tab
    twice daily").
    """
    return "~" * len(match.group())


@cache
def load_words() -> dict[str, Any]:
    """The words of amounts, from the vocabulary."""
    return load("amounts")


@cache
def _number_words() -> re.Pattern[str]:
    numbers: dict[str, int] = load_words()["numbers"]
    longest = sorted(numbers, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(longest)})(?![\w])(?!-\w)", re.I)


@cache
def _counted() -> dict[str, re.Pattern[str]]:
    """By unit: a number, at most four words, and what is counted; or what is counted, and a number
    behind it.
    """
    patterns = {}
    for unit, nouns in load_words()["counted"].items():
        noun = rf"(?:{'|'.join(sorted(nouns, key=len, reverse=True))})(?:e?s)?\b"
        between = (
            r"(?:[a-z][\w/-]*\s){0,5}?"
            if unit == "sessions"
            else r"(?:[a-z][\w/-]*\s){0,2}?"
            if unit == "units"
            else ""
        )
        patterns[unit] = re.compile(
            rf"(?<![\w.#/]){_R}\s?-?(?:\(\s?\d+\s?\)\s?)?(?:more\s"
            rf"|additional\s)?{between}{noun}{_DOSE if unit == 'units' else ''}"
            + (
                rf"|\b{noun}\s?(?:x|×|times|#|:|of)\s?#?(\d+)(?![\d.%])"
                if unit in ("sessions", "units")
                else "|(?!)()"
            ),
            re.I,
        )
    return patterns


@cache
def _named() -> re.Pattern[str]:
    words = "|".join(sorted(load_words()["named"], key=len, reverse=True))
    return re.compile(rf"(?<![\d#])\d+(?:\.\d+)?(?:\s?(?:-|to)\s?\d+)?[\s-]?(?:{words})s?\b", re.I)


@cache
def _daily() -> dict[float, re.Pattern[str]]:
    return {
        times: re.compile(rf"\b(?:{'|'.join(forms)})(?![\w])", re.I)
        for times, forms in sorted(load_words()["daily"].items(), reverse=True)
    }
