"""What every judged method has in common: a name, scores in blocks of queries, and the time they took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from matchmaker.matching.evaluation.collection import Collection

BLOCK = 256
"""Queries scored at once: bounds the memory of a dense block (256 x documents x 8 bytes)."""


@dataclass(slots=True)
class Clock:
    """Seconds spent on reading the documents (`fit`) and on reading and answering the queries (`queries`)."""

    fit: float = 0.0
    queries: float = 0.0

    @contextmanager
    def fitting(self) -> Iterator[None]:
        """Count what happens inside as work on the documents."""
        started = time.perf_counter()
        yield
        self.fit += time.perf_counter() - started

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Count what happens inside as work on the queries."""
        started = time.perf_counter()
        yield
        self.queries += time.perf_counter() - started

    def add(self, other: "Clock") -> None:
        """Count work that was done before and is used again."""
        self.fit += other.fit
        self.queries += other.queries


class Method(Protocol):
    """A way of scoring documents. A score of 0 or below means "not found"."""

    @property
    def name(self) -> str:
        """Short name for tables."""

    def scores(self, collection: Collection, clock: Clock) -> Iterator[np.ndarray]:
        """Blocks of queries x documents, float, together all queries in the order of the collection."""


def blocks(count: int) -> Iterator[slice]:
    """The rows 0 to `count`, `BLOCK` at a time."""
    return (slice(start, min(start + BLOCK, count)) for start in range(0, count, BLOCK))
