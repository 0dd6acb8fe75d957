"""What a question asks for, by the form of its words: the intent, why it is refused, what counts
are set out by. The forms are data (`asking.yaml`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.query import IntentName, Refusal
from assistant.question.outcomes import outcomes_in
from assistant.question.scope import Target
from assistant.question.spans import Stretch
from index.facets import body, decision, letter, service, worker
from index.facets.facet import Facet
from index.facets.filter import Range, Text
from index.vocabulary.shipped import read_yaml

#: The forms in the order in which they are tried; the first that fits counts.
FORMS = (
    IntentName.SIMILAR,
    IntentName.DIFFERENCES,
    IntentName.REQUIREMENTS,
    IntentName.GUIDELINES,
    IntentName.REASONS,
)
_KINDS: dict[Facet, str] = {
    service.PROCEDURE: "<svc>",
    service.CATEGORY: "<svc>",
    service.SUBCATEGORY: "<svc>",
    body.REGION: "<prt>",
    body.LEVEL: "<prt>",
    body.LATERALITY: "<sde>",
    decision.GUIDELINE: "<gdl>",
    decision.REASON: "<rzn>",
    decision.SPECIALTY: "<spc>",
    worker.AGE: "<yrs>",
    **dict.fromkeys(letter.DATES, "<dat>"),
}
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Skeleton:
    """A question's words with every value replaced by its kind, and whence each character comes."""

    text: str
    origins: tuple[int, ...]

    def stretch(self, start: int, end: int) -> Stretch:
        """The stretch of the words behind a stretch of the skeleton."""
        return self.origins[start], self.origins[end - 1] + 1


def skeleton_of(words: str, tags: Sequence[Target]) -> Skeleton:
    """The skeleton of some words: "how do i get my <prt> <svc> <overturned>"."""
    stretches = [(each.start, each.end, kind) for each in tags if (kind := _kind(each)) is not None]
    stretches += [(start, end, f"<{value}>") for value, (start, end) in outcomes_in(words)]
    stretches.sort(key=lambda each: (each[0] - each[1], each[0]))
    kept: list[tuple[int, int, str]] = []
    for each in stretches:
        if not any(each[0] < other[1] and other[0] < each[1] for other in kept):
            kept.append(each)
    text: list[str] = []
    origins: list[int] = []
    at = 0
    for start, end, kind in [*sorted(kept), (len(words), len(words), "")]:
        for place in range(at, start):
            letter_ = words[place].lower()
            letter_ = {"’": "'", "‘": "'"}.get(letter_, letter_)
            if letter_.isspace():
                if text and text[-1] == " ":
                    continue
                letter_ = " "
            text.append(letter_[:1])
            origins.append(place)
        if kind:
            text.extend(kind)
            origins.extend([start] * (len(kind) - 1) + [end - 1])
        at = end
    return Skeleton("".join(text), tuple(origins))


def _kind(tag: Target) -> str | None:
    if isinstance(tag.filter, Text):
        return "<txt>"
    if tag.facet is None:
        return "<amt>" if isinstance(tag.filter, Range) else None
    return _KINDS.get(tag.facet)


@dataclass(frozen=True)
class Form:
    """The intent that the form of some words tells, and the stretches that tell it; ``group_by`` is
    what counts are set out by.
    """

    intent: IntentName | None
    stretches: tuple[Stretch, ...] = ()
    group_by: str | None = None
    is_trend: bool = False


