"""What the reviewer relied on."""

import re

from index.determination import DisputedItem

# The MTUS named as what was not relied on: "outside of the MTUS", "Non-MTUS", "the MTUS is silent
# on this".
_DENIED = re.compile(
    r"(?:\b(?:outside(?: of)?|beyond|non|not|nothing in|no)\b(?:(?![;.,])[\s\w-]){0,40}?)\bMTUS\b"
    r"|\bMTUS\b(?:(?![;.,])[\s\w]){0,40}?\b(?:not (?:relied|used|addressed)|silent|does not"
    r"|did not|says (?:nothing|little)|has nothing|offers? (?:no|nothing))\b",
    re.I,
)
_NONE = re.compile(
    r"\b(?:did not cite|cite[sd]? no\w*|no (?:separate |medical |specific |other )?(?:evidence"
    r"|guidelines?|citations?|authority|source)|none|nothing (?:was )?cited"
    r"|without (?:a )?citation)\b",
    re.I,
)
# "found the guidelines used by the Claims Administrator relevant", "relied on the same chapter":
# the reviewer's are then those of the other line.
_ADOPTED = re.compile(
    r"\bfound\s+(?:that\s+)?(?:the\s+)?(?:referenced\s+)?(?:\w+\s+){1,6}?(?:used|cited|referenced"
    r"|relied\s+upon)\s+by\s+the\s+Claims\s+Administrator\s+(?:(?:to\s+be|is|are|was|were)\s+)?"
    r"(?:relevant|appropriate|applicable)\b"
    r"|\b(?:based|relied|used|applied|cited)\b[^.;]{0,40}\bthe\s+same\s+(?:guidelines?|chapter"
    r"|sections?|source|citation)\b",
    re.I,
)
_CHAPTERS = re.compile(
    r"\b(?:Neck and Upper Back|Low Back|Shoulder|Elbow|Forearm, Wrist,? and Hand"
    r"|Hand, Wrist,? and Forearm|Knee|Ankle and Foot|Stress[- ]Related|Eye)\s+(?:Complaints"
    r"|Conditions)\b"
    r"|\bGeneral Approaches\b",
    re.I,
)
_OTHER = re.compile(r"\bOther\s+Medical\s+Treatment\s+Guidelines?\b", re.I)
_ODG = re.compile(r"\bODG\b|\bOfficial\s+Disability\b", re.I)
_ACOEM = re.compile(r"\bACOEM\b|\bAmerican\s+College\s+of\s+Occupational\b", re.I)


def guidelines(item: DisputedItem) -> tuple[str, ...]:
    """What the line "MAXIMUS guideline" cites: MTUS, ACOEM, ODG, other; ("none",) where it cites
    nothing.

    A line that adopts what the claims administrator used cites that. The older chapters of the MTUS
    (Low Back Complaints 2004 and the like) are ACOEM's: they count as both.
    """
    return guidelines_in(cited_line(item)) if item.reviewer_guideline else ("none",)


def cited_line(item: DisputedItem) -> str:
    """What the reviewer relied on: the line "MAXIMUS guideline", with the claims administrator's
    where it adopts that.
    """
    line = item.reviewer_guideline.text if item.reviewer_guideline else ""
    return (
        f"{item.claims_guideline.text} {line}"
        if item.claims_guideline and _ADOPTED.search(line)
        else line
    )


def without_denied(line: str) -> str:
    """A line without the mentions of the MTUS as what was not relied on."""
    return _DENIED.sub("", line)


def guidelines_in(line: str) -> tuple[str, ...]:
    """What one guideline line cites."""
    own = without_denied(line)
    chapter = _CHAPTERS.search(own)
    found = []
    if (
        re.search(
            r"\bMTUS\b|\bMedical\s+Treatment\s+Utilization\s+Schedule\b"
            r"|\bChronic\s+Pain\s+Medical\s+Treatment\b",
            own,
        )
        or chapter
    ):
        found.append("MTUS")
    if chapter or _ACOEM.search(own):
        found.append("ACOEM")
    if _ODG.search(own):
        found.append("ODG")
    if found and _OTHER.search(own):
        found.append("other")
    if not found:
        found.append("none" if _NONE.search(line) else "other")
    return tuple(found)
