"""What a facet's declaration is given to read its values from."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.determination import Determination, DisputedItem
from index.extraction.attributes import Found, ItemFacets

#: What a facet reads off an item: true or false of a flag, a value with or without the sentence
#: that shows it, several different ones, or None where the letter tells nothing.
Extracted = bool | str | Found | Iterable[str | Found] | None


@dataclass(frozen=True)
class Source:
    """One disputed item with all that its facets can be read from.

    ``item`` has the request, the guideline lines and the rationale, ``determination`` the header,
    the clinical summary and the reviewer, each with its place in ``text``, the letter's running
    text. ``read`` is what the modules of this package have read of the item.
    """

    item: DisputedItem
    determination: Determination
    text: str
    read: ItemFacets


def found_values(extracted: Extracted) -> tuple[Found, ...]:
    """What a facet read off an item as values, in their order."""
    if extracted is None:
        return ()
    if isinstance(extracted, bool):
        extracted = "yes" if extracted else "no"
    several = [extracted] if isinstance(extracted, str | Found) else extracted
    return tuple(each if isinstance(each, Found) else Found(each) for each in several)
