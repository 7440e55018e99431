"""The features of a pair: few, named, the same for labelled collections and for the stored listings.

None of them knows a judgement: they are computed from the texts and codes of the two sides alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, diags_array
from scipy.stats import rankdata

PAIR_FEATURES: Mapping[str, str] = {
    "words": "shared words and concepts, compared with the other candidates",
    "rare": "shared words that few others use",
    "place": "place in the engine's own ranking",
    "meaning": "likeness of meaning, compared with the other candidates",
    "codes": "coded fields that meet",
    "rivalry": "competitors, or both seek the same",
    "reach": "offer meets need in both directions rather than in one",
}
"""Features that the engine measures, in their fixed order, and what they say. A pool has `words` at least."""

TEXT_FEATURES: Mapping[str, str] = {
    "activity": "the candidate writes as organisations do that found partners",
    "complement": "the topics of the two are such as found each other",
}
"""Features that `factors.TextFactors` reads from the words of both sides."""

FEATURES: Mapping[str, str] = {**PAIR_FEATURES, **TEXT_FEATURES}
_COMPARED = frozenset({"words", "meaning"})
_RARE_SHARE = 0.0107
"""A word is rare that two documents have, and no more than this share of all."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Queries and the documents they may be paired with, before anything is learned.

    `queries` and `documents` are rows x `terms` of length one. `scores` are the engine's, queries x documents, and
    so are the arrays of `channels`, by name (of `PAIR_FEATURES`, without `place` and `rare`). `is_open` tells which
    pairs may be suggested at all.
    """

    terms: Sequence[str]
    queries: csr_array
    documents: csr_array
    scores: np.ndarray
    channels: Mapping[str, np.ndarray]
    is_open: np.ndarray

    @property
    def names(self) -> tuple[str, ...]:
        """The pair features that can be had, in the order of `PAIR_FEATURES`."""
        return tuple(name for name in PAIR_FEATURES if name in _OF_POOL or name in self.channels)

    def only(self, rows: np.ndarray) -> "Pool":
        """The same documents for some of the queries."""
        channels = {name: values[rows] for name, values in self.channels.items()}
        return Pool(self.terms, self.queries[rows], self.documents, self.scores[rows], channels, self.is_open[rows])


def pair_features(pool: Pool, names: Sequence[str]) -> np.ndarray:
    """Features x queries x documents, float64. KeyError for a feature that the pool has not."""
    found = [_OF_POOL[name](pool) if name in _OF_POOL else _measured(pool, name) for name in names]
    shape = (len(found), *pool.scores.shape)
    return np.array(found, dtype=np.float64).reshape(shape)


def _measured(pool: Pool, name: str) -> np.ndarray:
    values = np.asarray(pool.channels[name], dtype=np.float64)
    return _standardised(values, pool.is_open) if name in _COMPARED else values


def _standardised(values: np.ndarray, is_open: np.ndarray) -> np.ndarray:
    """Deviations from the mean of a query's open candidates in their standard deviations; 0 where all are alike."""
    count = np.maximum(is_open.sum(axis=1, keepdims=True), 1)
    kept = np.where(is_open, values, 0.0)
    deviation = np.where(is_open, values - kept.sum(axis=1, keepdims=True) / count, 0.0)
    spread = np.sqrt((deviation**2).sum(axis=1, keepdims=True) / count)
    found: np.ndarray = np.divide(deviation, spread, out=np.zeros_like(deviation), where=spread > 1e-12)
    return found


def _place(pool: Pool) -> np.ndarray:
    """- ln(place) of the engine's score among the open candidates; equal scores share their mean place."""
    scores = np.where(pool.is_open, np.round(pool.scores, 10), -np.inf)
    found: np.ndarray = -np.log(rankdata(-scores, method="average", axis=1))
    return found


def _rare(pool: Pool) -> np.ndarray:
    """ln(1 + sum of the IDF of shared rare words), compared with a query's other candidates.

    Unlike the cosine it does not shrink with the length of a candidate's text: who writes of much does much.
    """
    documents, count = pool.documents, pool.documents.shape[0]
    held = np.bincount(documents.indices, minlength=documents.shape[1])
    is_rare = (held >= 2) & (held <= max(2.0, _RARE_SHARE * count))
    idf = np.where(is_rare, np.log((1 + count) / (1 + held)) + 1.0, 0.0)
    by_term = csr_array(_occurrences(documents) @ csr_array(diags_array(idf))).T.tocsr()
    return _standardised(np.log1p((_occurrences(pool.queries) @ by_term).toarray()), pool.is_open)


def _occurrences(matrix: csr_array) -> csr_array:
    """1 where a row has a term."""
    return csr_array((np.ones_like(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)


_OF_POOL: Mapping[str, Callable[[Pool], np.ndarray]] = {"place": _place, "rare": _rare}
"""Features that need no channel of their own."""
