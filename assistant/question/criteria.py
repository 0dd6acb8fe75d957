"""The criteria that a question's words name: services, regions, classes, sides, standing,
guidelines, persons, dates.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.question.classes import included, longest, united
from assistant.question.dates import AGES, dated, dates_in
from assistant.question.exclusion import OPPOSED, excluding, without_excluded
from assistant.question.flat import Criterion, Facet
from assistant.question.grounds import ground_clauses, ground_targets, grounds_in
from assistant.question.narrower import narrower
from assistant.question.outcomes import outcome_in
from assistant.question.scope import Scope, Target, bare_targets, scope_of
from assistant.question.senses import REGION, REPEAT, SERVICE, idle, other_sense
from assistant.question.sides import side_targets, sides_in
from assistant.question.sizes import SIZE, size
from assistant.question.spans import Stretch, blank
from assistant.question.worded import worded_in
from index.determination import Outcome
from index.extraction.levels import mentions
from index.extraction.procedures import OCCASION
from index.vocabulary import (
    Mention,
    class_lexicon,
    drugs,
    load,
    procedure_lexicon,
    region_class_lexicon,
    region_groups,
    services,
)

_SPINE = {"C": "cervical spine", "T": "thoracic spine", "L": "lumbar spine"}
_STANDING = (
    Facet.REPEAT,
    Facet.RETROSPECTIVE,
    Facet.PARTLY_AUTHORIZED,
    Facet.GUIDELINE,
    Facet.PRIORITY,
    Facet.MECHANISM,
)
_REVIEWER = re.compile(
    r"\b(?:reviewers?|reviewed by|reviewing|specialt(?:y|ies)|expert|experts"
    r"|(?<!requested )(?<!ordered )(?<!prescribed )(?<!recommended )(?<!requests )(?<!treatment )"
    r"(?<!treated )(?<!given )(?<!performed )by (?:an? |the )?"
    r"(?:physiatr|orthop|neuro|psychiatr|chiropractor|internist|anesthes|family"
    r"|pain (?:management|doctor|specialist|physician)))",
    re.I,
)
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
# Classes that are named by who attends: "head doctor", "spine surgeon".
_PERSONS = {
    "category:Psych Services",
    "category:Evaluation & Management",
    "subcategory:Surgical Consult",
}
_ANY_PART = re.compile(
    r"\b(?:any|every|all|other) parts?\b|\bwherever\b|\banywhere (?:on|in|along)\b", re.I
)

_SUBJECTS = (Facet.PROCEDURE, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.REGION)


@dataclass(frozen=True)
class Named:
    """The criteria that some words name, and the stretches of the words that were taken for them.

    ``subjects`` are the stretches that name a service, a class or a region, ``negated`` those of
    what is negated with its negation; ``unsaid`` are exclusions that no criterion can say.
    """

    criteria: tuple[Criterion, ...]
    taken: tuple[Stretch, ...]
    subjects: tuple[Stretch, ...]
    negated: tuple[Stretch, ...] = ()
    unsaid: tuple[str, ...] = ()


def criteria_in(words: str, grounds_too: bool = True) -> Named:
    """The criteria that some words name; several values of one facet are alternatives.

    What they negate ("other than", "that were not") is read first and cut out: it is excluded, or
    asks for the opposite where there is one. With ``grounds_too`` a clause that gives a ground
    ("because no red flag was found") asks for that reason, and for none of the services in it.
    """
    targets = _targets(words, grounds_too)
    scope = scope_of(words, targets)
    unsaid = _unsaid(words, scope, targets)
    stretches = (*scope.stretches, *unsaid)
    named = _asked_for(blank(words, stretches), grounds_too)
    left_out = [
        each
        for each in scope.targets
        if not any(start <= each.start < end for start, end in unsaid)
    ]
    subjects = [(each.start, each.end) for each in left_out if each.facet in _SUBJECTS]
    taken = (*named.taken, *stretches, *scope.negations)
    phrases = tuple(words[slice(*span)] for span in unsaid)
    return Named(
        without_excluded(named.criteria, excluding(words, left_out)),
        taken,
        (*named.subjects, *subjects),
        stretches,
        phrases,
    )


def _unsaid(words: str, scope: Scope, targets: list[Target]) -> list[Stretch]:
    """The stretches of exclusions that no criterion can say: "imaging other than lumbar MRIs"
    leaves out neither all of the lumbar spine nor all MRIs.
    """
    subjects = [
        each
        for each in targets
        if each.facet in _SUBJECTS and each.facet is not Facet.REGION and each not in scope.targets
    ]
    found = []
    for target, (start, _) in scope.bound:
        if target.facet in _SUBJECTS and target.facet is not Facet.REGION:
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


def _targets(words: str, grounds_too: bool) -> list[Target]:
    """All values that some words name, of whatever facet, each where it stands; those of services
    only where they are no part of a ground.
    """
    found = [Target(facet, (value,), *span) for facet, value, span in worded_in(words)]
    words = blank(words, [(each.start, each.end) for each in found])
    found += [Target(facet, (value,), *span) for facet, value, span in dated(words)]
    sizes = list(SIZE.finditer(words))
    found += [Target(Facet.AMOUNT, (size(match),), *match.span()) for match in sizes]
    found += [Target(Facet.LATERALITY, sides, *span) for sides, span in side_targets(words)]
    mentioned = _phrased(Facet.MENTIONS, words)
    found += [Target(Facet.MENTIONS, (value,), *span) for value, span in mentioned]
    numbers = [match.span() for match in (*sizes, *AGES.finditer(words))]
    named_outcome, _ = outcome_in(words)
    reasons = (
        ground_targets(blank(words, numbers), Outcome(named_outcome) if named_outcome else None)
        if grounds_too
        else []
    )
    found += [Target(Facet.REASON, (value,), *span) for value, span in reasons]
    # "More than 12 visits" are no additional ones.
    without_numbers = blank(words, [*numbers, *other_sense(words, REPEAT)])
    for facet in _spoken_of(words):
        found += [
            Target(facet, (value,), *span)
            for value, span in _standing_phrases(facet, without_numbers)
        ]
    subjects = _subject_mentions(
        blank(words, [span for _, span in (*reasons, *mentioned)]), grounds_too, bool(reasons)
    )
    found += [
        Target(*_facet_and_values(each), each.start, each.end)
        for group in subjects
        for each in group
    ]
    found += [Target(Facet.LEVEL, each.values, each.start, each.end) for each in mentions(words)]
    found += _form_targets(words, [each for group in subjects for each in group])
    return [*found, *bare_targets(words)]


def _form_targets(words: str, subjects: Sequence[Mention]) -> list[Target]:
    """The forms on the skin that stand behind a drug's name ("lidocaine but not the patch")."""
    found = []
    for mention in subjects:
        if set(mention.values) <= drugs():
            for match in _ON_THE_SKIN.finditer(words, mention.end, mention.end + 24):
                is_patch = match.group(1).lower() == "patch"
                facet, values = (
                    (Facet.MENTIONS, ("patch",))
                    if is_patch
                    else (Facet.SUBCATEGORY, ("Topical Analgesics", "Topical Compounds"))
                )
                found.append(Target(facet, values, *match.span()))
    return found


