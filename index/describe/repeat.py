"""Whether the same study or treatment of that region was given before."""

import re
from collections.abc import Iterable

from index.describe.regions import regions_in
from index.determination import Determination, DisputedItem, fold
from index.facets import Repeat
from index.vocabulary import procedure_lexicon, services

_AGAIN = re.compile(r"\b(?:repeat(?:ed)?|additional|further|continu(?:e|ed|ation|ing)|another|ongoing|extension|updated)\b", re.I)
_FIRST = re.compile(r"\b(?:initial|trial|first|never (?:had|been|taken|received)|no (?:prior|previous|earlier)|not (?:had|been given|received) (?:any )?(?:prior|previous)?|new(?:ly)? (?:prescribed|prescription|started))\b", re.I)
_USED = re.compile(
    r"\b(?:has been (?:on|taking|using|prescribed)|continu(?:es|ed|ing|ation)|long[- ]term (?:use|basis)|chronic(?:ally)? us|prior use|previous(?:ly)? us|ongoing use|refill|since (?:at least|[A-Z12])|months? of use|"
    r"current(?:ly)? (?:on|tak|us)|is taking|was taking|has taken|had been on|wean)",
    re.I,
)
_DONE = re.compile(
    r"\b(?:dated|performed|obtained|done|taken|completed|attended|underwent|undergone|received|had|showed|shows|shown|revealed|reveals|demonstrated|reported|described|read as|noted|from|on|of)\b.{0,120}?\d|\b(?:prior|previous|earlier|last)\b",
    re.I,
)
_SESSIONS_DONE = re.compile(r"\b(?:completed|attended|received|had|underwent|undergone|finished|after|prior|previous|initial|sessions? (?:to date|of)|status post)\b", re.I)
_ASKED = re.compile(r"\b(?:request(?:s|ed|ing)?|recommend\w*|plan|denied|non-?certified|authoriz\w*|order(?:ed)?|refused|prescri\w+ for|asked|seek\w*|refus\w*|would|should|pending|modified|approved)\b", re.I)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"“])")
_COURSES = {"Rehabilitation", "Psych Services", "Home Health", "Programs", "Evaluation & Management"}


def repeat(item: DisputedItem, determination: Determination, procedures: tuple[str, ...], regions: tuple[str, ...]) -> Repeat:
    """What the letter says of an earlier study or treatment of the same kind and region.

    "yes" where the request itself says so, or the rationale or the summary tells of the service as given;
    "no" where they say that there was none before; else "unknown". What was only asked for is no earlier service.
    """
    if _AGAIN.search(item.disputed):
        return "yes"
    if not procedures:
        return "unknown"
    kinds = {services()[name].category for name in procedures}
    rationale = item.rationale.text if item.rationale else ""
    summary = determination.summary.text if determination.summary else ""
    told = [(line, True) for line in _SENTENCE.split(rationale)] + [(line, False) for line in _SENTENCE.split(summary)]
    about = [(line, own) for line, own in told if _speaks_of(line, procedures, regions, own and bool(kinds & {"Pharmaceuticals", *_COURSES}))]
    if any(_AGAIN.match(line[max(0, mention - 12) :].lstrip()) for line, own in about if own for mention in _mentions(line, procedures)):
        return "yes"
    verdict: Repeat = "unknown"
    for line, own in about:
        if re.search(r"\bno (?:prior|previous|earlier)\b|\bnever\b|\bnot (?:yet )?(?:had|undergone|received|taken)\b", line, re.I) or (own and _FIRST.search(line) and not _ASKED.search(line)):
            verdict = "no"
        elif "Pharmaceuticals" in kinds and _USED.search(line):
            return "yes"
        elif kinds & _COURSES and _SESSIONS_DONE.search(line) and not _ASKED.search(line):
            return "yes"
        elif kinds & {"Diagnostic Testing", "Injection"} and _DONE.search(line) and not _ASKED.search(line):
            return "yes"
    if verdict == "unknown" and re.search(r"\b(?:initial|trial of|first)\b", item.disputed, re.I):
        return "no"
    return verdict


def _mentions(line: str, procedures: Iterable[str]) -> list[int]:
    wanted = set(procedures)
    return [mention.start for mention in procedure_lexicon().find(line) if wanted & set(mention.values)]


def _speaks_of(line: str, procedures: tuple[str, ...], regions: tuple[str, ...], region_implied: bool) -> bool:
    """Whether a sentence names the service for one of the regions; drugs and courses need no region."""
    if not _mentions(fold(line), procedures):
        return False
    return region_implied or not regions or bool(set(regions) & set(regions_in(line)))
