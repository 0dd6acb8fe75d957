"""What in a question is negated: which of the values that it names it leaves out.

One rule for the values of every facet. A negation is bound to the nearest value: the one beside it,
with nothing but small words between ("that were not repeats", "other than those decided on ODG"),
and the others of a list that this one begins. The negations, their direction, reach and look-alikes
are the data of `negation.yaml`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

from assistant.question.spans import Stretch
from index.facets.body import REGION
from index.facets.decision import REASON
from index.facets.facet import Facet
from index.facets.filter import Filter
from index.facets.registry import facet_named
from index.facets.service import CATEGORY, PROCEDURE, SUBCATEGORY
from index.vocabulary import load

#: Services, classes and regions, which are listed together; other lists are of one facet.
SUBJECTS = frozenset({PROCEDURE, CATEGORY, SUBCATEGORY, REGION})
#: Facets that say what was asked for.
SERVICES = frozenset({PROCEDURE, CATEGORY, SUBCATEGORY})
_JOIN = re.compile(
    r"[\s()]*+(,(?:\s*+(?:and|or|nor|not|no|neither)(?=[\s/])|(?=[\s/]))|/"
    r"|(?:&|and|or|nor)(?=[\s/]))\s*+",
    re.I,
)
_AND_OTHER = re.compile(r"\s*(?:and|or|&)\s+(?:(?:any|all|the) )?(?:other )?", re.I)
_NO_MORE = re.compile(r"(?:(?:not|no|other|neither)\b\s*)*", re.I)
# A member of a list that names nothing here, one word or two; each word can be read in one way
# only, so that a long list takes no long time.
_MEMBER = r"[\w-]+(?:\s[\w-]+)?"
_UNKNOWN_BEFORE = re.compile(rf"\s*{_MEMBER}(?:,\s*{_MEMBER})*(?:,\s*|,?\s+(?:or|nor)\s+)$", re.I)
_MORE_OF_LIST = re.compile(rf"\s*(?:,\s*{_MEMBER})+,?\s+(?:or|nor)\b", re.I)
_LAST_OF_LIST = re.compile(r"\b(?:or|nor)\s+$", re.I)
_AND_NEXT = re.compile(r"\s*+(?:,\s*+)?(?:and|or|nor)\s++", re.I)
_MEMBER_BEGINS = re.compile(r"(?:the|those|any|all|an?)\b", re.I)
# A preposition that belongs to the words for a value as well as to a negation: "apart from 2016".
_PREPOSITION = re.compile(r"(?:(?:of|from|for|in|during|on|by)\s+)?", re.I)
# "Has not failed conservative care" is a statement, and leaves no reason out.
_DENIED_VERB = re.compile(
    r"\b(?:ha[sd]|have|do|did|does|can|could|would|should)(?:n['’]t|\s+not|\s+never)$", re.I
)
# How far before a value a list that names nothing else can begin, in characters.
_REACH = 300
# How many of the values before one are looked at for a list that it goes on with.
_LONGEST_LIST = 20


@dataclass(frozen=True)
class Target:
    """Words that name values of a facet, and where they stand.

    ``filter`` is what they ask for where it is no values: a range, or words of the letter, which
    belong to no facet.
    """

    facet: Facet | None
    values: tuple[str, ...]
    start: int
    end: int
    filter: Filter | None = None


@dataclass(frozen=True)
class Scope:
    """What is negated in some words, each target with its stretch, the negation included; the
    stretches of what is left free, and those of all negations.
    """

    bound: tuple[tuple[Target, Stretch], ...]
    free: tuple[Stretch, ...]
    negations: tuple[Stretch, ...]

    @property
    def targets(self) -> tuple[Target, ...]:
        """What is negated."""
        return tuple(target for target, _ in self.bound)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches that nothing else is to be read in."""
        return (*(stretch for _, stretch in self.bound), *self.free)


def core_start(words: str, target: Target) -> int:
    """Where a target begins without a preposition before it."""
    match = _PREPOSITION.match(words, target.start)
    return match.end() if match else target.start


@dataclass(frozen=True)
class _Trigger:
    """A negation before a value: its place, the place behind the small words that follow, and
    whether it begins a list.
    """

    start: int
    end: int
    reach: int
    wide: bool


