"""An approximate peer: Seismic, which searches clustered posting lists."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import seismic

from benchmarks.speed.markets import TOP, Asked, Market
from benchmarks.speed.peers import Touched

_QUERY_CUT, _HEAP_FACTOR = 10, 0.8


@dataclass
class Seismic:
    """pyseismic-lsr; approximate, so its recall says what its time is worth."""

    name: str = "seismic (approximate)"
    library: str = "pyseismic-lsr"
    note: str = (
        "approximate: 4,000 postings a term, summary energy 0.5, query cut 10, heap factor 0.8, built by 2 threads"
    )
    same_scores: bool = True
    _index: Any = field(default=None, repr=False)

    def prepare(self, market: Market, _scratch: Path) -> None:
        """Cluster and summarise."""
        documents = market.documents
        dataset = seismic.SeismicDatasetLV()
        dataset.add_documents_by_id(
            [str(row) for row in range(len(market))],
            documents.indices.astype(np.int64),
            documents.data.astype(np.float32),
            documents.indptr.astype(np.int64),
        )
        self._index = seismic.SeismicIndexLV.build_from_dataset(
            dataset, n_postings=4000, summary_energy=0.5, num_threads=2
        )

    def formed(self, asked: Asked) -> tuple[np.ndarray, np.ndarray]:
        """Term numbers as text, and weights."""
        terms = np.array([str(column) for column in asked.columns.tolist()], dtype=seismic.get_seismic_string())
        return terms, asked.weights.astype(np.float32)

    def one(self, query: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        """Rows of the best."""
        found = self._index.search("q", *query, k=TOP, query_cut=_QUERY_CUT, heap_factor=_HEAP_FACTOR)
        return np.array([int(row) for _query, _score, row in found], dtype=np.int64)

    def touched(self, _asked: Asked) -> Touched | None:
        """It does not tell."""
        return None
