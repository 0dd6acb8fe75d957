"""The parts of a letter under its headings, as extractors leave them: wrapped, glued, with page
numbers between the lines.
"""

import re
from functools import lru_cache

from index.determination import Excerpt

# Page numbers and running feet, which stand anywhere.
_FURNITURE = re.compile(
    r"^[^\S\n]*(?:-?\s?(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s?-?"
    r"|Final Determination Letter\b.{0,80}"
    r"|Notice of Independent Medical Review Determination(?:\s+Page\s+\d+(?:\s+of\s+\d+)?)?"
    r"|.{0,40}\bpublic copy\b.{0,20})[^\S\n]*$",
    re.M | re.I,
)
#: Where a letter's text ends and its closing formalities begin.
TAIL = re.compile(r"^[^\S\n]*(?:Disclaimer\s*:|cc\s*:|Sincerely\b|/[A-Za-z]{2,5}[^\S\n]*$)", re.M)
# "The expert reviewer developed the following clinical case summary …:" before the summary itself.
_SUMMARY_OPENING = re.compile(r"\s*[^.:]{0,250}\bsummary\b[^.:]{0,200}:\s*\n", re.I)
# "Disclaimer: The following case summary was taken …, dated July 19, 2013." before the quoted words
# themselves.
_DISCLAIMER = re.compile(r"\s*Disclaimer\s*:\s*[^“\"]{0,400}?(?:\.\s*(?=[“\"A-Z])|(?=[“\"]))", re.I)


@lru_cache(maxsize=2)
def unfurnished(text: str) -> str:
    """The text with its page numbers and running feet blanked out, every other character at its
    place.

    What a page break cuts, a heading or a decision, is then whole but for white space.
    """
    return _FURNITURE.sub(lambda line: " " * len(line.group()), text)


def heading(words: str, flags: re.RegexFlag = re.NOFLAG, anywhere: bool = False) -> re.Pattern[str]:
    """The pattern of a heading: at a line's beginning or after a stop, with any white space, or
    none, between its words.

    ``words`` is a pattern whose spaces stand for that; brackets in it are the heading's own where
    they are escaped. After a stop, since some extractors print paragraphs that follow each other as
    one line; ``anywhere`` asks for no stop either.
    """
    before = r"(?<![A-Za-z])" if anywhere else r"(?:^|(?<=[.:;?!)”\"]))[^\S\n]*"
    return re.compile(before + r"\s*".join(words.split(" ")), re.M | flags)


def summary(text: str, start: int, end: int) -> Excerpt | None:
    """The clinical summary in ``text[start:end]`` without the sentence that introduces it; None
    where there is none.
    """
    opening = _DISCLAIMER.match(text, start, end) or _SUMMARY_OPENING.match(text, start, end)
    return excerpt(text, opening.end() if opening else start, end)


def excerpt(text: str, start: int, end: int) -> Excerpt | None:
    """The excerpt ``text[start:end]``; None where nothing is there."""
    part = Excerpt.of(text, start, end)
    return part if part.text else None


def body_end(text: str, start: int, end: int) -> int:
    """Where the closing formalities begin that follow the last part of a letter, else ``end``."""
    tail = TAIL.search(text, start, end)
    return tail.start() if tail else end
