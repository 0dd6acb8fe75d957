"""Sets the sample letters that ship as PDF from their sources: ``python -m index.samples.typeset``.

The page looks as the published letters do: a header table in two columns, headings in bold, text that wraps
at the margin and breaks over pages wherever they end. Needs fpdf2 (``pip install fpdf2``).
"""

import re
from datetime import UTC, datetime
from pathlib import Path

from index.layouts.header import parse_header
from index.samples import LETTERS

SOURCES = LETTERS.parent / "sources"

_HEADINGS = ("HOW THE IMR", "CLINICAL CASE SUMMARY", "IMR ISSUES")
_OUTCOME = re.compile(r": (?:Upheld|Overturned)$")
_LABEL = re.compile(r"^(Claims Administrator guideline|MAXIMUS guideline|Decision rationale):")


def typeset(source: Path, target: Path) -> None:
    """Set one letter in layout A, with a header table, as PDF."""
    from fpdf import FPDF
    from fpdf.enums import XPos, YPos

    first, _, rest = source.read_text("utf-8").partition("\n")
    top, _, body = rest.partition("HOW THE IMR")
    pdf = FPDF(format="letter")
    pdf.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))  # the same file at every run
    pdf.set_margin(25)
    pdf.set_auto_page_break(True, 25)
    pdf.add_page()

    def line(text: str, style: str = "") -> None:
        pdf.set_font("Times", style, 12)
        pdf.multi_cell(0, 5.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

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
            told = value if isinstance(value, str) else value.strftime("%m/%d/%Y")
            pdf.cell(83, 5.5, f"{label}: {told}", new_x=XPos.RIGHT, new_y=YPos.TOP)
        pdf.ln()
    pdf.ln(4)
    for paragraph in _paragraphs("HOW THE IMR" + body):
        bold = paragraph.startswith(_HEADINGS) or _OUTCOME.search(paragraph)
        if bold:
            pdf.ln(3)
        line(paragraph, "B" if bold else "")
    pdf.output(str(target))


def _paragraphs(text: str) -> list[str]:
    """The source's lines joined to paragraphs: at headings, labels, bullets, and where a short line ends a sentence."""
    found: list[str] = []
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    for number, words in enumerate(lines):
        before = lines[number - 1] if number else ""
        starts = (
            not found
            or words.startswith((*_HEADINGS, "- ", "* ", "State(s)", "Certification(s)"))
            or _LABEL.match(words)
            or before.startswith(_HEADINGS)
            or _OUTCOME.search(before)
            or (before.endswith((".", ":", "?", '"', ")")) and (len(before) + len(words.split()[0]) < 85 or _decided_below(lines[number : number + 6])))
        )
        if starts:
            found.append(words)
        else:
            found[-1] += " " + words
    return found


def _decided_below(lines: list[str]) -> bool:
    """Whether these lines begin with a request: its outcome comes before any label."""
    return next((bool(_OUTCOME.search(line)) for line in lines if _OUTCOME.search(line) or _LABEL.match(line)), False)


def main() -> None:
    """Set every source anew."""
    for source in sorted(SOURCES.glob("*.txt")):
        typeset(source, LETTERS / f"{source.stem}.pdf")
        print(LETTERS / f"{source.stem}.pdf")


if __name__ == "__main__":
    main()
