"""Which guidelines a line cites, in which edition and section: the line in parts that can be
counted.
"""

import re
from functools import cache
from itertools import dropwhile

from index.determination import DisputedItem
from index.extraction.attributes import GuidelineCitation
from index.extraction.guidelines import cited_line, guidelines_in, without_denied
from index.vocabulary import load

_BASED = re.compile(r"\bDecision\s+based\s+on\b", re.I)
_NON_MTUS = re.compile(r"\bNon-?\s?MTUS(?:\s+Citations?)?(?:\(s\))?:?\s*", re.I)
_OUTSIDE = "\x00"
_OTHER = re.compile(
    r"\bOther\s+Medical\s+Treatment\s+Guidelines?(?:\s*\(s\))?"
    r"(?:\s+or\s+Medical\s+Evidence)?\s*:?\s*",
    re.I,
)
_LINK = re.compile(r"\bhttps?://|\bwww\.", re.I)
# Before the name of a guideline: it is told of what stands before ("part of the MTUS"), or of
# nothing cited ("where the MTUS is silent").
_BELONGS = re.compile(
    r"(?:\(|\b(?:part of|belongs to|of|which|where|what|when|as|since)\s+(?:the\s+)?)$", re.I
)
_JOINS = re.compile(r"(?:^|[;.,]|\band)\s*(?:on\s+)?(?:the\s+)?$", re.I)
# Between a title and its guideline: "Low Back Complaints chapter of the ACOEM", "Knee Complaints
# (ACOEM".
_OF = re.compile(r"[\s,(]*(?:chapters?\s+)?(?:of\s+)?(?:the\s+)?", re.I)
_EDITION = re.compile(r"(?<![\d/.-])\(?\b((?:19|20)\d\d)\b\)?(?![/-]\d)")
_EDITION_BEHIND = re.compile(
    r"[\s,.;:]*(?:(?:chapter|guidelines?|medical|treatment|of|the)\b[\s,]*)*\(?\b"
    r"((?:19|20)\d\d)\b\)?",
    re.I,
)
_LABEL = re.compile(r"\b(section(?:\(s\)|s)?|page(?:\(s\)|s)?|pp?\.)\s*(?::\s*|(?=\d))", re.I)
_CHAPTER = re.compile(r"\b(?:chapters?(?:\s+\d+(?!\d))?:?|section(?![s(:])(?:\s*/)?)", re.I)
# What a sentence adds to a citation: ", which is part of the MTUS", ", where the MTUS is silent".
_CLAUSE = re.compile(
    r"[,;]?\s*(?:(?<=,)\s*part of|\b(?:which|where|since|as the|as adopted|as it|for what))\b.*$",
    re.I | re.S,
)
# The guideline is the subject of a sentence, and no title follows: "the MTUS has no section on it".
_SUBJECT = re.compile(
    r"(?:has|have|is|are|does|do|did|gives?|nor|being|leaves?|says?|was|were)\b", re.I
)
_EDGES = " \t\n.,;:/-–"
_SMALL = {
    "",
    "the",
    "and",
    "also",
    "on",
    "by",
    "as",
    "under",
    "of",
    "in",
    "outside",
    "citation",
    "with",
    "supplemented",
}
_GUIDELINE = frozenset({"guideline", "guidelines"})


def citations(item: DisputedItem) -> tuple[GuidelineCitation, ...]:
    """The citations of the line "MAXIMUS guideline" in their order, with the claims administrator's
    where it adopts them; none where it cites nothing.
    """
    return citations_in(cited_line(item))


def claims_citations(item: DisputedItem) -> tuple[GuidelineCitation, ...]:
    """The citations of the claims administrator's line."""
    return citations_in(item.claims_guideline.text) if item.claims_guideline else ()


def citations_in(line: str) -> tuple[GuidelineCitation, ...]:
    """The citations of one guideline line, each once.

    All their guidelines together are those of `index.extraction.guidelines`, but that "other"
    stands there only where nothing else is cited.
    """
    cited = guidelines_in(line)
    if not line or cited == ("none",):
        return ()
    parts = _BASED.split(_NON_MTUS.sub(_OUTSIDE, line))
    found = (
        _citation(words.replace(_OUTSIDE, " ").strip(), _OUTSIDE in part, "MTUS" in cited)
        for part in parts[1:] or parts
        for words in _apart(without_denied(part), keep_lead=len(parts) > 1)
    )
    return tuple(dict.fromkeys(each for each in found if each))


