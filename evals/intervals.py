"""Bootstrap intervals of means, and paired tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

_RESAMPLES = 2_000
_SEED = 20_260_101  # the same figures at every run


@dataclass(frozen=True)
class Mean:
    """A mean with its 95 % bootstrap interval; ``n`` values went in."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return (
            f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.n}"
            if self.n
            else "no value"
        )


def bootstrap_mean(values: Sequence[float]) -> Mean:
    """The mean with the percentile bootstrap interval (B. Efron, Ann. Statist. 7 (1979) 1-26); NaN
    without values.
    """
    if not values:
        return Mean(float("nan"), float("nan"), float("nan"), 0)
    sample = np.asarray(values, dtype=float)
    means = _resampled(sample)
    low, high = np.percentile(means, [2.5, 97.5])
    return Mean(float(sample.mean()), float(low), float(high), len(sample))


def bootstrap_difference(first: Sequence[float], second: Sequence[float]) -> tuple[Mean, float]:
    """The mean difference of paired values, second minus first, with its interval and a two-sided
    bootstrap p-value.

    The p-value is twice the share of resampled differences on the other side of zero, at most 1.
    """
    differences = np.asarray(second, dtype=float) - np.asarray(first, dtype=float)
    if not len(differences):
        return bootstrap_mean([]), float("nan")
    means = _resampled(differences)
    low, high = np.percentile(means, [2.5, 97.5])
    p = min(1.0, 2 * min(float((means <= 0).mean()), float((means >= 0).mean())))
    return Mean(float(differences.mean()), float(low), float(high), len(differences)), p


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> tuple[int, int, float]:
    """How many pairs only the first has right, how many only the second, and the exact two-sided
    p-value.

    Q. McNemar, Psychometrika 12 (1947) 153-157, with the exact binomial distribution of the
    discordant pairs.
    """
    only_first = sum(a and not b for a, b in zip(first, second, strict=True))
    only_second = sum(b and not a for a, b in zip(first, second, strict=True))
    n = only_first + only_second
    tail = sum(comb(n, k) for k in range(min(only_first, only_second) + 1)) / 2**n if n else 1.0
    return only_first, only_second, min(1.0, 2 * tail)


def _resampled(sample: np.ndarray) -> np.ndarray:
    generator = np.random.default_rng(_SEED)
    return sample[generator.integers(0, len(sample), (_RESAMPLES, len(sample)))].mean(axis=1)
