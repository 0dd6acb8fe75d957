"""Sets the sample letters that ship as PDF from their sources: ``python -m index.samples.typeset``.

The page looks as the published letters do: a header table in two columns, headings in bold, text
that wraps at the margin and breaks over pages wherever they end. Needs fpdf2 (``pip install
fpdf2``).
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from index.layouts import case_number
from index.layouts.header import parse_header
from index.letter import RunningText
from index.samples import LETTERS

if TYPE_CHECKING:
    from fpdf import FPDF

SOURCES = LETTERS.parent / "sources"

_HEADINGS = ("HOW THE IMR", "CLINICAL CASE SUMMARY", "IMR ISSUES")
# What is set in bold in the letters of 2013 and early 2014, whose sources part their paragraphs by
# blank lines.
_EARLY_BOLD = re.compile(
    r"(?:MAXIMUS FEDERAL|Notice of|Final Determination:|[A-Z][A-Z()/ ]{10,}$"
    r"|\d+[.)] (?:.* is (?:not )?medically necessary and appropriate\.$|Regarding)"
    r"|Medical (?:Qualifications|Treatment Guideline)|Case Summary:|Documents Reviewed"
    r"|Rationale for)"
)
_OUTCOME = re.compile(r": (?:Upheld|Overturned)$")
_LABEL = re.compile(r"^(Claims Administrator guideline|MAXIMUS guideline|Decision rationale):")


def typeset(source: Path, target: Path) -> None:
    """Set one letter in layout A, with a header table, as PDF."""
    from fpdf.enums import XPos, YPos

    first, _, rest = source.read_text("utf-8").partition("\n")
    top, _, body = rest.partition("HOW THE IMR")
    pdf, line = _page()
    line(first, "I")
    header = parse_header(top)
    line(f"Case Number: {header.case_number}")
    rows = (
        (("Date Assigned", header.assigned), ("Date of Injury", header.injured)),
        (("Decision Date", header.decided), ("UR Denial Date", header.denied)),
        (("Priority", header.priority), ("Application Received", header.received)),
    )
    for row in rows:
        for label, value in row:
            assert value, f"{source}: no {label}"
            shown = value if isinstance(value, str) else value.strftime("%m/%d/%Y")
            pdf.cell(83, 5.5, f"{label}: {shown}", new_x=XPos.RIGHT, new_y=YPos.TOP)
        pdf.ln()
    pdf.ln(4)
    for paragraph in _paragraphs("HOW THE IMR" + body):
        bold = paragraph.startswith(_HEADINGS) or _OUTCOME.search(paragraph)
        if bold:
            pdf.ln(3)
        line(paragraph, "B" if bold else "")
    pdf.output(str(target))


def typeset_early(source: Path, target: Path) -> None:
    """Set one letter of 2013 or early 2014 as PDF: its paragraphs, parted by blank lines in the
    source, as they stand there.
    """
    first, _, rest = source.read_text("utf-8").partition("\n")
    pdf, line = _page()
    line(first, "I")
    for paragraph in re.split(r"\n\s*\n", rest.strip()):
        rows = paragraph.splitlines()
        # A row that is shorter than the width of the source ends where it does; the others flow on.
        joined = (
            "".join(
                row + ("\n" if len(row) + len(following.split()[0]) < 92 else " ")
                for row, following in pairwise(rows)
            )
            + rows[-1]
        )
        line(
            joined.replace("“", '"').replace("”", '"'),
            "B" if _EARLY_BOLD.match(joined.replace("\n", " ")) else "",
        )
        pdf.ln(2)
    pdf.output(str(target))


def _page() -> tuple["FPDF", Callable[..., None]]:
    """A document with its first page, and what sets a paragraph in it (in the given style)."""
    from fpdf import FPDF
    from fpdf.enums import XPos, YPos

    pdf = FPDF(format="letter")
    pdf.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))  # the same file at every run
    pdf.set_margin(25)
    pdf.set_auto_page_break(True, 25)
    pdf.add_page()

    def line(text: str, style: str = "") -> None:
        pdf.set_font("Times", style, 12)
        pdf.multi_cell(0, 5.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    return pdf, line


def _paragraphs(text: str) -> list[str]:
    """The source's lines joined to paragraphs: at headings, labels, bullets, and where a short line
    ends a sentence.
    """
    paragraphs: list[str] = []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for number, words in enumerate(lines):
        before = lines[number - 1] if number else ""
        starts = (
            not paragraphs
            or words.startswith((*_HEADINGS, "- ", "* ", "State(s)", "Certification(s)"))
            or _LABEL.match(words)
            or before.startswith(_HEADINGS)
            or _OUTCOME.search(before)
            or (
                before.endswith((".", ":", "?", '"', ")"))
                and (
                    len(before) + len(words.split()[0]) < 85
                    or _decided_below(lines[number : number + 6])
                )
            )
        )
        if starts:
            paragraphs.append(words)
        else:
            paragraphs[-1] += " " + words
    return paragraphs


def _decided_below(lines: list[str]) -> bool:
    """Whether these lines begin with a request: its outcome comes before any label."""
    return next(
        (
            bool(_OUTCOME.search(line))
            for line in lines
            if _OUTCOME.search(line) or _LABEL.match(line)
        ),
        False,
    )


def main() -> None:
    """Set every source anew."""
    for source in sorted(SOURCES.glob("*.txt")):
        known = case_number.shows(RunningText((source.read_text("utf-8"),), False))
        (typeset if known else typeset_early)(source, LETTERS / f"{source.stem}.pdf")
        print(LETTERS / f"{source.stem}.pdf")


if __name__ == "__main__":
    main()
