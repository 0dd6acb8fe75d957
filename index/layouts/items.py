"""The disputed items of a letter: request, outcome, guideline lines and rationale.

The outcome comes from the item's heading alone, never from prose: "not medically necessary" stands
inside overturned items too. An item is known by its labels ("Claims Administrator guideline:", …);
one whose outcome cannot be told is not counted, and a warning says so.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from index.determination import DisputedItem, Excerpt, Outcome
from index.layouts.doubts import STOP, doubts
from index.layouts.heading import first_line, joined, opening_lines, with_opening_apart
from index.layouts.lines import Line, lines_of
from index.layouts.request import parse_request

#: How a warning ends that an item was left out.
NOT_COUNTED = "it is not counted"


def _label(words: str) -> re.Pattern[str]:
    """A label at a line's beginning; or within a line, worded as printed, behind the end of a
    sentence or an outcome.
    """
    spaced = words.replace(" ", r"\s+") + r"\s*:"
    return re.compile(
        rf"(?:^[^\S\n]*(?i:{spaced}))|(?:(?<=[.!?)\]”\"’'])|(?<=Upheld)"
        rf"|(?<=Overturned))[^\S\n]*{spaced}",
        re.M,
    )


#: The labels of an item, in their order.
LABELS = tuple(
    _label(words)
    for words in ("Claims Administrator guideline", "MAXIMUS guideline", "Decision rationale")
)
# "…: Upheld", "… is Overturned", or the word alone in its line; "Partially Overturned" is another
# outcome and none of these.
_OUTCOME = re.compile(r"(?:^|:\s*|\bis:?\s*)(up-?\s?held|over-?\s?turned)\s*\.?\s*$", re.I)
_OUTCOME_AT_END = re.compile(r"(?:\s*\bis)?\s*:?\s*(?:up-?\s*held|over-?\s*turned)\s*\.?\s*$", re.I)
# Characters that an outcome takes at the end of a heading, at most: a request can be long.
_LONGEST_OUTCOME = 200
# A line that reads like a decision, wherever it stands.
_DECISION = re.compile(r":\s*(?:upheld|overturned)\.?\s*$", re.I)
_OF_AN_ITEM = re.compile(r"medically\s+(?:necessary|appropriate)|\bguidelines?\b", re.I)
# A section can open with some sentences of its own.
_LONGEST_OPENING = 60


@dataclass(frozen=True)
class _Group:
    """The labels of one item, as matches or None, in the order guideline, guideline, rationale."""

    labels: tuple[re.Match[str] | None, ...]

    @property
    def places(self) -> tuple[int, ...]:
        """Where the words of the labels begin."""
        return tuple(match.end() - len(match.group().lstrip()) for match in self.labels if match)

    @property
    def start(self) -> int:
        return min(self.places)


@dataclass(frozen=True)
class _Heading:
    """A request and its outcome, None where none can be told: lines ``first`` to ``last`` of the
    section.
    """

    first: int
    last: int
    outcome: Outcome | None


def parse_items(
    text: str, start: int, end: int
) -> tuple[tuple[DisputedItem, ...], tuple[str, ...]]:
    """The items decided in ``text[start:end]``, the section of the decisions, in the letter's
    order, and what does not add up.

    Positions count all items that the labels show, also those that are left out because their
    outcome cannot be told.
    """
    groups = _groups(text, start, end)
    lines, width = lines_of(text, start, end, [at for group in groups for at in group.places])
    lines = with_opening_apart(lines, text)
    opening = opening_lines(lines)
    headings = _headings(lines, opening, groups, width)
    items: list[DisputedItem] = []
    warnings = _left_over(lines, opening, headings)
    for position, (heading, group) in enumerate(zip(headings, groups, strict=True), 1):
        following = headings[position].first if position < len(headings) else len(lines)
        block_end = lines[following].start if following < len(lines) else end
        request, disputed, authorized = _request(text, lines, heading)
        label = f"item {position}, “{_cut(request.text)}”"
        if heading.outcome is None or not disputed:
            missing = (
                "no outcome (Upheld or Overturned) ends its heading"
                if disputed
                else "it has no request"
            )
            warnings.append(f"{label}: {missing}; {NOT_COUNTED}")
            continue
        claims, reviewer, rationale = _parts(text, group, block_end)
        item = DisputedItem(
            position, request, disputed, authorized, heading.outcome, claims, reviewer, rationale
        )
        warnings += [
            f"{label}: {what}" for what in doubts(text, item, items, position == len(headings))
        ]
        items.append(item)
    return tuple(items), tuple(warnings)


def _groups(text: str, start: int, end: int) -> list[_Group]:
    """The labels of each item: a label that does not come after the one before it in their order
    begins another item.
    """
    labels = sorted(
        (
            (match.start(), rank, match)
            for rank, label in enumerate(LABELS)
            for match in label.finditer(text, start, end)
        ),
        key=lambda label: label[:2],
    )
    groups: list[list[re.Match[str] | None]] = []
    before = len(LABELS)
    for _, rank, match in labels:
        if rank <= before:
            groups.append([None] * len(LABELS))
        groups[-1][rank] = match
        before = rank
    return [_Group(tuple(group)) for group in groups]


def _headings(lines: list[Line], opening: int, groups: list[_Group], width: int) -> list[_Heading]:
    """The heading in front of each item's labels."""
    headings: list[_Heading] = []
    starts = [line.start for line in lines]
    for group in groups:
        floor = headings[-1].last + 1 if headings else opening
        last = bisect_left(starts, group.start) - 1
        if last < floor:
            headings.append(_Heading(floor, floor - 1, None))
            continue
        tail = joined(lines[max(floor, last - 2) : last + 1])
        word = _OUTCOME.search(tail, max(0, len(tail) - _LONGEST_OUTCOME))
        outcome = Outcome(re.sub(r"[-\s]", "", word.group(1)).lower()) if word else None
        headings.append(_Heading(first_line(lines, last, floor, width, _OUTCOME), last, outcome))
    return headings


