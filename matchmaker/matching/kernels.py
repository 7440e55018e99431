"""The inner loop of scoring, compiled: products of a few sparse rows with a transposed matrix."""

import numpy as np
from numba import njit, types

_INT32 = types.Array(types.int32, 1, "C", readonly=True)
_FLOAT64 = types.Array(types.float64, 1, "C", readonly=True)
_OUT = types.Array(types.float64, 2, "C")


@njit(types.void(_INT32, _INT32, _FLOAT64, _INT32, _INT32, _FLOAT64, _OUT), cache=True, nogil=True)
def add_products(
    row_starts: np.ndarray,
    row_terms: np.ndarray,
    row_weights: np.ndarray,
    term_starts: np.ndarray,
    term_listings: np.ndarray,
    term_weights: np.ndarray,
    sums: np.ndarray,
) -> None:
    """Add to `sums` (rows x listings) the inner product of each row with each listing.

    Terms are taken in the order of the row, so that a sum is the same to the last bit from whichever side it is
    made. Terms that the transposed matrix has not are left out.
    """
    known = len(term_starts) - 1
    for row in range(len(row_starts) - 1):
        for at in range(row_starts[row], row_starts[row + 1]):
            term = row_terms[at]
            if term < known:
                weight = row_weights[at]
                for place in range(term_starts[term], term_starts[term + 1]):
                    sums[row, term_listings[place]] += weight * term_weights[place]
