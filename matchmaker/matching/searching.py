"""Free text against the profiles of a segment."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.contents import Contents
from matchmaker.matching.listing import Side
from matchmaker.matching.score import products, turned
from matchmaker.matching.segment import Segment
from matchmaker.matching.settings import Settings
from matchmaker.matching.vectors import Frequencies

Scored = tuple[np.ndarray, np.ndarray]
"""Columns and their scores."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A listing found by free text, score in (0, 1]."""

    listing: str
    organisation: str
    score: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A free text as vectors of one row: what profiles are asked for, and names, or None."""

    words: csr_array
    names: csr_array | None

    @classmethod
    def of(cls, contents: Contents, settings: Settings, words: Frequencies, names: Frequencies | None) -> "Asked":
        """The vectors in the space of `contents`."""

        def vector(said: Frequencies, role: str) -> csr_array:
            mean = contents.lengths[role]
            return contents.space.vectors([said], mean_length=mean, k1=settings.k1, b=settings.b)

        return cls(vector(words, "profile"), None if names is None else vector(names, "names"))


def searched(
    segment: Segment,
    sides: Sequence[Side],
    asked: Asked,
    *,
    limit: int,
    gone: Collection[str],
) -> Iterator[Hit]:
    """The best listings of each of `sides`, at most `limit` of each, without those of `gone`.

    Where names are asked for they take part with the weight of the settings.
    """
    table = segment.contents.table
    for side in sides:
        own = table.rows_of(side)
        counts = _counting(segment, own, gone)
        columns, scores = _best(segment, side, asked, limit, counts)
        if asked.names is not None:
            columns, scores = _with_names(segment, side, asked, asked.names, limit, counts)
        for column, score in zip(columns.tolist(), scores.tolist(), strict=True):
            row = own.start + column
            owner = int(np.searchsorted(table.starts, row, side="right")) - 1
            yield Hit(table.ids[row], table.names[owner], score)


def _best(segment: Segment, side: Side, asked: Asked, limit: int, counts: np.ndarray | None) -> Scored:
    words = asked.words
    columns, scores = segment.contents.retriever(side).top(words.indices, words.data, limit, allowed=counts)
    return columns, np.minimum(scores, 1.0)


def _with_names(
    segment: Segment, side: Side, asked: Asked, names: csr_array, limit: int, counts: np.ndarray | None
) -> Scored:
    """The best of words and names together: whoever's name is asked for is scored whole, of others the words count."""
    contents, weight = segment.contents, segment.settings.name_weight
    named = products(names, contents.by_term(side, "names"))[0]
    if counts is not None:
        named = np.where(counts, named, 0.0)
    is_named = named > 0
    others, scores = _best(segment, side, asked, limit, ~is_named if counts is None else counts & ~is_named)
    columns = np.flatnonzero(is_named)
    profiles = contents.matrices["profile"][columns + contents.table.rows_of(side).start]
    said = np.minimum((profiles @ turned(asked.words)[: profiles.shape[1]]).toarray().ravel(), 1.0)
    found = np.concatenate([columns, others]), np.concatenate([said + weight * named[columns], scores]) / (1.0 + weight)
    order = np.lexsort((found[0], -found[1]))[:limit]
    return found[0][order], found[1][order]


def _counting(segment: Segment, own: slice, gone: Collection[str]) -> np.ndarray | None:
    """Which rows of one side count; None for all."""
    places = segment.contents.table.places
    left = [places[name] for name in gone if name in places]
    if not left:
        return None
    counts = np.ones(own.stop - own.start, dtype=bool)
    for rows in left:
        counts[max(rows.start - own.start, 0) : max(rows.stop - own.start, 0)] = False
    return counts
