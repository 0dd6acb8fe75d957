"""Every facet, once.

A new one is declared in a module of this package and listed here; all else iterates over the list.
"""

from difflib import get_close_matches

from index.facets.body import LATERALITY, LEVEL, REGION
from index.facets.buckets import Bucket
from index.facets.decision import (
    GUIDELINE,
    LETTER_OUTCOME,
    LICENSED_IN,
    OUTCOME,
    PARTLY_AUTHORIZED,
    PRIORITY,
    REASON,
    REPEAT,
    RETROSPECTIVE,
    SPECIALTY,
)
from index.facets.facet import Facet
from index.facets.letter import AMOUNT, ASSIGNED, CASE, DECIDED, DENIED, INJURED, POSITION, RECEIVED
from index.facets.service import CATEGORY, PROCEDURE, SUBCATEGORY
from index.facets.worker import AGE, DIAGNOSIS, MECHANISM, SEX

#: The order is that in which their words follow the service in a selection's noun phrase.
FACETS: tuple[Facet, ...] = (
    RETROSPECTIVE,
    REPEAT,
    PROCEDURE,
    CATEGORY,
    SUBCATEGORY,
    LATERALITY,
    REGION,
    LEVEL,
    GUIDELINE,
    PRIORITY,
    PARTLY_AUTHORIZED,
    SPECIALTY,
    LICENSED_IN,
    REASON,
    OUTCOME,
    LETTER_OUTCOME,
    DECIDED,
    INJURED,
    DENIED,
    RECEIVED,
    ASSIGNED,
    SEX,
    AGE,
    AMOUNT,
    DIAGNOSIS,
    MECHANISM,
    POSITION,
    CASE,
)
_BY_NAME = {facet.name: facet for facet in FACETS}

#: The facets that a page offers as filters, in its order.
FILTERS = tuple(
    sorted(
        (facet for facet in FACETS if facet.filter_rank is not None),
        key=lambda facet: facet.filter_rank or 0,
    )
)
#: What was asked for: a service or a class of services.
SERVICES = tuple(facet for facet in FACETS if facet.is_service)
#: What a selection of few items gives up first.
WIDENING = tuple(
    sorted(
        (facet for facet in FACETS if facet.widening_rank is not None),
        key=lambda facet: facet.widening_rank or 0,
    )
)


def facet_named(name: str) -> Facet:
    """The facet of a name.

    Raises:
        LookupError: there is none; the message names the nearest one.
    """
    if name in _BY_NAME:
        return _BY_NAME[name]
    near = get_close_matches(name, _BY_NAME, 1)
    raise LookupError(
        f"no facet is called {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    )


def groups() -> tuple[str, ...]:
    """Everything that counts can be set out by: "region", "decided:year"."""
    return tuple(
        name
        for facet in FACETS
        if facet.is_groupable
        for name in ([f"{facet.name}:{bucket.name}" for bucket in facet.buckets] or [facet.name])
    )


def group_of(facet: Facet, bucket: str | None = None) -> str:
    """The name by which counts are set out by a facet, by its first span where none is named:
    "region", "decided:year".
    """
    if not facet.buckets:
        return facet.name
    return f"{facet.name}:{bucket or facet.buckets[0].name}"


def facet_of_group(group: str) -> tuple[Facet, Bucket | None]:
    """The facet and the span of a group's name, as `group_of` gives it.

    Raises:
        LookupError: there is no such facet or span.
    """
    name, _, bucket = group.partition(":")
    facet = facet_named(name)
    return facet, facet.bucket(bucket) if bucket else None


def group_named(name: str) -> tuple[Facet, str | None]:
    """The facet and the span that counts are set out by under a name ("decided:year").

    Raises:
        LookupError: counts cannot be set out by it; the message names what they can be set out by.
    """
    facet_name, _, bucket = name.partition(":")
    facet = facet_named(facet_name)
    if facet.buckets and not bucket:
        bucket = facet.buckets[0].name
    if (
        not facet.is_groupable
        or bool(facet.buckets) != bool(bucket)
        or (bucket and bucket not in {each.name for each in facet.buckets})
    ):
        raise LookupError(f"counts are set out by {', '.join(groups())}, not by {name!r}")
    return facet, bucket or None
