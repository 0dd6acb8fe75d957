"""Whether the same study or treatment of that region was given before, and the sentence that tells
it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.determination import Determination, DisputedItem, Excerpt
from index.extraction.attributes import History, Repeat
from index.extraction.regions import regions_in
from index.extraction.voice import tells_guideline
from index.sentences import sentences
from index.vocabulary import Service, load, procedure_lexicon, services

#: Stands for the name of the service in the phrases of the vocabulary.
_SERVICE = "\ue000"
_KINDS = {
    "Pharmaceuticals": "drug",
    "Diagnostic Testing": "study",
    "Injection": "injection",
    "Surgery": "injection",
    "DMEPOS": "equipment",
}
_ADJUNCT = "Adjunct Surgical Services"
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class _Told:
    """A sentence with the service's names replaced by `_SERVICE`; ``named`` is false where only
    "the medication" and the like stand for it.

    ``own`` where the rationale says it, ``denies`` the same words with those for the whole category
    replaced too.
    """

    excerpt: Excerpt
    words: str
    denies: str
    own: bool
    named: bool


def repeat(
    item: DisputedItem,
    determination: Determination,
    text: str,
    procedures: tuple[str, ...],
    regions: tuple[str, ...],
) -> History:
    """What the letter says of an earlier study or treatment of the same kind and region.

    "yes" where the request itself says so, or the rationale or the summary tells of the service as
    given; "no" where they say that there was none before; else "unknown". The rationale weighs
    before the summary. What was only asked for, planned or authorized is no earlier service, nor is
    what a guideline says.
    """
    if _phrase("again").search(item.disputed):
        return History("yes", None)
    if not procedures:
        return History("unknown", None)
    service = services()[procedures[0]]
    kind = _KINDS.get(service.category, "course")
    for own, part in ((True, item.rationale), (False, determination.summary)):
        found = [
            (_verdict(each, kind), each.excerpt)
            for each in _told(part, text, procedures, regions, service, own)
        ]
        for verdict in ("yes", "no"):
            sentence = next((excerpt for said, excerpt in found if said == verdict), None)
            if sentence:
                return History(verdict, sentence)
    return History("no" if _phrase("first").search(item.disputed) else "unknown", None)


def _told(
    part: Excerpt | None,
    text: str,
    procedures: tuple[str, ...],
    regions: tuple[str, ...],
    service: Service,
    own: bool,
) -> Iterator[_Told]:
    """The sentences of a part that are about the case and may be about the service; those of
    another region are left out.
    """
    kind = _KINDS.get(service.category, "course")
    whole = (
        _NOTHING
        if service.subcategory == _ADJUNCT
        else _phrase("whole", service.subcategory)
        if service.subcategory in load("history")["whole"]
        else _phrase("whole", service.category)
    )
    for sentence in sentences(text, part.start, part.end) if part else ():
        if tells_guideline(sentence.text):
            continue
        words = _named(sentence.text, procedures)
        named = _SERVICE in words
        others = procedure_lexicon().find(words)
        if own and not named and not others:
            words = _phrase("unnamed", kind).sub(_SERVICE, words)
        denies = whole.sub(_SERVICE, words)
        if _SERVICE not in denies and (not own or others):
            continue
        elsewhere = set(regions_in(sentence.text))
        if (
            regions
            and kind in ("study", "injection")
            and not (
                elsewhere & set(regions)
                or (not elsewhere and (own or _phrase("none").search(denies)))
            )
        ):
            continue
        if regions and kind == "course" and elsewhere and not elsewhere & set(regions):
            continue
        yield _Told(sentence, words, denies, own, named)


def _verdict(told: _Told, kind: str) -> Repeat:
    words = told.words
    if _phrase("none").search(told.denies) or (told.own and _phrase("none_unnamed").search(words)):
        return "no"
    if told.named and _listed(words, kind):
        return "yes"
    if _phrase("supposed").search(words):
        return "unknown"
    if (told.named and _phrase("plain", "any").search(words)) or _phrase("plain", kind).search(
        words
    ):
        return "yes"
    if _phrase("asked").search(words):
        return "unknown"
    if told.named and (
        _phrase("given", "any").search(words) or _phrase("given", kind).search(words)
    ):
        return "yes"
    return "yes" if told.own and _phrase("use", kind).search(words) else "unknown"


def _listed(words: str, kind: str) -> bool:
    """Whether the service stands in a list of what was given."""
    leads = [
        match.end() for name in ("any", kind) for match in _phrase("lists", name).finditer(words)
    ]
    return bool(leads) and words.rfind(_SERVICE) > min(leads)


def _named(words: str, procedures: tuple[str, ...]) -> str:
    """The words with the names of the service replaced; a mixture is named by two of its
    ingredients at least.
    """
    wanted = set(procedures)
    mentions = [
        mention for mention in procedure_lexicon().find(words) if set(mention.values) <= wanted
    ]
    if len({value for mention in mentions for value in mention.values}) < min(len(wanted), 2):
        return words
    for mention in reversed(mentions):
        words = words[: mention.start] + _SERVICE + words[mention.end :]
    return words


@cache
def _phrase(*path: str) -> re.Pattern[str]:
    """The phrases at a place in the vocabulary, as one pattern."""
    found = load("history")
    for name in path:
        found = found.get(name)
        if found is None:
            return _NOTHING
    forms = [found] if isinstance(found, str) else found
    return re.compile("|".join(f"(?:{form})" for form in forms).replace("@", _SERVICE), re.I)
