"""The ladder from a selection to the next wider ones."""

from collections.abc import Iterator

from index.facets.selection import Facet, Selection
from index.vocabulary import region_groups, services

#: Below this many items a selection is shown together with the next wider ones.
FEW = 5

# Given up first: how an item stands; what it is and where stay.
_STANDING = (
    Facet.LEVEL,
    Facet.AMOUNT,
    Facet.MECHANISM,
    Facet.MENTIONS,
    Facet.SEX,
    Facet.AGE,
    Facet.MONTH,
    Facet.REPEAT,
    Facet.RETROSPECTIVE,
    Facet.PARTLY_AUTHORIZED,
    Facet.LATERALITY,
)


def relax(selection: Selection) -> Iterator[Selection]:
    """Ever wider selections: without the standing, then the neighbouring regions, then any region,
    then the class of the service.

    Each follows from the one before; an outcome that was asked for is kept.
    """
    for facet in _STANDING:
        if selection.values(facet):
            selection = selection.but(facet)
            yield selection
    regions = selection.values(Facet.REGION)
    if regions:
        grouped = tuple(
            dict.fromkeys(
                each
                for group in region_groups().values()
                if set(group) & set(regions)
                for each in group
            )
        )
        if set(grouped) > set(regions):
            selection = selection.but(Facet.REGION, *grouped)
            yield selection
        if any(
            selection.values(facet)
            for facet in (Facet.PROCEDURE, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.EITHER)
        ):
            selection = selection.but(Facet.REGION)
            yield selection
    names = selection.values(Facet.PROCEDURE)
    if names:
        known = [
            subcategory
            for name in names
            if name in services() and (subcategory := services()[name].subcategory)
        ]
        yield selection.but(Facet.PROCEDURE).but(Facet.SUBCATEGORY, *dict.fromkeys(known))