class Words:
    """Some words of a question with their skeleton, held against the forms."""

    def __init__(self, words: str, tags: Sequence[Target]):
        self.words = words
        self.skeleton = skeleton_of(words, tags)

    def refusal(self) -> Refusal | None:
        """Why a question is not answered that asks for something that decisions cannot tell: money,
        predictions, advice, people; None for every other one.
        """
        return next(
            (Refusal(kind) for kind in _forms()["refusals"] if self.find(f"refusals.{kind}")), None
        )

    def find(self, name: str) -> list[Stretch]:
        """The stretches of the words that one of the named forms fits; none where none does."""
        found = []
        for pattern, in_skeleton in _patterns(name):
            if in_skeleton:
                found += [
                    self.skeleton.stretch(*match.span())
                    for match in pattern.finditer(self.skeleton.text)
                    if match.end() > match.start()
                ]
            if not in_skeleton or name.startswith("refusals"):
                found += [match.span() for match in pattern.finditer(self.words)]
        return found

    def form(self) -> Form:
        """The first form that fits; no intent where none does."""
        for intent in FORMS:
            if stretches := self.find(intent.value):
                if intent is IntentName.REASONS and (by := self._breakdown("reason")):
                    return by
                return Form(intent, tuple(stretches))
        if stretches := self.find("trend"):
            return self._trend(stretches)
        if by := self._breakdown():
            return by
        tallied = self.find("tally")
        if listed := self.find("list"):
            return Form(IntentName.OUTCOMES if tallied else IntentName.LIST, (*listed, *tallied))
        if tallied:
            return Form(IntentName.OUTCOMES, tuple(tallied))
        return Form(None)

    def _trend(self, stretches: list[Stretch]) -> Form:
        words = self.words
        by = "decided:year"
        if re.search(r"\bmonth|\b(?:lately|recently|these days|nowadays)\b", words, re.I):
            by = "decided:month"
        elif re.search(r"\bquarter", words, re.I):
            by = "decided:quarter"
        return Form(IntentName.OUTCOMES, tuple(stretches), by, is_trend=True)

    def _head(self, span: Stretch, group: str) -> str:
        """The last of dimensions that stand side by side: "by treatment request category"."""
        end = span[1]
        while (
            following := next(
                (
                    (name, match)
                    for name, pattern in _dimensions()
                    if (match := pattern.match(self.words, end + 1))
                    and self.words[end : end + 1] == " "
                ),
                None,
            )
        ) is not None:
            group, end = following[0], following[1].end()
        return group

    def _breakdown(self, only: str | None = None) -> Form | None:
        """The dimension that a breakdown names; with ``only`` where it is that one."""
        stretches = self.find("breakdown")
        if not stretches:
            return None
        named: list[tuple[int, int, int, str, Stretch]] = []
        for start, end in stretches:
            for rank, (group, pattern) in enumerate(_dimensions()):
                named += [
                    (-start, match.start() - match.end(), rank, group, match.span())
                    for match in pattern.finditer(self.words, start, end)
                ]
        behind = [each for each in named if _is_behind_by(self.words, each[4][0])]
        best = min(behind or named, default=None, key=lambda each: each[:3])
        group = self._head(best[4], best[3]) if best else "procedure"
        if only is not None:
            return None
        spans = [*stretches, *([best[4]] if best else [])]
        return Form(IntentName.OUTCOMES, tuple(spans), group)


_BY = re.compile(r"\b(?:by|per|each|every|across|to|on|with|between|for)\s+(?:\w+\s+){0,2}$", re.I)


def _is_behind_by(words: str, at: int) -> bool:
    return bool(_BY.search(words, max(0, at - 40), at))


def takes_upheld(words: str) -> bool:
    """Whether a question for reasons takes for granted that the denials were upheld ("what is
    missing in …").
    """
    return bool(re.search(_forms()["takes upheld"], words, re.I))


def dimensions_of(words: str) -> list[str]:
    """Every dimension that some words name."""
    return [group for group, pattern in _dimensions() if pattern.search(words)]


def dimension_in(words: str) -> str | None:
    """The dimension that some words name and nothing else ("by body part", "specialty")."""
    for group, pattern in _dimensions():
        if re.fullmatch(
            rf"\W*(?:(?:and|now|then|ok|same|only|broken down|split|grouped)\W+)*(?:by|per"
            rf"|for each|"
            rf"across)\s+(?:the\s+)?(?:{pattern.pattern})\W*",
            words,
            re.I,
        ):
            return group
    return None


@cache
def _forms() -> dict[str, Any]:
    return read_yaml(files("assistant.question").joinpath("asking.yaml").read_text("utf-8"))


@cache
def _dimensions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (group, re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.I))
        for group, names in _forms()["dimensions"].items()
    )


@cache
def _patterns(name: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    node: Any = _forms()
    for part in name.split("."):
        node = node[part]
    every = "|".join(name for names in _forms()["dimensions"].values() for name in names)
    found = []
    for form in node:
        written = form.replace("{me}", _forms()["me"]).replace("{they}", _forms()["they"])
        written = written.replace("<dimension>", rf"(?:{every})(?!\w)")
        found.append(
            (
                re.compile(written, re.I),
                "<" in re.sub(r"\(\?<[=!]", "", form.replace("<dimension>", "")),
            )
        )
    return tuple(found)
