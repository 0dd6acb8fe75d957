"""The criteria that a question's words name: services, regions, classes, sides, standing, guidelines, persons, dates."""

import re
from dataclasses import dataclass, replace
from functools import cache

from assistant.classes import included, longest, united
from assistant.dates import AGES, dates_in
from assistant.exclusion import excluded, excluding_words, stands_before, stands_behind
from assistant.grounds import ground_clauses, grounds_in
from assistant.narrower import narrower
from assistant.senses import REGION, REPEAT, SERVICE, idle, other_sense
from assistant.sides import sides_in
from index.describe.levels import mentions
from index.describe.procedures import OCCASION
from index.determination import Outcome
from index.records.selection import Criterion, Facet
from index.vocabulary import Mention, class_lexicon, drugs, load, procedure_lexicon, region_class_lexicon, region_groups, services

_SPINE = {"C": "cervical spine", "T": "thoracic spine", "L": "lumbar spine"}
_UNITS = {"visit": "sessions", "session": "sessions", "treatment": "sessions", "tablet": "units", "pill": "units", "unit": "units", "capsule": "units", "refill": "refills", "hour": "hours", "day": "days"}
# "More than 12 physical therapy visits": the service can stand before its unit; what begins another clause does not.
_OF_SERVICE = r"(?:(?:(?!(?:who|with|had|has|have|having|for|of|and|or|in|on|at|a|an|the|that|which|years?|months?|weeks?|mg|getting|patients?|workers?|people)\b)[a-z-]+\s+){1,3}(?=(?:visit|session|treatment)s?\b))?"
_SIZE = re.compile(rf"\b(more than|over|above|at least|fewer than|less than|under|up to|at most|no more than|exactly)\s+(\d+)\s+{_OF_SERVICE}({'|'.join(_UNITS)})s?\b|\b(\d+)\s+(?:({'|'.join(_UNITS)})s?\s+)?or\s+(more|fewer|less)(?(5)\b|\s+({'|'.join(_UNITS)})s?\b)", re.I)
_STANDING = (Facet.REPEAT, Facet.RETROSPECTIVE, Facet.PARTLY_AUTHORIZED, Facet.GUIDELINE, Facet.SEX, Facet.PRIORITY, Facet.MECHANISM)
# "Not counting retrospective ones" asks for the prospective ones.
_OPPOSED = (Facet.REPEAT, Facet.RETROSPECTIVE, Facet.PARTLY_AUTHORIZED)
_NOT_A = re.compile(r"(?:\b(?:not|never)|n't)\s+(?:been\s+)?(?:an?\s+|the\s+|any\s+)?$", re.I)
_REVIEWER = re.compile(r"\b(?:reviewers?|reviewed by|reviewing|specialt(?:y|ies)|expert|experts|(?<!requested )(?<!ordered )(?<!prescribed )(?<!recommended )(?<!requests )(?<!treatment )(?<!treated )(?<!given )(?<!performed )by (?:an? |the )?(?:physiatr|orthop|neuro|psychiatr|chiropractor|internist|anesthes|family|pain (?:management|doctor|specialist|physician)))", re.I)
_OUTSIDE = re.compile(r"\b(?:outside(?: of)?|beyond|other than|neither|none of)\b(?:\s+(?:the|an?))?\s+(?=(?:mtus|acoem|odg)\b)", re.I)
_GUIDELINES = {"MTUS", "ACOEM", "ODG"}
_TAKEN_ORALLY = re.compile(r"\s*(?:tablets?|tabs?|pills?|capsules?|(?:that (?:is|are) )?(?:taken |given )?(?:by mouth|orally))\b", re.I)
_ORAL_BEFORE = re.compile(r"\boral\s+(?:forms? of |use of )?$", re.I)
_EITHER_FORM = re.compile(r"\s*(?:tablets?|tabs?|pills?|capsules?)\s*(?:,|and|or|/)\s*(?:an? |the )?(?:patch|cream|gel|ointment|lotion|spray)", re.I)
_ON_THE_SKIN = re.compile(r"\b(patch|cream|gel|ointment|lotion|spray)(?:es|s)?\b", re.I)


