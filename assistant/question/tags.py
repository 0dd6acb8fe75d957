"""The words of a question that name something: every value of every facet, each where it stands.

All recognizers go over the whole question; what overlaps is settled by the longest term and by the
senses of strings that have several. What becomes of the tags is a matter of their scope
(`assistant.question.scope`) and of the criteria that they make (`assistant.question.criteria`).
"""

import re
from collections.abc import Sequence
from functools import cache

from assistant.question.days import within_numbers
from assistant.question.grounds import ground_clauses, ground_targets
from assistant.question.outcomes import outcome_in
from assistant.question.scope import Target, bare_targets
from assistant.question.senses import REGION, REPEAT, SERVICE, other_sense
from assistant.question.sides import side_targets
from assistant.question.sizes import Sized, sizes_in
from assistant.question.spans import Stretch, blank
from assistant.question.texts import texts_in
from assistant.question.worded import worded_in
from index.determination import Outcome
from index.extraction.levels import mentions
from index.facets import body, decision, service, worker
from index.facets.facet import Facet
from index.facets.filter import Place, Text
from index.facets.registry import FACETS, facet_named
from index.vocabulary import (
    Mention,
    class_lexicon,
    drugs,
    load,
    question_lexicon,
    region_class_lexicon,
    services,
)

_REVIEWER = re.compile(
    r"\b(?:reviewers?|reviewed by|reviewing|specialt(?:y|ies)|expert|experts|imr (?:docs?"
    r"|doctors?|physicians?)"
    r"|\b(?:orthos|orthopods?|orthopedists?|physiatrists?|internists?|psychiatrists?"
    r"|neurologists?|neurosurgeons?"
    r"|anesthesiologists?|pain (?:docs?|doctors?|specialists?))\b (?:\w+ly )?(?:overturn"
    r"|uph[eo]ld|approve|den[yi]|decide|review|side|grant|are|were|tend|more|less|who|vs|versus"
    r"|than)"
    r"|(?<!requested )(?<!ordered )(?<!prescribed )(?<!recommended )(?<!requests )(?<!treatment )"
    r"(?<!treated )(?<!given )(?<!performed )by (?:an? |the )?"
    r"(?:physiatr|orthop|neuro|psychiatr|chiropractor|internist|anesthes|family"
    r"|pain (?:management|doctor|specialist|physician)))",
    re.I,
)
_ON_THE_SKIN = re.compile(r"\b(patch|cream|gel|ointment|lotion|spray)(?:es|s)?\b", re.I)
#: A drug that is put on the skin as a patch.
PATCH = Text(text=("patch", "lidoderm"), place=Place.REQUEST)
# Facets whose values only tell the side of an item's history: what says "no" outranks the "yes"
# inside it.
_TWO_SIDED = (decision.REPEAT, decision.RETROSPECTIVE, decision.PARTLY_AUTHORIZED)


def tags_in(words: str, grounds_too: bool, of_reviewers: bool) -> list[Target]:
    """All values that some words name, of whatever facet, each where it stands; those of services
    only where they are no part of a ground.
    """
    worded = [Target(facet, (value,), *span) for facet, value, span in worded_in(words)]
    words = blank(words, [(each.start, each.end) for each in worded])
    sizes = sizes_in(words)
    found = [*worded, *numbers_in(words, sizes)]
    found += [Target(body.LATERALITY, sides, *span) for sides, span in side_targets(words)]
    ages = [(each.start, each.end) for each in found if each.facet is worker.AGE]
    numbers = [*ages, *(each.span for each in sizes)]
    named_outcome, _ = outcome_in(words)
    reasons = (
        ground_targets(blank(words, numbers), Outcome(named_outcome) if named_outcome else None)
        if grounds_too
        else []
    )
    found += [Target(decision.REASON, (value,), *span) for value, span in reasons]
    said = texts_in(words, [*(span for _, span in reasons), *standing_in(words)])
    found += [Target(None, (), *span, filter=part) for part, span in said]
    # "More than 12 visits" are no additional ones.
    # "12 more visits" are.
    bounds = [each.bound for each in sizes]
    without_numbers = blank(words, [*ages, *bounds, *other_sense(words, REPEAT)])
    for facet in spoken_of(of_reviewers):
        found += [
            Target(facet, (value,), *span) for value, span in standing(facet, without_numbers)
        ]
    subjects = subject_mentions(
        blank(words, [span for _, span in (*reasons, *said)]), grounds_too, bool(reasons)
    )
    every = [each for group in subjects for each in group]
    found += [Target(*facet_and_values(each), each.start, each.end) for each in every]
    found += [Target(body.LEVEL, each.values, each.start, each.end) for each in mentions(words)]
    found += _form_targets(words, every)
    return [*found, *bare_targets(words)]


def numbers_in(words: str, sizes: Sequence[Sized]) -> list[Target]:
    """The days, ages and amounts that some words name."""
    found = [Target(None, (), *each.span, filter=each.filter) for each in sizes]
    found += [
        Target(each.facet, (), *each.span, filter=each.filter)
        for each in within_numbers(words, [each.span for each in sizes])
    ]
    return found


def _form_targets(words: str, subjects: Sequence[Mention]) -> list[Target]:
    """The forms on the skin that stand behind a drug's name ("lidocaine but not the patch")."""
    found = []
    for mention in subjects:
        if set(mention.values) <= drugs():
            for match in _ON_THE_SKIN.finditer(words, mention.end, mention.end + 24):
                if match.group(1).lower() == "patch":
                    found.append(Target(None, (), *match.span(), filter=PATCH))
                else:
                    found.append(
                        Target(
                            service.SUBCATEGORY,
                            ("Topical Analgesics", "Topical Compounds"),
                            *match.span(),
                        )
                    )
    return found


