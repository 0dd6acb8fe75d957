"""The disputed items of a letter: request, outcome, guideline lines and rationale.

The outcome comes from the item's heading alone, never from prose: "not medically necessary" stands
inside overturned items too.
"""

import re
from dataclasses import dataclass

from index.determination import DisputedItem, Excerpt, Outcome
from index.layouts.request import parse_request

_LINE = re.compile(r"[^\n]*\S[^\n]*")
# "…: Upheld", "… is Overturned", or the word alone in its line; "Partially Overturned" is another outcome and none of these.
_OUTCOME = re.compile(r"(?:^|:\s*|\bis\s+)(upheld|overturned)\.?[^\S\n]*$", re.I)
_CLAIMS = re.compile(r"^\s*Claims\s+Administrator\s+guideline\s*:", re.M | re.I)
_REVIEWER = re.compile(r"^\s*MAXIMUS\s+guideline\s*:", re.M | re.I)
_RATIONALE = re.compile(r"^\s*Decision\s+rationale\s*:", re.M | re.I)
_LABEL = re.compile(r"^\s*(?:Claims\s+Administrator(?:\s+guideline|$)|MAXIMUS\s+guideline|Decision\s+rationale)", re.I)
# Page numbers and running feet, which stand anywhere.
_FURNITURE = re.compile(r"^(?:(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|Final Determination Letter\b.{0,80}|.{0,40}\bpublic copy\b.{0,20})$", re.I)
_ABBREVIATION = re.compile(r"\b(?:q\.?d|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\.?h\.?s|p\.?r\.?n|p\.?o|St|Dr|Mt|No|Inc|Co|vs|approx|incl|qty)\.$", re.I)
_PARAGRAPH_END = re.compile(r"(?:[.!?][\"”’')\]]*|medically (?:necessary|appropriate)|guideline:)$")
# The sentence that opens the section, against a first request that itself breaks after a colon.
_OPENING = re.compile(r"\b(?:decisions?|determin\w+|decided|items?|services?|disputed?|dispute|requests?|requested|outcomes?|answers?|conclusions?|findings|results?|below|following)\b", re.I)
_OCCASION = re.compile(r"^(?:associated|labs?\b|laborator|retrospective|prospective|dates? of service|DOS\b|post-?op|pre-?op)", re.I)
_MOST_LINES = 14
_HISTORY = re.compile(r"IMR\s+eligible|authorized\s+by\s+the\s+Claims|The\s+original\s+request,|\sis\s*:?\s*\w+$", re.I)
_HISTORY_START = re.compile(r"(?:was|were)\s+the\s+original\s+request\.", re.I)


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Heading:
    """A request and its outcome: lines ``first`` to ``last`` of the section."""

    first: int
    last: int
    outcome: Outcome


def parse_items(text: str, start: int, end: int) -> tuple[DisputedItem, ...]:
    """The items decided in ``text[start:end]``, the section of the decisions, in the letter's order."""
    lines = [_Line(m.start(), m.end(), m.group().strip()) for m in _LINE.finditer(text, start, end)]
    lines = [line for line in lines if not _FURNITURE.match(line.text)]
    headings = _headings(lines, _opening_lines(lines))
    items = []
    for position, heading in enumerate(headings, 1):
        block_end = lines[headings[position].first].start if position < len(headings) else end
        request, disputed, authorized = _request(text, lines, heading)
        claims, reviewer, rationale = _parts(text, lines[heading.last].end, block_end)
        items.append(
            DisputedItem(
                position=position,
                request=request,
                disputed=disputed,
                authorized=authorized,
                outcome=heading.outcome,
                claims_guideline=claims,
                reviewer_guideline=reviewer,
                rationale=rationale,
            )
        )
    return tuple(items)


def _opening_lines(lines: list[_Line]) -> int:
    """How many lines the sentence takes that opens the section ("The Final Determination was based on …:")."""
    for index, line in enumerate(lines[:4]):
        if _OUTCOME.search(line.text):
            return 0
        if line.text.endswith(":"):
            told = " ".join(each.text for each in lines[: index + 1])
            return index + 1 if _OPENING.search(told) and not _OCCASION.search(told) else 0
    return 0


