"""What every method is asked to do, and the methods: ours, and those of other libraries."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from scipy.sparse import csr_array

from benchmarks.speed.markets import Asked, Market


@dataclass(frozen=True, slots=True)
class Touched:
    """What one query reads: postings (document, weight) and bytes."""

    postings: float
    bytes: float


class Peer(Protocol):
    """A method that finds the best documents of a query. Made here, used in a process of its own."""

    name: str
    library: str
    """Distribution whose version is told, empty for code of our own."""

    note: str
    """How it is set up, for the reader."""

    same_scores: bool
    """Whether it ranks by the inner product, so that its recall can be told."""

    def prepare(self, market: Market, scratch: Path, /) -> None:
        """Build what it searches; `scratch` is an empty folder of its own."""

    def formed(self, asked: Asked, /) -> Any:
        """The query in its own form; not timed."""

    def one(self, query: Any, /) -> np.ndarray:
        """Rows of the best documents of one query."""

    def touched(self, asked: Asked, /) -> Touched | None:
        """What the query reads; None where the library does not tell."""


class BatchPeer(Peer, Protocol):
    """A method that takes many queries at once."""

    def many(self, queries: csr_array, threads: int, /) -> Sequence[np.ndarray]:
        """Rows of the best documents of each query (queries x terms)."""
