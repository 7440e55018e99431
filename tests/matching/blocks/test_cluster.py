"""A real Dask cluster of a scheduler and worker processes on this machine; workers die and join in mid-run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from matchmaker.matching.blocks import BlockError, Compute, ranked
from tests.matching.blocks.conftest import Market
from tests.matching.blocks.market import plan_of

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120


class Cluster:
    """Its processes, each in a log file of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.workers: list[subprocess.Popen] = []
        ends = time.monotonic() + PATIENCE
        while not (self._file.exists() and self._file.read_text().endswith("}")):
            assert self.scheduler.poll() is None
            assert time.monotonic() < ends, "the scheduler did not start"
            time.sleep(0.05)

    @property
    def compute(self) -> Compute:
        return Compute.parse(f"dask:{json.loads(self._file.read_text())['address']}")

    def join(self) -> None:
        """Start one more worker; it is there when the scheduler knows it."""
        self.workers.append(self._start("worker", "--nthreads", "1", "--no-nanny", "--local-directory", self._folder))

    def kill(self, place: int) -> None:
        """Kill a worker as a power cut would."""
        self.workers[place].kill()
        self.workers[place].wait()

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _start(self, what: str, *arguments: object) -> subprocess.Popen:
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.dask_{what}",
            "--scheduler-file",
            self._file,
            "--no-dashboard",
        ]
        with (self._folder / f"{what}.log").open("ab") as log:
            return subprocess.Popen(
                list(map(str, [*command, *arguments])), cwd=ROOT, stdout=log, stderr=log,
                env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
            )  # fmt: skip


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    started = Cluster(tmp_path)
    yield started
    started.stop()


def test_workers_die_and_join_in_mid_run_and_the_result_is_that_of_one_process(
    market: Market, cluster: Cluster, tmp_path: Path
) -> None:
    """After three blocks one worker dies and a third joins; after six the other dies: the third does the rest."""
    plan = plan_of(market.index, market.folder, blocks=40)
    cluster.join()
    cluster.join()
    calls: list[int] = []

    def progress(done: int, _of: int) -> None:
        calls.append(done)
        if len(calls) == 4:
            cluster.kill(0)
            cluster.join()
        if len(calls) == 7:
            cluster.kill(1)

    found = list(ranked(plan, market.index, work=tmp_path / "work", compute=cluster.compute, progress=progress))

    assert found == market.best
    assert len(calls) == len(plan.blocks) + 1


def test_a_worker_without_the_index_names_the_folder_that_it_lacks(
    market: Market, cluster: Cluster, tmp_path: Path
) -> None:
    plan = plan_of(market.index, market.folder)
    hidden = market.folder.with_name("unmounted")
    cluster.join()
    market.folder.rename(hidden)
    try:
        with pytest.raises(BlockError, match=f"no index can be read in {market.folder}"):
            list(ranked(plan, market.index, work=tmp_path / "work", compute=cluster.compute))
    finally:
        hidden.rename(market.folder)


def test_a_scheduler_that_does_not_answer_is_named(market: Market, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("matchmaker.matching.blocks.cluster._PATIENCE", 1)
    plan = plan_of(market.index, market.folder)

    with pytest.raises(BlockError, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler answers"):
        list(ranked(plan, market.index, work=tmp_path, compute=Compute.parse("dask:tcp://127.0.0.1:9")))


def test_a_cluster_that_is_lost_in_mid_run_leaves_what_was_finished(
    market: Market, cluster: Cluster, tmp_path: Path
) -> None:
    plan = plan_of(market.index, market.folder, blocks=40)
    cluster.join()
    calls: list[int] = []

    def progress(done: int, _of: int) -> None:
        calls.append(done)
        if len(calls) == 4:
            cluster.scheduler.kill()

    with pytest.raises(BlockError, match="the cluster was lost"):
        list(ranked(plan, market.index, work=tmp_path / "work", compute=cluster.compute, progress=progress))

    resumed: list[int] = []
    here = Compute.parse("threads:1")
    found = list(
        ranked(plan, market.index, work=tmp_path / "work", compute=here, progress=lambda n, _: resumed.append(n))
    )
    assert found == market.best
    assert resumed[0] >= calls[3]


def test_a_cluster_without_a_worker_is_not_waited_for_without_end(
    market: Market, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matchmaker.matching.blocks.cluster._PATIENCE", 5.0)
    plan = plan_of(market.index, market.folder)

    with pytest.raises(BlockError, match="no worker for 5 seconds"):
        list(ranked(plan, market.index, work=tmp_path / "work", compute=cluster.compute))
