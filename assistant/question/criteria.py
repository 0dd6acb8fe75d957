"""The criteria that a question's words name: services, regions, classes, sides, standing,
guidelines, persons, dates.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question.classes import included, longest, united
from assistant.question.days import Dated, ages_in
from assistant.question.grounds import grounds_in
from assistant.question.narrower import narrower
from assistant.question.outcomes import outcome_in
from assistant.question.parts import any_of, left_out, with_left_out
from assistant.question.scope import SUBJECTS, Scope, Target, scope_of
from assistant.question.senses import REPEAT, idle, other_sense
from assistant.question.sides import sides_in
from assistant.question.sizes import sizes_in
from assistant.question.spans import Stretch, blank
from assistant.question.tags import (
    PATCH,
    class_of,
    numbers_in,
    phrased,
    speaks_of_reviewers,
    spoken_of,
    standing,
    standing_in,
    subject_mentions,
    tags_in,
)
from assistant.question.texts import forms_of, texts_in
from assistant.question.worded import worded_in
from index.determination import Outcome
from index.extraction.levels import mentions
from index.extraction.procedures import OCCASION
from index.facets.body import LATERALITY, LEVEL, REGION
from index.facets.decision import GUIDELINE, PARTLY_AUTHORIZED, REASON, RETROSPECTIVE, SPECIALTY
from index.facets.decision import REPEAT as REPEATED
from index.facets.facet import Facet
from index.facets.filter import Criterion, Filter, Place, Range, Text, between, not_, one_of
from index.facets.service import CATEGORY, PROCEDURE, SUBCATEGORY
from index.facets.worker import AGE
from index.vocabulary import (
    Mention,
    class_lexicon,
    drugs,
    load,
    question_lexicon,
    region_groups,
    services,
)

_SPINE = {"C": "cervical spine", "T": "thoracic spine", "L": "lumbar spine"}
_TAKEN_ORALLY = re.compile(
    r"(?<!\s)\s*"
    r"(?:tablets?|tabs?|pills?|capsules?"
    r"|(?:that (?:is|are) )?(?:taken |given )?(?:by mouth|orally))\b",
    re.I,
)
_ORAL_BEFORE = re.compile(r"\boral\s+(?:forms? of |use of )?$", re.I)
_EITHER_FORM = re.compile(
    r"\s*(?:tablets?|tabs?|pills?|capsules?)\s*(?:,|and|or|/)\s*(?:an? |the )?"
    r"(?:patch|cream|gel|ointment|lotion|spray)",
    re.I,
)
_ON_THE_SKIN = re.compile(r"\b(patch|cream|gel|ointment|lotion|spray)(?:es|s)?\b", re.I)
# What stands before a place is looked for within so many characters.
_REACH = 300
# In lay words a leg is all of it; a "lower extremity" is what letters call by that name.
_LIMBS = {
    "upper extremity": re.compile(r"\barms?\b(?! brace)", re.I),
    "lower extremity": re.compile(r"\blegs?\b(?! brace)", re.I),
}
# Who has a service already asks for another one.
_WORKER_HAS = re.compile(
    r"\b(?:patients?|workers?|claimants?|applicants?|employees?|people|who|he|she|they)(?:'s)? "
    r"(?:(?:is|was|are|were) (?:also |already |currently )?(?:on|taking|using)"
    r"|(?:also |already |currently )?(?:takes?|uses?)) (?:an? |the |any )?",
    re.I,
)
_OR = re.compile(r"\s*(?:,\s*)?\bor\s+(?:an?\s+|the\s+)?", re.I)
_ONLY_GUIDELINE = re.compile(
    r"\b(?:mtus|acoem|odg) (?:only|alone|exclusively|solely)\b"
    r"|\b(?:mtus|acoem|odg),? (?:and|with) nothing else\b"
    r"|\b(?:solely|exclusively|only|nothing but|just) (?:(?:cit|us|rely|quot)\w* )?(?:(?:on"
    r"|under|by) )?(?:the )?(?:mtus|acoem|odg)\b",
    re.I,
)
_SOURCES = ("MTUS", "ACOEM", "ODG", "other")
# Classes that are named by who attends: "head doctor", "spine surgeon".
_PERSONS = {
    "category:Psych Services",
    "category:Evaluation & Management",
    "subcategory:Surgical Consult",
}
_ANY_PART = re.compile(
    r"\b(?:any|every|all|other) parts?\b|\bwherever\b|\banywhere (?:on|in|along)\b", re.I
)


@dataclass(frozen=True)
class Named:
    """The criteria that some words name, and the stretches of the words that were taken for them.

    ``tags`` are all words that name a value, ``subjects`` the stretches that name a service, a
    class or a region, ``negated`` those of what is negated with its negation; ``unsaid`` are
    exclusions that no criterion can say.
    """

    parts: tuple[Filter, ...]
    taken: tuple[Stretch, ...]
    subjects: tuple[Stretch, ...]
    negated: tuple[Stretch, ...] = ()
    unsaid: tuple[str, ...] = ()
    tags: tuple[Target, ...] = ()


def criteria_in(words: str, grounds_too: bool = True, of_reviewers: bool | None = None) -> Named:
    """The criteria that some words name; several values of one facet are alternatives.

    What they negate ("other than", "that were not") is read first and cut out: it is excluded, or
    asks for the opposite where there is one. With ``grounds_too`` a clause that gives a ground
    ("because no red flag was found") asks for that reason, and for none of the services in it.
    ``of_reviewers`` tells whether the whole question speaks of them, where the words are a part.
    """
    if of_reviewers is None:
        of_reviewers = speaks_of_reviewers(words)
    tags = tags_in(words, grounds_too, of_reviewers)
    scope = scope_of(words, tags)
    unsaid = _unsaid(words, scope, tags)
    stretches = (*scope.stretches, *unsaid)
    named = _asked_for(blank(words, stretches), grounds_too, of_reviewers)
    negated = [
        _narrowed(words, each)
        for each in scope.targets
        if not any(start <= each.start < end for start, end in unsaid)
    ]
    subjects = [(each.start, each.end) for each in negated if each.facet in SUBJECTS]
    taken = (*named.taken, *stretches, *scope.negations)
    phrases = tuple(words[slice(*span)] for span in unsaid)
    return Named(
        with_left_out(named.parts, left_out(negated)),
        taken,
        (*named.subjects, *subjects),
        stretches,
        phrases,
        tuple(tags),
    )


def _narrowed(words: str, target: Target) -> Target:
    """A target that names less than its service, by the words of requests that name it: who leaves
    out the CBCs leaves in the other laboratory tests.
    """
    if target.facet is not PROCEDURE:
        return target
    texts = narrower(words, [Mention(target.values, target.start, target.end)])
    if not texts:
        return target
    return Target(None, (), target.start, target.end, filter=texts[0])


def _unsaid(words: str, scope: Scope, tags: Sequence[Target]) -> list[Stretch]:
    """The stretches of exclusions that no criterion can say: "imaging other than lumbar MRIs"
    leaves out neither all of the lumbar spine nor all MRIs.
    """
    named = (PROCEDURE, CATEGORY, SUBCATEGORY)
    subjects = [each for each in tags if each.facet in named and each not in scope.targets]
    found = []
    for target, (start, _) in scope.bound:
        if target.facet in named:
            continue
        head = next(
            (
                each
                for each in subjects
                if each.start > target.end and not words[target.end : each.start].strip()
            ),
            None,
        )
        others = [
            each for each in subjects if head and (each.end <= head.start or head.end <= each.start)
        ]
        if head and others and not any(set(each.values) & set(head.values) for each in others):
            found.append((start, head.end))
    return found


@dataclass(frozen=True)
class _Subject:
    """The services, classes and regions that some words ask for.

    ``services``, ``classes`` and ``regions`` are asked for one by one, ``together`` are services
    and classes that are alternatives. ``members`` are only named as members of a class, and
    ``every_class`` are all classes that are named.
    """

    services: list[Mention]
    classes: list[Mention]
    regions: list[Mention]
    together: Filter | None
    alternatives: list[Mention]
    members: list[Mention]
    every_class: list[Mention]


def _asked_for(words: str, grounds_too: bool, of_reviewers: bool) -> Named:
    """The criteria that some words without any negation name."""
    found: dict[Facet, list[str]] = {PROCEDURE: [], REGION: []}
    worded = worded_in(words)
    taken: list[Stretch] = [span for _, _, span in worded]
    words = blank(words, taken)
    tags, spans = _grounds(words) if grounds_too else ([], [])
    texts = texts_in(words, [*spans, *standing_in(words)])
    taken += [span for _, span in texts]
    parts = _texts(words, texts)
    if tags:
        found[REASON] = tags
        taken += spans
    words = _without_types(words)
    # "The surgery was denied" as a ground asks for no surgery.
    words = blank(words, [*taken, *(match.span() for match in OCCASION.finditer(words))])
    reviewers = [span for _, span in phrased(SPECIALTY, words)] if of_reviewers else []
    told = _history(words)
    subject = _subject(
        blank(words, [*reviewers, *(span for _, span in told)]), grounds_too, bool(tags)
    )
    if subject.services or subject.classes or subject.together:
        parts += [part for part, _ in told]
        taken += [span for _, span in told]
    else:
        subject = _subject(blank(words, reviewers), grounds_too, bool(tags))
    levels = mentions(words)
    subjects = [
        (each.start, each.end)
        for each in (
            *subject.services,
            *subject.classes,
            *subject.alternatives,
            *subject.regions,
            *subject.members,
            *levels,
        )
    ]
    taken += subjects + [(each.start, each.end) for each in subject.every_class]
    _put_services(subject, found)
    _put_regions(subject.regions, levels, words, found)
    sizes = sizes_in(words)
    numbers = numbers_in(words, sizes)
    parts += _ranges(numbers)
    spans = [(each.start, each.end) for each in numbers]
    taken += _forms(words, subject.services, found, parts)
    # "The first half of 2016" is no first request, "30 or more visits" no further ones.
    # "12 more visits" are.
    counted = {each.span: each.bound for each in sizes}
    bounds = [counted.get(span, span) for span in spans]
    taken += _standing(blank(words, [*bounds, *other_sense(words, REPEAT)]), found, of_reviewers)
    for facet, value, _ in worded:
        found.setdefault(facet, []).append(value)
    taken += [*spans, *idle(words)]
    criteria = _criteria(words, subject, found, bool(texts))
    alone, spans = _alone(words, criteria)
    return Named((*criteria, *alone, *parts), (*taken, *spans), tuple(subjects))


def _texts(words: str, texts: Sequence[tuple[Text, Stretch]]) -> list[Filter]:
    """The texts that letters have to hold: those that a list joins are alternatives."""
    groups: list[list[Text]] = []
    end = None
    for part, span in sorted(texts, key=lambda each: each[1]):
        if end is not None and _OR.fullmatch(words, end, span[0]):
            groups[-1].append(part)
        else:
            groups.append([part])
        end = span[1]
    return list(dict.fromkeys(any_of(list(dict.fromkeys(group))) for group in groups))


def _history(words: str) -> list[tuple[Text, Stretch]]:
    """The services that the worker is said to have besides what was asked for ("where the claimant
    is on an NSAID"), as words of the letter, each with its stretch.
    """
    found = []
    for match in _WORKER_HAS.finditer(words):
        lexicons = (question_lexicon(), class_lexicon())
        named = [
            mention
            for lexicon in lexicons
            for mention in lexicon.find(words[match.end() :])
            if mention.start == 0
        ]
        if named:
            longest_named = max(named, key=lambda mention: mention.end)
            end = match.end() + longest_named.end
            forms = forms_of(words[match.end() : end])
            found.append((Text(text=forms, place=Place.LETTER), (match.start(), end)))
    return found


def _ranges(numbers: Sequence[Target]) -> list[Filter]:
    """The ranges that some words name: those of one facet are alternatives, but for a lower and an
    upper bound, which are the ends of one span; of several ages the first is meant ("a 20-year-old
    injury of this 51 year old man").
    """
    by_facet: dict[Facet, list[Filter]] = {}
    for each in numbers:
        part = each.filter
        assert part is not None, "a number is a range"
        facet = part.facet if isinstance(part, Range) else each.facet
        assert facet is not None, "a range is of a facet"
        by_facet.setdefault(facet, []).append(part)
    found = []
    for facet, parts in by_facet.items():
        spans = _joined(list(dict.fromkeys(parts)))
        found.append(any_of(spans[:1] if facet is AGE else spans))
    return found


def _joined(parts: list[Filter]) -> list[Filter]:
    """Two bounds as one span ("after June 2015 and before 2017")."""
    if len(parts) != 2:
        return parts
    first, second = parts
    if not (isinstance(first, Range) and isinstance(second, Range)) or first.unit != second.unit:
        return parts
    low, high = (first, second) if first.high is None else (second, first)
    if low.high is None and high.low is None and low.low is not None and high.high is not None:
        if str(low.low) > str(high.high) and not isinstance(low.low, int):
            return parts
        if isinstance(low.low, int) and isinstance(high.high, int) and low.low > high.high:
            return parts
        return [between(low.facet, low.low, high.high, low.unit)]
    return parts


def _grounds(words: str) -> tuple[list[str], list[Stretch]]:
    """The reasons that clauses of some words give as grounds, and the stretches of these."""
    outcome, _ = outcome_in(words)
    numbers: list[Stretch] = [each.span for each in sizes_in(words)]
    ages: list[Dated] = ages_in(words)
    numbers += [each.span for each in ages]
    return grounds_in(blank(words, numbers), Outcome(outcome) if outcome else None)


def _without_types(words: str) -> str:
    """The words without the types of a service that is asked for whole: what follows "injections of
    every type:" up to the sentence's end ("into the spine, a joint, a nerve").
    """
    every = re.search(rf"(?:{load('phrases')['whole']})\s*:", words, re.I)
    if not every:
        return words
    stop = re.compile(r"[.?!]").search(words, every.end())
    return blank(words, [(every.end(), stop.start() if stop else len(words))])


def _subject(words: str, grounds_too: bool, tagged: bool) -> _Subject:
    """The services, classes and regions that some words ask for; see `subject_mentions`."""
    every_service, every_class, every_region = subject_mentions(words, grounds_too, tagged)
    members = included(words, every_service, every_class)
    # With a member go the words within its name ("drug" in "urine drug test").
    every_service, every_class = (
        [
            each
            for each in group
            if each not in members
            and not any(
                one.start <= each.start
                and each.end <= one.end
                and (one.start, one.end) != (each.start, each.end)
                for one in members
            )
        ]
        for group in (every_service, every_class)
    )
    chosen, classes = longest(every_service, every_class, words)
    together = united(words, chosen, classes, every_class)
    alternatives = [*chosen, *classes] if together else []
    if together:
        chosen, classes = together[1:]
    return _Subject(
        chosen,
        classes,
        _regions(every_region, chosen, classes),
        together[0] if together else None,
        alternatives,
        members,
        every_class,
    )


def _regions(
    every_region: list[Mention], chosen: list[Mention], classes: list[Mention]
) -> list[Mention]:
    """The regions that are asked for, without those that are part of another name."""
    # "spinal" in "spinal cord stimulator" says nothing of a part of the spine, in "spinal fusion"
    # it does.
    regions = [
        each
        for each in every_region
        if len(each.values) == 1
        or not any(
            service.start <= each.start
            and each.end <= service.end
            and any("spin" in value for value in service.values)
            for service in chosen
        )
    ]
    # "Head doctor" and "spine surgeon" are no parts of the body.
    regions = [
        each
        for each in regions
        if not any(
            kind.values[0] in _PERSONS and kind.start <= each.start and each.end <= kind.end
            for kind in classes
        )
    ]
    if len(chosen) < 2:
        return regions
    # Of several services the region in the name of one ("SI joint injection") says nothing of the
    # others.
    inside = [
        each
        for each in regions
        if any(service.start <= each.start and each.end <= service.end for service in chosen)
    ]
    return [
        each
        for each in regions
        if each not in inside or [other.values for other in inside].count(each.values) > 1
    ]


def _put_services(subject: _Subject, found: dict[Facet, list[str]]) -> None:
    """Put the services and classes of a subject into ``found``."""
    for mention in subject.services:
        # A brand that stands for several drugs is one service: alone it asks for all of them, among
        # others for its first.
        found[PROCEDURE].extend(mention.values[:1] if len(subject.services) > 1 else mention.values)
    for mention in subject.classes:
        facet, value = class_of(mention)
        found.setdefault(facet, []).append(value)
        if subject.services and value == "Topical Analgesics":
            found[facet].append("Topical Compounds")  # "a topical with capsaicin" can be either


def _put_regions(
    regions: list[Mention], levels: Sequence[Mention], words: str, found: dict[Facet, list[str]]
) -> None:
    """Put regions, the parts of a whole limb, and levels with their part of the spine into
    ``found``.
    """
    found[REGION].extend(value for mention in regions for value in mention.values)
    if limbs := [
        limb for limb in _LIMBS if limb in found[REGION] and _whole(limb, words, found[REGION])
    ]:
        found[REGION].extend(
            part for group in region_groups().values() if set(limbs) & set(group) for part in group
        )
    found[LEVEL] = [level for mention in levels for level in mention.values]
    found[REGION].extend(_SPINE[level[0]] for level in found[LEVEL] if level[0] in _SPINE)


def _criteria(
    words: str, subject: _Subject, found: dict[Facet, list[str]], has_text: bool
) -> list[Filter]:
    """What was found, as criteria."""
    criteria: list[Filter] = [one_of(facet, values) for facet, values in found.items() if values]
    chosen = subject.services
    if len(chosen) == 1 and len(chosen[0].values) > 1:
        criteria[0:1] = [one_of(PROCEDURE, [value]) for value in chosen[0].values]
    if subject.together:
        criteria.insert(0, subject.together)
    elif not has_text and not subject.classes:
        criteria += narrower(words, chosen)
    return criteria


def partly_in(words: str) -> list[Stretch]:
    """The stretches that say that a request was authorized in part; what they approve is no outcome
    of the review.
    """
    return [span for _, span in phrased(PARTLY_AUTHORIZED, words)]


def _standing(words: str, found: dict[Facet, list[str]], of_reviewers: bool) -> list[Stretch]:
    """Put side, standing, guideline, sex and specialty into ``found``; the stretches that name
    them.
    """
    taken: list[Stretch] = []
    sides, spans = sides_in(words)
    found[LATERALITY] = list(sides)
    taken += spans
    for facet in spoken_of(of_reviewers):
        for value, span in standing(facet, words):
            found.setdefault(facet, []).append(value)
            taken.append(span)
    if "yes" in found.get(REPEATED, []) and RETROSPECTIVE in found:
        # "After some visits had already been given" is no retrospective request.
        spans_of = {
            facet: [span for _, span in phrased(facet, words)]
            for facet in (REPEATED, RETROSPECTIVE)
        }
        if all(
            any(one[0] < other[1] and other[0] < one[1] for other in spans_of[REPEATED])
            for one in spans_of[RETROSPECTIVE]
        ):
            del found[RETROSPECTIVE]
    return taken


def _alone(words: str, parts: Sequence[Filter]) -> tuple[list[Filter], list[Stretch]]:
    """That the only guideline named stands alone ("on ODG only"), and the stretches that say so."""
    named = {
        value
        for part in parts
        if isinstance(part, Criterion) and part.facet is GUIDELINE
        for value in part.values
    }
    spans = [match.span() for match in _ONLY_GUIDELINE.finditer(words)]
    if len(named) != 1 or not spans:
        return [], []
    return [not_(one_of(GUIDELINE, [value for value in _SOURCES if value not in named]))], spans


def _forms(
    words: str, chosen: list[Mention], found: dict[Facet, list[str]], parts: list[Filter]
) -> list[Stretch]:
    """Take "tablets" and "cream" with a drug's name for what they say of it: its own class, the
    topical ones, or a word of the request.
    """
    taken = []
    for mention in chosen:
        if not set(mention.values) <= drugs():
            continue
        if _EITHER_FORM.match(words, mention.end):
            continue  # "capsule or cream" is any form
        if match := _TAKEN_ORALLY.match(words, mention.end) or _ORAL_BEFORE.search(
            words, max(0, mention.start - _REACH), mention.start
        ):
            if subcategory := services()[mention.values[0]].subcategory:
                found.setdefault(SUBCATEGORY, []).append(subcategory)
            taken.append(match.span())
        elif forms := list(_ON_THE_SKIN.finditer(words, mention.start, mention.end + 24)):
            if _TAKEN_ORALLY.search(words, mention.end, mention.end + 48):
                continue  # "cream or pill" is any form
            if {match.group(1).lower() for match in forms} == {"patch"}:
                parts.append(PATCH)
            else:
                found.setdefault(SUBCATEGORY, []).extend(
                    ["Topical Analgesics", "Topical Compounds"]
                )
            taken += [match.span() for match in forms]
    return taken


def _whole(limb: str, words: str, regions: list[str]) -> bool:
    """Whether all of a limb is meant; "arm, elbow, wrist or hand" lists what is meant."""
    others = {part for group in region_groups().values() if limb in group for part in group} - {
        limb
    }
    return bool(_ANY_PART.search(words)) or (
        bool(_LIMBS[limb].search(words)) and not others & set(regions)
    )
