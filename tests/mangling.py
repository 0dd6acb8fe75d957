"""Letters set otherwise, as extractors do: the same words on other lines and pages."""

import random
import re
import textwrap
from dataclasses import dataclass

from index.determination import Determination
from index.letter import Letter, RunningText

_LABELS = ("Claims Administrator guideline:", "MAXIMUS guideline:", "Decision rationale:")
_FEET = (
    "Final Determination Letter for IMR {case}",
    "Page {page} of 9",
    "- {page} -",
    "public copy v. 1.0",
)


@dataclass(frozen=True)
class Setting:
    """How a letter is set: the width of its lines (None for one line a paragraph), and what happens
    between and within them.
    """

    width: int | None = 90
    heading_width: int | None = None
    blank: float = 0.0
    pages: int = 1
    feet: bool = False
    spaces: float = 0.0
    shuffled_header: bool = False
    lower_headings: bool = False
    wrapped_labels: bool = False
    broken_outcome: bool = False
    colon_apart: bool = False
    seed: int = 0


def paragraphs(letter: Determination, text: RunningText) -> list[str]:
    """A determination as its paragraphs, one string each, with headings and labels of layout A."""
    header = letter.header
    dates = [
        ("Date of Injury:", header.injured),
        ("UR Denial Date:", header.denied),
        ("Application Received:", header.received),
        ("Date Assigned:", header.assigned),
        ("Decision Date:", header.decided),
    ]
    dated_labels = [f"{label} {day:%m/%d/%Y}" for label, day in dates if day]
    texts = [
        f"Case Number: {letter.case}",
        *dated_labels,
        "HOW THE IMR FINAL DETERMINATION WAS MADE",
        "A physician read the file.",
        "CLINICAL CASE SUMMARY",
    ]
    texts += [
        letter.summary.text if letter.summary else "A worker was hurt.",
        "IMR ISSUES, DECISIONS AND RATIONALES",
        "The disputed items were decided as follows:",
    ]
    for item in letter.items:
        is_told = " is" if item.authorized else ""
        texts.append(f"{item.request.text}{is_told}: {item.outcome.value.capitalize()}")
        parts = (item.claims_guideline, item.reviewer_guideline, item.rationale)
        texts += [
            f"{label} {part.text if part else 'None.'}"
            for label, part in zip(_LABELS, parts, strict=True)
        ]
    return texts


def set_letter(texts: list[str], setting: Setting) -> Letter:
    """The paragraphs as an extractor might give them."""
    chance = random.Random(setting.seed)
    texts = list(texts)
    if setting.shuffled_header:
        end = texts.index("HOW THE IMR FINAL DETERMINATION WAS MADE")
        head = texts[:end]
        labels = [line.split(": ")[0] + ":" for line in head]
        values = [line.split(": ")[1] for line in head]
        chance.shuffle(values)
        texts[:end] = labels + values
    lines: list[str] = []
    for paragraph in texts:
        paragraph = _within(paragraph, setting, chance)
        ends_item = re.search(r":\s*(?:Upheld|Overturned)$", paragraph)
        width = setting.heading_width if ends_item and setting.heading_width else setting.width
        wrapped = (
            textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)
            if width
            else [paragraph]
        )
        if ends_item and setting.broken_outcome:
            wrapped[-1] = re.sub(r"(Up|Over)(held|turned)$", r"\1-\n\2", wrapped[-1])
        if ends_item and setting.colon_apart:
            wrapped[-1] = re.sub(r":\s*(Upheld|Overturned)$", r":\n\1", wrapped[-1])
        for line in "\n".join(wrapped).split("\n"):
            lines.append(line)
            if chance.random() < setting.blank:
                lines.append("")
    return _letter(lines, setting, texts[0] if "Case Number: " in texts[0] else "Case Number")


def _within(paragraph: str, setting: Setting, chance: random.Random) -> str:
    if setting.lower_headings and re.fullmatch(r"[A-Z ,]+", paragraph):
        paragraph = paragraph.title()
    if setting.wrapped_labels:
        paragraph = re.sub(
            r"^(Claims Administrator|MAXIMUS|Decision) (?=guideline:|rationale:)",
            lambda match: match.group(1) + ("\n" if setting.width is None else " "),
            paragraph,
        )
    return re.sub(" ", lambda _: "  " if chance.random() < setting.spaces else " ", paragraph)


def _letter(lines: list[str], setting: Setting, case: str) -> Letter:
    size = -(-len(lines) // setting.pages)
    pages = [lines[at : at + size] for at in range(0, len(lines), size)]
    if setting.feet:
        pages = [
            [*page, *(foot.format(page=number, case=case) for foot in _FEET)]
            for number, page in enumerate(pages, 1)
        ]
    from pathlib import Path

    return Letter(Path("set.txt"), "0" * 64, tuple("\n".join(page) for page in pages), True)


def same(words: str) -> str:
    """Words without what setting changes: white space."""
    return re.sub(r"\s+", "", words).lower()
