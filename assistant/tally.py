"""Exact counts of a selection, from the records."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from sqlalchemy import Connection

from assistant.wording import selection_in_words
from index.determination import Outcome
from index.records.count import outcome_rows
from index.records.read import ItemRecord
from index.records.selection import Selection


def wilson(successes: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """The Wilson score interval of a share, by default at 95 %; (0, 1) for n = 0.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209-212.
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
    """How the items of a selection were decided.

    The unit is the disputed item. ``interval`` is the 95 % Wilson interval of the overturned share;
    ``period`` the first and the last decision date, None where no item has one (``undated`` of them have none).
    """

    selection: Selection
    n: int
    upheld: int
    overturned: int
    interval: tuple[float, float]
    period: tuple[date | None, date | None]
    undated: int
    items: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """The selection as a noun phrase."""
        return selection_in_words(self.selection)

    @property
    def overturned_share(self) -> float:
        """The overturned share, 0 for an empty selection."""
        return self.overturned / self.n if self.n else 0.0


def tally(connection: Connection, selection: Selection = Selection()) -> Tally:
    """The tally of a selection, without criteria that of all indexed items."""
    rows = outcome_rows(connection, selection)
    overturned = sum(outcome is Outcome.OVERTURNED for _, _, outcome, _ in rows)
    days = [decided for *_, decided in rows if decided]
    return Tally(
        selection=selection,
        n=len(rows),
        upheld=len(rows) - overturned,
        overturned=overturned,
        interval=wilson(overturned, len(rows)),
        period=(min(days), max(days)) if days else (None, None),
        undated=len(rows) - len(days),
        items=tuple((case, position) for case, position, _, _ in rows),
    )


@dataclass(frozen=True)
class Count:
    """How many of some items have a value of a facet, and which: ``items`` are their (case, position), empty where only the number was asked for."""

    value: str
    count: int
    of: int
    items: tuple[tuple[str, int], ...] = ()


def count(records: Sequence[ItemRecord], values: Callable[[ItemRecord], Iterable[str]]) -> tuple[Count, ...]:
    """How many of the items have each value, and which, the most frequent first."""
    found: dict[str, list[tuple[str, int]]] = {}
    for record in records:
        for value in dict.fromkeys(values(record)):
            found.setdefault(value, []).append((record.case, record.position))
    counts = [Count(value, len(items), len(records), tuple(items)) for value, items in found.items()]
    return tuple(sorted(counts, key=lambda each: -each.count))
