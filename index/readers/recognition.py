"""Text recognition of scanned pages by tesseract, where it is installed (extra ``ocr``)."""

import shutil
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from index.bounds import plain_words
from index.letter import UnreadableLetter

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels a point at which pages are given to tesseract: 300 dots an inch.
SCALE = 300 / 72

# Seconds that a page may take.
_LONGEST = 120

Box = tuple[float, float, float, float]


@cache
def available() -> bool:
    """Whether tesseract and its Python binding are installed."""
    try:
        import pytesseract  # noqa: F401 - only asked whether it is there
    except ImportError:
        return False
    return shutil.which("tesseract") is not None


def text_of(image: "Image") -> str:
    """The words of a picture, line by line.

    Raises:
        UnreadableLetter: tesseract fails, or takes too long.
    """
    return "\n".join(" ".join(word for word, _ in line) for line in _lines(image))


def boxes_of(image: "Image", start: int, end: int) -> tuple[Box, ...]:
    """Where the words stand that characters ``start`` to ``end`` of the recognized text touch: a
    box a line (left, top, right, bottom), in pixels.
    """
    boxes, at = [], 0
    for line in _lines(image):
        touched = []
        for word, box in line:
            if at < end and at + len(word) > start:
                touched.append(box)
            at += len(word) + 1
        if touched:
            lefts, tops, rights, bottoms = zip(*touched, strict=True)
            boxes.append((min(lefts), min(tops), max(rights), max(bottoms)))
    return tuple(boxes)


def _lines(image: "Image") -> list[list[tuple[str, Box]]]:
    import pytesseract

    try:
        data = pytesseract.image_to_data(
            image, output_type=pytesseract.Output.DICT, timeout=_LONGEST
        )
    # Tesseract ran too long, failed, or could not be started.
    except (RuntimeError, OSError) as error:
        raise UnreadableLetter(
            f"holds a page that text recognition cannot read ({plain_words(error)})"
        ) from error
    words = [
        (
            (data["block_num"][at], data["par_num"][at], data["line_num"][at]),
            (word.strip(), (left, top, left + data["width"][at], top + data["height"][at])),
        )
        for at, (word, left, top) in enumerate(
            zip(data["text"], data["left"], data["top"], strict=True)
        )
        if word.strip()
    ]
    return [
        [word for _, word in line]
        for _, line in groupby(words, key=lambda placed_word: placed_word[0])
    ]
