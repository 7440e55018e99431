"""Compiled steps that turn a matrix of listings x terms into posting lists."""

import numpy as np
from numba import float32, float64, int32, int64, njit, uint8, void

from matchmaker.matching.retrieval.layout import BYTES, INTEGERS, LEAST, NUMBERS, SHORT_INTEGERS, TIERS


@njit(void(SHORT_INTEGERS, int64[::1]), cache=True, nogil=True)
def count_columns(columns: np.ndarray, counts: np.ndarray) -> None:
    """Add to `counts` how often each column occurs."""
    for place in range(len(columns)):
        counts[columns[place]] += 1


@njit(float32(float64), cache=True, nogil=True)
def raised(weight: float) -> np.float32:
    """`weight` in single precision, rounded up, so that what is computed from it bounds the truth."""
    short = np.float32(max(weight, LEAST))
    if np.float64(short) < weight:
        short = np.nextafter(short, np.float32(np.inf))
    return short


@njit(
    void(INTEGERS, SHORT_INTEGERS, NUMBERS, int64[::1], int32[::1], float32[::1], float32[::1]),
    cache=True,
    nogil=True,
)
def fill(
    starts: np.ndarray,
    columns: np.ndarray,
    weights: np.ndarray,
    places: np.ndarray,
    listings: np.ndarray,
    shorts: np.ndarray,
    peaks: np.ndarray,
) -> None:
    """Write the posting lists; `places` is where each list goes on and moves with what is written."""
    for row in range(len(starts) - 1):
        for place in range(starts[row], starts[row + 1]):
            column = columns[place]
            short = raised(weights[place])
            target = places[column]
            listings[target] = row
            shorts[target] = short
            peaks[column] = max(peaks[column], short)
            places[column] = target + 1


@njit(float64(INTEGERS, NUMBERS), cache=True, nogil=True)
def longest(starts: np.ndarray, weights: np.ndarray) -> float:
    """Highest L2 norm of a row."""
    highest: float = 0.0
    for row in range(len(starts) - 1):
        square = 0.0
        for place in range(starts[row], starts[row + 1]):
            square += weights[place] * weights[place]
        highest = max(highest, square)
    return float(np.sqrt(highest))


@njit(void(INTEGERS, SHORT_INTEGERS, NUMBERS, BYTES, float64, uint8[:, ::1]), cache=True, nogil=True)
def fill_tails(
    starts: np.ndarray, columns: np.ndarray, weights: np.ndarray, tiers: np.ndarray, unit: float, tails: np.ndarray
) -> None:
    """Write for each tier and listing the norm of the listing's terms in commoner tiers, in units, rounded up."""
    squares = np.empty(TIERS)
    for row in range(len(starts) - 1):
        squares[:] = 0.0
        for place in range(starts[row], starts[row + 1]):
            squares[tiers[columns[place]]] += weights[place] * weights[place]
        rest = 0.0
        for tier in range(TIERS - 2, -1, -1):
            rest += squares[tier + 1]
            tails[tier, row] = min(np.ceil(np.sqrt(rest) / unit * (1.0 + 1e-9)), 255.0)
