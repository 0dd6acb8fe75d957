"""Running heads, feet, page numbers and stamps: what stands on a page and belongs to no sentence of the letter."""

import re
from collections import Counter
from collections.abc import Sequence

_LINE = re.compile(r"[^\n]+")
# By their form, wherever they stand.
_FORM = re.compile(
    r"\s*(?:-\s?\d{1,3}\s?-|(?:page|pg\.?)\s+\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|\d{1,3}\s*(?:of|/)\s*\d{1,3}|(?:IMR\s+)?Final Determination Letter\b.{0,80}|.{0,40}\bpublic copy\b.{0,20})\s*",
    re.I,
)
_CASE = re.compile(r"\b(?:CM|IMR\s*)\d{2}-\d{6,7}\b")
# What belongs to the letter however often it stands at a page's edge: the labels and outcomes of its items.
_OWN = re.compile(r"\b(?:guideline|rationale|upheld|overturned|held|turned|claims administrator|maximus|medically necessary)\b", re.I)
_NUMBER_ALONE = re.compile(r"\s*\d{1,2}\s*")
# A head or foot repeats on most pages, among the first or last lines of a page.
_EDGE, _LEAST = 2, 3


def without_furniture(pages: Sequence[str]) -> tuple[str, ...]:
    """The pages with their furniture made blank; every page keeps its length, so that offsets hold.

    A line is furniture by its form ("Page 2 of 6", "public copy v. 1.0"), as a number alone at a page's edge, or
    because it stands, its digits aside, at the edge of three pages and of more than half of all. A case number on
    the first page is the letter's own.
    """
    edges = [_edge_lines(page) for page in pages]
    counted = Counter((place, _shape(match.group())) for lines in edges for place, match in lines)
    repeated = {form for form, count in counted.items() if count >= _LEAST and 2 * count > len(pages)}
    if len(pages) == 1:
        # A text whose page breaks are gone keeps its page numbers, each alone in its line.
        edges = [[(0, match) for match in _LINE.finditer(pages[0]) if _NUMBER_ALONE.fullmatch(match.group())]]
    return tuple(_blanked(page, lines, repeated, number == 0) for number, (page, lines) in enumerate(zip(pages, edges, strict=True)))


def _edge_lines(page: str) -> list[tuple[int, re.Match[str]]]:
    """The first and the last lines of a page, by their place: from 0 down, from -1 up."""
    lines = [match for match in _LINE.finditer(page) if match.group().strip() and not _FORM.fullmatch(match.group())]
    most = min(_EDGE, len(lines) // 2)
    return [*enumerate(lines[:most]), *((at - most, line) for at, line in enumerate(lines[len(lines) - most :]))]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _blanked(page: str, edges: list[tuple[int, re.Match[str]]], repeated: set[tuple[int, str]], first: bool) -> str:
    at_edge = {match.start() for place, match in edges if _NUMBER_ALONE.fullmatch(match.group()) or ((place, _shape(match.group())) in repeated and not _OWN.search(match.group()))}

    def blank(match: re.Match[str]) -> str:
        line = match.group()
        furniture = _FORM.fullmatch(line) or (match.start() in at_edge and not (first and _CASE.search(line)))
        return " " * len(line) if furniture else line

    return _LINE.sub(blank, page)
