"""Letters into determinations, by the layout that the text shows."""

from collections.abc import Callable
from dataclasses import replace

from index.determination import Determination, fold
from index.layouts import case_number
from index.layouts.refusal import Inconsistent, UnknownLayout
from index.letter import Letter, RunningText


#: A layout's module gives ``shows(text)``, whether the text is in that layout, and ``parse(text, case)``,
#: where ``case`` names the determination if the letter itself does not.
Layout = tuple[Callable[[RunningText], bool], Callable[[RunningText, str], Determination]]

LAYOUTS: tuple[Layout, ...] = ((case_number.shows, case_number.parse),)


def parse_letter(letter: Letter) -> Determination:
    """The determination that a letter holds.

    Raises:
        UnknownLayout: no known layout fits, or the letter's decisions do not add up.
    """
    text = letter.text
    for shows, parse in LAYOUTS:
        if shows(text):
            determination = parse(text, letter.path.stem)
            if not determination.items:
                why = f" ({determination.warnings[0]})" if determination.warnings else ""
                raise Inconsistent(f"has the headings of a determination letter, but no decision that can be told{why}")
            return replace(determination, fictional=_says_fictional(text), warnings=(*letter.notices, *determination.warnings))
    raise UnknownLayout(f"shows no known layout of a determination letter; it begins “{fold(text[:400])[:80]}”")


def _says_fictional(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0]
    return "FICTIONAL" in first