def _request(text: str, lines: list[Line], heading: _Heading) -> tuple[Excerpt, str, str | None]:
    """The request without its outcome, what of it is still disputed, and what was authorized.

    The words are those of the heading's lines, so that a page number between them is none of them.
    """
    if heading.last < heading.first:
        return Excerpt("", 0, 0), "", None
    heading_words = joined(lines[heading.first : heading.last + 1])
    outcome_from = max(0, len(heading_words) - _LONGEST_OUTCOME)
    word = _OUTCOME.search(heading_words, outcome_from) if heading.outcome else None
    request, disputed, authorized = parse_request(
        (heading_words[: word.start()] if word else heading_words).rstrip(" :")
    )
    start, end = lines[heading.first].start, lines[heading.last].end
    near = max(start, end - _LONGEST_OUTCOME)
    last = _OUTCOME_AT_END.search(text[near:end]) if word else None
    place = Excerpt.of(text, start, near + last.start() if last else end)
    return Excerpt(request, place.start, place.end), disputed, authorized


def _parts(
    text: str, group: _Group, end: int
) -> tuple[Excerpt | None, Excerpt | None, Excerpt | None]:
    """The claims administrator's guideline line, the reviewer's, and the rationale of an item whose
    text goes to ``end``.
    """
    excerpts: list[Excerpt | None] = []
    for index, match in enumerate(group.labels):
        following = next((later.start() for later in group.labels[index + 1 :] if later), end)
        excerpt = Excerpt.of(text, match.end(), following) if match else None
        excerpts.append(excerpt if excerpt and excerpt.text else None)
    return excerpts[0], excerpts[1], excerpts[2]


def _left_over(lines: list[Line], opening: int, headings: list[_Heading]) -> list[str]:
    """Lines that no item takes: before the first heading, and those that read like a decision but
    have no labels behind them.
    """
    warnings = []
    if opening and any(line.label for line in lines[:opening]):
        warnings.append("labels of a decision stand before the first item")
    before = " ".join(
        line.text for line in lines[opening : headings[0].first if headings else len(lines)]
    )
    if before and (
        len(before.split()) > _LONGEST_OPENING
        or not STOP.search(before)
        or before[0].islower()
        or _OF_AN_ITEM.search(before)
    ):
        warnings.append(f"text stands before the first item: “{_cut(before)}”")
    if headings and not opening and not before:
        warnings.append(
            "no words open the section of the decisions; some of the first request may be "
            "missing, or some of it may not be its own"
        )
    ends = {heading.last for heading in headings}
    for index, line in enumerate(lines):
        if index not in ends and _DECISION.search(line.text) and index >= opening:
            warnings.append(
                f"“{_cut(line.text)}” reads like a decision, but no guideline or rationale "
                f"follows it; {NOT_COUNTED}"
            )
    return warnings


def _cut(words: str, most: int = 80) -> str:
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
