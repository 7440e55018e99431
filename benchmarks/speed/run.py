"""One run: every task of a plan, one after the other, into one report."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from benchmarks.speed.build import builds, make
from benchmarks.speed.change import changes
from benchmarks.speed.composed import Composed
from benchmarks.speed.environment import bandwidth, environment, single_threaded, versions
from benchmarks.speed.markets import Source
from benchmarks.speed.opening import openings
from benchmarks.speed.pairs import Entry, all_pairs
from benchmarks.speed.peers import Peer
from benchmarks.speed.peers_matrix import LinearKernel, Neighbours, TopN
from benchmarks.speed.peers_ours import Exact, Ours
from benchmarks.speed.peers_postgresql import PostgreSql, server
from benchmarks.speed.peers_seismic import Seismic
from benchmarks.speed.peers_words import Bm25, Tantivy
from benchmarks.speed.plans import Budget, Plan
from benchmarks.speed.results import Figure, Report, Task
from benchmarks.speed.rounds import side_by_side
from benchmarks.speed.workers import Remote, Skipped

_COMPOSING = 3600.0
"""Seconds that composing a market may take; it is kept, and no part of the run."""

_ANALYSED = 10_000
"""Listings up to which the index to open is one of analysed texts."""

_REPEATED = 10_000
"""Listings up to which a build is repeated; larger ones take many minutes."""

_LIBRARIES = ("numpy", "scipy", "numba", "joblib", "scikit-learn")


def singles(address: str) -> list[Peer]:
    """Every method for one query; PostgreSQL where the address of a server is given."""
    peers: list[Peer] = [
        Ours(), Exact(), LinearKernel(), Neighbours(), TopN(), TopN(is_batch=True), Bm25(), Bm25("numba"), Tantivy(),
        Seismic(),
    ]  # fmt: skip
    return [*peers, PostgreSql(address)] if address else peers


def many() -> list[Entry]:
    """Every method for all pairs, with its numbers of threads."""
    return [Entry(Ours(), (1, 2)), Entry(TopN(), (1, 2)), Entry(LinearKernel(), (1,)), Entry(Bm25("numba"), (1, 2))]


class Run:
    """A run of a plan; tasks leave each other what they made in `folder`."""

    def __init__(self, plan: Plan, folder: Path, address: str) -> None:
        self.plan, self.budget = plan, Budget(plan.seconds)
        self._folder, self._address = folder, address

    def figures(self, tasks: Sequence[Task]) -> Iterator[Figure]:
        """All figures, task by task."""
        steps: dict[Task, Callable[[int], list[Figure]]] = {
            Task.QUERY: self._query, Task.PAIRS: self._pairs, Task.BUILD: self._build, Task.OPEN: self._open,
            Task.CHANGE: self._change,
        }  # fmt: skip
        for task in tasks:
            for size in self.plan.sizes.get(task, ()):
                click.echo(f"{self.budget.spent:5.0f} s  {task} {size:,}", err=True)
                try:
                    yield from steps[task](size)
                except Skipped as reason:
                    yield Figure(task=task, size=size, variant="", method="all", skipped=str(reason))

    def _source(self, size: int) -> Source:
        return Source(size, self.plan.cache)

    def _query(self, size: int) -> list[Figure]:
        asked = self.plan.effort(size)
        effort = replace(asked, prepare=self.budget.within(asked.prepare), patience=self.budget.within(asked.patience))
        peers = singles(self._address)
        left_out = [peer for peer in peers if size > self.plan.seismic_until and isinstance(peer, Seismic)]
        tried = [peer for peer in peers if peer not in left_out]
        return [*side_by_side(tried, self._source(size), effort=effort), *(_left_out(peer, size) for peer in left_out)]

    def _pairs(self, size: int) -> list[Figure]:
        plan = self.plan
        patience = self.budget.within(plan.patience)
        return all_pairs(many(), self._source(size), rounds=plan.pair_rounds, limit=plan.pair_limit, patience=patience)

    def _build(self, size: int) -> list[Figure]:
        patience = self.budget.within(self.plan.patience)
        rounds = self.plan.build_rounds if size <= _REPEATED else 1
        return builds(self._source(size), self._index(size), rounds=rounds, patience=patience)

    def _open(self, size: int) -> list[Figure]:
        folder = self._folder / f"opened-{size}"
        patience = self.budget.within(self.plan.patience)
        if not self._index(size).is_dir():
            self._make(size, patience)
        return openings(self._source(size), self._index(size), folder, rounds=self.plan.open_rounds, patience=patience)

    def _make(self, size: int, patience: float) -> None:
        if size <= _ANALYSED:
            make(self._source(size), self._index(size), patience=patience)
            return
        remote = Remote(Composed(self._source(size), self._index(size)))
        try:
            remote.ask("store", timeout=patience)
        finally:
            remote.end()

    def _change(self, size: int) -> list[Figure]:
        return changes(size, edits=self.plan.edits, patience=self.budget.within(self.plan.patience))

    def _index(self, size: int) -> Path:
        return self._folder / f"index-{size}"


def _left_out(peer: Peer, size: int) -> Figure:
    reason = "not tried here: it takes long to build, and its recall at 10,000 is too low to answer"
    return Figure(task=Task.QUERY, size=size, variant="long", method=peer.name, skipped=reason)


def compose(plan: Plan, tasks: Sequence[Task]) -> None:
    """Make the markets that a run reads where they were never made, two at a time. Raises Skipped."""
    sizes = sorted({size for task in tasks for size in plan.sizes.get(task, ()) if task is not Task.CHANGE})
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(_compose, (Source(size, plan.cache) for size in sizes)))


def _compose(source: Source) -> None:
    remote = Remote(source)
    try:
        remote.ask("compose", timeout=_COMPOSING)
    finally:
        remote.end()


def run(plan: Plan, tasks: Sequence[Task] = tuple(Task)) -> Report:
    """Everything of the plan; what takes too long is listed with the reason, nothing hangs."""
    single_threaded()
    compose(plan, tasks)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="speed-run-")))
        address = stack.enter_context(server()) if plan.with_server and Task.QUERY in tasks else ""
        going = Run(plan, folder, address)
        before = bandwidth()
        figures = list(going.figures(tasks))
        peers = singles(address)
        return Report(
            mode=plan.mode,
            command=plan.command,
            environment=environment(),
            bandwidth=(before + bandwidth()) / 2,
            versions=versions([*_LIBRARIES, *(peer.library for peer in peers)]),
            notes={peer.name: peer.note for peer in peers},
            figures=figures,
            seconds=going.budget.spent,
        )
