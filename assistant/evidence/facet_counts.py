"""The live count beside each value that a selection can be narrowed or changed by."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from index.facets.registry import FILTERS as DECLARED
from index.facets.selection import Facet, Selection, flat
from index.store.protocols import Records
from index.store.sqlite.facet_values import ValueCount

#: The facets that a selection is usually narrowed by, in the order in which a page or a list shows
#: them.
FILTERS = tuple(flat(each) for each in DECLARED)
# The last counts: a page asks for the same ones whenever it is drawn, and those of all items take
# long in a large store.
_KEPT = 64
_counted_before: OrderedDict[Hashable, dict[Facet, "tuple[FacetCount, ...]"]] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class FacetCount:
    """A value of a facet and the items that have it, were it chosen; ``selected`` where the
    selection names it already.
    """

    value: str
    n: int
    upheld: int
    overturned: int
    selected: bool

    def as_json(self) -> dict[str, Any]:
        """The count as plain values."""
        return {
            "value": self.value,
            "n": self.n,
            "upheld": self.upheld,
            "overturned": self.overturned,
            "selected": self.selected,
        }


def facet_counts(
    records: Records, selection: Selection, facets: Iterable[Facet] = FILTERS, limit: int = 20
) -> dict[Facet, tuple[FacetCount, ...]]:
    """The ``limit`` most frequent values of each facet, and those that the selection names however
    rare they are.

    The counts of a facet are taken without the selection's own criterion on it, so that its other
    values can be chosen instead; what is excluded stays so. Most frequent first. The unit is the
    disputed item.
    """
    asked = tuple(dict.fromkeys(facets))
    # What the store says of itself tells whether it is still the one that was counted.
    key = (records.version(), selection, asked, limit)
    with _lock:
        if key in _counted_before:
            _counted_before.move_to_end(key)
            return dict(_counted_before[key])
    counted = _count(records, selection, asked, limit)
    with _lock:
        _counted_before[key] = counted
        while len(_counted_before) > _KEPT:
            _counted_before.popitem(last=False)
    return dict(counted)


def _count(
    records: Records, selection: Selection, asked: tuple[Facet, ...], limit: int
) -> dict[Facet, tuple[FacetCount, ...]]:
    # Facets that the selection does not name share one rest, and one statement counts them.
    rests: dict[Selection, list[Facet]] = {}
    for facet in asked:
        rests.setdefault(selection.but(facet), []).append(facet)
    found: dict[Facet, tuple[FacetCount, ...]] = {}
    for rest, group in rests.items():
        for facet, counts in records.value_counts(rest, group, limit).items():
            named = dict.fromkeys(
                value
                for each in selection.criteria
                if each.facet is facet and not each.excluded
                for value in each.values
            )
            missing = [value for value in named if value not in {count.value for count in counts}]
            every = [*counts, *records.count_of(rest, facet, missing)]
            found[facet] = tuple(
                _counted(count, count.value in named)
                for count in sorted(every, key=lambda each: -each.n)
            )
    return {facet: found[facet] for facet in asked}


def _counted(count: ValueCount, selected: bool) -> FacetCount:
    return FacetCount(count.value, count.n, count.upheld, count.n - count.upheld, selected)
