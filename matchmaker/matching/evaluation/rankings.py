"""Scores to rankings. Ties stand against the system, and a query never finds itself unless it is judged to."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.evaluation.collection import Collection

DEPTH = 1000
_DECIMALS = 10


@dataclass(frozen=True, slots=True)
class Ranking:
    """The documents found for a query, best first, with their scores (above 0, at most `depth` of them)."""

    query: str
    documents: tuple[str, ...]
    scores: tuple[float, ...]


class Ranker:
    """Ranks the documents of one collection.

    Among equal scores a judged document comes last, then the order of the ids decides. Scores that agree in ten
    decimals are equal: the order in which a sum was added up must not decide.
    """

    def __init__(self, collection: Collection, *, depth: int = DEPTH) -> None:
        self._names = np.array(list(collection.documents), dtype=object)
        self._places = {name: place for place, name in enumerate(collection.documents)}
        self._alphabet = np.argsort(np.argsort(self._names))
        self._collection, self._depth = collection, depth

    def ranked(self, block: np.ndarray, queries: list[str]) -> Iterator[Ranking]:
        """The rankings of some queries; `block` is queries x documents, in the order of the collection."""
        for query, row in zip(queries, block, strict=True):
            yield self._ranking(query, np.round(np.asarray(row, dtype=np.float64), _DECIMALS))

    def _ranking(self, query: str, scores: np.ndarray) -> Ranking:
        grades = self._collection.grades[query]
        judged = np.zeros(len(scores), dtype=bool)
        judged[[self._places[document] for document in grades if document in self._places]] = True
        is_found = scores > 0
        if query in self._places and query not in grades:
            is_found[self._places[query]] = False
        found = np.flatnonzero(is_found)
        order = np.lexsort((self._alphabet[found], judged[found], -scores[found]))
        best = found[order[: self._depth]]
        return Ranking(query, tuple(self._names[best].tolist()), tuple(scores[best].tolist()))
