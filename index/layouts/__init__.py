"""Letters into determinations, by the layout that the text shows."""

import re
from collections.abc import Callable
from dataclasses import replace

from index.determination import Determination, fold
from index.layouts import case_number, notice, numbered_decisions, professional_review
from index.layouts.refusal import Inconsistent, UnknownLayout
from index.letter import Letter, RunningText


_RATIONALE = re.compile(r"^\s*Decision\s+rationale\s*:", re.M | re.I)


#: A layout's module gives ``shows(text)``, whether the text is in that layout, and ``parse(text, case)``,
#: where ``case`` names the determination if the letter itself does not.
Layout = tuple[Callable[[RunningText], bool], Callable[[RunningText, str], Determination]]

LAYOUTS: tuple[Layout, ...] = (
    (case_number.shows, case_number.parse),
    (numbered_decisions.shows, numbered_decisions.parse),
    (professional_review.shows, professional_review.parse),
    (notice.shows, notice.parse),
)


def parse_letter(letter: Letter) -> Determination:
    """The determination that a letter holds.

    Raises:
        UnknownLayout: no known layout fits, or the letter's decisions do not add up.
    """
    text = letter.text
    shown = [parse for shows, parse in LAYOUTS if shows(text)]
    if len(shown) > 1:
        raise UnknownLayout("shows the headings of several layouts of a determination letter; it may hold more than one letter")
    for parse in shown:
        determination = parse(text, letter.path.stem)
        _check(determination, text)
        return replace(determination, fictional=_says_fictional(text))
    raise UnknownLayout(f"shows no known layout of a determination letter; it begins “{fold(text[:400])[:80]}”")


def _check(determination: Determination, text: str) -> None:
    """Every rationale belongs to a decision; a letter of which one was not recognized must not be counted by halves."""
    if any(not item.disputed for item in determination.items):
        raise Inconsistent("has a decision without a request")
    if determination.layout != case_number.NAME:
        return  # the other layouts have labels of their own, which their modules check
    items, rationales = len(determination.items), len(_RATIONALE.findall(text))
    if not items:
        raise Inconsistent("has the headings of a determination letter, but no decision (a request ending in ': Upheld' or ': Overturned') was found")
    if rationales != sum(item.rationale is not None for item in determination.items):
        raise Inconsistent(f"holds {rationales} rationales, but {items} decisions were recognized; one of its headings is worded or set in a way that is not known")


def _says_fictional(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0]
    return "FICTIONAL" in first
