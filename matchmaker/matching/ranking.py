"""From scores of listing pairs to suggestions between organisations, sorted to the last tie."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matchmaker.matching.constraints import Constraints
from matchmaker.matching.explanation import Basis
from matchmaker.matching.listing import Side
from matchmaker.matching.score import Scorer, Vectors
from matchmaker.matching.settings import Settings
from matchmaker.matching.table import Table

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


class Ranker:
    """Ranks the organisations of the other side for organisations of one side."""

    def __init__(
        self, table: Table, vectors: Vectors, constraints: Constraints, settings: Settings, side: Side
    ) -> None:
        self._table, self._vectors, self._settings = table, vectors, settings
        self._constraints = constraints
        self._scorer = Scorer(table, vectors, settings, table.candidates[side])
        owners = [table.rows[place].listing.organisation for place in self._scorer.columns]
        self._starts = [n for n, owner in enumerate(owners) if n == 0 or owner != owners[n - 1]]
        self._ends = [*self._starts[1:], len(owners)]
        self._partners = [owners[start] for start in self._starts]

    def ranked(self, organisations: Sequence[str], *, limit: int | None) -> Iterator[tuple[str, list[Suggested]]]:
        """Suggestions of each organisation, best first; memory is bounded by `_BLOCK_CELLS` pairs."""
        for block in self._blocks(organisations):
            rows = np.concatenate([np.array(self._table.places[name], dtype=np.int64) for name in block])
            scores = self._scores(rows)
            reached = 0
            for name in block:
                count = len(self._table.places[name])
                own = slice(reached, reached + count)
                yield name, self._of_one(name, rows[own], scores[own], limit)
                reached += count

    def _blocks(self, organisations: Sequence[str]) -> Iterator[list[str]]:
        room = max(1, _BLOCK_CELLS // max(1, len(self._scorer.columns)))
        block: list[str] = []
        used = 0
        for name in organisations:
            count = len(self._table.places[name])
            if block and used + count > room:
                yield block
                block, used = [], 0
            block.append(name)
            used += count
        if block:
            yield block

    def _scores(self, rows: np.ndarray) -> np.ndarray:
        """Scores of rows x candidates, 0 where the pair must not be suggested."""
        if not len(self._scorer.columns):
            return np.zeros((len(rows), 0))
        scores = self._scorer.parts(rows).scores(self._settings)
        return np.where(self._constraints.allowed(rows, self._scorer.columns), scores, 0.0)

    def _of_one(self, name: str, rows: np.ndarray, scores: np.ndarray, limit: int | None) -> list[Suggested]:
        if not self._starts:
            return []
        best = np.maximum.reduceat(scores.max(axis=0), self._starts)
        pairs = np.add.reduceat((scores > 0).sum(axis=0), self._starts)
        order = np.argsort(-best, kind="stable")
        order = order[: np.count_nonzero(best > 0)][:limit]
        return [self._suggested(name, rows, scores, int(place), int(pairs[place])) for place in order]

    def _suggested(self, name: str, rows: np.ndarray, scores: np.ndarray, place: int, pairs: int) -> Suggested:
        start, end = self._starts[place], self._ends[place]
        row, column = divmod(int(scores[:, start:end].argmax()), end - start)
        mine, theirs = int(rows[row]), int(self._scorer.columns[start + column])
        return Suggested(
            organisation=name,
            partner=self._partners[place],
            score=float(scores[row, start + column]),
            basis=basis_of(self._vectors, mine, theirs),
            listing=self._table.rows[mine].listing.id,
            partner_listing=self._table.rows[theirs].listing.id,
            pairs=pairs,
        )


def basis_of(vectors: Vectors, mine: int, theirs: int) -> Basis:
    """Which texts of two rows can be compared."""
    offers, needs = vectors.has_offer, vectors.has_need
    ways = int(offers[mine] and needs[theirs]) + int(needs[mine] and offers[theirs])
    return (Basis.SIMILARITY, Basis.ONE_WAY, Basis.TWO_WAY)[ways]