def _facet_and_values(mention: Mention) -> tuple[Facet, tuple[str, ...]]:
    if ":" in mention.values[0]:
        facet, value = _class(mention)
        # "Topical analgesics" are creams and patches, compounded or not.
        return facet, (value, "Topical Compounds") if value == "Topical Analgesics" else (value,)
    if set(mention.values) <= services().keys():
        # A brand of several drugs is left out by its first: "opioids but not Norco" leaves Percocet
        # in, though it too holds acetaminophen.
        return Facet.PROCEDURE, mention.values[:1]
    return Facet.REGION, mention.values


def _subject_mentions(
    words: str, grounds_too: bool, tagged: bool
) -> tuple[list[Mention], list[Mention], list[Mention]]:
    """The services, classes and regions that some words name; those of a ground only where nothing
    else is named.
    """
    of_services, of_regions = (
        blank(words, other_sense(words, could)) for could in (SERVICE, REGION)
    )
    phrased = _outermost(
        [
            Mention((f"{facet.value}:{value}",), *span)
            for facet in (Facet.SUBCATEGORY, Facet.CATEGORY)
            for value, span in _phrased(facet, of_services)
        ]
    )
    every_class = [
        *phrased,
        *(
            each
            for each in class_lexicon().find(of_services)
            if not any(other.start <= each.start < other.end for other in phrased)
        ),
    ]
    every_region = region_class_lexicon().find(
        re.sub(
            load("phrases")["idioms"],
            lambda match: " " * len(match.group()),
            of_regions,
            flags=re.I,
        )
    )
    every_service = procedure_lexicon().find(of_services)
    grounds = ground_clauses(words) if grounds_too else []
    outside = [
        each for each in (*every_service, *every_class, *every_region) if not _inside(each, grounds)
    ]
    if outside or tagged:
        # What a ground names ("because no physical therapy was tried") is not what was asked for.
        every_service, every_class, every_region = (
            [each for each in group if not _inside(each, grounds)]
            for group in (every_service, every_class, every_region)
        )
    return every_service, every_class, every_region


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
    together: Criterion | None
    alternatives: list[Mention]
    members: list[Mention]
    every_class: list[Mention]