# In lay words a leg is all of it; a "lower extremity" is what letters call by that name.
_LIMBS = {"upper extremity": re.compile(r"\barms?\b(?! brace)", re.I), "lower extremity": re.compile(r"\blegs?\b(?! brace)", re.I)}
# Classes that are named by who attends: "head doctor", "spine surgeon".
_PERSONS = {"category:Psych Services", "category:Evaluation & Management", "subcategory:Surgical Consult"}
_ANY_PART = re.compile(r"\b(?:any|every|all|other) parts?\b|\bwherever\b|\banywhere (?:on|in|along)\b", re.I)

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Named:
    """The criteria that some words name, and the stretches of the words that were taken for them.

    ``subjects`` are the stretches that name a service, a class or a region.
    """

    criteria: tuple[Criterion, ...]
    taken: tuple[Stretch, ...]
    subjects: tuple[Stretch, ...]


def criteria_in(words: str, grounds_too: bool = True) -> Named:
    """The criteria that some words name; several values of one facet are alternatives.

    What follows "other than", "excluding", "not for" and the like is excluded. With ``grounds_too`` a clause
    that gives a ground ("because no red flag was found") asks for that reason, and for none of the services in it.
    """
    found: dict[Facet, list[str]] = {Facet.PROCEDURE: [], Facet.REGION: []}
    taken: list[Stretch] = []
    for value, span in _phrased(Facet.MENTIONS, words):
        found.setdefault(Facet.MENTIONS, []).append(value)
        taken.append(span)
    named_outcome, _ = outcome_in(words)
    tags, spans = ([], []) if not grounds_too else grounds_in(blank(words, [match.span() for pattern in (_SIZE, AGES) for match in pattern.finditer(words)]), Outcome(named_outcome) if named_outcome else None)
    if tags:
        found[Facet.REASON] = tags
        taken += spans
    if every := re.search(rf"(?:{load('phrases')['whole']})\s*:", words, re.I):
        # "Injections of every type: into the spine, a joint, a nerve": what follows tells the types.
        words = blank(words, [(every.end(), next((match.start() for match in re.finditer(r"[.?!]", words) if match.start() >= every.end()), len(words)))])
    # "The surgery was denied" as a ground asks for no surgery.
    words = blank(words, [*taken, *(match.span() for match in OCCASION.finditer(words))])
    of_services, of_regions = (blank(words, other_sense(words, could)) for could in (SERVICE, REGION))
    phrased = _outermost([Mention((f"{facet.value}:{value}",), *span) for facet in (Facet.SUBCATEGORY, Facet.CATEGORY) for value, span in _phrased(facet, of_services)])
    every_class = [*phrased, *(each for each in class_lexicon().find(of_services) if not any(other.start <= each.start < other.end for other in phrased))]
    every_region = region_class_lexicon().find(re.sub(load("phrases")["idioms"], lambda match: " " * len(match.group()), of_regions, flags=re.I))
    every_service = procedure_lexicon().find(of_services)
    grounds = ground_clauses(words) if grounds_too else []
    outside = [each for each in (*every_service, *every_class, *every_region) if not _inside(each, grounds)]
    if outside or tags:
        # What a ground names ("because no physical therapy was tried") is not what was asked for.
        every_service, every_class, every_region = ([each for each in group if not _inside(each, grounds)] for group in (every_service, every_class, every_region))
    barred = excluded(words, [*every_service, *every_class, *every_region])
    members = included(words, every_service, every_class)
    # With a member go the words within its name ("drug" in "urine drug test").
    every_service, every_class = ([each for each in group if each not in members and not any(one.start <= each.start and each.end <= one.end and (one.start, one.end) != (each.start, each.end) for one in members)] for group in (every_service, every_class))
    chosen, classes = longest([each for each in every_service if each not in barred], [each for each in every_class if each not in barred], words)
    together = united(words, chosen, classes, [each for each in every_class if each not in barred])
    alternatives = [*chosen, *classes] if together else []
    if together:
        chosen, classes = together[1:]
    regions = [each for each in every_region if each not in barred]
    # "spinal" in "spinal cord stimulator" says nothing of a part of the spine.
    regions = [each for each in regions if len(each.values) == 1 or not any(service.start <= each.start and each.end <= service.end for service in chosen)]
    # "Head doctor" and "spine surgeon" are no parts of the body.
    regions = [each for each in regions if not any(kind.values[0] in _PERSONS and kind.start <= each.start and each.end <= kind.end for kind in classes)]
    if len(chosen) > 1:
        # Of several services the region in the name of one ("SI joint injection") says nothing of the others.
        inside = [each for each in regions if any(service.start <= each.start and each.end <= service.end for service in chosen)]
        regions = [each for each in regions if each not in inside or [other.values for other in inside].count(each.values) > 1]
    levels = mentions(words)
    subjects = [(each.start, each.end) for each in (*chosen, *classes, *alternatives, *regions, *barred, *members, *levels)]
    taken += subjects + [(each.start, each.end) for each in every_class] + excluding_words(words)
    for mention in chosen:
        # A brand that stands for several drugs is one service: alone it asks for all of them, among others for its first.
        found[Facet.PROCEDURE].extend(mention.values[:1] if len(chosen) > 1 else mention.values)
    for mention in classes:
        facet, value = _class(mention)
        found.setdefault(facet, []).append(value)
        if chosen and value == "Topical Analgesics":
            found[facet].append("Topical Compounds")  # "a topical with capsaicin" can be either
    found[Facet.REGION].extend(value for mention in regions for value in mention.values)
    if limbs := [limb for limb in _LIMBS if limb in found[Facet.REGION] and _whole(limb, words, found[Facet.REGION])]:
        found[Facet.REGION].extend(part for group in region_groups().values() if set(limbs) & set(group) for part in group)
    named_levels = [level for mention in levels for level in mention.values]
    found[Facet.REGION].extend(_SPINE[level[0]] for level in named_levels if level[0] in _SPINE)
    found[Facet.LEVEL] = named_levels
    sizes = list(_SIZE.finditer(words))
    found[Facet.AMOUNT] = [_size(match) for match in sizes]
    taken += [match.span() for match in sizes]
    taken += _forms(words, chosen, found)
    dated, spans = dates_in(blank(words, [match.span() for match in sizes]))
    taken += _standing(blank(words, [*spans, *(match.span() for match in sizes), *other_sense(words, REPEAT)]), found)  # "the first half of 2016" is no first request, "30 or more visits" no further ones
    taken += [*spans, *idle(words)]
    if found.get(Facet.SPECIALTY) and "chiropractic" in found[Facet.PROCEDURE] and all(words[each.start : each.end].lower().startswith("chiropractor") for each in chosen if "chiropractic" in each.values):
        found[Facet.PROCEDURE].remove("chiropractic")  # who reviewed is no service
    criteria = [Criterion(facet, tuple(dict.fromkeys(values))) for facet, values in found.items() if values]
    if len(chosen) == 1 and len(chosen[0].values) > 1:
        criteria[0:1] = [Criterion(Facet.PROCEDURE, (value,)) for value in chosen[0].values]
    criteria[0:0] = [together[0]] if together else []
    criteria += narrower(words, chosen) if Facet.MENTIONS not in found and not classes and not together else []
    # What is asked for is not what is left out: "PT for somebody who had had no PT before".
    wanted = {value for each in criteria for value in each.values}
    left_out = {(each.facet, value) for each in _bars(barred) for value in each.values if each.facet is Facet.SUBCATEGORY}
    criteria = [replace(each, values=kept) if (kept := tuple(value for value in each.values if (each.facet, value) not in left_out)) else each for each in criteria]
    bars = [each for each in _bars(barred) if each.facet not in (Facet.PROCEDURE, Facet.REGION) or not set(each.values) <= wanted]
    return Named((*criteria, *dated, *bars), tuple(taken), tuple(subjects))


