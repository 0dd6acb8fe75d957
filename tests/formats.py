"""What a reader sees of answers as documents, in each format."""

import io
from datetime import date

import docx
import pypdfium2
from markdown_it import MarkdownIt

from assistant.answer import Answer
from assistant.export import as_docx, as_markdown, as_pdf

DAY = date(2026, 3, 1)


def words_of_docx(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def words_of_pdf(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def words_of_markdown(text: str) -> str:
    """What a reader of the Markdown sees."""
    tokens = [
        child
        for token in MarkdownIt("commonmark").enable("table").parse(text)
        if token.type == "inline"
        for child in token.children
    ]
    assert not [token for token in tokens if token.type in ("html_inline", "link_open", "image")]
    return "".join(
        token.content if token.type in ("text", "code_inline") else " " for token in tokens
    )


def each_format(answers: list[Answer]) -> dict[str, str]:
    """The words of the document by its format."""
    return {
        "md": words_of_markdown(as_markdown(answers, DAY)),
        "docx": words_of_docx(as_docx(answers, DAY)),
        "pdf": words_of_pdf(as_pdf(answers, DAY)),
    }
