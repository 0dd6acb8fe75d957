"""What a disputed item is about, in the field's terms: the values that counts are made of."""

from dataclasses import dataclass
from typing import Literal

from index.determination import Excerpt

Repeat = Literal["yes", "no", "unknown"]
Laterality = Literal["left", "right", "bilateral"]


@dataclass(frozen=True)
class Reason:
    """Why the reviewer decided as they did: a tag of the reasons' vocabulary and the sentence that shows it."""

    tag: str
    sentence: Excerpt


@dataclass(frozen=True)
class History:
    """Whether the same service was given before, and the sentence that tells it (None where the request itself does, or nothing)."""

    repeat: Repeat
    sentence: Excerpt | None


@dataclass(frozen=True)
class Found:
    """A value and the sentence of the letter that shows it."""

    value: str
    sentence: Excerpt


@dataclass(frozen=True)
class Amount:
    """A quantity of a request, from ``low`` to ``high``, which are the same but for a range; the unit is "sessions", "units", "refills", "days" or "hours"."""

    unit: str
    low: float
    high: float


@dataclass(frozen=True)
class GuidelineCitation:
    """One citation of a guideline line: which guideline (MTUS, ACOEM, ODG, other), its title, the year of its edition, the section or pages."""

    guideline: str
    title: str
    edition: int | None
    section: str | None


@dataclass(frozen=True)
class ItemFacets:
    """The facets of one disputed item.

    ``category`` and ``subcategory`` are the Division's; None where no service was recognized.
    ``procedures`` and ``regions`` are canonical names, in the order in which the item names them.
    ``repeat`` is "yes" where the letter says that the same study or treatment of that region was given
    before, "no" where it says that there was none. ``guidelines`` are what the reviewer relied on:
    MTUS, ACOEM, ODG, other, none, ``citations`` the same line in parts. ``reasons`` are the decisive first.
    ``repeat_sentence`` tells the repeat, None where the request itself does, or nothing. ``levels`` are spinal levels ("L4-L5"),
    ``amounts`` quantities and durations, ``service_dates`` ISO days and spans. ``diagnoses`` and ``mechanism`` are those of the
letter, the same for all of its items. ``unknown`` are the words of the request that the vocabulary does not know.
    """

    category: str | None
    subcategory: str | None
    procedures: tuple[str, ...]
    regions: tuple[str, ...]
    laterality: Laterality | None
    retrospective: bool
    partly_authorized: bool
    repeat: Repeat
    guidelines: tuple[str, ...]
    reasons: tuple[Reason, ...]
    repeat_sentence: Excerpt | None = None
    levels: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    service_dates: tuple[str, ...] = ()
    citations: tuple[GuidelineCitation, ...] = ()
    diagnoses: tuple[Found, ...] = ()
    mechanism: Found | None = None
    unknown: tuple[str, ...] = ()
