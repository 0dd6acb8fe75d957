"""The criteria that a question's words name: services, regions, classes, sides, standing, guidelines, years."""

import re
from dataclasses import dataclass
from functools import cache

from index.describe.procedures import OCCASION
from index.describe.regions import side_in
from index.records.selection import Criterion, Facet
from index.vocabulary import Mention, class_lexicon, load, procedure_lexicon, region_class_lexicon

_LEVEL = re.compile(r"\b[CTL]\d{1,2}(?:\s*[-/]\s*[CTLS]?\d{1,2})?\b")
_SPINE = {"C": "cervical spine", "T": "thoracic spine", "L": "lumbar spine"}
_SIDE = re.compile(r"\b(?:left|right|bilateral(?:ly)?|both)\b(?:-?\s*(?:side[ds]?|handed))?", re.I)
_YEAR = re.compile(r"\b(?:in|of|from|during|dated|year|decided)\s+(20[012]\d)\b|\b(20[012]\d)\s+(?:decisions?|determinations?|cases?|letters?)\b", re.I)
_SPAN = re.compile(r"\b(?:from|between)?\s*20[012]\d\s*(?:to|and|-|through|until)\s*20[012]\d\b", re.I)
_STANDING = (Facet.REPEAT, Facet.RETROSPECTIVE, Facet.PARTLY_AUTHORIZED, Facet.GUIDELINE)

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Named:
    """The criteria that some words name, and the stretches of the words that were taken for them.

    ``subjects`` are the stretches that name a service, a class or a region.
    """

    criteria: tuple[Criterion, ...]
    taken: tuple[Stretch, ...]
    subjects: tuple[Stretch, ...]


def criteria_in(words: str) -> Named:
    """The criteria that some words name; several values of one facet are alternatives."""
    words = blank(words, [match.span() for match in OCCASION.finditer(words)])
    every_class = class_lexicon().find(words)
    services, classes = _longest(procedure_lexicon().find(words), every_class)
    regions = region_class_lexicon().find(words)
    if len(services) > 1:
        # Of several services the region in the name of one ("SI joint injection") says nothing of the others.
        regions = [each for each in regions if not any(service.start <= each.start and each.end <= service.end for service in services)]
    levels = list(_LEVEL.finditer(words))
    subjects = [(each.start, each.end) for each in (*services, *classes, *regions)] + [match.span() for match in levels]
    taken = subjects + [(each.start, each.end) for each in every_class]
    found: dict[Facet, list[str]] = {Facet.PROCEDURE: [], Facet.REGION: []}
    for mention in services:
        # A brand that stands for several drugs is one service: alone it asks for all of them, among others for its first.
        found[Facet.PROCEDURE].extend(mention.values[:1] if len(services) > 1 else mention.values)
    for mention in classes:
        facet, _, value = mention.values[0].partition(":")
        found.setdefault(Facet(facet), []).append(value)
    found[Facet.REGION].extend(value for mention in regions for value in mention.values)
    found[Facet.REGION].extend(_SPINE[match.group()[0].upper()] for match in levels)
    side = side_in(words)
    if side:
        found[Facet.LATERALITY] = [side]
        taken += [match.span() for match in _SIDE.finditer(words)]
    for facet in _STANDING:
        for value, pattern in _phrases(facet):
            if match := pattern.search(words):
                found.setdefault(facet, []).append(value)
                taken.append(match.span())
    years = list(_YEAR.finditer(blank(words, [match.span() for match in _SPAN.finditer(words)])))
    found[Facet.YEAR] = [match.group(1) or match.group(2) for match in years]
    taken += [match.span() for match in years] + [match.span() for match in _SPAN.finditer(words)]
    criteria = [Criterion(facet, tuple(dict.fromkeys(values))) for facet, values in found.items() if values]
    if len(services) == 1 and len(services[0].values) > 1:
        criteria[0:1] = [Criterion(Facet.PROCEDURE, (value,)) for value in services[0].values]
    return Named(tuple(criteria), tuple(taken), tuple(subjects))


def outcome_in(words: str) -> tuple[str | None, list[Stretch]]:
    """The outcome that some words name first among the plainest, and all stretches that name one."""
    named = [(rank, match.start(), value, match.span()) for value, rank, pattern in _outcome_phrases() for match in pattern.finditer(words)]
    return (min(named)[2] if named else None), [span for *_, span in named]


@cache
def _phrases(facet: Facet) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((str(value), re.compile("|".join(forms), re.I)) for value, forms in load("phrases")[facet.value].items())


@cache
def _outcome_phrases() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """The forms of both outcomes with their rank: the letters' own words come before others."""
    return tuple((value, 0 if rank == 0 else 1, re.compile(form, re.I)) for value, forms in load("phrases")["outcome"].items() for rank, form in enumerate(forms))


def _longest(services: list[Mention], classes: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Mentions of services and of classes, without those that lie within a longer one of the other kind.

    A bare word for a class ("injections", "surgery") is also a general word for a service; the class is meant.
    """

    def within(inner: Mention, outer: Mention, equal: bool) -> bool:
        same = (inner.start, inner.end) == (outer.start, outer.end)
        return outer.start <= inner.start and inner.end <= outer.end and (equal or not same)

    kept_services = [each for each in services if not any(within(each, other, equal=True) for other in classes)]
    kept_classes = [each for each in classes if not any(within(each, other, equal=False) for other in services)]
    # A class named beside a service of it only tells what the service is ("the drug Norco", "a shoulder surgery, arthroscopy").
    return kept_services, [] if kept_services else kept_classes


def blank(text: str, stretches: list[Stretch] | tuple[Stretch, ...]) -> str:
    """The text with the stretches made blank, offsets kept."""
    for start, end in stretches:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
