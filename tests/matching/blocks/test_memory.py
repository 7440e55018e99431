"""The memory that a plan states is kept by a process that does nothing but rank."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from matchmaker.matching.blocks import MIB
from tests.matching.blocks.market import saved

ROOT = Path(__file__).resolve().parents[3]

CHILD = """
import json, re, sys
from pathlib import Path
from matchmaker.matching.blocks import MIB
from matchmaker.matching.blocks.opening import opened
from matchmaker.matching.blocks.worker import rank
from tests.matching.blocks.market import plan_of

def resident(name):
    return int(re.search(name + r":\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024

folder, build, budget = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
index = opened(folder, build)
plan = plan_of(index, folder, blocks=2, budget=budget)
for block in (plan.blocks[0], plan.blocks[-1]):
    index.best_for(block.names[0])
before = resident("VmRSS")
Path("/proc/self/clear_refs").write_text("5")
for block in plan.blocks:
    rank(index, block, plan.limit)
pairs = max(block.pairs for block in plan.blocks)
print(json.dumps([plan.memory, resident("VmHWM") - before, pairs]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="peak memory is reset through Linux's /proc")
def test_a_worker_keeps_to_the_memory_that_was_stated(tmp_path: Path) -> None:
    from matchmaker.matching.blocks.opening import build_of

    saved(tmp_path, 600, words=4)
    budget = 48 * MIB
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path), build_of(tmp_path), str(budget)],
        cwd=ROOT, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    stated, grown, pairs = json.loads(child.stdout)

    assert grown <= stated + 4 * MIB
    assert stated <= budget
    assert 100 * pairs > budget
