"""What a letter says, as typed values: the determination and its disputed items."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

Sex = Literal["female", "male"]


class Outcome(StrEnum):
    """How a disputed item was decided.

    ``UPHELD``: the denial by utilization review stands. ``OVERTURNED``: the service is medically
    necessary.
    """

    UPHELD = "upheld"
    OVERTURNED = "overturned"


def fold(text: str) -> str:
    """Text with every run of white space, page breaks included, made one space."""
    return re.sub(r"\s+", " ", text).strip()


@dataclass(frozen=True)
class Excerpt:
    """Words of the letter and where they stand.

    ``text`` is folded (see `fold`); ``start`` and ``end`` are offsets into the letter's running
    text.
    """

    text: str
    start: int
    end: int

    @classmethod
    def of(cls, letter_text: str, start: int, end: int) -> "Excerpt":
        """The excerpt ``letter_text[start:end]``, without the white space at its ends."""
        raw = letter_text[start:end]
        start += len(raw) - len(raw.lstrip())
        return cls(fold(raw), start, start + len(raw.strip()))


@dataclass(frozen=True)
class Header:
    """The header table of a letter; None where the letter has no header or no such date.

    The dates follow one another: ``injured`` <= ``denied`` (by utilization review) <= ``received``
    (the application) <= ``assigned`` (to the reviewer) <= ``decided``.
    """

    case_number: str | None = None
    injured: date | None = None
    denied: date | None = None
    received: date | None = None
    assigned: date | None = None
    decided: date | None = None
    priority: str | None = None


@dataclass(frozen=True)
class Reviewer:
    """Where the physician reviewer is licensed, and in what: in the letter's words, one entry
    each.
    """

    licensed_in: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()


@dataclass(frozen=True)
class DisputedItem:
    """One disputed service and how it was decided.

    ``position`` counts from 1 in the order of the letter. ``request`` is the service as the letter
    words it, with the history of a partial authorization where the letter tells it; ``disputed``
    only what is still in dispute. ``authorized`` is the part that the claims administrator
    authorized, None where nothing was. The guideline lines and the rationale are None where the
    letter lacks them.
    """

    position: int
    request: Excerpt
    disputed: str
    authorized: str | None
    outcome: Outcome
    claims_guideline: Excerpt | None
    reviewer_guideline: Excerpt | None
    rationale: Excerpt | None


@dataclass(frozen=True)
class Determination:
    """One final determination letter.

    ``case`` is its case number, or the file's name without the ending where the letter has none.
    ``fictional`` is true for a sample letter that says so in its first line. ``age`` is in years.
    ``warnings`` say what of the letter does not add up: an item that could not be counted, a
    rationale that breaks off.
    """

    case: str
    layout: str
    fictional: bool
    header: Header
    reviewer: Reviewer
    age: int | None
    sex: Sex | None
    summary: Excerpt | None
    items: tuple[DisputedItem, ...]
    warnings: tuple[str, ...] = ()
