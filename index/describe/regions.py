"""Which body regions, and which side, an item is about."""

import re

from index.determination import DisputedItem
from index.facets import Laterality
from index.vocabulary import region_lexicon, services

_LEVEL = re.compile(r"(?<![A-Za-z0-9])([CTL])\d{1,2}(?=$|[\s,;.)/&-])")
_SPINE = {"C": "cervical spine", "T": "thoracic spine", "L": "lumbar spine"}
_CONCLUSION = re.compile(r"[^.]*\b(?:request|prospective|requested)\b[^.]*(?:\.|$)", re.I)
_WITHOUT_REGION = {"Pharmaceuticals", "Transportation"}
_SIDES: tuple[tuple[re.Pattern[str], Laterality], ...] = (
    (re.compile(r"\b(?:bilateral(?:ly)?|both|bue|ble|b/l)\b|\bleft\s*(?:and|&|/)\s*right\b|\bright\s*(?:and|&|/)\s*left\b", re.I), "bilateral"),
    (re.compile(r"\b(?:left|lue|lle|lt)\b", re.I), "left"),
    (re.compile(r"\b(?:right|rue|rle|rt)\b", re.I), "right"),
)


def regions(item: DisputedItem, procedures: tuple[str, ...]) -> tuple[str, ...]:
    """The canonical names of the regions that the request names, else those of the rationale's concluding sentence.

    A spinal level (L4-5) stands for its part of the spine. For drugs the request alone decides.
    """
    named = regions_in(item.disputed)
    if named or not procedures or item.rationale is None:
        return named
    known = services()
    if all(known[name].category in _WITHOUT_REGION for name in procedures):
        return ()
    conclusions = _CONCLUSION.findall(item.rationale.text)
    return regions_in(conclusions[-1]) if conclusions else ()


def regions_in(words: str) -> tuple[str, ...]:
    """The canonical names of the regions in some words, each once, in the order of mention."""
    found = [(mention.start, value) for mention in region_lexicon().find(words) for value in mention.values]
    found += [(match.start(), _SPINE[match.group(1)]) for match in _LEVEL.finditer(words)]
    return tuple(dict.fromkeys(value for _, value in sorted(found, key=lambda pair: pair[0])))


def laterality(item: DisputedItem) -> Laterality | None:
    """The side that the request names; None where it names none, or different sides for different regions."""
    return side_in(item.disputed)


def side_in(words: str) -> Laterality | None:
    """The side that some words name: both sides named apart from each other give None."""
    found = [side for pattern, side in _SIDES if pattern.search(words)]
    if "bilateral" in found:
        return "bilateral"
    return found[0] if len(found) == 1 else None
