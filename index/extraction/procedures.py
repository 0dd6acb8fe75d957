"""Which services and drugs an item asks for."""

import re
from collections.abc import Container
from dataclasses import replace

from index.determination import DisputedItem
from index.vocabulary import Mention, active, drugs, load, services
from index.vocabulary.forms import names_by_form
from index.vocabulary.misspelling import respelt

#: "Associated surgical service:", "Labs to include: EKG", "after surgery" tell the occasion of a
#: service, not which one it is.
OCCASION = re.compile(
    r"^\s*associated\s+surgical\s+services?\s*:\s*|^\s*labs\s+to\s+include\s*:"
    r"|\b(?:after|before|following|prior\s+to|in)[\s-]+(?:the\s+)?(?:surgery|laboratory)\b"
    r"|\bpost[\s-]+surgery\b",
    re.I,
)
# "Bone stimulator, status post fusion": the operation is past.
_DONE = re.compile(
    r"\b(?:post|s/p|status\s+post|after|following|previous|prior|history\s+of"
    r"|failed)[\s-]+(?:[a-z]+\s+)?$",
    re.I,
)
_FOR = re.compile(r"\b(?:for|to|from|at|during|of)\b", re.I)


def procedures(item: DisputedItem) -> tuple[str, ...]:
    """The canonical names of the services in the disputed request, in its order.

    Misspelt words are read as the vocabulary's. A general word ("surgery", "injection",
    "evaluation") counts only where nothing of its kind is named more closely; what a service is
    there for ("transportation to physical therapy") is none. Where no word is known, the form of
    the words tells (see `index.vocabulary.forms`).
    """
    request = respelt(OCCASION.sub(" ", item.disputed), active())
    mentions = _of_the_item(request, active().request_lexicon.find(request))
    found = _with_others(request, _beside(request, mentions))
    names = tuple(dict.fromkeys(value for mention in found for value in mention.values))
    return names or names_by_form(request, active().region_lexicon)


def _of_the_item(request: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without those that tell what the first service is there for, or which operation
    it follows.
    """
    if not mentions:
        return mentions
    done = [
        each
        for each in mentions
        if _DONE.search(request[: each.start])
        and all(services()[name].category == "Surgery" for name in each.values)
    ]
    mentions = [each for each in mentions if each not in done] or mentions
    if mentions[0].values[0] not in load("requests")["attending"]:
        return mentions
    occasion = _FOR.search(request, mentions[0].end)
    return [each for each in mentions if occasion is None or each.start < occasion.start()]


def _beside(request: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions, with the meaning that a word has beside a service of some category
    ("ultrasound" among therapies).
    """
    categories = {services()[name].category for each in mentions for name in each.values}
    means = {
        rule["word"]: rule["means"]
        for rule in load("requests")["beside"]
        if rule["category"] in categories
    }
    return [
        replace(each, values=(means[words],)) if (words := _words(request, each)) in means else each
        for each in mentions
    ]


def _with_others(request: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without the general words that give way to the others.

    First those words go that name a service in requests only and stand beside another service, then
    the general ones.
    """
    data, only = load("requests"), active().request_terms
    loose = [
        each
        for each in mentions
        if _singular(request, each, only) and set(each.values) <= set(data["yielding"])
    ]
    firm = [each for each in mentions if each not in loose]
    # "A consultation with a psychologist" is the psychologist's.
    yielding = [
        each
        for each in loose
        if any(each.values == other.values or other.values != ("consultation",) for other in firm)
    ]
    mentions = [each for each in mentions if each not in yielding]
    for rule in data["general"]:
        general = [each for each in mentions if _singular(request, each, rule["words"])]
        nearer = [
            name
            for each in mentions
            if each not in general
            for name in each.values
            if name not in rule.get("but", ())
        ]
        if any(_gives_way(name, rule["to"]) for name in nearer):
            mentions = [each for each in mentions if each not in general]
    return mentions


def _words(request: str, mention: Mention) -> str:
    return re.sub(r"[\s-]+", " ", request[mention.start : mention.end].lower())


def _singular(request: str, mention: Mention, words: Container[str]) -> bool:
    """Whether a mention is one of the words, or the plural of one."""
    written = _words(request, mention)
    return written in words or written.removesuffix("s") in words


def _gives_way(name: str, to: list[str]) -> bool:
    """Whether a general word gives way to a service: by its name, subcategory or category; drugs
    only by name or class.
    """
    service = services()[name]
    return (
        name in to
        or service.subcategory in to
        or (service.category in to and (name not in drugs() or "Pharmaceuticals" in to))
    )
