"""How sure a figure is: bootstrap intervals of a mean, paired tests, correction for several tests. SciPy's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

CONFIDENCE = 0.95
RESAMPLES = 5000
SEED = 20261122
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds that hold a mean with a confidence of 95 %."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of the differences query by query, its interval, and the probability of one as large by chance."""

    mean: float
    interval: Interval | None
    p: float


def interval(values: np.ndarray) -> Interval | None:
    """Percentile bootstrap interval of the mean over queries (Efron 1979); None for fewer than two queries."""
    if len(values) < 2:
        return None
    result = stats.bootstrap(
        (values,),
        np.mean,
        confidence_level=CONFIDENCE,
        n_resamples=RESAMPLES,
        batch=_BATCH,
        method="percentile",
        rng=np.random.default_rng(SEED),
    )
    return Interval(float(result.confidence_interval.low), float(result.confidence_interval.high))


def difference(values: np.ndarray, base: np.ndarray) -> Difference:
    """`values` - `base` on the same queries, tested two-sided by random changes of sign.

    The paired randomisation test of Smucker, Allan and Carterette (CIKM 2007). Queries without a difference change
    nothing under it and are left out of the draws; one query alone can be either way, which proves nothing.
    """
    differences = np.asarray(values, dtype=np.float64) - base
    telling = differences[differences != 0]
    return Difference(float(differences.mean()), interval(differences), _p(telling) if len(telling) > 1 else 1.0)


def _p(differences: np.ndarray) -> float:
    result = stats.permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES - 1,
        batch=_BATCH,
        rng=np.random.default_rng(SEED),
    )
    return float(result.pvalue)


def holm(probabilities: Sequence[float]) -> list[float]:
    """The probabilities corrected for their number, in the same order (Holm 1979, step-down)."""
    raw = np.asarray(probabilities, dtype=np.float64)
    order = np.argsort(raw, kind="stable")
    corrected = np.empty(len(raw))
    corrected[order] = np.minimum(np.maximum.accumulate(raw[order] * np.arange(len(raw), 0, -1)), 1.0)
    return [float(probability) for probability in corrected]
