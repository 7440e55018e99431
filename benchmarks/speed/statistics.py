"""Figures from timings: spread, growth, recall."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_TIE = 1e-6
"""Scores so near to the k-th best count as equal to it: some peers add in single precision."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and quartiles of `runs` repeated runs."""

    low: float
    median: float
    high: float
    runs: int


def spread(values: Sequence[float]) -> Spread:
    """Median and quartiles (linear between neighbours) of at least one value."""
    low, median, high = np.percentile(np.asarray(values, dtype=np.float64), [25, 50, 75]).tolist()
    return Spread(low, median, high, len(values))


def slope(sizes: Sequence[float], values: Sequence[float]) -> float | None:
    """Exponent b of values ~ sizes ** b by least squares over logarithms; None with fewer than two sizes.

    Values that are not above 0 say nothing about growth and are left out.
    """
    points = [(np.log(size), np.log(value)) for size, value in zip(sizes, values, strict=True) if value > 0]
    if len({size for size, _ in points}) < 2:
        return None
    x, y = np.array(points, dtype=np.float64).T
    x = x - x.mean()
    return float((x * (y - y.mean())).sum() / (x * x).sum())


def recall(found_scores: Sequence[np.ndarray], exact_scores: Sequence[np.ndarray]) -> float:
    """Mean share of the exact best that was found, query by query.

    `found_scores` are the *exact* scores of the rows a method found, `exact_scores` those of the exact best. A row
    that ties with the last of the best is as good as that one. A query without any result counts as whole.
    """
    shares = []
    for found, exact in zip(found_scores, exact_scores, strict=True):
        if len(exact) == 0:
            continue
        good = int(np.count_nonzero(found >= exact.min() - _TIE))
        shares.append(min(good, len(exact)) / len(exact))
    return float(np.mean(shares)) if shares else 1.0
