"""Answers as a Word document, by python-docx."""

import io
from collections.abc import Sequence
from datetime import date, datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.shared import Pt

from assistant.answer import Answer
from assistant.export.contents import COUNT_COLUMNS, FICTIONAL, STANDING, TITLE, Part, contents


def as_docx(answers: Sequence[Answer], taken_on: date) -> bytes:
    """A document of some answers: statements, counts, and a numbered list of the quotes with their
    places.
    """
    content, document = contents(answers, taken_on), Document()
    document.styles["Normal"].font.size = Pt(10.5)
    properties = document.core_properties
    # python-docx names itself and a day of its own here.
    properties.title, properties.author, properties.comments = TITLE, "", STANDING
    properties.created = properties.modified = datetime(taken_on.year, taken_on.month, taken_on.day)
    document.sections[0].footer.paragraphs[0].text = STANDING
    document.add_heading(TITLE, 0)
    document.add_paragraph(content.taken)
    if content.fictional:
        document.add_paragraph().add_run(FICTIONAL).bold = True
    for part in content.parts:
        _add(document, part)
    document.add_paragraph().add_run(STANDING).italic = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: DocumentType, part: Part) -> None:
    document.add_heading(part.question, 1)
    for heading, lines in part.sections:
        if heading:
            document.add_heading(heading, 2)
        for line in lines:
            paragraph = document.add_paragraph(style="List Bullet" if line.listed else None)
            for text, bold in line.pieces:
                paragraph.add_run(text).bold = bold or None
    for note in part.notes:
        document.add_paragraph().add_run(note).italic = True
    if part.counts:
        document.add_heading("What was counted", 2)
        table = document.add_table(rows=0, cols=len(COUNT_COLUMNS), style="Light Grid Accent 1")
        for row in (COUNT_COLUMNS, *part.counts):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    if part.quotes:
        document.add_heading("Where the quotes stand", 2)
        for number, place, words in part.quotes:
            document.add_paragraph(f"[{number}] {place}: “{words}”")
    document.add_heading("To ask it again", 2)
    for name, value in part.again:
        paragraph = document.add_paragraph(f"{name}: ")
        paragraph.add_run(value).font.name = "Consolas"
