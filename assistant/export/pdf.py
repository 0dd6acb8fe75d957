"""Answers as a PDF document, by ReportLab (BSD licence), in DejaVu Sans, which comes with the
program.
"""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import as_file, files
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from assistant.answer import Answer
from assistant.export.contents import (
    COUNT_COLUMNS,
    FICTIONAL,
    STANDING,
    TITLE,
    Contents,
    Part,
    contents,
)

_FONT, _BOLD = "DejaVuSans", "DejaVuSans-Bold"
_BODY = ParagraphStyle(
    "body", fontName=_FONT, fontSize=9.5, leading=13.5, spaceAfter=5, splitLongWords=1
)
_BULLET = ParagraphStyle("bullet", _BODY, leftIndent=14, bulletIndent=2)
_SMALL = ParagraphStyle("small", _BODY, fontSize=8, leading=11, spaceAfter=3)
_CELL = ParagraphStyle("cell", _SMALL, spaceAfter=0)
_HEADINGS = (
    ParagraphStyle("title", _BODY, fontName=_BOLD, fontSize=15, leading=20, spaceAfter=8),
    ParagraphStyle(
        "question", _BODY, fontName=_BOLD, fontSize=12.5, leading=17, spaceBefore=12, keepWithNext=1
    ),
    ParagraphStyle(
        "heading", _BODY, fontName=_BOLD, fontSize=10, leading=14, spaceBefore=6, keepWithNext=1
    ),
)
# A per cent sign stays on the line of its number.
_PERCENT = re.compile(r"(?<=\d) %")
_WIDTHS = tuple(inch * width for width in (2.5, 0.6, 0.65, 1.0, 1.05, 1.2))


def as_pdf(answers: Sequence[Answer], taken_on: date) -> bytes:
    """A document of some answers: statements, counts, and a numbered list of the quotes with their
    places.

    A character that the font does not hold is written as its number: "[U+4E2D]".
    """
    _fonts()
    content, out = contents(answers, taken_on), io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=LETTER,
        leftMargin=0.75 * inch,
        rightMargin=0.75 * inch,
        topMargin=0.75 * inch,
        bottomMargin=0.9 * inch,
        title=TITLE,
        subject=STANDING,
        lang="en-US",
        invariant=1,
    )
    document.build(list(_flow(content)), onFirstPage=_foot, onLaterPages=_foot)
    return out.getvalue()


def _flow(content: Contents) -> Iterator[Flowable]:
    yield Paragraph(TITLE, _HEADINGS[0])
    yield _text(content.taken)
    if content.fictional:
        yield Paragraph(f"<b>{FICTIONAL}</b>", _BODY)
    for part in content.parts:
        yield from _part(part)


def _part(part: Part) -> Iterator[Flowable]:
    yield _text(part.question, _HEADINGS[1])
    for heading, lines in part.sections:
        if heading:
            yield _text(heading, _HEADINGS[2])
        for line in lines:
            markup = "".join(
                f"<b>{_shown(text)}</b>" if bold else _shown(text) for text, bold in line.pieces
            )
            yield Paragraph(
                markup, _BULLET if line.listed else _BODY, bulletText="•" if line.listed else None
            )
    yield from (Paragraph(f"<i>{_shown(note)}</i>", _BODY) for note in part.notes)
    if part.counts:
        yield _text("What was counted", _HEADINGS[2])
        rows = [
            [Paragraph(f"<b>{name}</b>", _CELL) for name in COUNT_COLUMNS],
            *([_text(cell, _CELL) for cell in row] for row in part.counts),
        ]
        yield Table(
            rows,
            colWidths=_WIDTHS,
            repeatRows=1,
            splitInRow=1,
            style=TableStyle(
                [
                    ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
                ]
            ),
        )
        yield Spacer(1, 6)
    if part.quotes:
        yield _text("Where the quotes stand", _HEADINGS[2])
        yield from (
            _text(f"[{number}] {place}: “{words}”", _SMALL) for number, place, words in part.quotes
        )
    yield _text("To ask it again", _HEADINGS[2])
    yield from (_text(f"{name}: {value}", _SMALL) for name, value in part.again)


def _text(text: str, style: ParagraphStyle = _BODY) -> Paragraph:
    return Paragraph(_shown(text), style)


def _shown(text: str) -> str:
    """The text as ReportLab's markup, with what the font cannot show as numbers."""
    code_points = _held()
    text = _PERCENT.sub("\u00a0%", text)
    return escape(
        "".join(
            letter if ord(letter) in code_points or letter.isspace() else f"[U+{ord(letter):04X}]"
            for letter in text
        )
    )


def _foot(canvas, document) -> None:
    canvas.saveState()
    canvas.setFont(_FONT, 7.5)
    canvas.drawString(0.75 * inch, 0.55 * inch, STANDING)
    canvas.drawRightString(LETTER[0] - 0.75 * inch, 0.55 * inch, f"Page {document.page}")
    canvas.restoreState()


@cache
def _fonts() -> None:
    for name in (_FONT, _BOLD):
        with as_file(files("assistant.export.fonts") / f"{name}.ttf") as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    # Slanted words are set upright: DejaVu's oblique faces are not among the program's fonts.
    pdfmetrics.registerFontFamily(_FONT, normal=_FONT, bold=_BOLD, italic=_FONT, boldItalic=_BOLD)


@cache
def _held() -> frozenset[int]:
    """The characters that both faces hold."""
    _fonts()
    both = [frozenset(pdfmetrics.getFont(name).face.charToGlyph) for name in (_FONT, _BOLD)]
    return both[0] & both[1]
