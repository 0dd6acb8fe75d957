"""The ladder from a filter to the next wider ones."""

from collections.abc import Callable, Iterator

from index.facets.body import REGION
from index.facets.facet import Facet
from index.facets.filter import (
    AnyOf,
    Filter,
    Not,
    Place,
    Range,
    Text,
    all_of,
    facets_of,
    is_about,
    parts_of,
    values_of,
    with_values,
    without_facet,
)
from index.facets.letter import DECIDED
from index.facets.registry import SERVICES, WIDENING
from index.facets.service import PROCEDURE, SUBCATEGORY
from index.facets.worker import MECHANISM
from index.vocabulary import region_groups, services

#: Below this many items a selection is shown together with the next wider ones.
FEW = 5


def relax(population: Filter) -> Iterator[Filter | None]:
    """Ever wider filters: without the standing, then the neighbouring regions, then any region,
    then the class of the service.

    Each follows from the one before; an outcome that was asked for is kept.
    """
    wider: Filter | None = population
    for goes in _STANDING:
        kept = [part for part in parts_of(wider) if not goes(part)]
        if len(kept) < len(parts_of(wider)):
            wider = all_of(kept)
            yield wider
    regions = values_of(wider, REGION)
    if regions:
        grouped = tuple(
            dict.fromkeys(
                region
                for group in region_groups().values()
                if set(group) & set(regions)
                for region in group
            )
        )
        if set(grouped) > set(regions):
            wider = with_values(wider, REGION, grouped)
            yield wider
        if any(is_service(part) for part in parts_of(wider)):
            wider = without_facet(wider, REGION)
            yield wider
    names = values_of(wider, PROCEDURE)
    if names:
        known = dict.fromkeys(
            subcategory
            for name in names
            if name in services() and (subcategory := services()[name].subcategory)
        )
        yield with_values(without_facet(wider, PROCEDURE), SUBCATEGORY, tuple(known))


def is_service(part: Filter) -> bool:
    """Whether a part of a filter asks for services or classes of services, and for nothing else."""
    named = facets_of(part)
    return bool(named) and not isinstance(part, Not) and named <= set(SERVICES)


def is_words_of_request(part: Filter) -> bool:
    """Whether a part of a filter asks for words of the disputed request."""
    texts = part.any if isinstance(part, AnyOf) else (part,)
    return all(isinstance(text, Text) and text.place is Place.REQUEST for text in texts)


def _on(facet: Facet) -> Callable[[Filter], bool]:
    return lambda part: is_about(part, facet)


def _is_less_than_years(part: Filter) -> bool:
    """Whether a part asks for days of decision that do not make whole years."""
    ranges = part.any if isinstance(part, AnyOf) else (part,)
    return is_about(part, DECIDED) and not all(
        isinstance(span, Range)
        and (span.low is None or _ends(span.low, (1, 1)))
        and (span.high is None or _ends(span.high, (12, 31)))
        for span in ranges
    )


def _ends(day: object, month_and_day: tuple[int, int]) -> bool:
    return (getattr(day, "month", None), getattr(day, "day", None)) == month_and_day


# Given up first: how an item stands; what it is and where stay. Words of the request go with what
# the worker was hurt by; of the days of decision those go that are less than years.
_STANDING = tuple(
    goes
    for facet in WIDENING
    for goes in (
        (_on(facet), is_words_of_request)
        if facet is MECHANISM
        else (_is_less_than_years if facet is DECIDED else _on(facet),)
    )
)
