"""Methods side by side: each prepared in its own process, then asked in turn, round after round."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.speed.markets import Asked, Market, Source, chosen, exact_best, scores_of, stacked
from benchmarks.speed.peers import BatchPeer, Peer, Touched
from benchmarks.speed.results import Figure, Task
from benchmarks.speed.statistics import recall, spread
from benchmarks.speed.workers import Memory, Remote, Skipped, end_all, forget_peak, memory

OURS = "ours"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is asked: queries of each kind, rounds, and seconds for a turn, a preparation and a whole stage."""

    queries: int = 50
    rounds: int = 5
    turn: float = 2.0
    prepare: float = 120.0
    patience: float = 60.0


@dataclass(frozen=True, slots=True)
class Turn:
    """Seconds of each query that was answered in one turn, and what was found by the query's place."""

    seconds: Sequence[float]
    found: Mapping[int, np.ndarray]


@dataclass
class Side:
    """A method in its own process."""

    peer: Peer
    source: Source
    queries: int
    _scratch: tempfile.TemporaryDirectory[str] | None = field(default=None, repr=False)
    _market: Market | None = field(default=None, repr=False)
    _asked: Mapping[str, Sequence[Asked]] = field(default_factory=dict, repr=False)
    _before: Memory | None = field(default=None, repr=False)

    def prepare(self) -> float:
        """Build from the stored market; seconds."""
        self._scratch = tempfile.TemporaryDirectory(prefix="speed-")
        self._market = self.source.opened()
        self._asked = chosen(self._market, self.queries)
        self._before = memory()
        forget_peak()
        start = time.perf_counter()
        self.peer.prepare(self._market, Path(self._scratch.name))
        return time.perf_counter() - start

    def turn(self, variant: str, limit: float, first: int) -> Turn:
        """Ask the queries one by one, from place `first` on and around, until all are answered or time is up."""
        asked = self._asked[variant]
        if getattr(self.peer, "is_batch", False):
            return self._batch(variant)
        forms = [self.peer.formed(one) for one in asked]
        seconds: list[float] = []
        found: dict[int, np.ndarray] = {}
        for step in range(len(forms)):
            place = (first + step) % len(forms)
            start = time.perf_counter()
            rows = self.peer.one(forms[place])
            seconds.append(time.perf_counter() - start)
            found[place] = rows
            if sum(seconds) > limit:
                break
        return Turn(seconds, found)

    def _batch(self, variant: str) -> Turn:
        asked = self._asked[variant]
        queries = stacked(asked, self._known.documents.shape[1])
        batch: BatchPeer = self.peer  # type: ignore[assignment]
        start = time.perf_counter()
        rows = batch.many(queries, 1)
        taken = time.perf_counter() - start
        return Turn([taken / len(asked)] * len(asked), dict(enumerate(rows)))

    def touched(self, variant: str) -> Touched | None:
        """Mean over the queries."""
        found = [self.peer.touched(one) for one in self._asked[variant]]
        told = [one for one in found if one is not None]
        if not told:
            return None
        return Touched(float(np.mean([one.postings for one in told])), float(np.mean([one.bytes for one in told])))

    def held(self) -> Memory:
        """What building and answering came to, on top of an empty process that has the market mapped."""
        if self._before is None:
            raise RuntimeError("not prepared")
        return above(memory(), self._before)

    def close(self) -> None:
        """End what the method opened."""
        close = getattr(self.peer, "close", None)
        if close is not None:
            close()
        if self._scratch is not None:
            self._scratch.cleanup()

    @property
    def _known(self) -> Market:
        if self._market is None:
            raise RuntimeError("not prepared")
        return self._market


def above(now: Memory, before: Memory) -> Memory:
    """What came on top of an earlier state."""
    return Memory(now.peak - before.resident, now.resident - before.resident, now.private - before.private)


@dataclass
class _Runner:
    """A side with what it has said so far."""

    peer: Peer
    remote: Remote
    prepared: float | None = None
    held: Memory | None = None
    skipped: str = ""
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    touched: dict[str, Touched | None] = field(default_factory=dict)


def side_by_side(peers: Sequence[Peer], source: Source, *, effort: Effort) -> list[Figure]:
    """Top ten of one query by every method on the market of `source`; one figure for each method and variant."""
    market = source.opened()
    asked = chosen(market, effort.queries)
    runners: list[_Runner] = []
    try:
        for peer in peers:
            runners.append(_Runner(peer, Remote(Side(peer, source, effort.queries))))
            _prepare(runners[-1], effort)
        for variant in asked:
            for number in range(effort.rounds):
                for runner in runners:
                    _take_turn(runner, variant, number, effort)
        for runner in runners:
            _weigh(runner, effort)
    finally:
        end_all([runner.remote for runner in runners])
    exact = exact_best(market, asked)
    return [
        _figure(
            runner,
            variant,
            market,
            _recall(runner.turns.get(variant, ()), market, asked[variant], exact[variant])
            if runner.peer.same_scores
            else None,
        )
        for variant in asked
        for runner in runners
    ]


def _prepare(runner: _Runner, effort: Effort) -> None:
    try:
        runner.prepared = runner.remote.ask("prepare", timeout=effort.prepare)
    except Skipped as reason:
        runner.skipped = f"building: {reason}"


def _take_turn(runner: _Runner, variant: str, number: int, effort: Effort) -> None:
    if runner.skipped:
        return
    turns = runner.turns.setdefault(variant, [])
    first = sum(len(turn.seconds) for turn in turns) % max(effort.queries, 1)
    try:
        if number == 0:
            runner.remote.ask("turn", variant, 0.0, 0, timeout=effort.patience)  # the first one only warms up
            runner.touched[variant] = runner.remote.ask("touched", variant, timeout=effort.patience)
        turns.append(runner.remote.ask("turn", variant, effort.turn, first, timeout=effort.patience))
    except Skipped as reason:
        runner.skipped = f"{variant} queries: {reason}"


def _weigh(runner: _Runner, effort: Effort) -> None:
    if runner.turns and not runner.skipped and not getattr(runner.peer, "is_elsewhere", False):
        with suppress(Skipped):
            runner.held = runner.remote.ask("held", timeout=effort.patience)


def _recall(turns: Sequence[Turn], market: Market, asked: Sequence[Asked], exact: Sequence[np.ndarray]) -> float | None:
    found: dict[int, np.ndarray] = {}
    for turn in turns:
        found.update(turn.found)
    scores = [scores_of(market, asked[place], rows) for place, rows in found.items()]
    return recall(scores, [exact[place] for place in found]) if found else None


def _figure(runner: _Runner, variant: str, market: Market, found: float | None) -> Figure:
    turns = [turn for turn in runner.turns.get(variant, []) if turn.seconds]
    singles = [seconds for turn in turns for seconds in turn.seconds]
    held, touched = runner.held, runner.touched.get(variant)
    return Figure(
        task=Task.QUERY,
        size=len(market),
        variant=variant,
        method=runner.peer.name,
        is_ours=runner.peer.name == OURS,
        seconds=spread([float(np.mean(turn.seconds)) for turn in turns]) if turns else None,
        prepare=runner.prepared,
        recall=found,
        peak=held.peak if held else None,
        resident=held.resident if held else None,
        postings=touched.postings if touched else None,
        touched=touched.bytes if touched else None,
        extra={"p95": float(np.percentile(singles, 95)), "queries": len(singles)} if singles else {},
        skipped="" if turns else runner.skipped,
    )