def _apart(part: str, keep_lead: bool) -> list[str]:
    """The citations of a part of a line: each begins with the name of a guideline, a title of the
    schedule, or an "other" source.

    What stands before the first of them is the sentence that leads to it, unless ``keep_lead`` says
    that it is a citation too.
    """
    starts = [0] if keep_lead else []
    end, named, titled, sectioned = 0, False, False, False
    for match in _anchors().finditer(part):
        between = part[end : match.start()]
        if not starts:
            new = True
        elif match.lastgroup == "name":
            if titled:
                new = named or not _OF.fullmatch(between)
            else:
                new = bool(between.strip(_EDGES + _OUTSIDE))
            new = new and not _BELONGS.search(between)
        elif match.lastgroup == "title":
            dated = re.match(r"\s*\(?(?:19|20)\d\d\b", part[match.end() :])
            new = titled and bool(_JOINS.search(between)) and bool(dated or not sectioned)
        else:  # a link goes with the source before it, unless that is a guideline or another link
            bare = bool(_LINK.match(part[starts[-1] :].lstrip(_EDGES + _OUTSIDE)))
            new = bool(between.strip(_EDGES + _OUTSIDE + "(")) and (
                named or titled or bare or not _LINK.match(match.group())
            )
        if new:
            starts.append(match.start())
            named = titled = sectioned = False
        named, titled, end = (
            named or match.lastgroup == "name",
            titled or match.lastgroup == "title",
            match.end(),
        )
        following = _anchors().search(part, end)
        sectioned = sectioned or bool(
            _LABEL.search(part, end, following.start() if following else len(part))
        )
    starts = starts or [0]
    pieces = [
        part[start:stop] for start, stop in zip(starts, [*starts[1:], len(part)], strict=True)
    ]
    return [
        each
        for piece in pieces
        if _trimmed(piece.replace(_OUTSIDE, " "))
        for each in _by_chapter(piece)
    ]


def _by_chapter(piece: str) -> list[str]:
    """A citation of several chapters, one by one: "ODG Neck Chapter, Shoulder Chapter, Therapy",
    "ODG Low Back, Manipulation; Knee, Manipulation".
    """
    piece = piece.lstrip(_EDGES + _OUTSIDE)
    name = _names().match(piece)
    if not name or "ODG" not in guidelines_in(name.group()):
        return [piece]
    cuts = list(
        dropwhile(
            lambda match: not _trimmed(piece[name.end() : match.start()], _GUIDELINE),
            _further_chapter().finditer(piece),
        )
    )
    if not cuts or not _chapter().match(_trimmed(piece[name.end() : cuts[0].start()], _GUIDELINE)):
        return [piece]
    ends = [*(match.start() for match in cuts[1:]), len(piece)]
    return [
        piece[: cuts[0].start()],
        *(
            f"{name.group()} {piece[match.end() : end]}"
            for match, end in zip(cuts, ends, strict=True)
        ),
    ]


def _citation(words: str, outside: bool, schedule: bool) -> GuidelineCitation | None:
    """One citation; ``schedule`` tells that the line cites the MTUS, so that a bare title of it is
    of it.
    """
    cited = tuple(
        each
        for each in guidelines_in(
            f"outside of the MTUS: {words}" if outside and "MTUS" not in words else words
        )
        if each != "none"
    )
    if cited in ((), ("other",)):
        if not (schedule and _title().match(words)):
            return _other(words)
        cited = ("MTUS",)
    rest = _trimmed(_beside().sub(" ", _CLAUSE.sub("", _names().sub(" ", words))), _GUIDELINE)
    if _SUBJECT.match(rest):
        return GuidelineCitation(cited, "", None, None)
    title, section = _titled(rest)
    edition = _EDITION.search(title)
    if edition:
        title = _EDITION.sub(" ", title)
    elif edition := _EDITION_BEHIND.match(section):
        section = section[edition.end() :]
    title = _trimmed(title)
    if "ODG" not in cited:
        title = re.sub(r"\s(?:guidelines?|chapter)$", "", title, flags=re.I)
    return GuidelineCitation(
        cited, title, int(edition.group(1)) if edition else None, _section(section)
    )


