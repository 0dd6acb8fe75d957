"""Which body regions, and which side, an item is about."""

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.determination import DisputedItem
from index.extraction.attributes import Laterality
from index.extraction.voice import tells_guideline
from index.sentences import sentences
from index.vocabulary import load, region_lexicon, services

_LEVEL = re.compile(r"(?<![A-Za-z0-9])([CTL])\d{1,2}(?=$|[\s,;.)/&-])")
_SPINE = {"C": "cervical spine", "T": "thoracic spine", "L": "lumbar spine"}
_CONCLUSION = re.compile(r"\b(?:request|prospective|requested)\b", re.I)
# The patient's complaint or injury; what is denied, supposed or said of other people is none.
_COMPLAINT = re.compile(
    r"\b(?:complain\w*|pain (?:in|of|to|at)|\w+ pain\b|presented with|experienc\w+"
    r"|injur(?:y|ies|ed)|fractures?|tears?|sprain|strain|palpitations)\b",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:no|not|without|denie[sd]|nor|neither|lack|absence|if|would|should|may|patients with"
    r"|case series|studies|trials|randomi[sz]ed|literature|workers with|et al)\b"
    r"|\((?:[A-Z]\w+,? )+\d{4}\)"
)
_LONG = re.compile(r"[A-Za-z]{6,}")
_TURN = re.compile(r"[,;]\s*(?:however|but|although|yet)\b", re.I)
# A whole limb: what hurts in it tells which part is meant.
_LIMBS = {
    "upper extremity": {
        "shoulder",
        "upper arm",
        "elbow",
        "forearm",
        "wrist",
        "hand",
        "finger",
        "thumb",
    },
    "lower extremity": {"hip", "thigh", "knee", "lower leg", "ankle", "foot", "toe"},
}
# Nerves are tested along the whole limb, whatever part of it hurts.
_ALONG_THE_LIMB = {"EMG/NCV/NCS"}
_WITHOUT_REGION = {"Pharmaceuticals", "Transportation"}
# "Spinal manipulation" is of the whole spine; "spinal cord stimulator" names no part of it.
_SPINAL = re.compile(
    r"\bspin(?:al|e)\b(?!\s+(?:cord|stimul\w+|surg\w+|specialist|consult\w*|q\b))", re.I
)
_SIDES: tuple[tuple[re.Pattern[str], Laterality], ...] = (
    (
        re.compile(
            r"\b(?:bilateral(?:ly)?|bilat|both|bue|ble|b/l|extremities)\b"
            r"|\bleft\s*(?:and|&|/)\s*right\b|\bright\s*(?:and|&|/)\s*left\b",
            re.I,
        ),
        "bilateral",
    ),
    (re.compile(r"\b(?:left|lue|lle|lt)\b", re.I), "left"),
    (re.compile(r"\b(?:right|rue|rle|rt)\b", re.I), "right"),
)


def regions(
    item: DisputedItem, text: str, procedures: tuple[str, ...]
) -> tuple[tuple[str, ...], Laterality | None]:
    """The canonical names of the regions that an item is about, and the side.

    The request names them, or else the rationale: in its concluding sentence, or where it tells of
    the patient's complaint or injury ("complained of continued pain of the lumbar spine"). What a
    guideline says, and the clinical summary, name none: a worker can be hurt in several places. A
    spinal level (L4-5) stands for its part of the spine. For drugs and transport the conclusion is
    not asked, since it only repeats the request. Where nobody tells it, the region counts that both
    the rationale and the chapter it rests on name. A limb as a whole is narrowed by the one part of
    it that the complaint names ("ongoing knee pain"), except for tests of nerves.
    """
    named = regions_in(item.disputed) or regions_in(_respelt(item.disputed))
    if not named and _SPINAL.search(item.disputed):
        named = tuple(_SPINE.values())
    if item.rationale is None or not procedures:
        return named, side_in(item.disputed)
    if named:
        return named + _part_of_limb(item, text, named, procedures), side_in(item.disputed)
    told = [sentence.text for sentence in sentences(text, item.rationale.start, item.rationale.end)]
    regionless = all(services()[name].category in _WITHOUT_REGION for name in procedures)
    conclusions = [] if regionless else [each for each in told if _CONCLUSION.search(each)][-1:]
    complaints = _complaints(told)
    for sentence in (*conclusions, *complaints):
        found = regions_in(sentence)
        if found:
            return found, side_in(item.disputed) or side_in(sentence)
    if not regionless and item.reviewer_guideline:
        chapters = regions_in(item.reviewer_guideline.text)
        both = tuple(region for region in regions_in(" ".join(told)) if region in chapters)
        return (both if len(both) == 1 else ()), side_in(item.disputed)
    return (), side_in(item.disputed)


def _respelt(words: str) -> str:
    """The words with the names of regions mended that are one edit from one (OSA distance, the
    first letter the same).
    """
    return _LONG.sub(lambda match: _mended(match.group().lower()), words)


@lru_cache(maxsize=100_000)
def _mended(word: str) -> str:
    near = process.extractOne(
        word,
        [name for name in load("regions")["misspelt"] if name[0] == word[0]],
        scorer=OSA.distance,
        score_cutoff=1,
    )
    return str(near[0]) if near else word


def _complaints(told: list[str]) -> list[str]:
    clauses = [clause for each in told if not tells_guideline(each) for clause in _TURN.split(each)]
    return [each for each in clauses if _COMPLAINT.search(each) and not _OTHERS.search(each)]


def _part_of_limb(
    item: DisputedItem, text: str, named: tuple[str, ...], procedures: tuple[str, ...]
) -> tuple[str, ...]:
    if (
        item.rationale is None
        or len(named) != 1
        or named[0] not in _LIMBS
        or any(services()[name].subcategory in _ALONG_THE_LIMB for name in procedures)
    ):
        return ()
    complaints = _complaints(
        [sentence.text for sentence in sentences(text, item.rationale.start, item.rationale.end)]
    )
    parts = {region for each in complaints for region in regions_in(each)} & _LIMBS[named[0]]
    return tuple(parts) if len(parts) == 1 else ()


def regions_in(words: str) -> tuple[str, ...]:
    """The canonical names of the regions in some words, each once, in the order of mention."""
    found = [
        (mention.start, value)
        for mention in region_lexicon().find(words)
        for value in mention.values
    ]
    found += [(match.start(), _SPINE[match.group(1)]) for match in _LEVEL.finditer(words)]
    return tuple(dict.fromkeys(value for _, value in sorted(found, key=lambda pair: pair[0])))


def side_in(words: str) -> Laterality | None:
    """The side that some words name: both sides named apart from each other give None."""
    found = [side for pattern, side in _SIDES if pattern.search(words)]
    if "bilateral" in found:
        return "bilateral"
    return found[0] if len(found) == 1 else None
