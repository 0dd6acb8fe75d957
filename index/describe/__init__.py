"""Determinations into facets: one module for each kind of facet, each a plain function over the letter's words."""

from index.describe.category import categorize
from index.describe.guidelines import guidelines
from index.describe.procedures import procedures
from index.describe.reasons import reasons
from index.describe.regions import laterality, regions
from index.describe.repeat import repeat
from index.describe.standing import partly_authorized, retrospective
from index.describe.unknown import unknown_words
from index.determination import Determination, DisputedItem
from index.facets import ItemFacets


def describe(determination: Determination, text: str) -> tuple[ItemFacets, ...]:
    """The facets of each disputed item; ``text`` is the letter's running text, to which its places refer."""
    return tuple(_facets(item, determination, text) for item in determination.items)


def _facets(item: DisputedItem, determination: Determination, text: str) -> ItemFacets:
    named = procedures(item)
    where = regions(item, named)
    service = categorize(named, item.disputed)
    again = repeat(item, determination, named, where)
    return ItemFacets(
        category=service.category if service else None,
        subcategory=service.subcategory if service else None,
        procedures=named,
        regions=where,
        laterality=laterality(item),
        retrospective=retrospective(item),
        partly_authorized=partly_authorized(item),
        repeat=again,
        guidelines=guidelines(item),
        reasons=reasons(item, text, again),
        unknown=unknown_words(item),
    )
