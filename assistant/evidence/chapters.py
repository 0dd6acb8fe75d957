"""Chapters and editions of the guidelines that reviewers cite, and the items that cite them."""

import re
from collections import defaultdict
from functools import partial

from index.facets.filter import Filter
from index.store.protocols import Records
from index.vocabulary import load

# A citation as the records write it: guideline, title, edition, section.
_DATED = re.compile(r"(?P<chapter>.+?) \((?P<edition>(?:19|20)\d\d)\)(?:, .*)?$", re.S)


def lines_by_chapter(records: Records, population: Filter | None) -> dict[str, dict[str, int]]:
    """The lines that cite each chapter, with how many items have each."""
    lines: dict[str, dict[str, int]] = defaultdict(dict)
    for line, count in records.citations_cited(population):
        if chapter := chapter_of(line):
            lines[chapter][line] = count
    return lines


def items_citing(
    records: Records, population: Filter | None, chapter: str
) -> tuple[tuple[str, int], ...]:
    """Case and position of the items of a population that cite a chapter."""
    lines = lines_by_chapter(records, population).get(chapter, {})
    return tuple(records.items_citing(population, list(lines)))


def chapter_of(line: str) -> str | None:
    """The chapter of a citation's line, with its edition where it has one ("MTUS Low Back
    Complaints (2004)"); None where the line names no chapter of a guideline.
    """
    guideline = next((name for name in ("MTUS", "ACOEM", "ODG") if line.startswith(name)), None)
    if guideline is None or line == guideline:
        return None
    if dated := _DATED.match(line):
        return f"{dated['chapter']} ({dated['edition']})"
    rest = line.removeprefix(guideline).lstrip(" ,")
    known = _chapter(guideline)(rest)
    return f"{guideline} {known.group()}" if known else None


def _chapter(guideline: str) -> partial:
    words = load("citations")
    names = words["chapters"] if guideline == "ODG" else words["titles"]
    pattern = "|".join(name.replace(" ", r"\s+") for name in names)
    return partial(re.match, rf"(?:{pattern})(?![\w&])", flags=re.I)
