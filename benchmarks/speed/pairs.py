"""All pairs: the ten best documents of every need, by every method that takes many queries at once."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from benchmarks.speed.markets import Market, Source, best, dense, row_of, scores_of
from benchmarks.speed.peers import BatchPeer
from benchmarks.speed.results import Figure, Task
from benchmarks.speed.rounds import OURS, above
from benchmarks.speed.statistics import recall, spread
from benchmarks.speed.workers import Memory, Remote, Skipped, end_all, forget_peak, memory

_BLOCK = 5_000
"""Queries given at once; only between two blocks can a turn end early."""

_CHECKED = 50
"""Queries whose results are compared with the exact ones."""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds for the `share` of the queries that was asked, the memory at the highest, and the sampled results."""

    seconds: float
    share: float
    memory: Memory
    found: Sequence[np.ndarray]


@dataclass
class PairsSide:
    """A method in its own process."""

    peer: BatchPeer
    source: Source
    _market: Market | None = field(default=None, repr=False)

    def prepare(self) -> float:
        """Build, and answer a few queries so that nothing is compiled or loaded later; seconds."""
        self._before = memory()
        self._scratch = tempfile.TemporaryDirectory(prefix="speed-")
        self._market = self.source.opened()
        start = time.perf_counter()
        self.peer.prepare(self._market, Path(self._scratch.name))
        taken = time.perf_counter() - start
        for threads in (1, 2):
            self.peer.many(self._needs(0, 4), threads)
        return taken

    def run(self, threads: int, limit: float) -> Run:
        """All needs in blocks, until done or `limit` seconds are over."""
        forget_peak()
        count = self._known.needs.shape[0]
        found: list[np.ndarray] = []
        start, done = time.perf_counter(), 0
        while done < count and (done == 0 or time.perf_counter() - start < limit):
            found.extend(self.peer.many(self._needs(done, min(done + _BLOCK, count)), threads))
            done = min(done + _BLOCK, count)
        taken = time.perf_counter() - start
        return Run(taken, done / count, above(memory(), self._before), [found[n] for n in checked(done)])

    def close(self) -> None:
        """Remove what was built."""
        self._scratch.cleanup()

    def _needs(self, first: int, last: int) -> csr_array:
        return csr_array(self._known.needs[first:last])

    @property
    def _known(self) -> Market:
        if self._market is None:
            raise RuntimeError("not prepared")
        return self._market


def checked(done: int) -> list[int]:
    """The queries that are compared, spread evenly over those answered."""
    places: list[int] = np.unique(np.linspace(0, done - 1, min(done, _CHECKED)).astype(np.int64)).tolist()
    return places


@dataclass(frozen=True, slots=True)
class Entry:
    """A method with the numbers of threads it is asked for."""

    peer: BatchPeer
    threads: Sequence[int]


@dataclass
class _Runner:
    entry: Entry
    remote: Remote
    prepared: float | None = None
    skipped: str = ""
    runs: dict[int, list[Run]] = field(default_factory=dict)


def all_pairs(entries: Sequence[Entry], source: Source, *, rounds: int, limit: float, patience: float) -> list[Figure]:
    """One figure for each method and number of threads. A method at its `limit` (seconds) gets one round."""
    market = source.opened()
    runners: list[_Runner] = []
    try:
        for entry in entries:
            runners.append(_Runner(entry, Remote(PairsSide(entry.peer, source))))
            _prepare(runners[-1], patience)
        for number in range(rounds):
            for runner in runners:
                for threads in runner.entry.threads:
                    _run(runner, threads, number, limit, patience)
    finally:
        end_all([runner.remote for runner in runners])
    return [_figure(runner, threads, market) for runner in runners for threads in runner.entry.threads]


def _prepare(runner: _Runner, patience: float) -> None:
    try:
        runner.prepared = runner.remote.ask("prepare", timeout=patience)
    except Skipped as reason:
        runner.skipped = f"building: {reason}"


def _run(runner: _Runner, threads: int, number: int, limit: float, patience: float) -> None:
    runs = runner.runs.setdefault(threads, [])
    if runner.skipped or (number > 0 and runs and runs[-1].seconds >= limit):
        return
    try:
        runs.append(runner.remote.ask("run", threads, limit, timeout=patience))
    except Skipped as reason:
        runner.skipped = str(reason)


def _figure(runner: _Runner, threads: int, market: Market) -> Figure:
    runs = runner.runs.get(threads, [])
    peer = runner.entry.peer
    return Figure(
        task=Task.PAIRS,
        size=len(market),
        variant="1 thread" if threads == 1 else f"{threads} threads",
        method=peer.name,
        is_ours=peer.name == OURS,
        seconds=spread([run.seconds / run.share for run in runs]) if runs else None,
        prepare=runner.prepared,
        recall=_recall(runs[0], market) if runs and peer.same_scores else None,
        peak=max(run.memory.peak for run in runs) if runs else None,
        resident=runs[-1].memory.resident if runs else None,
        extra={"share": min(run.share for run in runs)} if runs else {},
        skipped="" if runs else runner.skipped,
    )


def _recall(run: Run, market: Market) -> float:
    found, exact = [], []
    for place, rows in zip(checked(round(run.share * market.needs.shape[0])), run.found, strict=True):
        asked = row_of(market.needs, place)
        whole = market.documents @ dense(asked, market.documents.shape[1])
        found.append(scores_of(market, asked, rows))
        exact.append(whole[best(whole)])
    return recall(found, exact)
