"""What a question takes for granted, so that the answer can correct it."""

import re

from assistant.query import (
    AllPremise,
    ExistsPremise,
    IntentName,
    MajorityPremise,
    NonePremise,
    PeriodPremise,
    Premise,
)
from assistant.question.parts import as_filter
from index.determination import Outcome
from index.facets.decision import OUTCOME
from index.facets.filter import Filter, Range, one_of
from index.facets.letter import DECIDED

_MAJORITY = re.compile(
    r"\b(?:usually|mostly|generally|typically|normally|commonly|tends? to (?:be|get)|so often"
    r"|nearly always"
    r"|almost always|most(?: of (?:the|them|these))?|the majority of|predominantly|by and large"
    r"|as a rule|"
    r"routinely|mainly)\b[^.?!]{0,60}?<(?P<outcome>upheld|overturned)>"
    r"|<(?P<before>upheld|overturned)> (?:most of the time|more often than not|in most cases"
    r"|so often|as a rule|nearly every time)",
    re.I,
)
_TAKEN = re.compile(
    r"\b(?:since|because|given(?: that)?|as|if|seeing that|considering(?: that)?)\b[^.?!]{0,40}$",
    re.I,
)
_ALL = re.compile(
    r"\b(?:always|every(?: single)?(?: \S+){0,4}|all(?: of (?:the|these))?(?: \S+){0,4}"
    r"|invariably|each and every|100 ?%|without exception)"
    r"\b[^.?!]{0,40}?<(?P<outcome>upheld|overturned)>"
    r"|<(?P<before>upheld|overturned)> (?:every(?: single)?|all(?: (?:of )?(?:the|these|those|my"
    r"|our))?) (?:<|\w+s\b)",
    re.I,
)
# "Never overturned" is read as upheld: the words themselves tell what never happens.
_NEVER = re.compile(
    r"\b(?:never|nobody ever|no one ever)\b[^.?!]{0,30}?\b(?:(?P<overturned>overturn\w*"
    r"|approv\w+|grant\w*|allow\w*|won|wins?|authori[sz]\w+|certif\w+|gets?|through)"
    r"|(?P<upheld>uph\w+|den(?:y|ied)|refus\w+))\b",
    re.I,
)
_NEVER_STAND = re.compile(
    r"\b(?:denials?|refusals?)\b[^.?!]{0,30}?\bnever\b[^.?!]{0,12}?\b(?:stand|hold|stick|survive|stay)\b",
    re.I,
)
_GIVEN = re.compile(
    r"^\W*(?:and |so |but |ok(?:ay)? )?(?:what (?:made|led|convinced|persuaded|got|caused)"
    r"|why (?:did|was|were|do|does)|how come)\b",
    re.I,
)
_DEFINITE = re.compile(r"\b(?:the|those|these)\s+(?:<(?:prt|sde)>\s*)*<svc>s?", re.I)


def premise_in(
    words: str,
    skeleton: str,
    intent: IntentName,
    outcome: Outcome | None,
    parts: tuple[Filter, ...],
    groups: tuple[tuple[Filter, ...], ...],
) -> Premise | None:
    """What a question for reasons or a list takes for granted; None where it takes nothing.

    A question for counts asks for what it names and takes it for granted only where a clause says
    so ("since most are overturned, how many …").
    """
    if _NEVER_STAND.search(words) and intent is IntentName.REASONS:
        return _all(Outcome.OVERTURNED, parts)
    if (never := _NEVER.search(words)) and intent is IntentName.REASONS:
        return _none(Outcome.OVERTURNED if never["overturned"] else Outcome.UPHELD, parts)
    for pattern, made in ((_ALL, _all), (_MAJORITY, _majority)):
        match = pattern.search(skeleton)
        if match is None:
            continue
        side = Outcome(next(value for value in match.groupdict().values() if value))
        clause = _TAKEN.search(skeleton[: match.start()])
        if clause or intent in (IntentName.REASONS, IntentName.REQUIREMENTS):
            return made(side, parts)
    if intent is IntentName.REASONS:
        years = [part for group in (*groups, parts) for part in group if _is_year(part)]
        if years:
            return PeriodPremise(period=str(getattr(years[0], "low", ""))[:4])
    if (
        intent is IntentName.REASONS
        and outcome is not None
        and parts
        and _GIVEN.search(skeleton)
        and _DEFINITE.search(skeleton)
    ):
        whole = as_filter([*parts, one_of(OUTCOME, [outcome.value])])
        return ExistsPremise(exists=whole) if whole is not None else None
    return None


def _is_year(part: Filter) -> bool:
    return isinstance(part, Range) and part.facet is DECIDED and part.low is not None


def _majority(side: Outcome, parts: tuple[Filter, ...]) -> Premise:
    return MajorityPremise(majority=side)


def _all(side: Outcome, parts: tuple[Filter, ...]) -> Premise:
    return AllPremise(all=side)


def _none(side: Outcome, parts: tuple[Filter, ...]) -> Premise:
    whole = as_filter([*parts, one_of(OUTCOME, [side.value])])
    assert whole is not None, "it names an outcome"
    return NonePremise(none=whole)
