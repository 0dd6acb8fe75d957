"""Answers as files: Markdown, Word and PDF documents, and tables of the cases behind a count."""

from assistant.export.docx import as_docx
from assistant.export.markdown import as_markdown
from assistant.export.pdf import as_pdf
from assistant.export.tables import cases_csv, cases_xlsx

__all__ = ["as_docx", "as_markdown", "as_pdf", "cases_csv", "cases_xlsx"]
