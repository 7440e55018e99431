"""The inner loops of scoring, compiled: products of sparse rows with a transposed matrix, and what is made of them.

Each formula stands here once, so that a list and an explanation have the same score to the last bit.
"""

import math

import numpy as np
from numba import float32, float64, njit, types, vectorize

_INT32 = types.Array(types.int32, 1, "C", readonly=True)
_FLOAT64 = types.Array(types.float64, 1, "C", readonly=True)
_INT64 = types.Array(types.int64, 1, "C", readonly=True)
_OUT = types.Array(types.float64, 2, "C")
_SUMS = types.Array(types.float64, 1, "C")
_ENDS = types.Array(types.int64, 1, "C")
_ENTRIES = types.Array(types.int64, 2, "C")


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


@njit(cache=True, nogil=True)
def _meeting(terms: np.ndarray, at: int, end: int, others: np.ndarray, other: int, other_end: int) -> tuple[int, int]:
    """Where two ascending runs have the next term in common; the end of one of them where there is none."""
    while at < end and other < other_end and terms[at] != others[other]:
        if terms[at] < others[other]:
            at += 1
        else:
            other += 1
    return at, other


@njit(types.void(_INT32, _INT32, _FLOAT64, _INT64, _INT32, _INT32, _FLOAT64, _INT64, _SUMS), cache=True, nogil=True)
def pair_products(  # noqa: PLR0913, PLR0917 - two matrices, and which rows of each
    starts: np.ndarray,
    terms: np.ndarray,
    weights: np.ndarray,
    rows: np.ndarray,
    other_starts: np.ndarray,
    other_terms: np.ndarray,
    other_weights: np.ndarray,
    columns: np.ndarray,
    sums: np.ndarray,
) -> None:
    """Set `sums` to the inner product of a row of one matrix and a row of another, for each pair of `rows`, `columns`.

    Both have their terms in ascending order, so the sum is that of `add_products` to the last bit.
    """
    for pair in range(len(rows)):
        at, end = starts[rows[pair]], starts[rows[pair] + 1]
        other, other_end = other_starts[columns[pair]], other_starts[columns[pair] + 1]
        total = 0.0
        at, other = _meeting(terms, at, end, other_terms, other, other_end)
        while at < end and other < other_end:
            total += weights[at] * other_weights[other]
            at, other = _meeting(terms, at + 1, end, other_terms, other + 1, other_end)
        sums[pair] = total


@njit(types.int64(_INT32, _INT32, _INT64, _INT32, _INT32, _INT64, _ENDS, _ENTRIES), cache=True, nogil=True)
def shared_entries(
    starts: np.ndarray,
    terms: np.ndarray,
    rows: np.ndarray,
    other_starts: np.ndarray,
    other_terms: np.ndarray,
    columns: np.ndarray,
    ends: np.ndarray,
    entries: np.ndarray,
) -> int:
    """Where the two rows of each pair store the terms that both have: places in the one matrix and in the other.

    `entries` (any number x 2) takes the places in the order of the terms, as far as it reaches, `ends` where those of
    each pair end. Returns how many there are.
    """
    count = 0
    for pair in range(len(rows)):
        at, end = starts[rows[pair]], starts[rows[pair] + 1]
        other, other_end = other_starts[columns[pair]], other_starts[columns[pair] + 1]
        at, other = _meeting(terms, at, end, other_terms, other, other_end)
        while at < end and other < other_end:
            if count < len(entries):
                entries[count, 0], entries[count, 1] = at, other
            count += 1
            at, other = _meeting(terms, at + 1, end, other_terms, other + 1, other_end)
        ends[pair] = count
    return count


@njit(types.void(_INT32, _INT32, _INT64, _INT32, _ENDS), cache=True, nogil=True)
def entries_of(starts: np.ndarray, terms: np.ndarray, rows: np.ndarray, wanted: np.ndarray, places: np.ndarray) -> None:
    """Set `places` to where a matrix stores the `wanted` term of each of `rows`, -1 where it does not."""
    for at in range(len(rows)):
        low, end = starts[rows[at]], starts[rows[at] + 1]
        high = end
        while low < high:
            middle = (low + high) // 2
            if terms[middle] < wanted[at]:
                low = middle + 1
            else:
                high = middle
        places[at] = low if low < end and terms[low] == wanted[at] else -1


@vectorize([float64(float64, float64)], cache=True)
def join(words: float, meaning: float) -> float:
    """One score of two kinds of evidence, as `semantic.fusion` has it; most pairs have neither."""
    total = words + meaning
    return -math.expm1(-total) if total != 0.0 else 0.0


@vectorize([float64(float64, float64, float64)], cache=True)
def fuse(forward: float, backward: float, share: float) -> float:
    """Ordered weighted average of two directions: `share` to the better one, the rest to the other."""
    return share * max(forward, backward) + (1.0 - share) * min(forward, backward)


@vectorize([float64(float32, float64, float64, float64, float64, float64, float64, float64, float64)], cache=True)
def mean(  # noqa: PLR0913, PLR0917 - what a pair of texts has, and what the settings say
    cosine: float,
    crowding: float,
    other_crowding: float,
    overlap: float,
    known: float,
    other_known: float,
    offset: float,
    floor: float,
    weight: float,
) -> float:
    """Evidence of meaning, as `semantic.fusion` has it; most pairs are not near enough for any."""
    nearness = cosine - 0.5 * (crowding + other_crowding) + offset
    if nearness <= 0.0:
        return 0.0
    both = min(max(overlap, 0.0), 1.0)
    coverage = both + (1.0 - both) * math.sqrt(known * other_known)
    return weight * (floor + (1.0 - floor) * (1.0 - coverage) ** 2) * nearness**2


@vectorize([float64(float64, float64, float64)], cache=True)
def rival(alike: float, complementary: float, best_way: float) -> float:
    """How much more alike two are than what they need of each other: evidence, evidence, and the latter as a score.

    A score grows with its evidence, so where the latter is greater nothing has to be worked out.
    """
    if alike <= complementary:
        return 0.0
    return min(max(-math.expm1(-alike) - best_way, 0.0), 1.0)


@vectorize([float64(float64, float64, float64, float64, float64, float64, float64)], cache=True)
def score(
    text: float, codes: float, reach: float, rivalry: float, text_weight: float, code_weight: float, penalty: float
) -> float:
    """The score of a pair from its parts, within [0, 1], as `score` has it."""
    raw = text_weight * text + code_weight * reach * codes
    return min(max(raw * (1.0 - penalty * rivalry), 0.0), 1.0)


@njit(types.void(_OUT, _OUT, types.float64, types.float64, _OUT), cache=True, nogil=True)
def add_codes(forward: np.ndarray, backward: np.ndarray, share: float, weight: float, sums: np.ndarray) -> None:
    """Add what a code channel counts to `sums`, each direction 1 at most, and leave the two with zeros."""
    for row in range(sums.shape[0]):
        for column in range(sums.shape[1]):
            one, other = forward[row, column], backward[row, column]
            if one != 0.0 or other != 0.0:
                better, worse = min(max(one, other), 1.0), min(one, other, 1.0)
                sums[row, column] += weight * (share * better + (1.0 - share) * worse)
                forward[row, column] = backward[row, column] = 0.0
