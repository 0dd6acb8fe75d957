"""The ladder from a selection to the next wider ones."""

from collections.abc import Iterator

from index.facets.letter import DECIDED
from index.facets.registry import WIDENING
from index.facets.selection import Facet, Selection, flat
from index.facets.worker import MECHANISM
from index.vocabulary import region_groups, services

#: Below this many items a selection is shown together with the next wider ones.
FEW = 5

# Given up first: how an item stands; what it is and where stay.
# Words of the request go with what the worker was hurt by; of the days of decision the month goes.
_STANDING = tuple(
    facet
    for each in WIDENING
    for facet in (
        (flat(each), Facet.MENTIONS)
        if each is MECHANISM
        else (Facet.MONTH if each is DECIDED else flat(each),)
    )
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
