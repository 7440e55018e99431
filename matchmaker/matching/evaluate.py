"""Retrieval quality of the text channel on labelled collections: nDCG@10, recall, MRR, speed."""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from matchmaker.matching.beir import Collection
from matchmaker.matching.language.analysis import Analyser
from matchmaker.matching.settings import Settings
from matchmaker.matching.vectors import TermSpace, mean_length

DEPTH = 1000
_BLOCK = 256
_CUT = 10

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over all judged queries; a query that finds nothing relevant counts as zero.

    nDCG@10 uses the grade as gain and log2(rank + 1) as discount, as trec_eval does; MRR looks down to `DEPTH`.
    Ties stand against the system: among equal scores the relevant document is put last.
    """

    ndcg_at_10: float
    recall_at_10: float
    mrr: float
    recall_at_1: float
    queries_per_second: float

    def to_dict(self) -> dict[str, float]:
        """The figures under their usual names."""
        names = ("ndcg@10", "recall@10", "mrr", "recall@1", "queries_per_second")
        return dict(zip(names, asdict(self).values(), strict=True))


@dataclass(frozen=True, slots=True)
class Ranking:
    """The documents found for a query, best first, with their scores (above 0, at most `depth` of them)."""

    query: str
    documents: tuple[str, ...]
    scores: tuple[float, ...]


def rank(
    collection: Collection,
    analyser: Analyser,
    settings: Settings,
    *,
    depth: int = DEPTH,
    progress: Progress | None = None,
) -> tuple[list[Ranking], float]:
    """Rankings of all queries, and seconds spent on analysing and scoring them (not on reading the corpus)."""
    names = list(collection.documents)
    documents = [analysis.frequencies for analysis in analyser.analyse_many(list(collection.documents.values()))]
    space, length = TermSpace.fit(documents), mean_length(documents)
    by_term = space.vectors(documents, mean_length=length, k1=settings.k1, b=settings.b).T.tocsr()
    analyser.warm_up()
    started = time.perf_counter()
    rankings: list[Ranking] = []
    for queries in _blocks(list(collection.queries)):
        analyses = analyser.analyse_many([collection.queries[query] for query in queries])
        frequencies = [analysis.frequencies for analysis in analyses]
        vectors = space.vectors(frequencies, mean_length=length, k1=settings.k1, b=settings.b)
        scores = (vectors @ by_term).toarray()
        for query, row in zip(queries, scores, strict=True):
            rankings.append(_ranking(query, names, row, collection.grades[query], depth))
        if progress is not None:
            progress(len(rankings), len(collection.queries))
    return rankings, time.perf_counter() - started


def figures(rankings: Sequence[Ranking], grades: Mapping[str, Mapping[str, int]], seconds: float) -> Figures:
    """The figures of rankings against the judged grades."""
    rows = [_of_one(ranking, grades[ranking.query]) for ranking in rankings]
    ndcg, recall, reciprocal, first = (float(column) for column in np.mean(rows, axis=0))
    return Figures(ndcg, recall, reciprocal, first, len(rankings) / max(seconds, 1e-9))


def _blocks(queries: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(queries), _BLOCK):
        yield queries[start : start + _BLOCK]


def _ranking(query: str, names: Sequence[str], scores: np.ndarray, grades: Mapping[str, int], depth: int) -> Ranking:
    found = [place for place in np.flatnonzero(scores > 0).tolist() if names[place] != query or query in grades]
    found.sort(key=lambda place: (-scores[place], names[place] in grades, names[place]))
    best = found[:depth]
    return Ranking(query, tuple(names[place] for place in best), tuple(float(scores[p]) for p in best))


def _of_one(ranking: Ranking, grades: Mapping[str, int]) -> tuple[float, float, float, float]:
    gains = [grades.get(document, 0) for document in ranking.documents]
    ideal = _discounted(sorted(grades.values(), reverse=True)[:_CUT])
    first = next((place for place, gain in enumerate(gains, start=1) if gain), None)
    found = sum(gain > 0 for gain in gains[:_CUT])
    return (
        _discounted(gains[:_CUT]) / ideal,
        found / len(grades),
        1.0 / first if first else 0.0,
        sum(gain > 0 for gain in gains[:1]) / len(grades),
    )


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))
