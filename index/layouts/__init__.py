"""Letters into determinations, by the layout that the text shows."""

import re
from collections.abc import Callable
from dataclasses import replace

from index.determination import Determination, fold
from index.layouts import case_number
from index.letter import Letter, RunningText


_RATIONALE = re.compile(r"^\s*Decision\s+rationale\s*:", re.M | re.I)


class UnknownLayout(Exception):
    """A text that shows no known layout of a determination letter; the message says how it begins."""


#: A layout's module gives ``shows(text)``, whether the text is in that layout, and ``parse(text, case)``,
#: where ``case`` names the determination if the letter itself does not.
Layout = tuple[Callable[[RunningText], bool], Callable[[RunningText, str], Determination]]

LAYOUTS: tuple[Layout, ...] = ((case_number.shows, case_number.parse),)


class Inconsistent(UnknownLayout):
    """A letter in a known layout whose decisions were not all recognized; the message says what does not add up."""


def parse_letter(letter: Letter) -> Determination:
    """The determination that a letter holds.

    Raises:
        UnknownLayout: no known layout fits, or the letter's decisions do not add up.
    """
    text = letter.text
    for shows, parse in LAYOUTS:
        if shows(text):
            determination = parse(text, letter.path.stem)
            _check(determination, text)
            return replace(determination, fictional=_says_fictional(text))
    raise UnknownLayout(f"shows no known layout of a determination letter; it begins “{fold(text[:400])[:80]}”")


def _check(determination: Determination, text: str) -> None:
    """Every rationale belongs to a decision; a letter of which one was not recognized must not be counted by halves."""
    items, rationales = len(determination.items), len(_RATIONALE.findall(text))
    if not items:
        raise Inconsistent("has the headings of a determination letter, but no decision (a request ending in ': Upheld' or ': Overturned') was found")
    if any(not item.disputed for item in determination.items):
        raise Inconsistent("has a decision without a request")
    if rationales != sum(item.rationale is not None for item in determination.items):
        raise Inconsistent(f"holds {rationales} rationales, but {items} decisions were recognized; one of its headings is worded or set in a way that is not known")


def _says_fictional(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0]
    return "FICTIONAL" in first
