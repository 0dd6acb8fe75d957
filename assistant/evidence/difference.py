"""How far two overturned shares are apart."""

from dataclasses import dataclass
from math import hypot

from assistant.evidence.tally import Tally


@dataclass(frozen=True)
class Difference:
    """The overturned share of the second selection less that of the first, with its 95 % interval,
    as shares.
    """

    value: float
    low: float
    high: float


def difference(first: Tally, second: Tally) -> Difference | None:
    """The difference of two overturned shares; None where one of them has none.

    R. G. Newcombe, "Interval estimation for the difference between independent proportions",
    Statistics in Medicine 17 (1998) 873-890, method 10: from the Wilson intervals of both.
    """
    a, b = first.share, second.share
    if a is None or b is None or first.interval is None or second.interval is None:
        return None
    (low_a, high_a), (low_b, high_b) = first.interval, second.interval
    return Difference(
        b - a, b - a - hypot(b - low_b, high_a - a), b - a + hypot(high_b - b, a - low_a)
    )
