"""Exact retrieval of the best listings for a query."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.retrieval.kernels import search
from matchmaker.matching.retrieval.layout import MOST, Lists, Queries, Room, Rows, read_only
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
        self._lists = Lists(**{name: read_only(array) for name, array in postings.arrays().items()})
        self._rows = Rows(*(read_only(array) for array in rows_of(forward)))
        self._idle: deque[Room] = deque()

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
        starts, columns, weights = rows_of(queries)
        checked, mask, count = _checked(starts, columns, weights), self._mask(allowed), len(starts) - 1
        if k < 0 or threads < 1:
            raise ValueError("k below zero or no thread")
        found, scores = np.full((count, k), -1, dtype=np.int64), np.zeros((count, k))
        size = -(-count // (threads * _SHARES)) or 1

        def answer(first: int) -> None:
            part = checked._replace(starts=checked.starts[first : first + size + 1])
            rows, values, _ = self._found(part, k, mask)
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
        return self._found(_checked(starts, columns, weights), k, self._mask(allowed))

    def _found(self, queries: Queries, k: int, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
        if k < 0:
            raise ValueError("k below zero")
        shape = (len(queries.starts) - 1, min(k, self._count))
        rows, scores = np.empty(shape, dtype=np.int64), np.empty(shape)
        if not rows.size:
            return rows, scores, 0
        try:
            room = self._idle.pop()
        except IndexError:
            room = Room.of(self._count, self._terms)
        read = int(search(self._lists, self._rows, room, queries, mask, rows, scores))
        self._idle.append(room)
        if read < 0:
            raise ValueError(f"weights of a query must lie between 0 and {MOST:g}")
        return rows, scores, read

    def _mask(self, allowed: np.ndarray | None) -> np.ndarray:
        if allowed is None:
            return _EVERYTHING
        if allowed.shape != (self._count,):
            raise ValueError(f"a mask of shape {allowed.shape} for {self._count} listings")
        return read_only(np.ascontiguousarray(allowed, dtype=np.bool_))


def _checked(starts: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> Queries:
    """Queries as the kernels take them."""
    if len(columns) != len(weights):
        raise ValueError(f"{len(columns)} columns with {len(weights)} weights")
    return Queries(
        read_only(np.ascontiguousarray(starts, dtype=np.int64)),
        read_only(np.ascontiguousarray(columns, dtype=np.int64)),
        read_only(np.ascontiguousarray(weights, dtype=np.float64)),
    )