def _asked_for(words: str, grounds_too: bool) -> Named:
    """The criteria that some words without any negation name."""
    found: dict[Facet, list[str]] = {Facet.PROCEDURE: [], Facet.REGION: []}
    worded = worded_in(words)
    taken: list[Stretch] = [span for _, _, span in worded]
    words = blank(words, taken)
    for value, span in _phrased(Facet.MENTIONS, words):
        found.setdefault(Facet.MENTIONS, []).append(value)
        taken.append(span)
    tags, spans = _grounds(words) if grounds_too else ([], [])
    if tags:
        found[Facet.REASON] = tags
        taken += spans
    words = _without_types(words)
    # "The surgery was denied" as a ground asks for no surgery.
    words = blank(words, [*taken, *(match.span() for match in OCCASION.finditer(words))])
    subject = _subject(words, grounds_too, bool(tags))
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
    sizes = list(SIZE.finditer(words))
    found[Facet.AMOUNT] = [size(match) for match in sizes]
    taken += [match.span() for match in sizes]
    taken += _forms(words, subject.services, found)
    dated_criteria, spans = dates_in(blank(words, [match.span() for match in sizes]))
    taken += _standing(
        blank(words, [*spans, *(match.span() for match in sizes), *other_sense(words, REPEAT)]),
        found,
    )  # "the first half of 2016" is no first request, "30 or more visits" no further ones
    for facet, value, _ in worded:
        found.setdefault(facet, []).append(value)
    taken += [*spans, *idle(words)]
    if _only_reviewed(words, subject.services, found):
        found[Facet.PROCEDURE].remove("chiropractic")
    criteria = _criteria(words, subject, found)
    return Named((*criteria, *dated_criteria), tuple(taken), tuple(subjects))


def _grounds(words: str) -> tuple[list[str], list[Stretch]]:
    """The reasons that clauses of some words give as grounds, and the stretches of these."""
    outcome, _ = outcome_in(words)
    numbers = [match.span() for pattern in (SIZE, AGES) for match in pattern.finditer(words)]
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
    """The services, classes and regions that some words ask for; see `_subject_mentions`."""
    every_service, every_class, every_region = _subject_mentions(words, grounds_too, tagged)
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
    services, classes = longest(every_service, every_class, words)
    together = united(words, services, classes, every_class)
    alternatives = [*services, *classes] if together else []
    if together:
        services, classes = together[1:]
    return _Subject(
        services,
        classes,
        _regions(every_region, services, classes),
        together[0] if together else None,
        alternatives,
        members,
        every_class,
    )


