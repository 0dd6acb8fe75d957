"""Letters into determinations, by the layout that the text shows."""

from collections.abc import Callable
from dataclasses import replace

from index.determination import Determination, fold
from index.layouts import case_number
from index.letter import Letter, RunningText


class UnknownLayout(Exception):
    """A text that shows no known layout of a determination letter; the message says how it begins."""


#: A layout's module gives ``shows(text)``, whether the text is in that layout, and ``parse(text, case)``,
#: where ``case`` names the determination if the letter itself does not.
Layout = tuple[Callable[[RunningText], bool], Callable[[RunningText, str], Determination]]

LAYOUTS: tuple[Layout, ...] = ((case_number.shows, case_number.parse),)


class NoItems(UnknownLayout):
    """A letter in a known layout in which no decided item was found."""


def parse_letter(letter: Letter) -> Determination:
    """The determination that a letter holds.

    Raises:
        UnknownLayout: no known layout fits, or no decision stands in the letter.
    """
    text = letter.text
    for shows, parse in LAYOUTS:
        if shows(text):
            determination = parse(text, letter.path.stem)
            if not determination.items:
                raise NoItems("has the headings of a determination letter, but no decision (a request ending in ': Upheld' or ': Overturned') was found")
            return replace(determination, fictional=_says_fictional(text))
    raise UnknownLayout(f"shows no known layout of a determination letter; it begins “{fold(text[:400])[:80]}”")


def _says_fictional(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0]
    return "FICTIONAL" in first