def scope_of(words: str, targets: Sequence[Target]) -> Scope:
    """Which of the targets are negated."""
    ordered = sorted(targets, key=lambda each: (each.start, -each.end))
    triggers = _triggers(words, ordered)
    free = _left_free(words, ordered)
    bound: list[tuple[Target, Stretch]] = []
    barred: list[tuple[Target, bool]] = []
    for target in ordered:
        if any(start <= target.start < end for start, end in free):
            continue
        found = (
            _bound(words, target, triggers)
            or _listed(words, target, barred, ordered)
            or _behind(words, target)
        )
        if found is None:
            continue
        wide, stretch = found
        barred.append((target, wide))
        bound.append((target, stretch))
    bound += _listed_before(words, ordered, bound)
    patterns = _patterns()
    spoken = [
        match.span()
        for pattern in (patterns.leaving_out, patterns.denying, patterns.behind)
        for match in pattern.finditer(words)
    ]
    return Scope(tuple(bound), tuple(free), tuple(spoken))


def _left_free(words: str, targets: Sequence[Target]) -> list[Stretch]:
    """The stretches of values that a question says do not matter, with the words that say so."""
    found = []
    for match in _patterns().leaving_free.finditer(words):
        run = _patterns().wide.match(words, match.end())
        nearest = [
            each for each in targets if run and match.end() <= core_start(words, each) <= run.end()
        ]
        if nearest:
            found.append((match.start(), max(each.end for each in nearest)))
    return found


def _ends(trigger: _Trigger) -> int:
    return trigger.end


def _triggers(words: str, targets: Sequence[Target]) -> list[_Trigger]:
    """The negations before values; none where only a look-alike stands, or inside the words for a
    value ("no red flags").
    """
    patterns = _patterns()
    apart = [match.span() for match in patterns.apparent.finditer(words)]
    apart += [(core_start(words, each), each.end) for each in targets]
    apart.sort()
    starts = [start for start, _ in apart]
    # The furthest end of what begins up to each place: what overlaps a negation is then found
    # without going through all.
    furthest = list(accumulate((end for _, end in apart), max))
    found = []
    for pattern, between, wide in (
        (patterns.leaving_out, patterns.wide, True),
        (patterns.denying, patterns.near, False),
    ):
        for match in pattern.finditer(words):
            before = bisect_left(starts, match.end())
            if not before or furthest[before - 1] <= match.start():
                run = between.match(words, match.end(), match.end() + _REACH)
                found.append(
                    _Trigger(match.start(), match.end(), run.end() if run else match.end(), wide)
                )
    return sorted(found, key=lambda each: each.end)


def _bound(words: str, target: Target, triggers: Sequence[_Trigger]) -> tuple[bool, Stretch] | None:
    """Whether a negation stands before a target, with nothing but small words between."""
    start = core_start(words, target)
    for trigger in triggers[
        bisect_left(triggers, start - _REACH, key=_ends) : bisect_right(triggers, start, key=_ends)
    ]:
        if (
            target.facet is REASON
            and not trigger.wide
            and _DENIED_VERB.search(words, max(0, trigger.start - _REACH), trigger.end)
        ):
            continue
        between = _patterns().wide if trigger.wide else _patterns().near
        if trigger.end <= start <= trigger.reach and between.fullmatch(words, trigger.end, start):
            return trigger.wide, (trigger.start, target.end)
        # "No clearances, assistants or consultations": members before it name nothing here. A list
        # shows by its "or".
        if (
            trigger.wide
            and trigger.end < target.start <= trigger.end + _REACH
            and _UNKNOWN_BEFORE.fullmatch(words, trigger.end, target.start)
            and (
                _LAST_OF_LIST.search(words, trigger.end, target.start)
                or _MORE_OF_LIST.match(words, target.end)
            )
        ):
            return True, (target.start, target.end)
    return None


def _listed(
    words: str, target: Target, barred: Sequence[tuple[Target, bool]], targets: Sequence[Target]
) -> tuple[bool, Stretch] | None:
    """Whether a target lies within one that is negated, or goes on with a list that such a one
    begins.
    """
    for other, wide in barred[-_LONGEST_LIST:]:
        if other.start <= target.start < other.end:
            return wide, (target.start, target.end)
        noun = _patterns().noun.match(words, other.end)
        join = _JOIN.match(words, noun.end() if noun else other.end)
        if join is None or join.end() > target.start:
            continue
        at = _NO_MORE.match(words, join.end())
        assert at is not None, "it matches nothing too"
        gap = (at.end(), target.start)
        if not _patterns().near.fullmatch(words, *gap):
            continue
        alike = other.facet is target.facet or {other.facet, target.facet} <= SUBJECTS
        word = join.group(1).strip(" ,").lower()
        if alike or word in ("or", "nor") or (wide and _goes_on(words, target, word, gap, targets)):
            return wide, (target.start, target.end)
    return None


