"""Letters into determinations, by the layout that the text shows."""

import re
from collections.abc import Callable
from dataclasses import replace

from index.determination import Determination, fold
from index.layouts import case_number, notice, numbered_decisions, professional_review
from index.layouts.refusal import Inconsistent, UnknownLayout
from index.letter import Letter, RunningText

_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")

#: A layout's module gives ``shows(text)``, whether the text is in that layout, and ``parse(text,
#: case)``, where ``case`` names the determination if the letter itself does not.
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
        raise UnknownLayout(
            "shows the headings of several layouts of a determination letter; it may hold more "
            "than one letter"
        )
    for parse in shown:
        determination = parse(text, letter.path.stem)
        if not determination.items:
            why = f" ({determination.warnings[0]})" if determination.warnings else ""
            raise Inconsistent(
                f"has the headings of a determination letter, but no decision that can be told{why}"
            )
        if any(not item.disputed for item in determination.items):
            raise Inconsistent("has a decision without a request")
        garbled = _garbled(determination, text)
        return replace(
            determination,
            fictional=_says_fictional(text),
            warnings=(*letter.notices, *garbled, *determination.warnings),
        )
    raise UnknownLayout(
        f"shows no known layout of a determination letter; it begins “{fold(text[:400])[:80]}”"
    )


def _garbled(determination: Determination, text: str) -> list[str]:
    """A warning where decisions hold control characters, as after damage to the file."""
    first, last = (
        determination.items[0].request.start,
        max((item.rationale or item.request).end for item in determination.items),
    )
    return (
        ["its decisions hold characters that are no text; the file may be damaged"]
        if _NO_TEXT.search(text, first, last)
        else []
    )


def _says_fictional(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0]
    return "FICTIONAL" in first
