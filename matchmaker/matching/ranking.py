"""From scores of listing pairs to suggestions between organisations, sorted to the last tie."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np

from matchmaker.matching.explanation import Basis
from matchmaker.matching.listing import Side
from matchmaker.matching.matrices import as_slice
from matchmaker.matching.score import Vectors
from matchmaker.matching.segment import Owners, Segment

_BLOCK_CELLS = 1_000_000


@dataclass(frozen=True, slots=True)
class Suggested:
    """`partner` for `organisation`: the best pair of their listings, its score in (0, 1] and its basis.

    `pairs` counts all listing pairs of the two that could be suggested, this one included.
    """

    organisation: str
    partner: str
    score: float
    basis: Basis
    listing: str
    partner_listing: str
    pairs: int

    def reversed(self) -> "Suggested":
        """The same pair seen by the partner; a score is the same from both sides."""
        return replace(
            self,
            organisation=self.partner,
            partner=self.organisation,
            listing=self.partner_listing,
            partner_listing=self.listing,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Scores of some rows with all columns of one segment, 0 where a pair must not be suggested."""

    segment: Segment
    owners: Owners
    first: int
    scores: np.ndarray

    def of(self, rows: slice) -> "Found":
        """The same for some of the rows."""
        return Found(self.segment, self.owners, self.first, self.scores[rows])

    @property
    def best(self) -> np.ndarray:
        """The best score with each organisation."""
        return _by_owner(np.maximum, self.scores.max(axis=0), self.owners)

    @property
    def pairs(self) -> np.ndarray:
        """How many pairs of listings with each organisation could be suggested."""
        return _by_owner(np.add, (self.scores > 0).sum(axis=0), self.owners)


