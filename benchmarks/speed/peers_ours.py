"""Our own methods."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csc_array, csr_array

from benchmarks.speed.markets import TOP, Asked, Market, best, transposed
from benchmarks.speed.peers import Touched
from matchmaker.matching.retrieval import Postings, Retriever


@dataclass
class Ours:
    """The engine's retriever."""

    name: str = "ours"
    library: str = ""
    note: str = "`matchmaker.matching.retrieval.Retriever`: exact, terms that cannot matter are not read"
    same_scores: bool = True
    _retriever: Any = field(default=None, repr=False)

    def prepare(self, market: Market, scratch: Path) -> None:
        """Postings as the store keeps them, mapped from disk."""
        made = Postings.of(market.documents)
        mapped = {}
        for name, array in made.arrays().items():
            np.save(scratch / f"{name}.npy", array)
            mapped[name] = np.load(scratch / f"{name}.npy", mmap_mode="r")
        self._retriever = Retriever(Postings.from_arrays(mapped), market.documents)

    def formed(self, asked: Asked) -> Asked:
        """As it is."""
        return asked

    def one(self, query: Asked) -> np.ndarray:
        """Rows of the best."""
        rows: np.ndarray = self._retriever.top(query.columns, query.weights, TOP)[0]
        return rows

    def many(self, queries: csr_array, threads: int) -> Sequence[np.ndarray]:
        """Rows of the best of each query."""
        rows = self._retriever.top_many(queries, TOP, threads=threads)[0]
        return [row[row >= 0] for row in rows]

    def touched(self, asked: Asked) -> Touched:
        """As the retriever counts them; a posting is a row and a weight, eight bytes."""
        starts = np.array([0, len(asked.columns)], dtype=np.int64)
        read = self._retriever.searched(starts, asked.columns, asked.weights, TOP, None)[2]
        return Touched(float(read), float(read) * 8)


@dataclass
class Exact:
    """Every posting of the query's terms, without skipping any."""

    name: str = "ours, exact path"
    library: str = "scipy"
    note: str = "the stored transposed matrix times the query (scipy), every posting of its terms; no pruning"
    same_scores: bool = True
    _by_term: csr_array | None = field(default=None, repr=False)

    def prepare(self, market: Market, _scratch: Path) -> None:
        """The transposed matrix."""
        self._by_term = transposed(market.documents)

    def formed(self, asked: Asked) -> Asked:
        """As it is."""
        return asked

    def one(self, query: Asked) -> np.ndarray:
        """Rows of the best."""
        part = self._postings[query.columns]
        scores = csc_array((part.data, part.indices, part.indptr), shape=part.shape[::-1]) @ query.weights
        return best(scores)

    def touched(self, asked: Asked) -> Touched:
        """All postings of its terms, twelve bytes each."""
        starts = self._postings.indptr
        postings = float((starts[asked.columns + 1] - starts[asked.columns]).sum())
        return Touched(postings, postings * 12)

    @property
    def _postings(self) -> csr_array:
        if self._by_term is None:
            raise RuntimeError("not prepared")
        return self._by_term
