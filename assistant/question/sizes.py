"""The amounts that a question names: so many visits, tablets, days."""

import re
from dataclasses import dataclass

from assistant.question.spans import Stretch
from index.facets.filter import Filter, between
from index.facets.letter import AMOUNT

#: Words of questions for what amounts are counted in, by the unit of the records.
UNITS = {
    "visit": "sessions",
    "session": "sessions",
    "treatment": "sessions",
    "appointment": "sessions",
    "tablet": "units",
    "tab": "units",
    "pill": "units",
    "unit": "units",
    "capsule": "units",
    "refill": "refills",
    "hour": "hours",
    "day": "days",
}
_UNIT = "|".join(UNITS)
# "More than 12 physical therapy visits": the service can stand before its unit; what begins another
# clause does not.
_OF_SERVICE = (
    r"(?:(?:(?!(?:who|with|had|has|have|having|for|of|and|or|in|on|at|a|an|the|that|which|years?"
    r"|months?|weeks?|mg|getting|patients?|workers?|people)\b)"
    r"[a-z-]+\s+){1,3}"
    r"(?=(?:visit|session|treatment)s?\b))?"
)
_SIZE = re.compile(
    r"(?P<bound>\b(?:more than|over|above|at least|fewer than|less than|under|up to|at most"
    r"|no more than|exactly|beyond|in excess of|exceeding)|[<>]=?)"
    rf"\s*(?P<number>\d+)\s+{_OF_SERVICE}(?P<unit>{_UNIT})s?\b"
    rf"|\b(?P<low>\d+)\s*(?:to|-|–|and)\s*(?P<high>\d+)\s+{_OF_SERVICE}(?P<unit3>visit|session"
    rf"|tablet|pill)s?\b"
    rf"|\b(?P<number2>\d+)\s*(?:(?P<unit2>{_UNIT})s?\s+)?(?P<way>\+|or\s+(?:more|fewer|less))"
    rf"(?(unit2)(?!\w)|\s*{_OF_SERVICE}(?P<unit4>{_UNIT})s?\b)",
    re.I,
)
# "12 visits of PT" names the amount; what was had before does not.
_EXACT = re.compile(
    r"(?<![\w.-])(?<!failed )(?<!completed )(?<!tried )(?<!had )(?<!did )(?<!after )(?<!prior )"
    r"(?<!first )(?<!last )(?<!already had )(?<!finished )(?<!attended )(?<!received )(?<!than )"
    rf"(?P<number>[1-9]\d?)\s+{_OF_SERVICE}(?P<unit>visit|session|tablet|pill|capsule|refill)s?\b"
    r"(?!\s+(?:already|before|so far|earlier|ago))",
    re.I,
)


@dataclass(frozen=True)
class Sized:
    """A range of amounts that some words name, and their stretch; ``bound`` is that of its number
    with what bounds it ("more than 12"), the rest can say more ("12 more visits").
    """

    filter: Filter
    span: Stretch
    bound: Stretch


def sizes_in(words: str) -> list[Sized]:
    """The amounts that some words name, with bounds or exactly."""
    found = [_bounded(match) for match in _SIZE.finditer(words)]
    taken = [each.span for each in found]
    found += [
        Sized(
            _between(int(match["number"]), int(match["number"]), match["unit"]),
            match.span(),
            match.span("number"),
        )
        for match in _EXACT.finditer(words)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return found


def _bounded(match: re.Match[str]) -> Sized:
    if match["low"]:
        low, high = sorted((int(match["low"]), int(match["high"])))
        return Sized(_between(low, high, match["unit3"]), match.span(), match.span())
    unit = match["unit"] or match["unit2"] or match["unit4"]
    number = int(match["number"] or match["number2"])
    way = (match["bound"] or match["way"]).lower()
    if way in ("more than", "over", "above", "beyond", "in excess of", "exceeding", ">"):
        bounds: tuple[int | None, int | None] = (number + 1, None)
    elif way in ("at least", "+", ">=") or way.endswith("more"):
        bounds = (number, None)
        if way == "no more than":
            bounds = (None, number)
    elif way in ("fewer than", "less than", "under", "<"):
        bounds = (None, max(0, number - 1))
    elif way == "exactly":
        bounds = (number, number)
    else:
        bounds = (None, number)
    return Sized(_between(*bounds, unit), match.span(), match.span())


def _between(low: int | None, high: int | None, unit: str) -> Filter:
    return between(AMOUNT, low, high, UNITS[unit.lower()])
