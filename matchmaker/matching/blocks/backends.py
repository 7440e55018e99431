"""Blocks in this process, through joblib in threads or processes, or on a cluster."""

from collections.abc import Generator, Iterator, Sequence

from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky import get_reusable_executor
from joblib.externals.loky.process_executor import TerminatedWorkerError
from threadpoolctl import threadpool_limits

from matchmaker.matching.blocks.cluster import on_cluster
from matchmaker.matching.blocks.compute import Compute, Way
from matchmaker.matching.blocks.errors import BlockError
from matchmaker.matching.blocks.plan import Block, Plan
from matchmaker.matching.blocks.worker import Done, Task, rank, rank_there
from matchmaker.matching.index import MatchIndex

_Stream = Generator[Done, None, None]

_UNORDERED = {"return_as": "generator_unordered", "batch_size": 1}


def computed(plan: Plan, index: MatchIndex, blocks: Sequence[Block], compute: Compute) -> _Stream:
    """Rank these blocks of the plan, given as they finish; `index` is its index, open here. Raises BlockError."""
    match compute.way:
        case Way.DASK:
            return on_cluster(compute.address, rank_there, _tasks(plan, blocks))
        case Way.PROCESSES:
            return _in_processes(plan, blocks, compute)
        case Way.THREADS:
            return _in_threads(plan, index, blocks, compute)
        case _:
            return _here(plan, index, blocks)


def _here(plan: Plan, index: MatchIndex, blocks: Sequence[Block]) -> _Stream:
    with threadpool_limits(1):
        yield from (rank(index, block, plan.limit) for block in blocks)


def _in_threads(plan: Plan, index: MatchIndex, blocks: Sequence[Block], compute: Compute) -> _Stream:
    with threadpool_limits(1):
        parallel = Parallel(n_jobs=compute.workers, backend="threading", **_UNORDERED)
        yield from parallel(delayed(rank)(index, block, plan.limit) for block in blocks)


def _in_processes(plan: Plan, blocks: Sequence[Block], compute: Compute) -> _Stream:
    with parallel_config(backend="loky", inner_max_num_threads=1):
        try:
            yield from Parallel(n_jobs=compute.workers, **_UNORDERED)(map(delayed(rank_there), _tasks(plan, blocks)))
        except TerminatedWorkerError as error:
            raise BlockError(
                "A worker process was killed, perhaps because memory ran out. Run again: it goes on where it stopped."
            ) from error
        finally:
            get_reusable_executor().shutdown(wait=True, kill_workers=True)


def _tasks(plan: Plan, blocks: Sequence[Block]) -> Iterator[Task]:
    return (Task(plan.folder, plan.build, plan.software, plan.limit, block) for block in blocks)