def facet_and_values(mention: Mention) -> tuple[Facet, tuple[str, ...]]:
    """The facet and the values that a mention of a service, a class or a region names."""
    if ":" in mention.values[0]:
        facet, value = class_of(mention)
        # "Topical analgesics" are creams and patches, compounded or not.
        return facet, (value, "Topical Compounds") if value == "Topical Analgesics" else (value,)
    if set(mention.values) <= services().keys():
        # A brand of several drugs is left out by its first: "opioids but not Norco" leaves Percocet
        # in, though it too holds acetaminophen.
        return service.PROCEDURE, mention.values[:1]
    return body.REGION, mention.values


def class_of(mention: Mention) -> tuple[Facet, str]:
    """The facet and the value of a mentioned category or subcategory."""
    facet, _, value = mention.values[0].partition(":")
    return facet_named(facet), value


def subject_mentions(
    words: str, grounds_too: bool, tagged: bool
) -> tuple[list[Mention], list[Mention], list[Mention]]:
    """The services, classes and regions that some words name; those of a ground only where nothing
    else is named.
    """
    of_services, of_regions = (
        blank(words, other_sense(words, could)) for could in (SERVICE, REGION)
    )
    phrased_classes = _outermost(
        [
            Mention((f"{facet.name}:{value}",), *span)
            for facet in (service.SUBCATEGORY, service.CATEGORY)
            for value, span in phrased(facet, of_services)
        ]
    )
    every_class = [
        *phrased_classes,
        *(
            each
            for each in class_lexicon().find(of_services)
            if not any(other.start <= each.start < other.end for other in phrased_classes)
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
    every_service = question_lexicon().find(of_services)
    grounds = ground_clauses(words) if grounds_too else []
    outside = [
        each for each in (*every_service, *every_class, *every_region) if not inside(each, grounds)
    ]
    if outside or tagged:
        # What a ground names ("because no physical therapy was tried") is not what was asked for.
        every_service, every_class, every_region = (
            [each for each in group if not inside(each, grounds)]
            for group in (every_service, every_class, every_region)
        )
    return every_service, every_class, every_region


def inside(mention: Mention, stretches: Sequence[Stretch]) -> bool:
    """Whether a mention stands within one of some stretches."""
    return any(start <= mention.start and mention.end <= end for start, end in stretches)


def _outermost(mentioned: list[Mention]) -> list[Mention]:
    """The mentions without those that overlap a longer one; one stretch can mean several."""
    kept: list[Mention] = []
    for mention in sorted(mentioned, key=lambda each: each.start - each.end):
        if not any(
            mention.start < other.end
            and other.start < mention.end
            and (mention.start, mention.end) != (other.start, other.end)
            for other in kept
        ):
            kept.append(mention)
    return kept


def speaks_of_reviewers(words: str) -> bool:
    """Whether some words speak of who reviewed: only then a specialty is the reviewer's."""
    return bool(_REVIEWER.search(words))


def spoken_of(of_reviewers: bool) -> list[Facet]:
    """The facets whose values are phrases of a question; the specialty only where it speaks of the
    reviewer.
    """
    return [
        facet
        for facet in FACETS
        if facet.name in load("phrases")
        and facet not in (service.CATEGORY, service.SUBCATEGORY, decision.REASON, decision.OUTCOME)
        and (facet is not decision.SPECIALTY or of_reviewers)
    ]


def standing_in(words: str) -> list[Stretch]:
    """The stretches of all values that stand in some words as phrases."""
    return [span for facet in spoken_of(True) for _, span in standing(facet, words)]


def standing(facet: Facet, words: str) -> list[tuple[str, Stretch]]:
    """The values of a facet that stand in some words as phrases, each with its stretch, without
    those that lie in one that says otherwise.
    """
    named = phrased(facet, words)
    if facet in _TWO_SIDED:
        # "Nothing was partly authorized" is not "partly authorized".
        return [
            (value, span)
            for value, span in named
            if value == "no"
            or not any(
                said == "no" and other[0] < span[1] and span[0] < other[1] for said, other in named
            )
        ]
    if facet is decision.GUIDELINE:
        # "Outside MTUS, ACOEM and ODG" names none of them.
        wide = [span for value, span in named if value == "other"]
        return [
            (value, span)
            for value, span in named
            if value == "other"
            or not any(start <= span[0] and span[1] <= end for start, end in wide)
        ]
    return named


def phrased(facet: Facet, words: str) -> list[tuple[str, Stretch]]:
    """The values of a facet that stand in some words as phrases, each with its stretch."""
    return [
        (value, match.span())
        for value, pattern in _phrases(facet.name)
        for match in pattern.finditer(words)
    ]


@cache
def _phrases(facet: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (str(value), re.compile(_within_one_clause("|".join(forms)), re.I))
        for value, forms in load("phrases")[facet].items()
    )


def _within_one_clause(form: str) -> str:
    """The form with gaps that no denial stands in: "topicals but no compounds" names no compounded
    topical.
    """
    for gap in (r"\s+", " "):
        form = form.replace(
            rf"(?:{gap}\w+){{",
            (
                rf"(?:{gap}"
                r"(?!(?:not|no|but|nor|neither|non|without|except\w*|excluding|minus|unless)\b)"
                r"\w+){"
            ),
        )
    return form
