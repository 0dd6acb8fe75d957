"""PDF files: the text layer of each page through PDFium, text recognition where there is none, and
places on the page.
"""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from index.bounds import LARGEST, MOST_PIXELS, read_whole
from index.letter import Text, UnreadableLetter
from index.readers import recognition

if TYPE_CHECKING:
    from PIL.Image import Image

# PDFium is not thread-safe; the chat page serves several people from threads of one process.
_PDFIUM = threading.Lock()
#: A page of fewer letters than this beside its pictures has no text layer worth the name.
_LEAST = 20


@dataclass(frozen=True)
class Rectangle:
    """A stretch of one line on a page, in PDF points (1/72 inch) from the page's lower left
    corner.
    """

    left: float
    bottom: float
    right: float
    top: float


def read_pdf(data: bytes, recognize: bool = True) -> Text:
    """The text of each page.

    A page's text keeps PDFium's character indices, so that an offset is also the index of a
    character box on the page: line ends are rewritten to the same length (`` \\n`` for ``\\r\\n``),
    the mark that PDFium sets for a hyphen at a line's end becomes the hyphen that is printed there,
    and spaces of other kinds become plain ones. A page without a text layer is read by text
    recognition where tesseract is installed and ``recognize`` is true.

    Raises:
        UnreadableLetter: the file is no PDF, is damaged, is locked by a password, or is a scan that
        cannot be recognized.
    """
    pages, scanned = [], []
    with _opened(data) as document:
        for number, page in enumerate(document):
            pages.append(_text_layer(page))
            if _is_scan(page, pages[-1]):
                scanned.append(number)
                if recognize and recognition.available():
                    pages[-1] = recognition.text_of(_image(page, recognition.SCALE))
    if scanned and not any(len(page.strip()) >= _LEAST for page in pages):
        how = (
            ""
            if recognition.available()
            else "; install tesseract and the extra 'ocr' to have it read"
        )
        raise UnreadableLetter(
            "is a scan without a text "
            f"layer{how if recognize else '; text recognition is switched off'}"
        )
    if scanned and not (recognize and recognition.available()):
        return Text(
            tuple(pages),
            True,
            (
                f"{len(scanned)} of its {len(pages)} pages are scans without a text layer and "
                "were not read",
            ),
        )
    notices = (
        (
            f"{len(scanned)} of its {len(pages)} pages were read by text recognition; words may "
            "be misread",
        )
        if scanned
        else ()
    )
    return Text(tuple(pages), True, notices)


def rectangles(path: Path, page: int, start: int, end: int) -> tuple[Rectangle, ...]:
    """Where characters ``start`` to ``end`` of a page's text stand, one rectangle for each line;
    pages count from 1.

    Raises:
        UnreadableLetter: the file cannot be read.
        IndexError: there is no such page.
    """
    with _opened(read_whole(path, LARGEST[".pdf"])) as document:
        shown = document[page - 1]
        if _is_scan(shown, _text_layer(shown)) and recognition.available():
            height = shown.get_height()
            boxes = recognition.boxes_of(_image(shown, recognition.SCALE), start, end)
            return tuple(
                Rectangle(
                    left / recognition.SCALE,
                    height - bottom / recognition.SCALE,
                    right / recognition.SCALE,
                    height - top / recognition.SCALE,
                )
                for left, top, right, bottom in boxes
            )
        text_page = shown.get_textpage()
        try:
            count = text_page.count_rects(start, end - start)
            return tuple(Rectangle(*text_page.get_rect(index)) for index in range(count))
        finally:
            text_page.close()


def page_image(path: Path, page: int, scale: float = 1.5) -> bytes:
    """A page as a PNG picture of ``scale`` pixels a point; pages count from 1.

    Raises:
        UnreadableLetter: the file cannot be read, or its page is too large to be drawn.
        IndexError: there is no such page.
    """
    with _opened(read_whole(path, LARGEST[".pdf"])) as document:
        out = BytesIO()
        _image(document[page - 1], scale).save(out, "PNG")
        return out.getvalue()


@contextmanager
def _opened(data: bytes) -> Generator[pypdfium2.PdfDocument]:
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            reason = (
                "is locked by a password"
                if "password" in str(error).lower()
                else f"is no readable PDF ({error})"
            )
            raise UnreadableLetter(reason) from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise UnreadableLetter(f"is a damaged PDF ({error})") from error
        finally:
            document.close()


def _text_layer(page: pypdfium2.PdfPage) -> str:
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
    finally:
        text_page.close()
    return text.replace("\r\n", " \n").replace("\ufffe", "-").translate(_SPACES)


def _is_scan(page: pypdfium2.PdfPage, text: str) -> bool:
    """Whether a page is a picture: nearly no text, but an image."""
    return len(text.strip()) < _LEAST and any(
        page_object.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
        for page_object in page.get_objects(max_depth=3)
    )


def _image(page: pypdfium2.PdfPage, scale: float) -> "Image":
    width, height = page.get_size()
    if width * height * scale * scale > MOST_PIXELS:
        raise UnreadableLetter(
            f"has a page of {width / 72:,.0f} by {height / 72:,.0f} inches, too large to be drawn"
        )
    return page.render(scale=scale).to_pil()


# Spaces that are no line ends, one character for one.
_SPACES = {
    ord(space): " "
    for space in (
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
        "\u202f\u205f\u3000\t"
    )
}