def _regions(
    every_region: list[Mention], services: list[Mention], classes: list[Mention]
) -> list[Mention]:
    """The regions that are asked for, without those that are part of another name."""
    # "spinal" in "spinal cord stimulator" says nothing of a part of the spine.
    regions = [
        each
        for each in every_region
        if len(each.values) == 1
        or not any(service.start <= each.start and each.end <= service.end for service in services)
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
    if len(services) < 2:
        return regions
    # Of several services the region in the name of one ("SI joint injection") says nothing of the
    # others.
    inside = [
        each
        for each in regions
        if any(service.start <= each.start and each.end <= service.end for service in services)
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
        found[Facet.PROCEDURE].extend(
            mention.values[:1] if len(subject.services) > 1 else mention.values
        )
    for mention in subject.classes:
        facet, value = _class(mention)
        found.setdefault(facet, []).append(value)
        if subject.services and value == "Topical Analgesics":
            found[facet].append("Topical Compounds")  # "a topical with capsaicin" can be either


def _put_regions(
    regions: list[Mention], levels: Sequence[Mention], words: str, found: dict[Facet, list[str]]
) -> None:
    """Put regions, the parts of a whole limb, and levels with their part of the spine into
    ``found``.
    """
    found[Facet.REGION].extend(value for mention in regions for value in mention.values)
    if limbs := [
        limb
        for limb in _LIMBS
        if limb in found[Facet.REGION] and _whole(limb, words, found[Facet.REGION])
    ]:
        found[Facet.REGION].extend(
            part for group in region_groups().values() if set(limbs) & set(group) for part in group
        )
    named_levels = [level for mention in levels for level in mention.values]
    found[Facet.REGION].extend(_SPINE[level[0]] for level in named_levels if level[0] in _SPINE)
    found[Facet.LEVEL] = named_levels


def _only_reviewed(words: str, services: list[Mention], found: dict[Facet, list[str]]) -> bool:
    """Whether "chiropractor" tells who reviewed, which is no service."""
    return (
        bool(found.get(Facet.SPECIALTY))
        and "chiropractic" in found[Facet.PROCEDURE]
        and all(
            words[each.start : each.end].lower().startswith("chiropractor")
            for each in services
            if "chiropractic" in each.values
        )
    )


def _criteria(words: str, subject: _Subject, found: dict[Facet, list[str]]) -> list[Criterion]:
    """What was found, as criteria."""
    criteria = [
        Criterion(facet, tuple(dict.fromkeys(values))) for facet, values in found.items() if values
    ]
    services = subject.services
    if len(services) == 1 and len(services[0].values) > 1:
        criteria[0:1] = [Criterion(Facet.PROCEDURE, (value,)) for value in services[0].values]
    if subject.together:
        criteria.insert(0, subject.together)
    elif Facet.MENTIONS not in found and not subject.classes:
        criteria += narrower(words, services)
    return criteria


def partly_in(words: str) -> list[Stretch]:
    """The stretches that say that a request was authorized in part; what they approve is no outcome
    of the review.
    """
    return [span for _, span in _phrased(Facet.PARTLY_AUTHORIZED, words)]


def _standing(words: str, found: dict[Facet, list[str]]) -> list[Stretch]:
    """Put side, standing, guideline, sex and specialty into ``found``; the stretches that name
    them.
    """
    taken: list[Stretch] = []
    sides, spans = sides_in(words)
    found[Facet.LATERALITY] = list(sides)
    taken += spans
    for facet in _spoken_of(words):
        for value, span in _standing_phrases(facet, words):
            found.setdefault(facet, []).append(value)
            taken.append(span)
    if "yes" in found.get(Facet.REPEAT, []) and Facet.RETROSPECTIVE in found:
        # "After some visits had already been given" is no retrospective request.
        spans = {
            facet: [span for _, span in _phrased(facet, words)]
            for facet in (Facet.REPEAT, Facet.RETROSPECTIVE)
        }
        if all(
            any(one[0] < other[1] and other[0] < one[1] for other in spans[Facet.REPEAT])
            for one in spans[Facet.RETROSPECTIVE]
        ):
            del found[Facet.RETROSPECTIVE]
    return taken


def _spoken_of(words: str) -> list[Facet]:
    """The facets whose values are phrases of a question; the specialty only where it speaks of the
    reviewer.
    """
    return [*_STANDING, *([Facet.SPECIALTY] if _REVIEWER.search(words) else [])]


def _standing_phrases(facet: Facet, words: str) -> list[tuple[str, Stretch]]:
    """The values of a facet that stand in some words as phrases, each with its stretch, without
    those that lie in one that says otherwise.
    """
    named = _phrased(facet, words)
    if facet in OPPOSED:
        # "Nothing was partly authorized" is not "partly authorized".
        return [
            (value, span)
            for value, span in named
            if value == "no"
            or not any(
                said == "no" and other[0] < span[1] and span[0] < other[1] for said, other in named
            )
        ]
    if facet is Facet.GUIDELINE:
        # "Outside MTUS, ACOEM and ODG" names none of them.
        wide = [span for value, span in named if value == "other"]
        return [
            (value, span)
            for value, span in named
            if value == "other"
            or not any(start <= span[0] and span[1] <= end for start, end in wide)
        ]
    return named


def _forms(words: str, chosen: list[Mention], found: dict[Facet, list[str]]) -> list[Stretch]:
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
                found.setdefault(Facet.SUBCATEGORY, []).append(subcategory)
            taken.append(match.span())
        elif forms := list(_ON_THE_SKIN.finditer(words, mention.start, mention.end + 24)):
            if _TAKEN_ORALLY.search(words, mention.end, mention.end + 48):
                continue  # "cream or pill" is any form
            if {match.group(1).lower() for match in forms} == {"patch"}:
                found.setdefault(Facet.MENTIONS, []).append("patch")
            else:
                found.setdefault(Facet.SUBCATEGORY, []).extend(
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


def _inside(mention: Mention, stretches: list[Stretch]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in stretches)


def _outermost(mentions: list[Mention]) -> list[Mention]:
    """The mentions without those that overlap a longer one; one stretch can mean several."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: each.start - each.end):
        if not any(
            mention.start < other.end
            and other.start < mention.end
            and (mention.start, mention.end) != (other.start, other.end)
            for other in kept
        ):
            kept.append(mention)
    return kept


def _class(mention: Mention) -> tuple[Facet, str]:
    facet, _, value = mention.values[0].partition(":")
    return Facet(facet), value


def _phrased(facet: Facet, words: str) -> list[tuple[str, Stretch]]:
    """The values of a facet that stand in some words as phrases, each with its stretch."""
    return [
        (value, match.span())
        for value, pattern in _phrases(facet)
        for match in pattern.finditer(words)
    ]


@cache
def _phrases(facet: Facet) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (str(value), re.compile(_within_one_clause("|".join(forms)), re.I))
        for value, forms in load("phrases")[facet.value].items()
    )


def _within_one_clause(form: str) -> str:
    """The form with gaps that no denial stands in: "topicals but no compounds" names no compounded
    topical.
    """
    for blank_ in (r"\s+", " "):
        form = form.replace(
            rf"(?:{blank_}\w+){{",
            (
                rf"(?:{blank_}"
                r"(?!(?:not|no|but|nor|neither|non|without|except\w*|excluding|minus|unless)\b)"
                r"\w+){"
            ),
        )
    return form
