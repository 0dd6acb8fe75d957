"""Classes of services in a question, beside services: which of both is meant."""

import re

from assistant.question.parts import any_of
from index.facets.filter import Filter, one_of
from index.facets.registry import facet_named
from index.facets.service import PROCEDURE, SUBCATEGORY
from index.vocabulary import Mention, drugs, load, services

# "Blood work and other lab tests".
_OTHER = re.compile(r"\b(?:and|or)\s+(?:any |all )?other\s+(?:kinds? of |sorts? of )?$", re.I)
# The words before a mention that can tell of a class are looked for within so many characters.
_REACH = 300
# A hyphen belongs to a word, also to the mention's own ("including non-opioid drugs"): what parts
# words and what they are made of have no character in common, so that a stretch can be read in one
# way only.
_FEW_WORDS = (
    rf"[^\w-]{{0,{_REACH}}}+(?:[\w-]{{1,{_REACH}}}+[^\w-]{{1,{_REACH}}}+){{0,8}}"
    rf"(?:[\w-]{{0,{_REACH}}}-)?$"
)
_LISTED = re.compile(r"\s*(?:,|/|and|,\s*and)\s+", re.I)
_LISTED_LAST = re.compile(r"\s*,\s*and\s+", re.I)
_OR = re.compile(r"[^.?!:;]{0,60}\bor\b", re.I)
_ALTERNATIVE = re.compile(
    r"\s*(?:,|/|and|or|,\s*(?:and|or))\s*(?:any |all |the |for |of )?(?:\w+ )?", re.I
)
_TOPICAL = {"subcategory:Topical Compounds", "subcategory:Topical Analgesics"}


def included(words: str, services_named: list[Mention], classes: list[Mention]) -> list[Mention]:
    """The services that are only named as members of a class that is named too: "lab tests
    including urine screens", "DME, braces counted in".
    """
    data = load("phrases")
    including, like = (
        re.compile(rf"(?:{data['including']}){_FEW_WORDS}", re.I),
        re.compile(rf"(?:{data['like']}){_FEW_WORDS}", re.I),
    )
    behind = re.compile(
        rf"(?:-[\w-]*+)?(?:[^\w-]++[\w-]++){{0,5}}?[^\w-]++(?:{data['including behind']})", re.I
    )
    kind = re.compile(rf"\W+(?:{data['like behind']})", re.I)
    # "Of any kind" is said of the class; "blood work and other lab tests" of all lab tests.
    whole = bool(re.search(data["whole"], words, re.I))
    others = [
        each for each in classes if _OTHER.search(words, max(0, each.start - _REACH), each.start)
    ]
    found: list[Mention] = []
    named: dict[str, list[Mention]] = {}
    for each in classes:
        named.setdefault(_name(each), []).append(each)
    for each in [*services_named, *classes]:
        own = _kinds(each)
        of = [
            other
            for kind, mentions in named.items()
            if kind in own
            for other in mentions
            if other.end <= each.start or each.end <= other.start
        ]
        before, is_class = words[max(0, each.start - _REACH) : each.start], ":" in each.values[0]
        narrow = not is_class and any(other.values[0].startswith("subcategory:") for other in of)
        told = (
            including.search(before)
            or behind.match(words, each.end)
            or (narrow and (like.search(before) or kind.match(words, each.end)))
        )
        if of and (
            told
            or (whole and not is_class)
            or any(other in others and each.end <= other.start for other in of)
        ):
            found.append(each)
    return found + _listed(words, [each for each in services_named if each not in found], classes)


def _listed(words: str, services_named: list[Mention], classes: list[Mention]) -> list[Mention]:
    """The services in a list with their own class: "equipment, braces and supplies" is all
    equipment; "therapy, chiropractic or OT" says which therapy.
    """
    found: list[Mention] = []
    kinds = [(each, _kinds(each)) for each in services_named]
    starts = {each.start for each in services_named}
    listed_next = {place for each in services_named for place in _listed_next(words, each)}
    for kind in classes:
        if kind.start not in listed_next and starts.isdisjoint(_listed_next(words, kind)):
            continue  # no service stands beside it in a list
        if any(
            each.start <= kind.start
            and kind.end <= each.end
            and (each.start, each.end) != (kind.start, kind.end)
            for each in services_named
        ):
            continue  # the class is only a word of a service's name ("joint injections")
        name = _name(kind)
        members = [each for each, own in kinds if name in own]
        if kind.values[0] == "category:Pharmaceuticals" or _OR.match(words, kind.end):
            continue  # "Voltaren pills, Flector patch" names two drugs
        chain = [kind]
        while beside := next(
            (
                each
                for each in members
                if each not in chain
                and any(
                    _LISTED.fullmatch(
                        words[min(each.end, other.end) : max(each.start, other.start)]
                    )
                    for other in chain
                )
            ),
            None,
        ):
            chain.append(beside)
        found += chain[1:]
    return found


