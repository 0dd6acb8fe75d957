"""Answers to take away: Markdown, Word and PDF documents, and tables of the cases behind a count."""

from assistant.take_away.docx import as_docx
from assistant.take_away.markdown import as_markdown
from assistant.take_away.pdf import as_pdf
from assistant.take_away.tables import cases_csv, cases_xlsx

__all__ = ["as_docx", "as_markdown", "as_pdf", "cases_csv", "cases_xlsx"]
