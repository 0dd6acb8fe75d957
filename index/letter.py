"""A letter as it was read: its file, and the text of each page."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.furniture import without_furniture

#: What joins the pages of a running text: a line end, so that a page's first line begins a line
#: there too.
_JOINT = "\n"


class UnreadableLetter(Exception):
    """A file whose text cannot be had; the message says why, without naming the file."""


@dataclass(frozen=True)
class Text:
    """What a reader makes of a file: the text of each page, whether it has pages that one could
    turn to, and notices for its user.
    """

    pages: tuple[str, ...]
    paged: bool
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A letter's file and text.

    ``pages`` holds the text of each page. ``paged`` is false for a text file without page breaks:
    it has one entry in ``pages``, but no page numbers that a reader could turn to. ``sha256`` is
    the digest of the file's bytes; of a letter that is a row of a table, whose ``path`` is
    "table.csv#row", that of its text. ``notices`` say what the reader found out that bears on how
    far the text can be trusted.
    """

    path: Path
    sha256: str
    pages: tuple[str, ...]
    paged: bool
    notices: tuple[str, ...] = ()

    @cached_property
    def text(self) -> "RunningText":
        """The pages as one text, with the way back to the page."""
        return RunningText(self.pages, self.paged)


@dataclass(frozen=True)
class Place:
    """Where a stretch of text stands: ``page`` counts from 1, or is None where the file has no
    pages.

    ``start`` and ``end`` are character offsets into that page's text (end exclusive).
    """

    page: int | None
    start: int
    end: int


class RunningText(str):
    """The pages of a letter joined by line ends, so that what crosses a page break is found whole.

    Running heads, page numbers and stamps are blank in it, but not in ``pages``; offsets are the
    same in both.
    """

    pages: tuple[str, ...]
    paged: bool

    def __new__(cls, pages: tuple[str, ...], paged: bool) -> "RunningText":
        self = super().__new__(cls, _JOINT.join(without_furniture(pages)))
        self.pages, self.paged = tuple(pages), paged
        return self

    @cached_property
    def page_starts(self) -> tuple[int, ...]:
        """The offset at which each page starts in the running text."""
        starts, at = [], 0
        for page in self.pages:
            starts.append(at)
            at += len(page) + len(_JOINT)
        return tuple(starts)

    def place(self, start: int, end: int) -> Place:
        """Where ``self[start:end]`` stands.

        A stretch that crosses a page break cannot be pointed at in one page; its longest part
        within a page is given instead.
        """
        best = Place(None, 0, 0)
        first = bisect_right(self.page_starts, start) - 1
        for index in range(first, len(self.pages)):
            offset = self.page_starts[index]
            low, high = max(start - offset, 0), min(end - offset, len(self.pages[index]))
            if high - low > best.end - best.start:
                page = self[offset : offset + len(self.pages[index])]
                low += len(page[low:high]) - len(page[low:high].lstrip())
                high = low + len(page[low:high].rstrip())
                best = Place(index + 1 if self.paged else None, low, high)
            if end <= offset + len(self.pages[index]):
                break
        return best

    def at(self, place: Place) -> str:
        """The text at a place."""
        return self.pages[(place.page or 1) - 1][place.start : place.end]
