"""Which sizes a run has, how often it repeats, and how long it may take."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.listings.corpus import CACHE
from benchmarks.speed.results import Task
from benchmarks.speed.rounds import Effort


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run. Seconds; `patience` is how long one step of a method may take, `seconds` what the whole may take."""

    mode: str
    command: str
    sizes: Mapping[Task, Sequence[int]]
    efforts: Mapping[int, Effort] = field(default_factory=dict)
    """How much is asked of single queries from a size upwards."""

    pair_rounds: int = 3
    pair_limit: float = 20.0
    build_rounds: int = 1
    open_rounds: int = 5
    edits: int = 7
    patience: float = 120.0
    seconds: float = 290.0
    with_server: bool = True
    seismic_until: int = 0
    """Listings up to which an approximate library is tried, which misses the recall and takes minutes beyond."""

    cache: Path = CACHE

    def effort(self, size: int) -> Effort:
        """That of the largest size not above this one."""
        known = [least for least in self.efforts if least <= size]
        return self.efforts[max(known)] if known else Effort()


SHORT = Plan(
    mode="bench",
    command="make bench",
    sizes={
        Task.QUERY: (10_000,),
        Task.PAIRS: (10_000,),
        Task.BUILD: (3_000,),
        Task.OPEN: (3_000,),
        Task.CHANGE: (1_000,),
    },
    efforts={
        0: Effort(queries=40, rounds=5, turn=0.35, prepare=40),
    },
    pair_rounds=2,
    pair_limit=6,
    open_rounds=3,
    edits=5,
)

FULL = Plan(
    mode="bench-full",
    command="make bench-full",
    sizes={
        Task.QUERY: (10_000, 100_000, 1_000_000),
        Task.PAIRS: (10_000, 50_000),
        Task.BUILD: (10_000, 100_000),
        Task.OPEN: (10_000, 100_000, 1_000_000),
        Task.CHANGE: (10_000, 100_000),
    },
    efforts={
        0: Effort(queries=50, rounds=9, turn=1.0, prepare=120),
        100_000: Effort(queries=50, rounds=7, turn=2.0, prepare=240),
        1_000_000: Effort(queries=20, rounds=5, turn=4.0, prepare=420, patience=120),
    },
    pair_rounds=3,
    pair_limit=30,
    build_rounds=5,
    seismic_until=10_000,
    patience=2 * 60 * 60,
    seconds=4 * 60 * 60,
)


class Budget:
    """What is left of the time of a run."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._start = seconds, time.monotonic()

    @property
    def spent(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    def within(self, wanted: float) -> float:
        """So many seconds, or what is left, if less; not below 0."""
        return max(0.0, min(wanted, self._seconds - self.spent))
