"""What a disputed item is about, in the field's terms: the values that counts are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from index.determination import Excerpt

Repeat = Literal["yes", "no", "unknown"]
Laterality = Literal["left", "right", "bilateral"]


@dataclass(frozen=True)
class Reason:
    """Why the reviewer decided as they did: a tag of the reasons' vocabulary and the sentence that
    shows it.
    """

    tag: str
    sentence: Excerpt


@dataclass(frozen=True)
class History:
    """Whether the same service was given before, and the sentence that tells it (None where the
    request itself does, or nothing).
    """

    repeat: Repeat
    sentence: Excerpt | None


@dataclass(frozen=True)
class Found:
    """A value and the sentence of the letter that shows it, None where none does."""

    value: str
    sentence: Excerpt | None = None


@dataclass(frozen=True)
class Amount:
    """A quantity, frequency or duration of a request, from ``low`` to ``high``, which are the same
    but for a range.

    The unit is "sessions", "units", "grams", "ml", "refills", "days", "hours", "per day", "per
    week", "per month", "per year", "hours per day" or "hours per week".
    """

    unit: str
    low: float
    high: float


@dataclass(frozen=True)
class GuidelineCitation:
    """One citation of a guideline line: the part or chapter, the year of its edition, the section
    or pages in the letter's words.

    ``guidelines`` are MTUS, ACOEM, ODG or other; a chapter of the MTUS that is ACOEM's is of both.
    ``title`` is without the guideline's name ("Low Back Complaints", "Knee & Leg"), empty where the
    line names the guideline alone.
    """

    guidelines: tuple[str, ...]
    title: str
    edition: int | None
    section: str | None

    @property
    def guideline(self) -> str:
        """The guideline that the line names first of those it is of."""
        return self.guidelines[0]


@dataclass(frozen=True)
class ItemFacets:
    """The facets of one disputed item.

    ``category`` and ``subcategory`` are the Division's; None where no service was recognized.
    ``procedures`` and ``regions`` are canonical names, in the order in which the item names them.
    ``repeat`` is "yes" where the letter says that the same study or treatment of that region was
    given before, "no" where it says that there was none. ``guidelines`` are what the reviewer
    relied on: MTUS, ACOEM, ODG, other, none, ``citations`` the same line in parts,
    ``claims_citations`` the claims administrator's line. ``reasons`` are the decisive first.
    ``repeat_sentence`` tells the repeat, None where the request itself does, or nothing. ``levels``
    are spinal levels ("L4-L5") with the words that name them, the request or a sentence of the
    rationale; ``amounts`` quantities, frequencies and durations, ``strengths`` doses ("10/325 mg"),
    ``service_dates`` ISO days and spans. ``diagnoses`` and ``mechanism`` are those of the letter,
    the same for all of its items. ``unknown`` are the words of the request that the vocabulary does
    not know. ``facet_values`` are the values that the facets' declarations extract, by the facet's
    name; facets without a value are left out.
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
    levels: tuple[Found, ...] = ()
    amounts: tuple[Amount, ...] = ()
    strengths: tuple[str, ...] = ()
    service_dates: tuple[str, ...] = ()
    citations: tuple[GuidelineCitation, ...] = ()
    claims_citations: tuple[GuidelineCitation, ...] = ()
    diagnoses: tuple[Found, ...] = ()
    mechanism: Found | None = None
    unknown: tuple[str, ...] = ()
    facet_values: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