def outcome_in(words: str) -> tuple[str | None, list[Stretch]]:
    """The outcome that some words name first among the plainest, and all stretches that name one."""
    named = [(rank, match.start(), value, match.span()) for value, rank, pattern in _outcome_phrases() for match in pattern.finditer(words)]
    return (min(named)[2] if named else None), [span for *_, span in named]


def partly_in(words: str) -> list[Stretch]:
    """The stretches that say that a request was authorized in part; what they approve is no outcome of the review."""
    return [span for _, span in _phrased(Facet.PARTLY_AUTHORIZED, words)]


def outcomes_in(words: str) -> list[tuple[str, Stretch]]:
    """Every outcome that some words name, with its stretch; what is denied outranks the words that it denies."""
    named = sorted((rank, match.start(), match.end(), value) for value, rank, pattern in _outcome_phrases() for match in pattern.finditer(words))
    kept: list[tuple[str, Stretch]] = []
    for _, start, end, value in named:
        if not any(start < other[1] and other[0] < end for _, other in kept):
            kept.append((value, (start, end)))
    return kept


def _standing(words: str, found: dict[Facet, list[str]]) -> list[Stretch]:
    """Put side, standing, guideline, sex and specialty into ``found``; the stretches that name them."""
    taken: list[Stretch] = []
    sides, spans = sides_in(words)
    found[Facet.LATERALITY] = list(sides)
    taken += spans
    facets = [*_STANDING, *([Facet.SPECIALTY] if _REVIEWER.search(words) else [])]
    for facet in facets:
        named = _phrased(facet, words)
        for value, span in named:
            if facet in _OPPOSED and value == "yes" and any(said == "no" and other[0] < span[1] and span[0] < other[1] for said, other in named):
                continue  # "nothing was partly authorized" is not "partly authorized"
            if facet in _OPPOSED and (stands_before(words, span[0]) or stands_behind(words, span[1]) or _NOT_A.search(words[: span[0]])):
                value = "no" if value == "yes" else "yes"
            found.setdefault(facet, []).append(value)
            taken.append(span)
    if "yes" in found.get(Facet.REPEAT, []) and Facet.RETROSPECTIVE in found:
        # "After some visits had already been given" is no retrospective request.
        spans = {facet: [span for _, span in _phrased(facet, words)] for facet in (Facet.REPEAT, Facet.RETROSPECTIVE)}
        if all(any(one[0] < other[1] and other[0] < one[1] for other in spans[Facet.REPEAT]) for one in spans[Facet.RETROSPECTIVE]):
            del found[Facet.RETROSPECTIVE]
    outside = _OUTSIDE.search(words)
    if outside and _GUIDELINES & set(found.get(Facet.GUIDELINE, [])):
        found[Facet.GUIDELINE] = ["other"]
        taken.append(outside.span())
    return taken


