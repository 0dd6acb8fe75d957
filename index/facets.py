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
class ItemFacets:
    """The facets of one disputed item.

    ``category`` and ``subcategory`` are the Division's; None where no service was recognized.
    ``procedures`` and ``regions`` are canonical names, in the order in which the item names them.
    ``repeat`` is "yes" where the letter says that the same study or treatment of that region was given
    before, "no" where it says that there was none. ``guidelines`` are what the reviewer relied on:
    MTUS, ACOEM, ODG, other, none. ``reasons`` are the decisive first. ``unknown`` are the words of the
    request that the vocabulary does not know.
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
    unknown: tuple[str, ...] = ()
