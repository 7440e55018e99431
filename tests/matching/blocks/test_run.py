import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from matchmaker.matching import Encoder, MatchIndex, store
from matchmaker.matching.blocks import MIB, BlockError, Compute, ranked
from matchmaker.matching.blocks.opening import Absent, opened
from matchmaker.matching.blocks.plan import installed
from matchmaker.matching.blocks.worker import Task, rank_there
from matchmaker.matching.semantic.encoder import EncoderError
from matchmaker.vocabulary import vocabulary
from tests.matching.blocks.conftest import Market
from tests.matching.blocks.market import TODAY, listings, plan_of

ROOT = Path(__file__).resolve().parents[3]
HERE, THREADS, PROCESSES = (Compute.parse(text) for text in ("threads:1", "threads:2", "processes:2"))


@pytest.mark.parametrize("compute", [HERE, THREADS], ids=str)
@pytest.mark.parametrize("blocks", [1, 3, 40])
def test_the_result_is_that_of_the_index_whatever_the_blocks(
    market: Market, tmp_path: Path, compute: Compute, blocks: int
) -> None:
    plan = plan_of(market.index, market.folder, blocks=blocks, budget=4 * MIB)

    assert list(ranked(plan, market.index, work=tmp_path, compute=compute)) == market.best


@pytest.mark.slow
def test_processes_find_the_same(market: Market, tmp_path: Path) -> None:
    plan = plan_of(market.index, market.folder)

    assert list(ranked(plan, market.index, work=tmp_path, compute=PROCESSES)) == market.best


class Numbers:
    """An encoder whose vectors are nothing but numbers."""

    name, dimensions = "numbers", 16

    def encode(self, texts):
        import numpy as np

        seeds = [np.random.default_rng(sum(text.encode())) for text in texts]
        vectors = np.array([seed.normal(size=self.dimensions) for seed in seeds], dtype=np.float32)
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_with_meaning_too_a_block_finds_the_same_and_needs_no_encoder(tmp_path: Path) -> None:
    encoder: Encoder = Numbers()
    index = MatchIndex.build(listings(60), vocabulary=vocabulary(), on=TODAY, encoder=encoder)
    store.save(index, tmp_path / "index")
    plan = plan_of(index, tmp_path / "index")

    reopened = opened(plan.folder, plan.build)
    found = list(ranked(plan, reopened, work=tmp_path / "work", compute=THREADS))

    assert found == list(index.all_best(5))
    with pytest.raises(EncoderError, match="numbers"):
        Absent("numbers").encode(["a text"])


def test_progress_counts_organisations_and_the_work_folder_is_emptied(market: Market, tmp_path: Path) -> None:
    plan = plan_of(market.index, market.folder)
    seen: list[tuple[int, int]] = []

    result = ranked(plan, market.index, work=tmp_path, compute=HERE, progress=lambda done, of: seen.append((done, of)))
    assert len(list(result)) == 120

    assert (seen[0], seen[-1], len(seen)) == ((0, 120), (120, 120), len(plan.blocks) + 1)
    assert seen == sorted(set(seen))
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


CHILD = """
import sys
from pathlib import Path
from matchmaker.matching.blocks import Compute, ranked
from matchmaker.matching import store
from matchmaker.vocabulary import vocabulary
from tests.matching.blocks.market import plan_of
folder, work = Path(sys.argv[1]), Path(sys.argv[2])
index = store.load(folder, vocabulary=vocabulary())
calls = []
def progress(done, total):
    calls.append(done)
    if len(calls) == 6:
        print("five blocks", flush=True)
        sys.stdin.read()
list(ranked(plan_of(index, folder), index, work=work, compute=Compute.parse("threads:2"), progress=progress))
"""


def stored(work: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in work.glob("*/*.npz")}


@pytest.mark.slow
def test_a_run_that_was_killed_goes_on_without_redoing_finished_blocks(market: Market, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(market.folder), str(tmp_path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == b"five blocks\n"
        os.kill(child.pid, signal.SIGKILL)
    before = stored(tmp_path)
    assert len(before) == 5
    torn = sorted(tmp_path.glob("*/*.npz"))[2]
    torn.write_bytes(torn.read_bytes()[:-1])
    plan = plan_of(market.index, market.folder)
    seen: list[int] = []
    kept: dict[str, tuple[int, int]] = {}

    def progress(done: int, total: int) -> None:
        seen.append(done)
        kept.update(stored(tmp_path) if done == total else {})

    assert list(ranked(plan, market.index, work=tmp_path, compute=THREADS, progress=progress)) == market.best
    assert len(seen) == 1 + len(plan.blocks) - 4
    whole = before.keys() - {torn.name}
    assert {name: kept[name] for name in whole} == {name: before[name] for name in whole}


def test_a_result_that_was_not_taken_to_its_end_is_still_there(market: Market, tmp_path: Path) -> None:
    plan = plan_of(market.index, market.folder)
    result = ranked(plan, market.index, work=tmp_path, compute=HERE)
    assert next(iter(result)) == market.best[0]
    result.close()  # type: ignore[attr-defined]
    seen: list[int] = []

    again = ranked(plan, market.index, work=tmp_path, compute=HERE, progress=lambda done, _of: seen.append(done))

    assert list(again) == market.best
    assert seen == [120]


def test_a_worker_without_the_folder_names_it(market: Market, tmp_path: Path) -> None:
    plan = plan_of(market.index, market.folder)
    missing = Task(tmp_path / "elsewhere", plan.build, plan.software, 5, plan.blocks[0])

    with pytest.raises(BlockError, match=rf"no index can be read in {missing.folder} .*Every worker must reach"):
        rank_there(missing)


def test_a_worker_with_another_build_or_other_software_says_so(market: Market) -> None:
    plan = plan_of(market.index, market.folder)

    with pytest.raises(BlockError, match=f"{market.folder} holds another build"):
        rank_there(Task(plan.folder, "another", plan.software, 5, plan.blocks[0]))
    with pytest.raises(BlockError, match=r"this worker has engine .*; the run has engine 0\."):
        rank_there(Task(plan.folder, plan.build, "engine 0", 5, plan.blocks[0]))
    assert "numpy" in installed()


@pytest.mark.slow
def test_what_goes_wrong_in_a_process_is_told_here(market: Market, tmp_path: Path) -> None:
    plan = plan_of(market.index, market.folder)
    hidden = market.folder.with_name("hidden")
    market.folder.rename(hidden)
    try:
        with pytest.raises(BlockError, match=f"no index can be read in {market.folder}"):
            list(ranked(plan, market.index, work=tmp_path, compute=PROCESSES))
    finally:
        hidden.rename(market.folder)


def test_dask_is_imported_for_a_cluster_only() -> None:
    code = "import sys, matchmaker.matching.blocks; sys.exit('dask' in sys.modules or 'distributed' in sys.modules)"

    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_without_dask_the_extra_is_named(market: Market, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    plan = plan_of(market.index, market.folder)

    with pytest.raises(BlockError, match="install matchmaker with its extra `cluster`"):
        list(ranked(plan, market.index, work=tmp_path, compute=Compute.parse("dask:tcp://127.0.0.1:9")))
