"""Copies of letters as Word documents."""

from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.blkcntnr import BlockItemContainer
from docx.document import Document as DocumentObject
from docx.table import Table

from index.bounds import plain_words
from index.letter import Text, UnreadableLetter

# Columns of a table; Word itself makes 63.
_MOST_COLUMNS = 1_000


def read_docx(data: bytes) -> Text:
    """The paragraphs and tables of a document in their order, a line for each paragraph and for
    each row of a table.

    Offsets count in this text, which has no pages: where they break is decided when the document is
    printed.

    Raises:
        UnreadableLetter: the file is no Word document, is damaged, or is locked by a password.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableLetter(
            "is locked by a password or of an old Word format; save it as .docx without a password"
        )
    try:
        document = Document(BytesIO(data))
        text = "\n".join(_lines(document)) + "\n"
    except (MemoryError, UnreadableLetter):
        raise
    # Zip, XML and the document's own form fail in many ways.
    except Exception as error:
        raise UnreadableLetter(
            f"is no readable Word document ({plain_words(error) or type(error).__name__})"
        ) from error
    return Text((text,), False)


def _lines(container: BlockItemContainer | DocumentObject) -> Iterator[str]:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                if any(cell.grid_span > _MOST_COLUMNS for cell in row._tr.tc_lst):
                    raise UnreadableLetter(f"has a table of more than {_MOST_COLUMNS:,} columns")
                # A merged cell stands once for each column that it spans.
                cells = dict.fromkeys(cell._tc for cell in row.cells)
                texts = {cell._tc: " ".join(_lines(cell)) for cell in row.cells}
                yield " ".join(filter(None, (texts[cell].strip() for cell in cells)))
        else:
            yield block.text
