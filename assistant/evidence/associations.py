"""What sets the overturned items of a selection apart from the upheld ones: facets that are
over-represented on one side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from index.facets.facet import Kind
from index.facets.registry import FACETS
from index.facets.worker import MECHANISM
from index.store.sqlite.facet_values import ValueCount

#: On a side with fewer items nothing is claimed.
LEAST = 5
_LEVEL = 0.05


@dataclass(frozen=True)
class Association:
    """A facet's value that is more frequent on one side than chance explains.

    Of ``of_overturned`` overturned items ``overturned`` have it, of ``of_upheld`` upheld ones
    ``upheld``. ``p`` is that of Fisher's exact test (two-sided), corrected by Holm for the
    ``tests`` values that were compared.
    """

    group: str
    value: str
    overturned: int
    of_overturned: int
    upheld: int
    of_upheld: int
    p: float
    tests: int

    @property
    def chance(self) -> str:
        """The p-value as text."""
        return "below 0.001" if self.p < 0.001 else f"{self.p:.3f}"


#: What of an item can tell outcomes apart; reasons cannot, since each outcome has its own.
TELLING = tuple(facet.name for facet in FACETS if facet.tells_apart)
# That it is not so, or not known, is no value to tell by where an item has at most one.
_UNTOLD = {
    facet.name: "no" if facet.kind is Kind.FLAG else "unknown"
    for facet in FACETS
    if facet.tells_apart and (facet.kind is not Kind.MANY or facet is MECHANISM)
}


def enough(won: int, lost: int) -> bool:
    """Whether both sides hold enough items for a claim."""
    return min(won, lost) >= LEAST


def fisher(both: tuple[int, int], sides: tuple[int, int], log_factorials: np.ndarray) -> float:
    """The two-sided p of Fisher's exact test for ``both`` of two sides having a value: the chance
    of all splits that are no likelier than this one.

    ``log_factorials`` are those of 0 to the number of all items, worked out once for all values:
    scipy's own test takes a hundred times as long for thousands of items.
    """
    have, (won, lost) = sum(both), sides
    k = np.arange(max(0, have - lost), min(have, won) + 1)

    def ways(n: int, of: np.ndarray | int) -> np.ndarray:
        return log_factorials[n] - log_factorials[of] - log_factorials[n - of]

    chances = np.exp(ways(won, k) + ways(lost, have - k) - ways(won + lost, have))
    seen = chances[both[0] - k[0]]
    return float(min(1.0, chances[chances <= seen * (1 + 1e-9)].sum()))


def associations(
    won: int, lost: int, counts: Mapping[str, Sequence[ValueCount]]
) -> tuple[Association, ...]:
    """The values that set ``won`` overturned items apart from ``lost`` upheld ones, the surest
    first; none where a side holds fewer than five items.

    ``counts`` are those of the groups in `TELLING` among them all.
    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6 (1979) 65-70.
    """
    if not enough(won, lost):
        return ()
    # What nearly all or nearly none have cannot tell the sides apart.
    tested = {
        (group, facet_count.value): (facet_count.n - facet_count.upheld, facet_count.upheld)
        for group in TELLING
        for facet_count in counts[group]
        if facet_count.value != _UNTOLD.get(group) and 1 < facet_count.n < won + lost
    }
    log_factorials = gammaln(np.arange(won + lost + 1) + 1)
    ranked = sorted(
        (fisher(both, (won, lost), log_factorials), value, both) for value, both in tested.items()
    )
    associated, worst = [], 0.0
    for rank, (p, (group, value), both) in enumerate(ranked):
        worst = max(worst, min(1.0, p * (len(ranked) - rank)))
        if worst >= _LEVEL:
            break
        associated.append(
            Association(group, value, both[0], won, both[1], lost, worst, len(ranked))
        )
    return tuple(associated)
