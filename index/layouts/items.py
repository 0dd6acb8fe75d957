"""The disputed items of a letter: request, outcome, guideline lines and rationale.

The outcome comes from the item's heading alone, never from prose: "not medically necessary" stands
inside overturned items too.
"""

import re
from dataclasses import dataclass

from index.determination import DisputedItem, Excerpt, Outcome
from index.layouts.request import parse_request

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_OUTCOME = re.compile(r"(?:^|(?<=[:\s]))(upheld|overturned)[^\S\n]*$", re.I)
_CLAIMS = re.compile(r"^\s*Claims\s+Administrator\s+guideline\s*:", re.M | re.I)
_REVIEWER = re.compile(r"^\s*MAXIMUS\s+guideline\s*:", re.M | re.I)
_RATIONALE = re.compile(r"^\s*Decision\s+rationale\s*:", re.M | re.I)
_PARAGRAPH_END = re.compile(r"(?:[.!?][\"”’')\]]*|medically (?:necessary|appropriate)|guideline:)$")
_OPENING = re.compile(r"\b(?:decisions?|determinations?|decided|items?|services?|disputed?|requests?|outcomes?|answers?|below|following)\b", re.I)
_HISTORY = re.compile(r"IMR\s+eligible|authorized\s+by\s+the\s+Claims|The\s+original\s+request,|\sis\s*:\s*\w+$", re.I)
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
    headings = _headings(lines, _opening_lines(lines))
    items = []
    for position, heading in enumerate(headings, 1):
        block_end = lines[headings[position].first].start if position < len(headings) else end
        request = _request(text, lines, heading)
        disputed, authorized, request_end = parse_request(text[request[0] : request[1]])
        claims, reviewer, rationale = _parts(text, lines[heading.last].end, block_end)
        items.append(
            DisputedItem(
                position=position,
                request=Excerpt.of(text, request[0], request[0] + request_end),
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
            return index + 1 if _OPENING.search(" ".join(each.text for each in lines[: index + 1])) else 0
    return 0


def _headings(lines: list[_Line], first: int) -> list[_Heading]:
    width = sorted(len(line.text) for line in lines)[int(len(lines) * 0.9)] if lines else 0
    found: list[_Heading] = []
    for index in range(first, len(lines)):
        match = _OUTCOME.search(lines[index].text)
        # What follows a heading is a guideline line; an outcome word at the end of a prose line is no heading.
        if match and any(_CLAIMS.match(line.text) or _REVIEWER.match(line.text) for line in lines[index + 1 : index + 3]):
            floor = found[-1].last + 1 if found else first
            found.append(_Heading(_first_line(lines, index, floor, width), index, Outcome(match.group(1).lower())))
    return found


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
            unfinished = (_HISTORY.search(heading) and not _HISTORY_START.search(heading)) or heading.count(")") > heading.count("(")
            short = len(above) + 1 + len(here.split()[0]) < 0.6 * width
            if not unfinished and (_PARAGRAPH_END.search(above) or short):
                break
        first -= 1
    return first


def _request(text: str, lines: list[_Line], heading: _Heading) -> tuple[int, int]:
    """The offsets of the heading without the outcome and the colon before it."""
    start, end = lines[heading.first].start, lines[heading.last].end
    word = _OUTCOME.search(text[start:end].rstrip())
    assert word is not None, "a heading ends in its outcome"
    return start, start + len(text[start : start + word.start()].rstrip().removesuffix(":").rstrip())


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