def _headings(lines: list[_Line], first: int) -> list[_Heading]:
    width = sorted(len(line.text) for line in lines)[int(len(lines) * 0.9)] if lines else 0
    found: list[_Heading] = []
    for index in range(first, len(lines)):
        match = _OUTCOME.search(lines[index].text)
        if match and _labelled(lines[index + 1 : index + 6]):
            floor = found[-1].last + 1 if found else first
            found.append(_Heading(_first_line(lines, index, floor, width), index, Outcome(match.group(1).lower())))
    return found


def _labelled(lines: list[_Line]) -> bool:
    """Whether a label comes next, before another outcome: an outcome word at the end of a prose line is no heading."""
    return next((bool(_LABEL.match(line.text)) for line in lines if _LABEL.match(line.text) or _OUTCOME.search(line.text)), False)


def _first_line(lines: list[_Line], last: int, floor: int, width: int) -> int:
    """The line at which the heading that ends in line ``last`` begins, not before ``floor``.

    Upwards from the outcome, the heading ends where the line above ends a paragraph: by its punctuation,
    or by its length, since a line that wraps into the next is full. A heading that tells the history of
    a partial authorization goes on to the sentence in which the history starts, and one that closes a
    bracket to where it is opened.
    """
    first = last
    while first > floor:
        above, here = lines[first - 1].text, lines[first].text
        heading = " ".join(line.text for line in lines[first : last + 1])
        if _OUTCOME.sub("", heading).strip(" :"):
            unfinished = heading.count(")") > heading.count("(") or (
                _HISTORY.search(heading) and not _HISTORY_START.search(heading) and _starts_above(lines, first, max(floor, last - _MOST_LINES))
            )
            short = len(above) + 1 + len(here.split()[0]) < 0.6 * width
            ends = _PARAGRAPH_END.search(above) and not _ABBREVIATION.search(above)
            if _LABEL.match(here) or (not unfinished and (ends or short)):
                break
        first -= 1
    return first


def _starts_above(lines: list[_Line], first: int, floor: int) -> bool:
    """Whether a history starts in the lines from ``floor`` up to ``first``."""
    return bool(_HISTORY_START.search(" ".join(line.text for line in lines[floor : first + 1])))


def _request(text: str, lines: list[_Line], heading: _Heading) -> tuple[Excerpt, str, str | None]:
    """The request without its outcome, what of it is still disputed, and what was authorized.

    The words are those of the heading's lines, so that a page number between them is none of them.
    """
    told = " ".join(line.text for line in lines[heading.first : heading.last + 1])
    word = _OUTCOME.search(told)
    assert word is not None, "a heading ends in its outcome"
    request, disputed, authorized = parse_request(told[: word.start()].rstrip(" :"))
    start, end = lines[heading.first].start, lines[heading.last].end
    last = re.search(r"(?:\s*\bis)?\s*:?\s*(?:upheld|overturned)\.?\s*$", text[start:end], re.I)
    place = Excerpt.of(text, start, start + last.start() if last else end)
    return Excerpt(request, place.start, place.end), disputed, authorized


def _parts(text: str, start: int, end: int) -> tuple[Excerpt | None, Excerpt | None, Excerpt | None]:
    """The claims administrator's guideline line, the reviewer's, and the rationale in ``text[start:end]``."""
    labels = []
    at = start
    for label in (_CLAIMS, _REVIEWER, _RATIONALE):
        match = label.search(text, at, end)
        labels.append(match)
        at = match.end() if match else at
    excerpts: list[Excerpt | None] = []
    for index, match in enumerate(labels):
        following = next((later.start() for later in labels[index + 1 :] if later), end)
        excerpt = Excerpt.of(text, match.end(), following) if match else None
        excerpts.append(excerpt if excerpt and excerpt.text else None)
    return excerpts[0], excerpts[1], excerpts[2]
