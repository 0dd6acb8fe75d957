"""A quote in its letter: marked on the picture of the page, or in the text around it."""

from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from statistics import median

from PIL import Image, ImageChops, ImageDraw

from index.readers.apart import page_image, rectangles

#: A marker's yellow: what is printed below it keeps its contrast, since the colours are multiplied.
_MARKER = (255, 224, 102)
# Points that the marker reaches beyond the letters' boxes.
_MARGIN = 1.0
# Pixels of margin that a page keeps, and how dark (of 255) a pixel has to be to count as printed.
_EDGE, _BLANK = 24, 40
# Lines shown above and below a quote, and how far apart lines stand, in heights of a marked line.
_LINES_AROUND, _LINE_PITCH = 4, 1.25


@dataclass(frozen=True)
class MarkedPage:
    """A PDF's page with a quote marked, as PNG pictures: the lines around the quote (None where it
    has no place on the page), and the whole.
    """

    lines: bytes | None
    whole: bytes


def marked_page(path: Path, page: int, start: int, end: int, scale: float = 2.0) -> MarkedPage:
    """A PDF's page in which the characters from ``start`` to ``end`` are marked, at ``scale``
    pixels a point; pages count from 1.

    Raises:
        UnreadableLetter: the file cannot be read.
        IndexError: there is no such page.
    """
    with Image.open(BytesIO(page_image(path, page, scale))) as picture:
        printed = picture.convert("RGB")
    marker = Image.new("RGB", printed.size, "white")
    draw = ImageDraw.Draw(marker)
    tops, bottoms = [], []
    for rectangle in rectangles(path, page, start, end):
        left, right = (rectangle.left - _MARGIN) * scale, (rectangle.right + _MARGIN) * scale
        top, bottom = (
            printed.height - (rectangle.top + _MARGIN) * scale,
            printed.height - (rectangle.bottom - _MARGIN) * scale,
        )
        if right > left and bottom > top:
            draw.rectangle((left, top, right, bottom), fill=_MARKER)
            tops.append(top)
            bottoms.append(bottom)
    marked = ImageChops.multiply(printed, marker)
    lines = None
    if tops:
        around = (
            _LINES_AROUND
            * _LINE_PITCH
            * median(bottom - top for top, bottom in zip(tops, bottoms, strict=True))
        )
        part = marked.crop(
            (
                0,
                max(0, int(min(tops) - around)),
                marked.width,
                min(marked.height, int(max(bottoms) + around)),
            )
        )
        lines = _png(part.crop(_printed_part(part)))
    return MarkedPage(lines, _png(marked.crop(_printed_part(marked))))


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _printed_part(page: Image.Image) -> tuple[int, int, int, int]:
    """The part of a page that something is printed on, with a narrow margin: beside an answer there
    is little room.
    """
    left, top, right, bottom = ImageChops.invert(page.convert("L")).point(
        lambda dark: 255 if dark > _BLANK else 0
    ).getbbox() or (0, 0, *page.size)
    return (
        max(0, left - _EDGE),
        max(0, top - _EDGE),
        min(page.width, right + _EDGE),
        min(page.height, bottom + _EDGE),
    )


def marked_text(text: str, start: int, end: int, around: int = 900) -> str:
    """The text around a quote as HTML, the quote marked; ``around`` is how many characters before
    and behind it are shown, cut at a line.
    """
    first = _line_start(text, max(0, start - around))
    last = _line_end(text, min(len(text), end + around))
    parts = [
        escape(text[first:start]),
        "<mark>",
        escape(text[start:end]),
        "</mark>",
        escape(text[end:last]),
    ]
    return f"{'… ' if first else ''}{''.join(parts)}{' …' if last < len(text) else ''}"


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1 if at else 0


def _line_end(text: str, at: int) -> int:
    newline = text.find("\n", at)
    return len(text) if newline < 0 else newline
