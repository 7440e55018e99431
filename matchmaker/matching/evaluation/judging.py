"""One method judged on one collection."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.evaluation.collection import Collection
from matchmaker.matching.evaluation.measures import MEASURES, per_query
from matchmaker.matching.evaluation.methods import Clock, Method
from matchmaker.matching.evaluation.rankings import DEPTH, Ranker, Ranking

Progress = Callable[[int], None]
Sink = Callable[[Ranking], None]


def ignored(_: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Each measure query by query (in the order of the collection's queries), and the seconds it took."""

    method: str
    values: Mapping[str, np.ndarray]
    clock: Clock

    @property
    def figures(self) -> dict[str, float]:
        """Means over all judged queries."""
        return {name: float(values.mean()) for name, values in self.values.items()}

    @property
    def queries_per_second(self) -> float:
        """Queries read and answered in a second; reading the documents does not count."""
        return len(next(iter(self.values.values()))) / max(self.clock.queries, 1e-9)


def judge(
    method: Method,
    collection: Collection,
    *,
    depth: int = DEPTH,
    sink: Sink = ignored,
    progress: Progress = ignored,
) -> Judged:
    """Rank all queries and measure the rankings; `sink` gets each ranking, `progress` the queries done at once."""
    clock, ranker, queries = Clock(), Ranker(collection, depth=depth), list(collection.queries)
    parts: list[dict[str, np.ndarray]] = []
    done = 0
    for block in method.scores(collection, clock):
        with clock.asking():
            found = list(ranker.ranked(block, queries[done : done + len(block)]))
        parts.append(per_query(found, collection.grades))
        for ranking in found:
            sink(ranking)
        done += len(block)
        progress(len(block))
    if done != len(queries):
        raise ValueError(f"{method.name} answered {done} of {len(queries)} queries")
    return Judged(method.name, {name: np.concatenate([part[name] for part in parts]) for name in MEASURES}, clock)
