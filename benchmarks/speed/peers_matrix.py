"""Peers that multiply matrices: scikit-learn and sparse_dot_topn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array, csr_matrix
from sklearn.metrics.pairwise import linear_kernel
from sklearn.neighbors import NearestNeighbors
from sparse_dot_topn import sp_matmul_topn

from benchmarks.speed.markets import TOP, Asked, Market, best, stacked
from benchmarks.speed.peers import Touched

_BLOCK = 250
"""Queries of a block of `linear_kernel`: its dense result takes documents x queries x 8 bytes."""


def _matrix(found: csr_array) -> csr_matrix:
    """The same arrays in the older class, which some of these libraries ask for."""
    return csr_matrix((found.data, found.indices, found.indptr), shape=found.shape, copy=False)


@dataclass
class LinearKernel:
    """scikit-learn's `linear_kernel`, then the ten highest."""

    name: str = "linear_kernel"
    library: str = "scikit-learn"
    note: str = (
        "`linear_kernel(documents, query)`, the faster order of the two, then `argpartition`; dense blocks of 250"
    )
    same_scores: bool = True
    _documents: csr_matrix | None = field(default=None, repr=False)

    def prepare(self, market: Market, _scratch: Path) -> None:
        """The matrix in memory."""
        self._documents = _matrix(market.documents)

    def formed(self, asked: Asked) -> csr_matrix:
        """A row."""
        return _matrix(stacked([asked], self._known.shape[1]))

    def one(self, query: csr_matrix) -> np.ndarray:
        """Rows of the best."""
        return best(linear_kernel(self._known, query).ravel())

    def many(self, queries: csr_array, _threads: int) -> Sequence[np.ndarray]:
        """Rows of the best of each query; one thread, whatever is asked."""
        found: list[np.ndarray] = []
        for start in range(0, queries.shape[0], _BLOCK):
            block = linear_kernel(_matrix(csr_array(queries[start : start + _BLOCK])), self._known)
            found.extend(best(row) for row in block)
        return found

    def touched(self, _asked: Asked) -> Touched:
        """The whole matrix: twelve bytes each."""
        return Touched(float(self._known.nnz), float(self._known.nnz) * 12)

    @property
    def _known(self) -> csr_matrix:
        if self._documents is None:
            raise RuntimeError("not prepared")
        return self._documents


@dataclass
class Neighbours:
    """scikit-learn's brute-force nearest neighbours by cosine."""

    name: str = "NearestNeighbors"
    library: str = "scikit-learn"
    note: str = '`NearestNeighbors(metric="cosine", algorithm="brute")`'
    same_scores: bool = True
    _model: Any = field(default=None, repr=False)
    _terms: int = 0
    _entries: int = 0

    def prepare(self, market: Market, _scratch: Path) -> None:
        """Fit."""
        self._terms, self._entries = market.documents.shape[1], market.documents.nnz
        count = min(TOP, len(market))
        self._model = NearestNeighbors(n_neighbors=count, metric="cosine", algorithm="brute")
        self._model.fit(_matrix(market.documents))

    def formed(self, asked: Asked) -> csr_matrix:
        """A row."""
        return _matrix(stacked([asked], self._terms))

    def one(self, query: csr_matrix) -> np.ndarray:
        """Rows of the best."""
        distances, rows = self._model.kneighbors(query)
        found: np.ndarray = rows[0][distances[0] < 1.0]
        return found

    def touched(self, _asked: Asked) -> Touched:
        """The whole matrix at least."""
        return Touched(float(self._entries), float(self._entries) * 12)


@dataclass
class TopN:
    """`sparse_dot_topn` on the transposed matrix, one query at a time or all at once."""

    is_batch: bool = False
    name: str = "sparse_dot_topn"
    library: str = "sparse-dot-topn"
    note: str = "`sp_matmul_topn(query, transposed, top_n=10, sort=True)`, float64, transposed once beforehand"
    same_scores: bool = True
    _by_term: csr_matrix | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.is_batch:
            self.name, self.note = "sparse_dot_topn, batch", "all queries in one call, time per query; one thread"

    def prepare(self, market: Market, _scratch: Path) -> None:
        """Transpose."""
        self._by_term = _matrix(market.documents).T.tocsr()

    def formed(self, asked: Asked) -> csr_matrix:
        """A row."""
        return _matrix(stacked([asked], self._known.shape[0]))

    def one(self, query: csr_matrix) -> np.ndarray:
        """Rows of the best."""
        rows: np.ndarray = sp_matmul_topn(query, self._known, top_n=TOP, sort=True).indices
        return rows

    def many(self, queries: csr_array, threads: int) -> Sequence[np.ndarray]:
        """Rows of the best of each query."""
        found = sp_matmul_topn(_matrix(queries), self._known, top_n=TOP, sort=True, n_threads=threads)
        return np.split(found.indices, found.indptr[1:-1])

    def touched(self, asked: Asked) -> Touched:
        """All postings of its terms, twelve bytes each."""
        starts = self._known.indptr
        postings = float((starts[asked.columns + 1] - starts[asked.columns]).sum())
        return Touched(postings, postings * 12)

    @property
    def _known(self) -> csr_matrix:
        if self._by_term is None:
            raise RuntimeError("not prepared")
        return self._by_term
