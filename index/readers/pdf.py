"""PDF files with a text layer, through PDFium."""

import threading

import pypdfium2

from index.letter import UnreadableLetter

# PDFium is not thread-safe; the chat page serves several people from threads of one process.
_PDFIUM = threading.Lock()


def read_pdf(data: bytes) -> tuple[tuple[str, ...], bool]:
    """The text of each page.

    A page's text keeps PDFium's character indices, so that an offset is also the index of a character
    box on the page: line ends are rewritten to the same length (`` \\n`` for ``\\r\\n``), and the mark that
    PDFium sets for a hyphen at a line's end becomes the hyphen that is printed there.

    Raises:
        UnreadableLetter: the file is no PDF, is damaged, or is locked by a password.
    """
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            reason = "is locked by a password" if "password" in str(error).lower() else f"is no readable PDF ({error})"
            raise UnreadableLetter(reason) from error
        try:
            pages = []
            for page in document:
                text_page = page.get_textpage()
                pages.append(text_page.get_text_range().replace("\r\n", " \n").replace("\ufffe", "-"))
                text_page.close()
                page.close()
            return tuple(pages), True
        except pypdfium2.PdfiumError as error:
            raise UnreadableLetter(f"is a damaged PDF ({error})") from error
        finally:
            document.close()
