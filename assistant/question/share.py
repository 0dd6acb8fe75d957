"""Shares that a question asks for, other than the outcome's: "how many of the opioid items cite
ODG", "the share of repeat studies among all MRIs".
"""

import re
from dataclasses import dataclass

from assistant.question.criteria import criteria_in
from assistant.question.grounds import ground_clauses
from assistant.question.outcomes import outcomes_in
from assistant.question.spans import Stretch
from index.facets.decision import OUTCOME
from index.facets.filter import Filter, one_of

_MANY = (
    r"(?:how many|how much|what (?:share|portion|percent(?:age)?|proportion|fraction|part)"
    r"|(?:the )?"
    r"(?:share|portion|percent(?:age)?|proportion|fraction))"
)
_IS = (
    r"(?:was|were|is|are|had|have|has|rest(?:ed|s)?|rel(?:ied|ies|y)|cite[sd]?|involve[sd]?"
    r"|concern(?:ed|s)?"
    r"|came|come|went|used?|that|which|who|with|for)"
)
# The population stands first, or behind "among".
_OF = re.compile(
    rf"^\W*(?:and |so |ok )*{_MANY} of (?:all (?:of )?(?:the |our |these )?|the |our |my |these "
    rf"|those )?"
    rf"(?P<population>.{{3,80}}?) (?={_IS}\b)(?P<condition>.{{3,120}})$",
    re.I | re.S,
)
_FIRST = re.compile(
    rf"^\W*(?:and |so |ok )*(?:out )?of (?:all (?:of )?(?:the |our )?|the |our |my |these "
    rf"|every\w* )?"
    rf"(?P<population>.{{3,80}}?),? {_MANY}(?: of (?:them|those|it"
    rf"|these))? (?P<condition>.{{3,120}})$",
    re.I | re.S,
)
_AMONG = re.compile(
    rf"^\W*(?:what(?: is|'s) )?{_MANY} of (?P<condition>.{{3,80}}?) (?:among|within|out of|of) "
    r"(?:all (?:of )?(?:the )?|the )?(?P<population>.{3,80})$",
    re.I | re.S,
)


@dataclass(frozen=True)
class Share:
    """A condition, the population whose share meets it, and the stretches that ask for it."""

    population: tuple[Filter, ...]
    condition: tuple[Filter, ...]
    links: tuple[Stretch, ...]


def share_in(words: str) -> Share | None:
    """The share that some words ask for, other than that of an outcome; None where they ask for
    none.
    """
    if ground_clauses(words):
        return None  # a ground is asked for with its outcome
    for pattern in (_AMONG, _FIRST, _OF):
        match = pattern.match(words)
        if match is None or outcomes_in(match["condition"]):
            continue
        if pattern is _AMONG and outcomes_in(words):
            continue
        condition = criteria_in(match["condition"]).parts
        population = _population(match["population"])
        if population is None or not condition:
            continue
        extra = tuple(part for part in condition if part not in population)
        if not extra:
            continue
        span = match.span("condition")
        return Share(population, extra, ((0, match.start("population")), (span[0], span[0])))
    return None


def _population(words: str) -> tuple[Filter, ...] | None:
    """What some words select, with the items of one side where they name it; None for nothing."""
    parts = list(criteria_in(words).parts)
    sides = {side for side, _ in outcomes_in(words)}
    if len(sides) == 1:
        parts.append(one_of(OUTCOME, [sides.pop()]))
    return tuple(parts) or None
