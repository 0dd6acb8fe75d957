"""The live count beside each value that a selection can be narrowed or changed by."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from index.facets.filter import Filter, values_in_group, without_facet
from index.facets.registry import FILTERS as DECLARED
from index.facets.registry import facet_of_group, group_of
from index.store.protocols import Records
from index.store.sqlite.facet_values import ValueCount

#: The groups that a selection is usually narrowed by, in the order in which a page or a list shows
#: them.
FILTERS = tuple(group_of(facet) for facet in DECLARED)
# The last counts: a page asks for the same ones whenever it is drawn, and those of all items take
# long in a large store.
_KEPT = 64
_counted_before: OrderedDict[Hashable, dict[str, "tuple[FacetCount, ...]"]] = OrderedDict()
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
    records: Records,
    population: Filter | None,
    groups: Iterable[str] = FILTERS,
    limit: int = 20,
) -> dict[str, tuple[FacetCount, ...]]:
    """The ``limit`` most frequent values of each group, and those that the filter names however
    rare they are.

    The counts of a facet are taken without what the filter itself asks of it, so that its other
    values can be chosen instead; what is excluded stays so. Most frequent first. The unit is the
    disputed item.
    """
    asked = tuple(dict.fromkeys(groups))
    # What the store says of itself tells whether it is still the one that was counted.
    key = (records.version(), population, asked, limit)
    with _lock:
        if key in _counted_before:
            _counted_before.move_to_end(key)
            return dict(_counted_before[key])
    counted = _count(records, population, asked, limit)
    with _lock:
        _counted_before[key] = counted
        while len(_counted_before) > _KEPT:
            _counted_before.popitem(last=False)
    return dict(counted)


def _count(
    records: Records, population: Filter | None, asked: tuple[str, ...], limit: int
) -> dict[str, tuple[FacetCount, ...]]:
    # Facets that the filter does not name share one rest, and one statement counts them.
    rests: dict[Filter | None, list[str]] = {}
    for group in asked:
        rests.setdefault(without_facet(population, facet_of_group(group)[0]), []).append(group)
    by_group: dict[str, tuple[FacetCount, ...]] = {}
    for rest, groups in rests.items():
        for group, counts in records.value_counts(rest, groups, limit).items():
            named = values_in_group(population, group)
            missing = [value for value in named if value not in {count.value for count in counts}]
            every = [*counts, *records.count_of(rest, group, missing)]
            by_group[group] = tuple(
                _counted(count, count.value in named)
                for count in sorted(every, key=lambda count: -count.n)
            )
    return {group: by_group[group] for group in asked}


def _counted(count: ValueCount, selected: bool) -> FacetCount:
    return FacetCount(count.value, count.n, count.upheld, count.n - count.upheld, selected)