def _listed_before(
    words: str, targets: Sequence[Target], bound: Sequence[tuple[Target, Stretch]]
) -> list[tuple[Target, Stretch]]:
    """The targets that begin a list whose last member is left out behind it: "UDS and other labs
    aside".
    """
    found: list[tuple[Target, Stretch]] = []
    behind = [
        target
        for target, stretch in bound
        if stretch[1] > target.end and stretch[0] == target.start
    ]
    while behind:
        last = behind.pop()
        for target in targets:
            joined = _AND_OTHER.fullmatch(words, target.end, last.start)
            if joined and target.facet in SUBJECTS and last.facet in SUBJECTS:
                found.append((target, (target.start, last.end)))
                behind.append(target)
    return found


def _goes_on(
    words: str, target: Target, joined: str, gap: Stretch, targets: Sequence[Target]
) -> bool:
    """Whether "and" or a comma before a value of another facet goes on with a list: "excluding
    repeats and retrospective requests".
    """
    # "And decided in 2016" is another condition, "and those decided in 2016" is another member.
    if not _MEMBER_BEGINS.match(words, gap[0]) and (
        words[slice(*gap)].strip() or core_start(words, target) > target.start
    ):
        return False
    if joined == "and":
        return True
    after = _AND_NEXT.match(words, target.end)
    return joined == "" and after is not None and any(each.start == after.end() for each in targets)


def _behind(words: str, target: Target) -> tuple[bool, Stretch] | None:
    pattern = _patterns().behind_reason if target.facet is REASON else _patterns().right_behind
    match = pattern.match(words, target.end)
    return (True, (target.start, match.end())) if match else None


@dataclass(frozen=True)
class _Patterns:
    leaving_out: re.Pattern[str]
    denying: re.Pattern[str]
    leaving_free: re.Pattern[str]
    behind: re.Pattern[str]
    right_behind: re.Pattern[str]
    behind_reason: re.Pattern[str]
    apparent: re.Pattern[str]
    noun: re.Pattern[str]
    near: re.Pattern[str]
    wide: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data: dict[str, Any] = load("negation")
    near, wide = data["between"]["near"], data["between"]["wide"]
    plain = "|".join(data["behind"])
    behind = f"{plain}|{'|'.join(data['behind but reasons'])}"
    before_it = rf"(?:\s+(?:{data['behind nouns']}))?[\s,)(]*"
    return _Patterns(
        leaving_out=re.compile(rf"\b(?:{'|'.join(data['leaving out'])})\b-?", re.I),
        denying=re.compile(rf"\b(?:{'|'.join(data['denying'])})\b-?", re.I),
        leaving_free=re.compile(rf"\b(?:{'|'.join(data['leaving free'])})\b", re.I),
        behind=re.compile(rf"(?:{behind})\b", re.I),
        right_behind=re.compile(rf"{before_it}(?:{behind})\b", re.I),
        behind_reason=re.compile(rf"{before_it}(?:{plain})\b", re.I),
        apparent=re.compile("|".join(f"(?:{form})" for form in data["apparent"]), re.I),
        noun=re.compile(rf"\s+(?:{data['behind nouns']})\b", re.I),
        near=re.compile(rf"[\s(]*+(?:(?:{near})\b[\s(]++)*+", re.I),
        wide=re.compile(rf"[\s(]*+(?:(?:{near}|{wide})\b[\s(]++)*+", re.I),
    )


def bare_targets(words: str) -> Iterator[Target]:
    """Words that name a value only where a negation is bound to them ("other than falls")."""
    for facet, values in _bare().items():
        for value, pattern in values:
            for match in pattern.finditer(words):
                yield Target(facet, (value,), *match.span())


@cache
def _bare() -> dict[Facet, tuple[tuple[str, re.Pattern[str]], ...]]:
    return {
        facet_named(name): tuple(
            (str(value), re.compile("|".join(forms), re.I)) for value, forms in values.items()
        )
        for name, values in load("negation")["bare"].items()
    }
