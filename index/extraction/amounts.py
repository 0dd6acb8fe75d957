"""Quantities, frequencies, durations and strengths of a request."""

import re
from dataclasses import dataclass
from functools import cache

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
    words = _without_names(_STRENGTH.sub(_blank, numbered(item.disputed)))
    course = not procedures or bool(kinds & set(load_words()["courses"]))
    found: list[Amount] = []
    units: set[str] = set()

    def put(
        unit: str, low: str | float, high: str | float | None = None, again: bool = False
    ) -> None:
        if again or unit not in units:
            units.add(unit)
            found.append(Amount(unit, float(low), float(high or low)))

    for match in _REFILLS.finditer(words):
        put("refills", match.group(1) or match.group(2))
    if _NO_REFILL.search(words):
        put("refills", 0)
    words = _REFILLS.sub(_blank, words)
    rates, words = _rates(words)
    durations = [
        (match.start(), match.group(1), match.group(2) or match.group(1), _unit(match.group(3)))
        for match in _DURATION.finditer(words)
    ]
    rest = _DURATION.sub(_blank, _SUPPLY.sub(_blank, words))
    for unit, pattern in _counted().items():
        for match in pattern.finditer(rest):
            low, high, after = match.groups()
            if not _TAKEN.search(rest[: match.start()]):
                put(unit, low or after, high)
        rest = pattern.sub(_blank, rest)
    if course and "sessions" not in units and not rates:
        for match in _SHORT.finditer(words):
            put("sessions", float(match.group(1)) * float(match.group(2)), again=True)
            if durations and durations[-1][0] >= match.start(2):
                durations.pop()  # "2 x 6 weeks"
    rest = _SHORT.sub(_blank, rest) if "sessions" in units else rest
    total = course and not kinds & {"Pharmaceuticals"}
    if total and "sessions" not in units:
        for rate, (low, high) in _courses(rates, durations):
            put("sessions", rate.low * low, rate.high * high, again=True)
    for match in _COUNT.finditer(rest):
        amount = match.group(1) or match.group(2) or match.group(3)
        if total and "sessions" not in units:
            put("sessions", amount)
        elif match.group(3) is None:
            put("units", amount)
    if not units - {"refills"}:
        for pattern in (_TIMES, _SERIES, _LEADING):
            if match := pattern.search(rest):
                number, other = match.groups()
                put(
                    "sessions" if total and pattern is not _LEADING else "units",
                    number or other,
                    other if pattern is _LEADING else None,
                )
                break
    for rate in rates:
        put(f"{rate.what}per {rate.span}", rate.low, rate.high, again=True)
    for match in _SUPPLY.finditer(words):
        put("days", match.group(1))
    for _, low, high, unit in durations:
        put("days", float(low) * _DAYS[unit], float(high) * _DAYS[unit], again=True)
    return tuple(dict.fromkeys(found))


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
        if 0 < low and high <= 24:
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
    rates: list[_Rate], durations: list[tuple[int, str, str, str]]
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
def load_words() -> dict:
    """The words of amounts, from the vocabulary."""
    return load("amounts")


@cache
def _number_words() -> re.Pattern[str]:
    longest = sorted(load_words()["numbers"], key=len, reverse=True)
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
