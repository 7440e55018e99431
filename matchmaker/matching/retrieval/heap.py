"""A heap of the best rows found so far, in two arrays, the worst at the root: high scores first, then low rows."""

import numpy as np
from numba import njit


@njit(nogil=True)
def _worse(score: float, row: int, other: float, other_row: int) -> bool:
    return score < other or (score == other and row > other_row)


@njit(nogil=True)
def _swap(scores: np.ndarray, rows: np.ndarray, place: int, other: int) -> None:
    scores[place], scores[other] = scores[other], scores[place]
    rows[place], rows[other] = rows[other], rows[place]


@njit(nogil=True)
def _sink(scores: np.ndarray, rows: np.ndarray, size: int) -> None:
    """Bring the root down to its place among the first `size`."""
    place = 0
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and _worse(scores[child + 1], rows[child + 1], scores[child], rows[child]):
            child += 1
        if _worse(scores[place], rows[place], scores[child], rows[child]):
            return
        _swap(scores, rows, place, child)
        place = child


@njit(nogil=True)
def offered(scores: np.ndarray, rows: np.ndarray, size: int, score: float, row: int) -> int:
    """Put a row in if there is room or it beats the worst; the new size."""
    if size == len(scores):
        if _worse(scores[0], rows[0], score, row):
            scores[0], rows[0] = score, row
            _sink(scores, rows, size)
        return size
    place = size
    scores[place], rows[place] = score, row
    while place > 0 and _worse(scores[place], rows[place], scores[(place - 1) // 2], rows[(place - 1) // 2]):
        _swap(scores, rows, place, (place - 1) // 2)
        place = (place - 1) // 2
    return size + 1


@njit(nogil=True)
def put_in_order(scores: np.ndarray, rows: np.ndarray, size: int) -> None:
    """Sort the heap, best first."""
    for last in range(size - 1, 0, -1):
        _swap(scores, rows, 0, last)
        _sink(scores, rows, last)
