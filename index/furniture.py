"""Running heads, feet, page numbers and stamps: what stands on a page and belongs to no sentence of
the letter.
"""

import re
from collections import Counter
from collections.abc import Sequence

_LINE = re.compile(r"[^\n]+")
# By their form, wherever they stand.
_FORM = re.compile(
    r"\s*(?:-\s?\d{1,3}\s?-|(?:page|pg\.?)\s+\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?"
    r"|\d{1,3}\s*(?:of|/)\s*\d{1,3}|(?:IMR\s+)?Final Determination Letter\b.{0,80}"
    r"|.{0,40}\bpublic copy\b.{0,20})\s*",
    re.I,
)
# A stamp says when papers came in, or their number in a file, in capitals; "Received:" is a label
# of the letter's own.
_STAMP_WORD = re.compile(
    r"RECEIVED|FILED|E-FILED|SCANNED|FAXED|CONFIDENTIAL|COPY|DUPLICATE|DRAFT|\[stamp\]"
    r"|[A-Z]{2,6}[-_]?\d{6,9}"
)
_MOMENT = re.compile(
    r"\d{1,4}(?:[/.:-]\d{1,4}){0,2},?|(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV"
    r"|DEC)[A-Z]{0,7}\.?,?|[AaPp]\.?[Mm]\.?|BY|ON|AT"
)
_WORDED = re.compile(r"\s*(?:imr\s+)?(?:final|.{0,40}public)\b", re.I)
_CASE = re.compile(r"\b(?:CM|IMR\s*)\d{2}-\d{6,7}\b")
# What belongs to the letter however often it stands at a page's edge: the labels and outcomes of
# its items.
_OWN = re.compile(
    r"\b(?:guideline|rationale|upheld|overturned|held|turned|claims administrator|maximus"
    r"|medically necessary)\b",
    re.I,
)
_NUMBER_ALONE = re.compile(r"\s*\d{1,2}\s*")
# A head or foot repeats on most pages, among the first or last lines of a page.
_EDGE, _LEAST = 2, 3
# In narrower lines a number of the letter's own can stand alone.
_NARROW = 30


def without_furniture(pages: Sequence[str]) -> tuple[str, ...]:
    """The pages with their furniture made blank; every page keeps its length, so that offsets hold.

    A line is furniture by its form ("Page 2 of 6", "RECEIVED 02/10/2016"), as a number alone at a
    page's edge, or because it stands, its digits aside, at the edge of three pages and of more than
    half of all. A case number on the first page is the letter's own.
    """
    edges = [_edge_lines(page) for page in pages]
    counted = Counter((place, _shape(match.group())) for lines in edges for place, match in lines)
    repeated = {
        form for form, count in counted.items() if count >= _LEAST and 2 * count > len(pages)
    }
    narrow = _narrow(pages)
    if len(pages) == 1 and not narrow:
        # A text whose page breaks are gone keeps its page numbers, each alone in its line.
        edges = [
            [
                (0, match)
                for match in _LINE.finditer(pages[0])
                if _NUMBER_ALONE.fullmatch(match.group())
            ]
        ]
    return tuple(
        _blanked(page, lines, repeated, number == 0, narrow)
        for number, (page, lines) in enumerate(zip(pages, edges, strict=True))
    )


def _edge_lines(page: str) -> list[tuple[int, re.Match[str]]]:
    """The first and the last lines of a page, by their place: from 0 down, from -1 up."""
    lines = [
        match
        for match in _LINE.finditer(page)
        if match.group().strip() and not _FORM.fullmatch(match.group())
    ]
    most = min(_EDGE, len(lines) // 2)
    return [
        *enumerate(lines[:most]),
        *((at - most, line) for at, line in enumerate(lines[len(lines) - most :])),
    ]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _narrow(pages: Sequence[str]) -> bool:
    """Whether the lines are so short that where they break tells nothing."""
    lengths = sorted(len(match.group().strip()) for page in pages for match in _LINE.finditer(page))
    return len(lengths) > 8 and lengths[int(len(lengths) * 0.9)] < _NARROW


def _blanked(
    page: str,
    edges: list[tuple[int, re.Match[str]]],
    repeated: set[tuple[int, str]],
    first: bool,
    narrow: bool,
) -> str:
    at_edge = {
        match.start()
        for place, match in edges
        if (_NUMBER_ALONE.fullmatch(match.group()) and not narrow)
        or ((place, _shape(match.group())) in repeated and not _OWN.search(match.group()))
    }

    def blank(match: re.Match[str]) -> str:
        line = match.group()
        formed = _FORM.fullmatch(line) and not (narrow and not _WORDED.match(line))
        furniture = (
            formed
            or _stamped(line)
            or (match.start() in at_edge and not (first and _CASE.search(line)))
        )
        return " " * len(line) if furniture else line

    return _LINE.sub(blank, page)


def _stamped(line: str) -> bool:
    words = line.split(maxsplit=9)
    return (
        0 < len(words) < 9
        and bool(_STAMP_WORD.fullmatch(words[0]))
        and all(_MOMENT.fullmatch(word) for word in words[1:])
        and not _CASE.search(line)
    )
