"""The results of one collection: methods side by side, compared with the first, and what each part earns."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from matchmaker.matching.evaluation.ablation import Ablation, ablated
from matchmaker.matching.evaluation.collection import Collection
from matchmaker.matching.evaluation.engine import EngineMethod, Reader
from matchmaker.matching.evaluation.judging import Judged, Progress, Sink, ignored, judge
from matchmaker.matching.evaluation.measures import HEADLINE
from matchmaker.matching.evaluation.reading import Channel
from matchmaker.matching.evaluation.statistics import (
    CONFIDENCE,
    RESAMPLES,
    SEED,
    Difference,
    Interval,
    difference,
    holm,
    interval,
)

_Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A method against the first one on the same queries; `corrected` is Holm's probability."""

    method: str
    difference: Difference
    corrected: float


@dataclass(frozen=True)
class Results:
    """The judged methods of a collection, the first one being what the others are compared with."""

    collection: Collection
    judged: Sequence[Judged]
    ablations: Sequence[Ablation] = ()

    @cached_property
    def intervals(self) -> dict[str, Interval | None]:
        """Method -> interval of its nDCG@10."""
        return {judged.method: interval(judged.values[HEADLINE]) for judged in self.judged}

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every further method against the first, in nDCG@10."""
        base, *others = self.judged
        found = [difference(judged.values[HEADLINE], base.values[HEADLINE]) for judged in others]
        corrected = holm([compared.p for compared in found])
        rows = zip(others, found, corrected, strict=True)
        return tuple(Comparison(judged.method, compared, p) for judged, compared, p in rows)

    def to_dict(self) -> _Figures:
        """Everything, fit for JSON. The figures of the first method stand on top under their usual names."""
        first = self.judged[0]
        return {
            **{name: value for name, value in first.figures.items() if name != "success@1"},
            "queries_per_second": first.queries_per_second,
            "counts": self.counts(),
            "statistics": {"confidence": CONFIDENCE, "resamples": RESAMPLES, "seed": SEED, "tested": HEADLINE},
            "methods": {judged.method: self._method(judged) for judged in self.judged},
            "tests": {row.method: _tested(first.method, row.difference, row.corrected) for row in self.comparisons},
            "ablation": {
                row.part: {**_figures(row.judged), **_tested(first.method, row.difference, row.corrected)}
                for row in self.ablations
            },
        }

    def counts(self) -> dict[str, int]:
        """Documents, judged queries, and judgements above 0."""
        grades = self.collection.grades
        return {
            "documents": len(self.collection.documents),
            "queries": len(self.collection.queries),
            "judgements": sum(map(len, grades.values())),
        }

    def _method(self, judged: Judged) -> _Figures:
        others = {name: _bounds(interval(values)) for name, values in judged.values.items() if name != HEADLINE}
        return {**_figures(judged), "intervals": {HEADLINE: _bounds(self.intervals[judged.method]), **others}}


def results_of(
    reader: Reader,
    collection: Collection,
    channels: Sequence[Channel],
    *,
    depth: int,
    ablate: bool = False,
    sink_of: Callable[[str, str], Sink] | None = None,
    progress: Progress = ignored,
) -> Results:
    """Judge the channels of an engine; with `ablate` also the first of them without each of its parts.

    `sink_of` gives for a collection and a channel what gets their rankings.
    """
    judged = [
        judge(
            EngineMethod(reader, channel),
            collection,
            depth=depth,
            sink=sink_of(collection.name, channel) if sink_of is not None else ignored,
            progress=progress,
        )
        for channel in channels
    ]
    if not ablate:
        return Results(collection, judged)
    return Results(
        collection, judged, ablated(reader, channels[0], collection, judged[0], depth=depth, progress=progress)
    )


def _figures(judged: Judged) -> _Figures:
    return {
        "figures": judged.figures,
        "seconds": asdict(judged.clock),
        "queries_per_second": judged.queries_per_second,
    }


def _tested(against: str, found: Difference, corrected: float) -> _Figures:
    return {
        "against": against,
        "difference": found.mean,
        "interval": _bounds(found.interval),
        "p": found.p,
        "p_holm": corrected,
    }


def _bounds(found: Interval | None) -> list[float] | None:
    return [found.low, found.high] if found is not None else None
