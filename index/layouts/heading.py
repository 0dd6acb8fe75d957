"""Where an item's heading begins: the request of one item follows the rationale of another without
any mark between them.
"""

import re

from index.layouts.lines import Line, abbreviated

#: The sentence in which the history of a partial authorization starts.
HISTORY_START = re.compile(r"(?:was|were)\s+the\s+original\s+request\.", re.I)
_HISTORY = re.compile(
    r"IMR\s+eligible|authorized\s+by\s+the\s+Claims|The\s+original\s+request,|\sis\s*:?\s*\w+$",
    re.I,
)
_PARAGRAPH_END = re.compile(r"(?:[.!?][\"”’')\]]*|medically (?:necessary|appropriate)|guideline:)$")
_BULLET = re.compile(r"^(?:[•*▪–-]|\(?\d{1,2}[.)]|[a-z]\))\s")
# The sentence that opens the section, against a first request that itself breaks after a colon.
_OPENING_SENTENCE = re.compile(
    r"^(?:the|our|these|this|what|there|here|below|each|all|for|in|as|it|we|my|how)\b.*(?:decision"
    r"|determin|decided|item|service|dispute|request|outcome|answer|conclusion|finding|result"
    r"|ruling|refused|considered|below|follow|order|next|judg)",
    re.I,
)
_OPENING = re.compile(
    r"\b(?:decisions?|determin\w+|decided|items?|services?|disputed?|dispute|requests?|requested"
    r"|outcomes?|answers?|conclusions?|findings|results?|below|following|rulings?|refused"
    r"|considered|next)\b",
    re.I,
)
_OCCASION = re.compile(
    r"^(?:associated|labs?\b|laborator|retrospective|prospective|dates? of service|DOS\b|post-?op"
    r"|pre-?op)",
    re.I,
)
_OUTCOME = re.compile(r"(?:^|:\s*|\bis\s+)(?:upheld|overturned)\.?$", re.I)
_DECISION = re.compile(r":\s*(?:upheld|overturned)\.?$", re.I)
# The rest of an outcome that a hyphen breaks.
_BROKEN = re.compile(r"^(?:held|turned)\.?$", re.I)
_MOST_LINES, _MOST_NARROW = 40, 14
# A line as long as this part of the widest ones may wrap into the next.
_NARROW, _FULL = 0.6, 0.85


def opening_lines(lines: list[Line]) -> int:
    """How many lines the sentence takes that opens the section ("The Final Determination was based
    on …:").
    """
    for index, line in enumerate(lines[:8]):
        if _OUTCOME.search(line.text) or line.label:
            return 0
        if line.text.endswith(":"):
            opening = " ".join(line.text for line in lines[: index + 1])
            return (
                index + 1
                if (_OPENING_SENTENCE.search(opening) or _OPENING.search(opening))
                and not _OCCASION.search(opening)
                and opening.count("(") <= opening.count(")")
                else 0
            )
    return 0


def with_opening_apart(lines: list[Line], text: str) -> list[Line]:
    """The lines, with the words that open the section apart from a first request that follows their
    colon in the same line.
    """
    for index, line in enumerate(lines[:4]):
        at = text.find(":", line.start, line.end)
        if line.label:
            break
        if at >= 0:
            opening, rest = (
                Line(low, high, " ".join(text[low:high].split()))
                for low, high in ((line.start, at + 1), (at + 1, line.end))
            )
            opens = (
                rest.text
                and not _OUTCOME.fullmatch(rest.text)
                and _OPENING_SENTENCE.search(
                    " ".join(line.text for line in (*lines[:index], opening))
                )
            )
            return [*lines[:index], opening, rest, *lines[index + 1 :]] if opens else lines
    return lines


def first_line(
    lines: list[Line], last: int, floor: int, width: int, outcome: re.Pattern[str]
) -> int:
    """The line at which the heading that ends in line ``last`` begins, not before ``floor``;
    ``width`` is that of the widest lines, 0 where it tells nothing.

    Upwards from the outcome, the heading ends where the line above ends a sentence, or is the
    wrapped rest of a rationale that ends without a stop. A heading that tells the history of a
    partial authorization goes on to the sentence in which the history starts, and one that closes a
    bracket to where it is opened.
    """
    first = last
    while first > floor:
        above, here = lines[first - 1].text, lines[first].text
        heading = joined(lines[first : last + 1])
        if lines[first - 1].label or _DECISION.search(above):
            break
        if outcome.sub("", heading).strip(" :") and not _BROKEN.match(heading):
            unfinished = heading.count(")") > heading.count("(") or (
                _HISTORY.search(heading)
                and not HISTORY_START.search(heading)
                and _starts_above(lines, first, max(floor, last - _MOST_LINES))
            )
            if not unfinished and (
                _ends(above)
                or (
                    not _wraps(above, here, width)
                    and not _narrow_heading(lines, first - 1, floor, width)
                )
            ):
                break
        first -= 1
    return first


def joined(lines: list[Line]) -> str:
    """Lines as one, an outcome that a hyphen breaks at a line's end made whole."""
    return re.sub(
        r"\b(up|over)-\s+(held|turned)\s*\.?\s*$",
        r"\1\2",
        " ".join(line.text for line in lines),
        flags=re.I,
    )


def _ends(line: str) -> bool:
    return bool(_PARAGRAPH_END.search(line)) and not abbreviated(line)


def _wraps(above: str, here: str, width: int, part: float = _NARROW) -> bool:
    """Whether a line is so full that the next one's first word had no room in it, if lines are as
    wide as that part of the widest.
    """
    return len(above) + 1 + len(here.split()[0]) >= part * width


def _narrow_heading(lines: list[Line], index: int, floor: int, width: int) -> bool:
    """Whether a short line without a stop belongs to a heading that is set narrower than the text.

    It does if only such lines stand between it and the end of a sentence; if a full line comes
    first, the short one is that line's rest.
    """
    for at in range(index, max(floor, index - _MOST_NARROW) - 1, -1):
        if _BULLET.match(lines[at].text) or lines[at].label:
            return False
        if at == floor or _ends(lines[at - 1].text):
            return (
                at > floor
                or floor == 0
                or _ends(lines[floor - 1].text)
                or lines[floor - 1].text.endswith(":")
            )
        if _wraps(lines[at - 1].text, lines[at].text, width, _FULL):
            return False
    return False


def _starts_above(lines: list[Line], first: int, floor: int) -> bool:
    """Whether a history starts in the lines from ``floor`` up to ``first``."""
    return bool(HISTORY_START.search(" ".join(line.text for line in lines[floor : first + 1])))