class Ranker:
    """Ranks the organisations of one side, in all segments, for organisations of the other side.

    `gone` are organisations whose rows in the first segment no longer count, `closed` the closed doors of each.
    """

    def __init__(
        self, segments: Sequence[Segment], gone: Collection[str], closed: Mapping[str, Collection[str]], side: Side
    ) -> None:
        self._segments, self._closed, self._side = segments, closed, side
        self._owners = [segment.owners(side) for segment in segments]
        base = segments[0].contents.table
        left = (base.places[name] for name in gone if name in base.places and base.side_of(name) is side)
        start = base.rows_of(side).start
        self._gone = [slice(own.start - start, own.stop - start) for own in left]

    def ranked(
        self, mine: Segment, organisations: Sequence[str], *, limit: int | None
    ) -> Iterator[tuple[str, list[Suggested]]]:
        """Suggestions of organisations of `mine`, best first; memory is bounded by `_BLOCK_CELLS` pairs."""
        places = mine.contents.table.places
        for block in self._blocks(mine, organisations):
            owned = [places[name] for name in block]
            rows = np.concatenate([np.arange(own.start, own.stop) for own in owned])
            found = self._found(mine, rows)
            reached = 0
            for name, own in zip(block, owned, strict=True):
                part = slice(reached, reached + len(own))
                yield name, self._of_one(name, mine, rows[part], [one.of(part) for one in found], limit)
                reached += len(own)

    def counterparts(self, mine: Segment, organisation: str) -> list[tuple[str, float]]:
        """Each organisation that may be suggested to one of `mine`, with its score; best first, ties by name."""
        own = mine.contents.table.places[organisation]
        found = self._found(mine, np.arange(own.start, own.stop))
        best = np.concatenate([one.best for one in found])
        names = list(chain(*(owners.names for owners in self._owners)))
        return [(names[place], float(best[place])) for place in self._order(best, None)]

    def _blocks(self, mine: Segment, organisations: Sequence[str]) -> Iterator[list[str]]:
        room = max(1, _BLOCK_CELLS // max(1, sum(int(owners.starts[-1]) for owners in self._owners)))
        block: list[str] = []
        used = 0
        for name in organisations:
            count = len(mine.contents.table.places[name])
            if block and used + count > room:
                yield block
                block, used = [], 0
            block.append(name)
            used += count
        if block:
            yield block

    def _found(self, mine: Segment, rows: np.ndarray) -> list[Found]:
        vectors = mine.contents.vectors[as_slice(rows)]
        found = []
        for place, (segment, owners) in enumerate(zip(self._segments, self._owners, strict=True)):
            scores = self._scores(mine, rows, vectors, segment) if owners.names else np.zeros((len(rows), 0))
            for gone in self._gone if place == 0 else ():
                scores[:, gone] = 0.0
            found.append(Found(segment, owners, segment.contents.table.rows_of(self._side).start, scores))
        return found

    def _scores(self, mine: Segment, rows: np.ndarray, vectors: Vectors, theirs: Segment) -> np.ndarray:
        scores = theirs.scorer(self._side).parts(vectors).scores(theirs.settings)
        columns = theirs.contents.table.rows_of(self._side)
        allowed = mine.constraints.allowed(rows, theirs.constraints, columns, self._closed)
        return np.where(allowed, scores, 0.0)

    def _of_one(
        self, name: str, mine: Segment, rows: np.ndarray, found: Sequence[Found], limit: int | None
    ) -> list[Suggested]:
        best = np.concatenate([one.best for one in found])
        pairs = np.concatenate([one.pairs for one in found])
        return [
            _suggested(name, mine, rows, *self._owner(found, place), int(pairs[place]))
            for place in self._order(best, limit)
        ]

    def _order(self, best: np.ndarray, limit: int | None) -> list[int]:
        """Places of the best organisations, best first, ties by name."""
        count = int(np.count_nonzero(best > 0))
        wanted = count if limit is None else min(count, limit)
        if not wanted:
            return []
        least = max(np.partition(best, -wanted)[-wanted], np.nextafter(0.0, 1.0))
        places = np.flatnonzero(best >= least)
        order: list[int] = places[np.lexsort((self._ranks[places], -best[places]))][:wanted].tolist()
        return order

    @cached_property
    def _ranks(self) -> np.ndarray:
        """Where each organisation stands in the order of names, those of the tail between those of the base."""
        head, *tails = (owners.names for owners in self._owners)
        ranks = [np.arange(len(head), dtype=np.float64)]
        for names in tails:
            before = np.array([bisect_left(head, name) for name in names], dtype=np.float64)
            ranks.append(before - 1.0 + np.arange(1, len(names) + 1) / (len(names) + 1))
        return np.concatenate(ranks)

    @staticmethod
    def _owner(found: Sequence[Found], place: int) -> tuple[Found, int]:
        for one in found:
            if place < len(one.owners.names):
                return one, place
            place -= len(one.owners.names)
        raise IndexError(place)


def _by_owner(reduce: np.ufunc, values: np.ndarray, owners: Owners) -> np.ndarray:
    if not owners.names:
        return np.zeros(0, dtype=values.dtype)
    by_owner: np.ndarray = reduce.reduceat(values, owners.starts[:-1])
    return by_owner


def _suggested(name: str, mine: Segment, rows: np.ndarray, found: Found, place: int, pairs: int) -> Suggested:
    columns = found.owners.columns_of(place)
    own = found.scores[:, columns]
    row, column = divmod(int(own.argmax()), own.shape[1])
    left, right = int(rows[row]), found.first + columns.start + column
    theirs = found.segment.contents
    return Suggested(
        organisation=name,
        partner=found.owners.names[place],
        score=float(own[row, column]),
        basis=basis_of(mine.contents.vectors, left, theirs.vectors, right),
        listing=mine.contents.table.ids[left],
        partner_listing=theirs.table.ids[right],
        pairs=pairs,
    )


def basis_of(mine: Vectors, left: int, theirs: Vectors, right: int) -> Basis:
    """Which texts of two rows can be compared."""
    ways = int(mine.offers_at(left) and theirs.needs_at(right)) + int(mine.needs_at(left) and theirs.offers_at(right))
    return (Basis.SIMILARITY, Basis.ONE_WAY, Basis.TWO_WAY)[ways]