def _listed_next(words: str, mention: Mention) -> set[int]:
    """Where the member of a list can begin that goes on behind a mention."""
    matches = (pattern.match(words, mention.end) for pattern in (_LISTED, _LISTED_LAST))
    return {match.end() for match in matches if match}


def _name(mention: Mention) -> str:
    """The name of a mentioned category or subcategory."""
    return mention.values[0].partition(":")[2]


def _kinds(mention: Mention) -> set[str]:
    """The categories and subcategories that a mentioned service belongs to, or the category of a
    mentioned subcategory.
    """
    if ":" not in mention.values[0]:
        return {
            kind
            for name in mention.values
            for kind in (services()[name].category, services()[name].subcategory)
            if kind is not None
        }
    facet, _, value = mention.values[0].partition(":")
    return (
        {each.category for each in services().values() if each.subcategory == value}
        if facet == SUBCATEGORY.name
        else set()
    )


def united(
    words: str, chosen: list[Mention], classes: list[Mention], every_class: list[Mention]
) -> tuple[Filter, list[Mention], list[Mention]] | None:
    """Services and classes that a question names as alternatives ("antidepressants and
    gabapentin"), as one filter, and the mentions that are left.
    """
    listed: list[Mention] = []
    members = [
        each
        for each in every_class
        if not any(service.start <= each.start < service.end for service in chosen)
    ]
    for service in chosen:
        own = _kinds(service)
        for other in members:
            first, second = sorted((service, other), key=lambda each: each.start)
            if (
                other.values[0].partition(":")[2] not in own
                and other.values[0] not in _TOPICAL
                and _ALTERNATIVE.fullmatch(words[first.end : second.start])
            ):
                listed += [service, other]
    if not listed:
        return None
    for other in chosen:
        if other not in listed and any(
            _ALTERNATIVE.fullmatch(words[min(each.end, other.end) : max(each.start, other.start)])
            for each in listed
        ):
            listed.append(other)
    values = dict.fromkeys(
        value if ":" in value else f"{PROCEDURE.name}:{value}"
        for each in listed
        for value in (each.values[:1] if ":" in each.values[0] else each.values)
    )
    return (
        any_of([_named(value) for value in values]),
        [each for each in chosen if each not in listed],
        [each for each in classes if each not in listed],
    )


def longest(
    services_named: list[Mention], classes: list[Mention], words: str
) -> tuple[list[Mention], list[Mention]]:
    """Mentions of services and of classes, without those that lie within a longer one of the other
    kind.

    A bare word for a class ("injections", "surgery") is also a general word for a service; the
    class is meant.
    """

    def within(inner: Mention, outer: Mention, equal: bool) -> bool:
        same = (inner.start, inner.end) == (outer.start, outer.end)
        return outer.start <= inner.start and inner.end <= outer.end and (equal or not same)

    kept_services = [
        each
        for each in services_named
        if not any(within(each, other, equal=True) for other in classes)
    ]
    kept_classes = [
        each
        for each in classes
        if not any(within(each, other, equal=False) for other in services_named)
    ]
    if kept_classes and re.search(load("phrases")["narrow"], words, re.I):
        kept_classes = [
            Mention(("subcategory:DME",), each.start, each.end)
            if each.values == ("category:DMEPOS",)
            else each
            for each in kept_classes
        ]
    # A class named beside a service of it only tells what the service is ("the drug Norco", "a
    # shoulder surgery, arthroscopy"); a drug in a cream is one of several.
    if kept_services and not all(set(each.values) <= drugs() for each in kept_services):
        return kept_services, []
    return kept_services, [
        each for each in kept_classes if not kept_services or each.values[0] in _TOPICAL
    ]


def _named(value: str) -> Filter:
    name, _, value = value.partition(":")
    return one_of(facet_named(name), [value])
