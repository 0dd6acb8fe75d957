"""Exact counts of a selection, from the records."""

from dataclasses import dataclass, field
from datetime import date
from math import sqrt

from assistant.presentation.phrases import filter_in_words
from index.facets.decision import OUTCOME
from index.facets.filter import Filter, facets_of
from index.store.protocols import Records
from index.store.sqlite.count import Totals


def wilson(successes: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """The Wilson score interval of a share, by default at 95 %; (0, 1) for n = 0.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
    (1927) 209-212.
    """
    if n == 0:
        return 0.0, 1.0
    share = successes / n
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


@dataclass(frozen=True)
class Tally:
    """How the items that meet a filter were decided.

    The unit is the disputed item. ``period`` is the first and the last decision date, None where no
    item has one (``undated`` of them have none). ``items`` are the (case, position) of the items
    where they were asked for (see `assistant.evidence.item_lists`), else empty.
    """

    filter: Filter | None
    n: int
    upheld: int
    overturned: int
    period: tuple[date | None, date | None]
    undated: int
    items: tuple[tuple[str, int], ...] = ()

    @property
    def words(self) -> str:
        """The filter as a noun phrase."""
        return filter_in_words(self.filter)

    @property
    def conditional(self) -> bool:
        """Whether the selection names an outcome: how its items were decided is then a matter of
        the question, not of the decisions.
        """
        return OUTCOME in facets_of(self.filter)

    @property
    def share(self) -> float | None:
        """The overturned share; None where there is none to tell: of an empty selection, and of one
        that names an outcome.
        """
        return None if self.conditional or not self.n else self.overturned / self.n

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval of the overturned share; None where there is no share."""
        return None if self.share is None else wilson(self.overturned, self.n)


def tally(records: Records, population: Filter | None = None) -> Tally:
    """The tally of what meets a filter, by default of all indexed items."""
    return tally_of(population, records.totals(population))


def tally_of(population: Filter | None, counted: Totals) -> Tally:
    """The totals of a population as its tally."""
    return Tally(
        population,
        counted.n,
        counted.upheld,
        counted.overturned,
        (counted.first, counted.last),
        counted.undated,
    )


@dataclass(frozen=True)
class Count:
    """How many of some items have a value of a facet; ``items`` are their (case, position) where
    they were asked for, else empty, and ``among`` those of the ``of`` items. ``filter`` is what the
    counted items meet, and ``within`` what all of them meet, where the query and the name of the
    count do not tell it.
    """

    value: str
    count: int
    of: int
    items: tuple[tuple[str, int], ...] = ()
    among: tuple[tuple[str, int], ...] = field(default=(), compare=False, repr=False)
    filter: Filter | None = field(default=None, compare=False, repr=False)
    within: Filter | None = field(default=None, compare=False, repr=False)