def _titled(rest: str) -> tuple[str, str]:
    """A citation behind its guideline's name, as title (it can hold the edition) and the rest, its
    section.
    """
    if match := _title().search(rest):
        edition = _EDITION.search(rest, 0, match.start())  # "ACOEM (2004), Low Back Complaints"
        return match.group() + (f" {edition.group(1)}" if edition else ""), rest[match.end() :]
    label = _LABEL.search(rest)
    chapter = _CHAPTER.search(rest, 0, label.start() if label else len(rest))
    if chapter:
        before, behind = rest[: chapter.start()], rest[chapter.end() :]
        if not before.strip(
            _EDGES
        ):  # "Chapter 7, Independent Medical Examinations and Consultations, page 137"
            title, _, section = behind.lstrip(_EDGES).partition(",")
            return title, section
        if "," in before and not _chapter().match(before):  # "physical therapy, elbow chapter"
            section, _, title = before.rpartition(",")
            return title, f"{section} {behind}"
        return before, behind
    if known := _chapter().match(rest):
        return known.group(), rest[known.end() :]
    if label:
        return rest[: label.start()], rest[label.start() :]
    title, *section = re.split(r"[,:;]\s|\s[-–]\s", rest, maxsplit=1)
    return title, "".join(section)


def _section(words: str) -> str | None:
    """Sections and pages in the letter's words: "Special Studies", "177-179", "NSAIDs, page 70"."""
    words = re.sub(r"^[\s,.]*(?:guidelines?|chapters?)\b", "", words, flags=re.I)
    labels = list(_LABEL.finditer(words))
    if len(labels) == 1 and not _trimmed(words[: labels[0].start()]):
        words = words[labels[0].end() :]
    else:
        words = _LABEL.sub(
            lambda match: (
                ""
                if match.group(1).lower().startswith("s")
                else f"{'pages' if '-' in words[match.end() : match.end() + 8] else 'page'} "
            ),
            words,
        )
    words = re.sub(r"\stopic$", "", _trimmed(words), flags=re.I)
    return (words[1:-1] if re.fullmatch(r"\([^()]*\)", words) else words) or None


def _other(words: str) -> GuidelineCitation | None:
    title = _trimmed(_OTHER.sub("", words))
    years = set() if _LINK.search(title) else set(_EDITION.findall(title))
    return (
        GuidelineCitation(("other",), title, int(years.pop()) if len(years) == 1 else None, None)
        if title
        else None
    )


def _trimmed(words: str, also: frozenset[str] = frozenset()) -> str:
    """Words without the small words, stops and dashes at their ends, and at their beginning those
    that ``also`` names.
    """
    kept = words.split()
    first, last = 0, len(kept)
    while first < last and kept[first].strip(_EDGES).lower() in _SMALL | also:
        first += 1
    while last > first and kept[last - 1].strip(_EDGES + "()").lower() in _SMALL:
        last -= 1
    plain = " ".join(kept[first:last]).strip(_EDGES)
    return plain.strip("()").strip(_EDGES) if plain.count("(") != plain.count(")") else plain


def _pattern(forms: list[str]) -> str:
    return "|".join(form.replace(" ", r"\s+") for form in forms)


@cache
def _names() -> re.Pattern[str]:
    """The names of one guideline side by side: "MTUS ACOEM", "Official Disability Guidelines
    (ODG)".
    """
    names = _pattern(load("citations")["names"])
    return re.compile(
        rf"\b(?:{names})(?![A-Za-z])(?:\s*[/,(:–-]?\s*(?:{names})(?![A-Za-z])\)?)*", re.I
    )


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_pattern(load('citations')['titles'])})\b", re.I)


@cache
def _anchors() -> re.Pattern[str]:
    """What a citation begins with."""
    return re.compile(
        rf"(?P<name>{_names().pattern})|(?P<title>{_title().pattern})"
        rf"|(?P<other>{_OTHER.pattern}|{_LINK.pattern})",
        re.I,
    )


@cache
def _chapter() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_pattern(load('citations')['chapters'])})(?![A-Za-z])(?:\s*\(Chronic\))?", re.I
    )


@cache
def _further_chapter() -> re.Pattern[str]:
    chapter = rf"(?:{_pattern(load('citations')['chapters'])})(?![A-Za-z])"
    return re.compile(
        rf";\s*(?:and\s+)?(?={chapter}(?:\s+chapter)?\s*(?:[,:]|$))"
        rf"|,\s*(?:and\s+)?(?={chapter}\s+chapter\b)",
        re.I,
    )


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(_pattern(load("citations")["beside"]), re.I)
