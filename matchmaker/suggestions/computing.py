"""Who ranks everyone in a full build, and what that takes: read from the settings, said before it starts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from config import PREFIX, Config
from matchmaker.matching import MatchIndex, Suggested
from matchmaker.matching.blocks import MIB, Compute, Plan, Way, ranked
from matchmaker.matching.blocks.run import Progress
from matchmaker.suggestions import indexes

_WORKERS = {
    Way.HERE: "in this process",
    Way.THREADS: "in each of {} threads",
    Way.PROCESSES: "in each of {} processes",
    Way.DASK: "in each worker of the cluster at {}",
}


@dataclass(frozen=True, slots=True)
class Ranking:
    """A ranking of everyone that is yet to be carried out; `work` is where its finished blocks are kept."""

    plan: Plan
    compute: Compute
    work: Path

    @property
    def statement(self) -> str:
        """What it will take, for the operator: printed before it starts."""
        chosen = self.compute.for_work(blocks=len(self.plan.blocks), pairs=self.plan.pairs)
        where = _WORKERS[chosen.way].format(chosen.address or chosen.workers)
        size, blocks = f"{self.plan.organisations:,} organisations", f"{len(self.plan.blocks):,} blocks"
        return f"Ranking {size} in {blocks}: at most {-(-self.plan.memory // MIB)} MiB {where}, beside the index."

    def carried_out(self, index: MatchIndex, progress: Progress) -> Iterator[tuple[str, list[Suggested]]]:
        """The suggestions of everyone, as `MatchIndex.all_best` gives them. Raises BlockError."""
        return ranked(self.plan, index, work=self.work, compute=self.compute, progress=progress)


def chosen() -> Compute:
    """What the settings choose. Raises ValueError naming the variable when it is nothing known."""
    config: Config = current_app.extensions["config"]
    try:
        return Compute.parse(config.compute)
    except ValueError as error:
        raise ValueError(f"{PREFIX}COMPUTE={error}") from error


def planned(index: MatchIndex, folder: str, compute: Compute, *, limit: int) -> Ranking:
    """The ranking of `index`, which was saved as the build `folder`. Raises BlockError when the memory is too small."""
    config: Config = current_app.extensions["config"]
    budget = config.compute_memory_mib * MIB
    plan = Plan.of(index, indexes.root() / folder, limit=limit, budget=budget)
    return Ranking(plan, compute, config.instance / "ranking")
