"""What is searched, in the forms that the methods take; arrays that every process maps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from benchmarks.listings import corpus
from benchmarks.listings.corpus import CACHE

TOP = 10
"""Results of every query."""

_SHORT = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: ascending columns and their weights. Methods that take words get its columns as words."""

    columns: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True, slots=True)
class Market:
    """`documents` x terms and `needs` x terms (float64, rows of length one), and the documents' words.

    Words are term numbers: `words` (int32) of document i are `words[starts[i]:starts[i + 1]]`.
    """

    documents: csr_array
    needs: csr_array
    words: np.ndarray
    starts: np.ndarray

    def __len__(self) -> int:
        return int(self.documents.shape[0])

    def words_of(self) -> Iterator[np.ndarray]:
        """The words of each document."""
        for first, last in zip(self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True):
            yield self.words[first:last]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a market comes from: `count` generated listings, kept in `cache` once they are composed."""

    count: int
    cache: Path = CACHE

    def opened(self) -> Market:
        """The market, mapped read-only; composed first (minutes, for a large one) where that was never done."""
        found = corpus(self.count, cache=self.cache)
        return Market(found.offers, found.needs, found.offer_tokens.ids, found.offer_tokens.starts)

    def compose(self) -> int:
        """See that the market is there; its number of listings."""
        return len(self.opened())


def chosen(market: Market, count: int) -> dict[str, list[Asked]]:
    """Queries `long` (whole needs) and `short` (three of their terms), spread evenly over the needs that say much.

    Short ones hold terms that some documents share, drawn with a fixed seed.
    """
    lengths = np.diff(market.needs.indptr)
    able = np.flatnonzero(lengths > _SHORT)
    rows = able[np.linspace(0, len(able) - 1, min(count, len(able))).astype(np.int64)]
    longs = [row_of(market.needs, int(row)) for row in rows]
    known = np.bincount(market.documents.indices, minlength=market.documents.shape[1])
    draw = np.random.default_rng(20261122)
    return {"long": longs, "short": [_short(one, known, draw) for one in longs]}


def _short(asked: Asked, known: np.ndarray, draw: np.random.Generator) -> Asked:
    shared = np.flatnonzero(known[asked.columns] > 1)
    places = shared if len(shared) >= _SHORT else np.arange(len(asked.columns))
    picked = np.sort(draw.choice(places, min(_SHORT, len(places)), replace=False))
    weights = asked.weights[picked]
    return Asked(asked.columns[picked], weights / np.linalg.norm(weights))


def row_of(matrix: csr_array, row: int) -> Asked:
    """A row of a matrix as a query."""
    part = slice(matrix.indptr[row], matrix.indptr[row + 1])
    return Asked(np.array(matrix.indices[part]), np.array(matrix.data[part]))


def stacked(asked: Sequence[Asked], terms: int) -> csr_array:
    """Queries x terms."""
    starts = np.concatenate([[0], np.cumsum([len(one.columns) for one in asked])]).astype(np.int32)
    columns = np.concatenate([one.columns for one in asked]).astype(np.int32)
    weights = np.concatenate([one.weights for one in asked])
    return csr_array((weights, columns, starts), shape=(len(asked), terms))


def transposed(matrix: csr_array) -> csr_array:
    """Terms x documents, rows sorted."""
    return csr_array(matrix.T.tocsr())


def best(scores: np.ndarray, count: int = TOP) -> np.ndarray:
    """Rows of the highest scores above 0, best first, ties by row."""
    count = min(count, len(scores))
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    found = np.argpartition(-scores, count - 1)[:count]
    found = found[scores[found] > 0]
    return found[np.lexsort((found, -scores[found]))].astype(np.int64)


def exact_best(market: Market, asked: Mapping[str, Sequence[Asked]]) -> dict[str, list[np.ndarray]]:
    """Exact scores of the best rows of each query, highest first, by a product with every document."""
    scores = {}
    for variant, queries in asked.items():
        whole = [market.documents @ dense(one, market.documents.shape[1]) for one in queries]
        scores[variant] = [one[best(one)] for one in whole]
    return scores


def scores_of(market: Market, asked: Asked, rows: np.ndarray) -> np.ndarray:
    """Exact scores of some documents."""
    query = dense(asked, market.documents.shape[1])
    parts = [row_of(market.documents, row) for row in rows.tolist()]
    return np.array([float(one.weights @ query[one.columns]) for one in parts], dtype=np.float64)


def dense(asked: Asked, terms: int) -> np.ndarray:
    """A query over all terms."""
    query = np.zeros(terms)
    query[asked.columns] = asked.weights
    return query
