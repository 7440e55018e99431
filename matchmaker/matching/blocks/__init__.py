"""The ranking of everyone against the other side, cut into blocks: on one machine or a cluster, resumable.

    plan = Plan.of(index, folder, limit=20, budget=512 * MIB)
    plan.memory                                  what a worker will use at most, known before anything is computed
    for organisation, suggested in ranked(plan, index, work=..., compute=Compute.parse("processes:2")):
        ...

The result is that of `MatchIndex.all_best`, in its order and to its last bit, whatever ran where and in what order.
Every finished block is a file in the work folder, so that a run that was killed goes on where it stopped.
"""

from matchmaker.matching.blocks.compute import Compute, Way
from matchmaker.matching.blocks.errors import BlockError
from matchmaker.matching.blocks.plan import MIB, Block, Plan
from matchmaker.matching.blocks.run import ranked

__all__ = ["MIB", "Block", "BlockError", "Compute", "Plan", "Way", "ranked"]
