"""Before and after: the engine's ranking against the re-ranked one, on queries the re-ranker has not seen."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from matchmaker.matching.evaluation.statistics import Difference, Interval, difference, interval

CUT = 10
_DECIMALS = 10


def ndcg(scores: np.ndarray, grades: np.ndarray, is_open: np.ndarray) -> np.ndarray:
    """nDCG@10 of each query (Järvelin and Kekäläinen 2002; gain = grade, discount = log2(rank + 1)).

    All arrays are queries x documents. A score of 0 or below, and a pair that is not open, is not found; ties stand
    against the system; a query without a relevant document counts 0.
    """
    return np.array([_of_one(*row) for row in zip(scores, grades, is_open, strict=True)], dtype=np.float64)


def _of_one(scores: np.ndarray, grades: np.ndarray, is_open: np.ndarray) -> float:
    exact = np.round(np.asarray(scores, dtype=np.float64), _DECIMALS)
    found = np.flatnonzero((exact > 0) & is_open)
    best = found[np.lexsort((found, grades[found] > 0, -exact[found]))][:CUT]
    ideal = _discounted(np.sort(grades[grades > 0])[::-1][:CUT])
    return _discounted(np.maximum(grades[best], 0)) / ideal if ideal else 0.0


def _discounted(gains: np.ndarray) -> float:
    return math.fsum((gains / np.log2(np.arange(2, len(gains) + 2))).tolist())


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over queries with its interval."""

    mean: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Good pairs among the first ten of all queries: how many the probabilities promised, and how many were there."""

    promised: float
    found: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """nDCG@10 of the same queries before and after, and their paired difference."""

    queries: int
    pairs: int
    before: Figure
    after: Figure
    difference: Difference
    calibration: Calibration

    @property
    def is_better(self) -> bool:
        """Whether the whole interval of the difference is above 0: only then a re-ranker may be installed."""
        bounds = self.difference.interval
        return bounds is not None and bounds.low > 0

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "queries": self.queries,
            "pairs": self.pairs,
            "before": _figure(self.before.mean, self.before.interval),
            "after": _figure(self.after.mean, self.after.interval),
            "difference": {**_figure(self.difference.mean, self.difference.interval), "p": self.difference.p},
            "calibration": {"promised": self.calibration.promised, "found": self.calibration.found},
            "is_better": self.is_better,
        }


def compared(before: np.ndarray, after: np.ndarray, pairs: int, calibration: Calibration) -> Comparison:
    """The comparison of two rows of nDCG@10, one value a query."""
    return Comparison(
        queries=len(before),
        pairs=pairs,
        before=Figure(float(before.mean()), interval(before)),
        after=Figure(float(after.mean()), interval(after)),
        difference=difference(after, before),
        calibration=calibration,
    )


def calibrated(probabilities: np.ndarray, grades: np.ndarray) -> Calibration:
    """How well the probabilities of one pool hold for the ten best of each query."""
    best = np.argsort(-probabilities, axis=1, kind="stable")[:, :CUT]
    promised = np.take_along_axis(probabilities, best, axis=1).ravel()
    found = np.take_along_axis(grades, best, axis=1) > 0
    return Calibration(math.fsum(promised.tolist()), int(found.sum()))


def _figure(mean: float, bounds: Interval | None) -> dict[str, Any]:
    return {"ndcg@10": mean, "interval": [bounds.low, bounds.high] if bounds else None}
