"""Exact retrieval of the best listings for a query."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.retrieval.handing import handed
from matchmaker.matching.retrieval.kernels import search
from matchmaker.matching.retrieval.layout import MOST, Room, read_only
from matchmaker.matching.retrieval.postings import Postings, rows_of

_EVERYTHING = read_only(np.zeros(0, dtype=np.bool_))
_SHARES = 8
"""Parts of a batch per thread: few enough to cost nothing, enough that no thread waits long for another."""


class Retriever:
    """Finds the k rows with the highest inner product; safe to use from several threads at once.

    A score is what adding up weight x query weight in float64 over the row's terms in column order gives,
    whatever was skipped on the way.
    """

    def __init__(self, postings: Postings, forward: csr_array) -> None:
        """`forward` is the matrix of the postings, columns sorted in each row; ValueError for another shape."""
        if forward.shape != (postings.count, postings.terms):
            raise ValueError(f"posting lists of {postings.count} x {postings.terms}, a matrix of {forward.shape}")
        self._count, self._terms = postings.count, postings.terms
        self._kept = (*postings.arrays().values(), *rows_of(forward))
        self._places = handed(self._kept)
        self._idle: deque[tuple[Room, np.ndarray]] = deque()

    def top(
        self, columns: np.ndarray, weights: np.ndarray, k: int, *, allowed: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rows (int64) and scores (float64) of the k best listings above zero, best first, ties by row.

        Columns that the matrix does not have count nothing; a column given twice counts with the sum of its weights.
        `allowed` (bool, one per listing) leaves the others out. ValueError for weights below zero, above 1e18 or
        not a number.
        """
        starts = np.array([0, len(columns)], dtype=np.int64)
        found, values, _ = self.searched(starts, columns, weights, k, allowed)
        rows, scores = found[0], values[0]
        if not len(rows) or rows[-1] >= 0:
            return rows, scores
        size = int((rows >= 0).sum())
        return rows[:size], scores[:size]

    def top_many(
        self, queries: csr_array, k: int, *, threads: int = 1, allowed: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """What `top` finds for each row of `queries`: rows (queries x k, -1 behind the last) and scores (0 there)."""
        starts, columns, weights = _asked(*rows_of(queries))
        mask, count = self._mask(allowed), len(starts) - 1
        if k < 0 or threads < 1:
            raise ValueError("k below zero or no thread")
        found, scores = np.full((count, k), -1, dtype=np.int64), np.zeros((count, k))
        size = -(-count // (threads * _SHARES)) or 1

        def answer(first: int) -> None:
            rows, values, _ = self._found(starts[first : first + size + 1], columns, weights, k, mask)
            found[first : first + size, : rows.shape[1]] = rows
            scores[first : first + size, : rows.shape[1]] = values

        with ThreadPoolExecutor(threads) as pool:
            for _ in pool.map(answer, range(0, count, size)):
                pass
        return found, scores

    def searched(
        self, starts: np.ndarray, columns: np.ndarray, weights: np.ndarray, k: int, allowed: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, int]:
        """Rows and scores (queries x k, at most as many as there are listings) and the number of postings read.

        Queries are rows of a matrix given by its CSR arrays.
        """
        return self._found(*_asked(starts, columns, weights), k, self._mask(allowed))

    def _found(
        self, starts: np.ndarray, columns: np.ndarray, weights: np.ndarray, k: int, mask: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, int]:
        if k < 0:
            raise ValueError("k below zero")
        shape = (len(starts) - 1, min(k, self._count))
        rows, scores = np.empty(shape, dtype=np.int64), np.empty(shape)
        if not rows.size:
            return rows, scores, 0
        try:
            working = self._idle.pop()
        except IndexError:
            room = Room.of(self._count, self._terms)
            working = room, handed(room)
        read = search(self._places, working[1], starts, columns, weights, mask, rows, scores)
        self._idle.append(working)
        if read < 0:
            raise ValueError(f"weights of a query must lie between 0 and {MOST:g}")
        return rows, scores, read

    def _mask(self, allowed: np.ndarray | None) -> np.ndarray:
        if allowed is None:
            return _EVERYTHING
        if allowed.shape != (self._count,):
            raise ValueError(f"a mask of shape {allowed.shape} for {self._count} listings")
        return read_only(np.ascontiguousarray(allowed, dtype=np.bool_))


def _asked(starts: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Queries as the kernel takes them: arrays that may be written, though it writes none."""
    if len(columns) != len(weights):
        raise ValueError(f"{len(columns)} columns with {len(weights)} weights")
    return _own(starts, np.int64), _own(columns, np.int64), _own(weights, np.float64)


def _own(array: np.ndarray, dtype: type) -> np.ndarray:
    found: np.ndarray = np.ascontiguousarray(array, dtype=dtype)
    return found if found.flags.writeable else found.copy()
