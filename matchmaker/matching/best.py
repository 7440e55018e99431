"""The best pair of listings of two organisations, for many of these at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from matchmaker.matching.explanation import Basis
from matchmaker.matching.pairing import Couples, Paired
from matchmaker.matching.ranking import basis_of
from matchmaker.matching.score import Evidence, Parts
from matchmaker.matching.segment import Segment

Pair = tuple[str, str]
"""Two organisations by name: the one whose view is told, and the other."""


class Share(NamedTuple):
    """What a cosine of shared words counts in the score, and what meaning adds to it."""

    words: float
    meaning: float


class Both(NamedTuple):
    """Evidence of words and of meaning of one pair, and what they come to together."""

    words: float
    meaning: float
    joined: float

    def share(self, weight: float) -> Share:
        """Both parts get the share of the joined evidence that is theirs, times `weight`."""
        total = self.words + self.meaning
        unit = weight * self.joined / total if total else 0.0
        return Share(unit, unit * self.meaning)


class Cell(NamedTuple):
    """What the score of one pair of listings is made of."""

    forward: Both
    backward: Both
    similarity: Both
    rivalry: float
    reach: float


@dataclass(frozen=True, slots=True)
class Best:
    """The best pair of listings of each pair of organisations; all of these have one entry for each.

    `counts` are the pairs of listings that could be suggested, `is_closed` tells whether one closed the door.
    """

    couples: Couples
    cells: Sequence[Cell]
    bases: Sequence[Basis]
    scores: Sequence[float]
    allowed: Sequence[bool]
    is_closed: Sequence[bool]
    counts: Sequence[int]


def best_of(pairs: Sequence[Pair], mine: Segment, theirs: Segment, doors: Mapping[str, Collection[str]]) -> Best:
    """The best pairs of listings, the first of each of `pairs` having its rows in `mine`, the other in `theirs`.

    Of pairs of listings with equal scores it is the first, in the order in which the first organisation has them.
    `doors` are the closed doors of each organisation.
    """
    one, other, settings = mine.contents, theirs.contents, mine.settings
    couples, starts = Couples.of([(one.table.places[name], other.table.places[partner]) for name, partner in pairs])
    is_closed = [partner in doors.get(name, ()) for name, partner in pairs]
    parts = Paired(one.vectors, other.vectors, couples, settings).parts()
    scores = parts.scores(settings)
    allowed = _allowed(couples, mine, theirs) & ~np.repeat(np.array(is_closed, dtype=bool), np.diff(starts))
    ranked = np.where(allowed, scores, scores - 2.0)
    ends = pairwise(starts.tolist())
    places = np.array([first + int(ranked[first:last].argmax()) for first, last in ends], dtype=np.int64)
    suggestible = np.concatenate([[0], np.cumsum(allowed & (scores > 0))])
    return Best(
        couples=couples[places],
        cells=_cells(parts, places),
        bases=[basis_of(one.vectors, left, other.vectors, right) for left, right in couples[places]],
        scores=scores[places].tolist(),
        allowed=allowed[places].tolist(),
        is_closed=is_closed,
        counts=np.diff(suggestible[starts]).tolist(),
    )


def _allowed(couples: Couples, mine: Segment, theirs: Segment) -> np.ndarray:
    """Which pairs of listings may be suggested, closed doors aside."""
    crosses = (couples.rows < mine.contents.table.domestic) != (couples.columns < theirs.contents.table.domestic)
    allowed: np.ndarray = crosses & mine.constraints.allowed_pairs(couples, theirs.constraints)
    return allowed


def _cells(parts: Parts, places: np.ndarray) -> list[Cell]:
    """What the scores of the pairs at `places` are made of."""
    ways = (_evidence(one.at(places)) for one in (parts.forward, parts.backward, parts.similarity))
    return list(map(Cell, *ways, parts.rivalry[places].tolist(), parts.reach[places].tolist()))


def _evidence(found: Evidence) -> Iterator[Both]:
    return map(Both, found.words.tolist(), found.meaning.tolist(), found.joined.tolist())
