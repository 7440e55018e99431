"""The order in which a query's lists are read, and what the lists not yet read can add."""

from typing import NamedTuple

import numpy as np
from numba import njit

from matchmaker.matching.retrieval.building import raised
from matchmaker.matching.retrieval.layout import LEAST, TIERS, Lists

FEW_TERMS = 8
"""Up to so many terms are looked up in a row rather than every term of the row in the query."""


class Plan(NamedTuple):
    """A query's terms, rare ones first; weights are relative to the highest one, `top`, rounded up.

    `few` are the same columns ascending when they are at most `FEW_TERMS`, else none.
    `ends` (TIERS + 1) cuts the terms by tier. After a tier, `rest` (TIERS) is the norm of the weights not read,
    `ceiling` (TIERS) the sum of weight x peak over them, `postings` (TIERS + 1) the number of postings before it.
    """

    columns: np.ndarray
    few: np.ndarray
    weights: np.ndarray
    ends: np.ndarray
    rest: np.ndarray
    ceiling: np.ndarray
    postings: np.ndarray
    top: float


@njit(nogil=True)
def _noted(lists: Lists, columns: np.ndarray, weights: np.ndarray, query: np.ndarray) -> np.ndarray:
    """Add a query's weights to the dense `query`; its distinct columns that any listing carries."""
    terms, size = len(lists.peaks), 0
    kept = np.empty(len(columns), dtype=np.int64)
    for place in range(len(columns)):
        column, weight = columns[place], weights[place]
        if weight > 0.0 and 0 <= column < terms and lists.starts[column] < lists.starts[column + 1]:
            if query[column] == 0.0:
                kept[size] = column
                size += 1
            query[column] += weight
    return kept[:size]


@njit(nogil=True)
def _by_tier(lists: Lists, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Columns sorted by tier, and the ends of the tiers."""
    ends = np.zeros(TIERS + 1, dtype=np.int64)
    for column in kept:
        ends[lists.tiers[column] + 1] += 1
    for tier in range(TIERS):
        ends[tier + 1] += ends[tier]
    places, columns = ends.copy(), np.empty_like(kept)
    for column in kept:
        tier = lists.tiers[column]
        columns[places[tier]] = column
        places[tier] += 1
    return columns, ends


@njit(nogil=True)
def planned(lists: Lists, columns: np.ndarray, weights: np.ndarray, query: np.ndarray) -> Plan:
    """The plan of a query, which is also written into the dense `query`."""
    columns, ends = _by_tier(lists, _noted(lists, columns, weights, query))
    top = 0.0
    for column in columns:
        top = max(top, query[column])
    relative = np.empty(len(columns), dtype=np.float32)
    rest, ceiling, postings = np.zeros(TIERS), np.zeros(TIERS), np.zeros(TIERS + 1, dtype=np.int64)
    square, total = 0.0, 0.0
    for tier in range(TIERS - 1, -1, -1):
        rest[tier], ceiling[tier] = np.sqrt(square), total
        for place in range(ends[tier], ends[tier + 1]):
            column = columns[place]
            relative[place] = raised(query[column] / top)
            square += np.float64(relative[place]) ** 2
            total += np.float64(relative[place]) * lists.peaks[column]
            postings[tier + 1] += lists.starts[column + 1] - lists.starts[column]
    for tier in range(TIERS):
        postings[tier + 1] += postings[tier]
    few = np.sort(columns) if len(columns) <= FEW_TERMS else columns[:0]
    return Plan(columns, few, relative, ends, rest, ceiling, postings, max(top, LEAST))