def _forms(words: str, chosen: list[Mention], found: dict[Facet, list[str]]) -> list[Stretch]:
    """Take "tablets" and "cream" with a drug's name for what they say of it: its own class, the topical ones, or a word of the request."""
    taken = []
    for mention in chosen:
        if not set(mention.values) <= drugs():
            continue
        if _EITHER_FORM.match(words, mention.end):
            continue  # "capsule or cream" is any form
        if match := _TAKEN_ORALLY.match(words, mention.end) or _ORAL_BEFORE.search(words[: mention.start]):
            found.setdefault(Facet.SUBCATEGORY, []).append(services()[mention.values[0]].subcategory)
            taken.append(match.span())
        elif forms := list(_ON_THE_SKIN.finditer(words, mention.start, mention.end + 24)):
            if _TAKEN_ORALLY.search(words, mention.end, mention.end + 48):
                continue  # "cream or pill" is any form
            if {match.group(1).lower() for match in forms} == {"patch"}:
                found.setdefault(Facet.MENTIONS, []).append("patch")
            else:
                found.setdefault(Facet.SUBCATEGORY, []).extend(["Topical Analgesics", "Topical Compounds"])
            taken += [match.span() for match in forms]
    return taken


def _bars(barred: list[Mention]) -> list[Criterion]:
    """The criteria that exclude what some mentions name; of a service and its class at one place the class."""
    found: dict[Facet, list[str]] = {}
    for mention in barred:
        value = mention.values[0]
        if ":" in value:
            facet, value = _class(mention)
            found.setdefault(facet, []).append(value)
            if value == "Topical Analgesics":
                found[facet].append("Topical Compounds")
        elif not any(":" in other.values[0] and other.start <= mention.start < other.end for other in barred):
            # A brand of several drugs is left out by its first: "opioids but not Norco" leaves Percocet in, though it too holds acetaminophen.
            service = set(mention.values) <= services().keys()
            found.setdefault(Facet.PROCEDURE if service else Facet.REGION, []).extend(mention.values[:1] if service else mention.values)
    return [Criterion(facet, tuple(dict.fromkeys(values)), excluded=True) for facet, values in found.items()]


