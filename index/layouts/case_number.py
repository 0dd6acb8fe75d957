"""Layout A, "Case Number": the letters of 2014 and later, with the header table or without it."""

import re

from index.determination import Determination, Excerpt, Header
from index.layouts.header import labels_in, parse_header
from index.layouts.items import LABELS, parse_items
from index.layouts.person import age_and_sex
from index.layouts.refusal import Inconsistent
from index.layouts.reviewer import parse_reviewer
from index.letter import RunningText

NAME = "case number"

# A number that the letter gives as its own: in its header or in the foot of a page.
_OWN_NUMBER = re.compile(r"\bCase\s+Number\s*:?\s*(CM\d{2}-\d{7})\b", re.I)


def _heading(words: str) -> re.Pattern[str]:
    """A heading alone in its lines, or in capitals within one, as where the text was printed
    without regard to paragraphs; several, parted by "|", are alternatives.
    """
    spaced = "(?:" + words.replace(" ", r"\s+") + ")"
    return re.compile(rf"^[^\S\n]*(?i:{spaced})[^\S\n]*$|(?<![A-Za-z]){spaced}(?![A-Za-z])", re.M)


_METHOD = _heading("HOW THE IMR FINAL DETERMINATION WAS MADE")
_SUMMARY = _heading("CLINICAL CASE SUMMARY")
_ISSUES = _heading("IMR ISSUES,? DECISIONS,? AND RATIONALES")
# "The expert reviewer developed the following clinical case summary …:" before the summary itself.
_SUMMARY_OPENING = re.compile(r"\s*[^.:]{0,250}\bsummary\b[^.:]{0,200}:\s*\n", re.I)


def shows(text: RunningText) -> bool:
    """Whether the text has the heading under which this layout lists its decisions."""
    return _ISSUES.search(text) is not None


def parse(text: RunningText, case: str) -> Determination:
    """The determination in a text of this layout; ``case`` names it where it has no case number."""
    method, summary, issues = _METHOD.search(text), _SUMMARY.search(text), _ISSUES.search(text)
    assert issues is not None, "parse() is called after shows()"
    _refuse_two(text, issues.start())
    header = parse_header(text[: (method or summary or issues).start()])
    reviewer = parse_reviewer(text[method.end() if method else 0 : (summary or issues).start()])
    summary_excerpt = None
    if summary and summary.end() < issues.start():
        opening = _SUMMARY_OPENING.match(text, summary.end(), issues.start())
        summary_excerpt = Excerpt.of(
            text, opening.end() if opening else summary.end(), issues.start()
        )
    items, warnings = parse_items(text, issues.end(), len(text))
    prose = " ".join(
        part.text for part in [summary_excerpt, *(item.rationale for item in items)] if part
    )
    age, sex = age_and_sex(prose)
    return Determination(
        case=header.case_number or case,
        layout=NAME,
        fictional=False,
        header=header,
        reviewer=reviewer,
        age=age,
        sex=sex,
        summary=summary_excerpt,
        items=items,
        warnings=(
            *_missing(
                text[: (method or summary or issues).start()],
                text[: issues.start()],
                header,
                summary is not None,
                method is not None,
            ),
            *warnings,
        ),
    )


def _refuse_two(text: RunningText, issues: int) -> None:
    """Refuse a text that holds more than one letter, or parts of two.

    Raises:
        Inconsistent: a part stands twice, a part that comes first stands behind the decisions, or
        two case numbers are given as the letter's own.
    """
    numbers = {number.upper() for number in _OWN_NUMBER.findall("\n".join(text.pages))}
    if len(numbers) > 1:
        raise Inconsistent(
            f"gives {' and '.join(sorted(numbers))} as its case number; a file is to hold one "
            "letter"
        )
    if len(_ISSUES.findall(text)) > 1:
        raise Inconsistent("holds more than one determination letter; a file is to hold one")
    if _METHOD.search(text, issues) or _SUMMARY.search(text, issues):
        raise Inconsistent(
            "has a part behind the decisions that comes before them in a letter; its pages are "
            "out of order, or it holds more than one letter"
        )
    if len(labels_in(text[issues:])) > 1:
        raise Inconsistent(
            "has a header behind the decisions; its pages are out of order, or it holds more than "
            "one letter"
        )


def _missing(
    text: str, before: str, header: Header, summarized: bool, has_method: bool
) -> list[str]:
    """What of the letter's own parts is not there, though others show that it should be."""
    missing = []
    if labels_in(text) and not header.case_number:
        missing.append("its header names no case number")
    if labels_in(text) and header.decided is None:
        missing.append("its header gives no decision date")
    if any(label.search(before) for label in LABELS):
        missing.append("labels of a decision stand before the section of the decisions")
    if has_method and not summarized:
        missing.append("it has no clinical case summary")
    return missing
