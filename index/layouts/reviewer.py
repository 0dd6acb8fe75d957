"""The physician reviewer's licensure and specialties."""

import re

from index.determination import Reviewer, fold

_LICENSURE = r"State\(s\)\s+of\s+Licensure\s*:"
_SPECIALTY = r"Certification\(s\)\s*/\s*Specialty\s*:"
_LINES = re.compile(rf"{_LICENSURE}(?P<states>.*?){_SPECIALTY}(?P<specialties>.*)", re.S)
_SENTENCE = re.compile(
    r"Board\s+Certified\s+in\s+(?P<specialties>.+?)\s+and\s+"
    r"(?:is\s+)?licensed\s+to\s+practice\s+in\s+(?P<states>[^.]+)\.",
    re.S | re.I,
)
# Other wordings of early letters: "board certified in Orthopedic Surgery and licensed in
# California", "The reviewer is certified by the American Board of Neurology."
_CERTIFIED = re.compile(
    r"(?:Board[\s-]+Certified\s+(?:in|by\s+the\s+American\s+Board\s+of)"
    r"|certified\s+by\s+the\s+American\s+Board\s+of)\s+(?P<specialties>[^.;]+?)"
    r"(?:,?\s+and\s+(?:(?:is|holds|has|a|an|active|current|valid|unrestricted)\s+)*licen[sc]ed?\s+"
    r"(?:to\s+practice\s+(?:medicine\s+)?)?in\s+(?:the\s+States?\s+of\s+)?(?P<states>[^.;]+?))?"
    r"(?=[.;]|,?\s+(?:and\s+(?:is|has|holds|in\s+active)|with|who|for|since)\b|$)",
    re.S | re.I,
)
_SUBSPECIALTY = re.compile(r",?\s*(?:and\s+)?has\s+a\s+subspecialty\s+in\s+", re.I)


def parse_reviewer(text: str) -> Reviewer:
    """The reviewer as either form names them: the two labelled lines, or (until about 2014) a
    sentence.
    """
    match = _LINES.search(text) or _SENTENCE.search(text) or _CERTIFIED.search(text)
    if not match:
        return Reviewer()
    specialties = _SUBSPECIALTY.sub(", ", match["specialties"])
    return Reviewer(_entries(match["states"] or ""), _entries(specialties))


def _entries(value: str) -> tuple[str, ...]:
    return tuple(
        re.sub(r"^(?:the\s+)?States?\s+of\s+", "", entry.strip(), flags=re.I)
        for entry in fold(value).split(",")
        if entry.strip()
    )
