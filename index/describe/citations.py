"""Which guideline, in which edition and section, the reviewer cites."""

import re

from index.describe.guidelines import guidelines_in
from index.determination import DisputedItem, Excerpt
from index.facets import GuidelineCitation

# A line can hold several: each "Decision based on …", and within one, behind the edition of the first, each ", and Knee Complaints 2004, Section(s): …".
_PART = re.compile(r"\bDecision\s+based\s+on\b", re.I)
_FURTHER = re.compile(r",?\s+and\s+(?=[A-Z][^.;:]{4,60}\s(?:19|20)\d\d\b)")
_EDITION = re.compile(r"\b((?:19|20)\d\d)\b")
_SECTION = re.compile(r"\b(?:Section\(s\)|Sections?|Page\(s\)|Pages?)\s*:\s*(.+)", re.I | re.S)
_NON_MTUS = re.compile(r"\bNon-?\s?MTUS\s+(?:Citation\s*)?(?:\(s\))?:?\s*", re.I)


def citations(item: DisputedItem) -> tuple[GuidelineCitation, ...]:
    """The citations of the line "MAXIMUS guideline" in their order; none where it cites nothing."""
    return citations_in(item.reviewer_guideline)


def citations_in(line: Excerpt | None) -> tuple[GuidelineCitation, ...]:
    """The citations of one guideline line."""
    if line is None or guidelines_in(line.text) == ("none",):
        return ()
    parts = [part.strip(" .") for part in _PART.split(line.text)]
    cited = parts[1:] or parts
    return tuple(_citation(each) for part in cited if part for each in _apart(part))


def _apart(part: str) -> list[str]:
    for match in _FURTHER.finditer(part):
        if _EDITION.search(part[: match.start()]):
            return [part[: match.start()], *_apart(part[match.end() :])]
    return [part]


def _citation(words: str) -> GuidelineCitation:
    outside = bool(_NON_MTUS.search(words))
    words = _NON_MTUS.sub("", words).strip(" .")
    section = _SECTION.search(words)
    title = (words[: section.start()] if section else words).strip(" ,.")
    edition = _EDITION.search(title)
    named = [each for each in guidelines_in(title if not outside else f"outside of the MTUS {title}") if each != "none"]
    return GuidelineCitation(
        guideline=named[0] if named else "other",
        title=_EDITION.sub("", title).strip(" ,.()") if edition else title,
        edition=int(edition.group(1)) if edition else None,
        section=section.group(1).strip(" .") if section else None,
    )
