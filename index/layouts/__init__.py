"""Letters into determinations, by the layout that the text shows."""

from collections.abc import Callable
from dataclasses import replace

from index.determination import Determination, fold
from index.layouts import case_number, notice, numbered_decisions, professional_review
from index.layouts.refusal import Inconsistent, UnknownLayout
from index.letter import Letter, RunningText

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
        if not determination.items:
            why = f" ({determination.warnings[0]})" if determination.warnings else ""
            raise Inconsistent(f"has the headings of a determination letter, but no decision that can be told{why}")
        if any(not item.disputed for item in determination.items):
            raise Inconsistent("has a decision without a request")
        return replace(determination, fictional=_says_fictional(text), warnings=(*letter.notices, *determination.warnings))
    raise UnknownLayout(f"shows no known layout of a determination letter; it begins “{fold(text[:400])[:80]}”")


def _says_fictional(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0]
    return "FICTIONAL" in first
