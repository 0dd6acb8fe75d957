"""The live count beside each value that a selection can be narrowed or changed by."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from index.records.facet_values import ValueCount, count_of, value_counts
from index.records.selection import Facet, Selection

#: The facets that a selection is usually narrowed by, in the order in which a page or a list shows them.
FILTERS = (
    Facet.OUTCOME, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.PROCEDURE, Facet.REGION, Facet.LATERALITY, Facet.LEVEL, Facet.REPEAT, Facet.RETROSPECTIVE, Facet.PARTLY_AUTHORIZED,
    Facet.REASON, Facet.GUIDELINE, Facet.YEAR, Facet.SPECIALTY, Facet.DIAGNOSIS, Facet.MECHANISM, Facet.AGE, Facet.SEX, Facet.PRIORITY,
)  # fmt: skip


@dataclass(frozen=True)
class FacetCount:
    """A value of a facet and the items that have it, were it chosen; ``selected`` where the selection names it already."""

    value: str
    n: int
    upheld: int
    overturned: int
    selected: bool

    def as_json(self) -> dict[str, Any]:
        """The count as plain values."""
        return {"value": self.value, "n": self.n, "upheld": self.upheld, "overturned": self.overturned, "selected": self.selected}


def facet_counts(connection: Connection, selection: Selection, facets: Iterable[Facet] = FILTERS, limit: int = 20) -> dict[Facet, tuple[FacetCount, ...]]:
    """The ``limit`` most frequent values of each facet, and those that the selection names however rare they are.

    The counts of a facet are taken without the selection's own criterion on it, so that its other values can
    be chosen instead; what is excluded stays so. Most frequent first. The unit is the disputed item.
    """
    asked = list(dict.fromkeys(facets))
    # Facets that the selection does not name share one rest, and one statement counts them.
    rests: dict[Selection, list[Facet]] = {}
    for facet in asked:
        rests.setdefault(selection.but(facet), []).append(facet)
    found: dict[Facet, tuple[FacetCount, ...]] = {}
    for rest, group in rests.items():
        for facet, counts in value_counts(connection, rest, group, limit).items():
            named = dict.fromkeys(value for each in selection.criteria if each.facet is facet and not each.excluded for value in each.values)
            missing = [value for value in named if value not in {count.value for count in counts}]
            every = [*counts, *count_of(connection, rest, facet, missing)]
            found[facet] = tuple(_counted(count, count.value in named) for count in sorted(every, key=lambda each: -each.n))
    return {facet: found[facet] for facet in asked}


def _counted(count: ValueCount, selected: bool) -> FacetCount:
    return FacetCount(count.value, count.n, count.upheld, count.n - count.upheld, selected)
