"""A determination into the facets of its items."""

from dataclasses import replace

from index.determination import Determination, DisputedItem
from index.extraction.amounts import amounts, strengths
from index.extraction.attributes import Found, ItemFacets
from index.extraction.category import categorize
from index.extraction.citations import citations, claims_citations
from index.extraction.dates import service_dates
from index.extraction.diagnoses import diagnoses
from index.extraction.guidelines import guidelines
from index.extraction.levels import levels
from index.extraction.mechanism import mechanism
from index.extraction.procedures import procedures
from index.extraction.reasons import reasons
from index.extraction.regions import regions
from index.extraction.repeat import repeat
from index.extraction.source import Source, found_values
from index.extraction.standing import partly_authorized, retrospective
from index.extraction.unknown import unknown_words
from index.facets.registry import FACETS


def describe(determination: Determination, text: str) -> tuple[ItemFacets, ...]:
    """The facets of each disputed item; ``text`` is the letter's running text, to which its places
    refer.

    What the modules of this package read comes first, then what the facets' declarations extract.
    """
    named, hurt = diagnoses(determination, text), mechanism(determination, text)
    return tuple(
        _with_values(Source(item, determination, text, read))
        for item in determination.items
        for read in (_read(item, determination, text, named, hurt),)
    )


def _with_values(source: Source) -> ItemFacets:
    values = {
        facet.name: found
        for facet in FACETS
        if facet.extract is not None and (found := found_values(facet.extract(source)))
    }
    return replace(source.read, facet_values=values)


def _read(
    item: DisputedItem,
    determination: Determination,
    text: str,
    named_diagnoses: tuple[Found, ...],
    hurt: Found | None,
) -> ItemFacets:
    named = procedures(item)
    where, side = regions(item, text, named)
    service = categorize(named, item.disputed)
    history = repeat(item, determination, text, named, where)
    return ItemFacets(
        category=service.category if service else None,
        subcategory=service.subcategory if service else None,
        procedures=named,
        regions=where,
        laterality=side,
        retrospective=retrospective(item),
        partly_authorized=partly_authorized(item),
        repeat=history.repeat,
        guidelines=guidelines(item),
        reasons=reasons(item, text, history.repeat, named),
        repeat_sentence=history.sentence,
        levels=levels(item, text),
        amounts=amounts(item, named),
        strengths=strengths(item),
        service_dates=service_dates(item),
        citations=citations(item),
        claims_citations=claims_citations(item),
        diagnoses=named_diagnoses,
        mechanism=hurt,
        unknown=unknown_words(item),
    )