def _whole(limb: str, words: str, regions: list[str]) -> bool:
    """Whether all of a limb is meant; "arm, elbow, wrist or hand" lists what is meant."""
    others = {part for group in region_groups().values() if limb in group for part in group} - {limb}
    return bool(_ANY_PART.search(words)) or (bool(_LIMBS[limb].search(words)) and not others & set(regions))


def _inside(mention: Mention, stretches: list[Stretch]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in stretches)


def _outermost(mentions: list[Mention]) -> list[Mention]:
    """The mentions without those that overlap a longer one; one stretch can mean several."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: each.start - each.end):
        if not any(mention.start < other.end and other.start < mention.end and (mention.start, mention.end) != (other.start, other.end) for other in kept):
            kept.append(mention)
    return kept


def _size(match: re.Match[str]) -> str:
    """"more than 12 visits" as the value of a criterion, "sessions:13-"."""
    bound, number, unit, other, before, way, behind = match.groups()
    of = before or behind
    bound, number, unit = (bound or {"more": "at least"}.get(way.lower(), "at most")).lower(), int(number or other), _UNITS[(unit or of).lower()]
    spans = {"more than": f"{number + 1}-", "over": f"{number + 1}-", "above": f"{number + 1}-", "at least": f"{number}-", "exactly": f"{number}", "fewer than": f"-{number - 1}", "less than": f"-{number - 1}", "under": f"-{number - 1}"}
    return f"{unit}:{spans.get(bound, f'-{number}')}"


def _class(mention: Mention) -> tuple[Facet, str]:
    facet, _, value = mention.values[0].partition(":")
    return Facet(facet), value


def _phrased(facet: Facet, words: str) -> list[tuple[str, Stretch]]:
    """The values of a facet that stand in some words as phrases, each with its stretch."""
    return [(value, match.span()) for value, pattern in _phrases(facet) for match in pattern.finditer(words)]


@cache
def _phrases(facet: Facet) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((str(value), re.compile("|".join(forms), re.I)) for value, forms in load("phrases")[facet.value].items())


@cache
def _outcome_phrases() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """The forms of both outcomes with their rank: what is denied comes first, then the letters' own words, then others."""
    denied = [(value, 0, form) for value, forms in load("phrases")["outcome denied"].items() for form in forms]
    said = [(value, 1 if place == 0 else 2, form) for value, forms in load("phrases")["outcome"].items() for place, form in enumerate(forms)]
    return tuple((value, rank, re.compile(form, re.I)) for value, rank, form in (*denied, *said))


def blank(text: str, stretches: list[Stretch] | tuple[Stretch, ...]) -> str:
    """The text with the stretches made blank, offsets kept."""
    for start, end in stretches:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
