"""A plan carried out: what is stored is not computed again, and what is computed is stored before it is read."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from matchmaker.matching.blocks.backends import computed
from matchmaker.matching.blocks.compute import Compute
from matchmaker.matching.blocks.errors import BlockError
from matchmaker.matching.blocks.plan import Plan
from matchmaker.matching.blocks.results import Ranked, unpacked
from matchmaker.matching.blocks.work import Work, working
from matchmaker.matching.index import MatchIndex

Progress = Callable[[int, int], None]


def ranked(
    plan: Plan, index: MatchIndex, *, work: Path, compute: Compute, progress: Progress | None = None
) -> Iterator[Ranked]:
    """`MatchIndex.all_best` of the plan's index, which is open as `index`; same order, same bits.

    Blocks that an earlier run of the same plan stored in the folder `work` are not computed again; they are removed
    when the last organisation has been taken. `progress` gets organisations done and in all. Raises BlockError when
    the blocks cannot be computed, OSError when they cannot be stored.
    """
    with working(work, plan.digest) as found:
        _compute(plan, index, found, compute, progress)
        for block in plan.blocks:
            yield from unpacked(found.read(block.number))
        found.clear()


def _compute(plan: Plan, index: MatchIndex, found: Work, compute: Compute, progress: Progress | None) -> None:
    pending = [block for block in plan.blocks if block.number not in found.finished]
    done = plan.organisations - sum(len(block.names) for block in pending)
    if progress is not None:
        progress(done, plan.organisations)
    chosen = compute.for_work(blocks=len(pending), pairs=sum(block.pairs for block in pending))
    with closing(computed(plan, index, pending, chosen)) as results:
        for result in results:
            found.keep(result.number, result.content)
            done += result.organisations
            if progress is not None:
                progress(done, plan.organisations)
    if missing := {block.number for block in pending} - found.finished:
        raise BlockError(f"{len(missing)} blocks came to nothing. Run again: the others are stored.")
