"""Quantities and durations of a request."""

import re

from index.determination import DisputedItem
from index.facets import Amount
from index.vocabulary import services

_WORDS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(), 1)}
_WORDS |= {"eighteen": 18, "twenty": 20, "twenty-four": 24, "thirty": 30, "sixty": 60, "ninety": 90, "once": 1, "twice": 2, "a": 1, "an": 1, "single": 1}
_N = r"(?:\d+(?:\.\d+)?|" + "|".join(sorted((word for word in _WORDS if len(word) > 2), key=len, reverse=True)) + r")"
_R = rf"({_N})(?:\s*(?:-|–|to|or)\s*({_N}))?"
_TIMES = r"(?:times?|x|×|sessions?|visits?)"
_A = r"(?:\s*(?:a|per|each|every|/)\s*)"
# "two times a week for six weeks", "2x/wk x 6wks", "3 visits per week for 2 weeks", "2 times 6".
_COURSE = re.compile(rf"\b{_R}\s*{_TIMES}?{_A}(?:week|wk)\w*\s*(?:,|for|x|×|times)*\s*{_R}\s*(?:weeks?|wks?)\b", re.I)
_WEEKLY = re.compile(rf"\b({_N})\s*times\s+weekly\b[,\s]*(?:for\s+)?({_N})\s*weeks?\b", re.I)
_SHORT = re.compile(r"(?<![\d./#])\b(\d)\s*(?:x|×|times)\s*(\d{1,2})\b(?!\s*(?:mg|%|cm|inch|times|a\b|per\b|/))", re.I)
_SESSIONS = re.compile(rf"\b{_R}\s*(?:\([^)]{{1,12}}\)\s*)?(?:\w+\s+){{0,3}}?(?:sessions?|visits?|treatments?)\b(?!\s*(?:a|per|each|/)\s*(?:week|wk))|\b(?:sessions?|visits?|treatments?)\s*(?:x|×|times|#)\s*({_N})\b", re.I)
_COUNT = re.compile(rf"#\s*(\d+)\b(?!\s*(?:/|-)\d)|\b(?:quantity|qty\.?|quant\.?)\s*(?:of|:|#|=)?\s*(\d+(?:\.\d+)?)\b|\b({_N})\s*(?:tablets?|tabs?|capsules?|caps|pills|patches)\b(?!\s*(?:by|per|a|every|daily|twice|orally|three|two|once))", re.I)
_REFILLS = re.compile(rf"\b({_N})\s*refills?\b|\brefills?\s*(?:x|×|times|:|#)\s*(\d+)", re.I)
_DURATION = re.compile(rf"\b{_R}[\s-]*(day|week|month|year)s?\b(?!\s*(?:old|ago))", re.I)
_HOURS = re.compile(rf"\b{_R}\s*(?:hours?|hrs?)\b(?!\s*(?:as needed|prn|before|after))", re.I)
_TIMES_ALONE = re.compile(rf"\b(?:times|x|×)\s*({_N})\b(?!\s*(?:weeks?|wks?|days?|months?|mg|%|a\b|per\b|/))", re.I)
_SUPPLY = re.compile(r"\bday supply\s*:\s*(\d+)", re.I)
_COURSES = {"Rehabilitation", "Psych Services", "Home Health", "Programs", "Evaluation & Management"}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def amounts(item: DisputedItem, procedures: tuple[str, ...]) -> tuple[Amount, ...]:
    """The quantities and durations that the disputed request names, each unit once.

    "sessions": visits and treatments; a course ("two times a week for six weeks") is multiplied out, unless the request names
    its sessions besides. "units": tablets, patches and other counted things. "refills". "days": rentals, supplies and other spans, a week for 7, a
    month for 30, a year for 365. "hours". Doses and the number of a service's name are no quantities.
    """
    words = item.disputed
    counted = "sessions" if any(services()[name].category in _COURSES for name in procedures) else "units"
    found: dict[str, Amount] = {}

    def put(unit: str, low: float, high: float | None = None) -> None:
        found.setdefault(unit, Amount(unit, low, low if high is None else high))

    course = _COURSE.search(words) or None
    if match := _SESSIONS.search(words):
        low, high, after = match.groups()
        put("sessions", _number(low or after), _number(high) if high else None)
    if course:
        often, often_to, weeks, weeks_to = (_number(each) if each else None for each in course.groups())
        put("sessions", often * weeks, (often_to or often) * (weeks_to or weeks))
        put("days", weeks * 7, (weeks_to or weeks) * 7)
    elif match := _WEEKLY.search(words):
        put("sessions", _number(match.group(1)) * _number(match.group(2)))
        put("days", _number(match.group(2)) * 7)
    elif "sessions" not in found and counted == "sessions" and (match := _SHORT.search(words)):
        put("sessions", _number(match.group(1)) * _number(match.group(2)))
    if match := _COUNT.search(words):
        put(counted if match.group(1) else "units", _number(next(filter(None, match.groups()))))
    elif not found and (match := _TIMES_ALONE.search(words)):
        put(counted, _number(match.group(1)))
    if match := _REFILLS.search(words):
        put("refills", _number(next(filter(None, match.groups()))))
    if match := _HOURS.search(words):
        put("hours", _number(match.group(1)), _number(match.group(2)) if match.group(2) else None)
    if match := _SUPPLY.search(words):
        put("days", _number(match.group(1)))
    if "days" not in found and (match := _DURATION.search(words)):
        days = _DAYS[match.group(3).lower()]
        put("days", _number(match.group(1)) * days, _number(match.group(2)) * days if match.group(2) else None)
    return tuple(found.values())


def _number(word: str) -> float:
    return _WORDS[word.lower()] if word.lower() in _WORDS else float(word)
