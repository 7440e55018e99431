"""Measures of each query, computed by ir-measures (trec_eval) from our order of the documents."""

from collections.abc import Mapping, Sequence

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG
from ir_measures.measures import Measure

from matchmaker.matching.evaluation.rankings import Ranking

HEADLINE = "ndcg@10"
"""The measure that methods are compared by."""

MEASURES: Mapping[str, Measure] = {
    HEADLINE: nDCG @ 10,
    "recall@10": R @ 10,
    "mrr": RR,
    "recall@1": R @ 1,
    "success@1": Success @ 1,
}
"""Our names of the measures. nDCG takes the grade as gain and log2(rank + 1) as discount; MRR looks down to
the depth of the ranking."""

_CUT = 10


def per_query(rankings: Sequence[Ranking], grades: Mapping[str, Mapping[str, int]]) -> dict[str, np.ndarray]:
    """Each measure of each ranking, in order, in [0, 1]; a query that finds nothing relevant counts as zero."""
    names = {measure: name for name, measure in MEASURES.items()}
    values = {name: np.zeros(len(rankings)) for name in MEASURES}
    # Ids become numbers: they may hold any character, which the library behind the measures does not take.
    judged = {str(place): _numbered(grades[ranking.query]) for place, ranking in enumerate(rankings)}
    run = {str(place): _run(ranking, grades[ranking.query]) for place, ranking in enumerate(rankings)}
    for metric in ir_measures.iter_calc(list(names), judged, run):
        values[names[metric.measure]][int(metric.query_id)] = metric.value
    return values


def _numbered(grades: Mapping[str, int]) -> dict[str, int]:
    return {str(place): grade for place, grade in enumerate(grades.values())}


def _run(ranking: Ranking, grades: Mapping[str, int]) -> dict[str, float]:
    """Scores that fall by one from place to place, down to what the measures look at: they keep our rule for ties."""
    numbers = {document: str(place) for place, document in enumerate(grades)}
    first = next((place for place, document in enumerate(ranking.documents, start=1) if document in grades), 0)
    documents = ranking.documents[: max(_CUT, first)]
    return {numbers.get(document, f"u{place}"): -float(place) for place, document in enumerate(documents)}
