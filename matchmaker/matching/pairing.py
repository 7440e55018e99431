"""Rows held one by one against rows of the same or another segment: what their scores are made of, and what they share.

Far cheaper than blocks where only a few columns of each row are asked about: no row is cut out, nothing is transposed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.channels import Channel
from matchmaker.matching.kernels import add_codes, pair_products, shared_entries
from matchmaker.matching.score import Comparison, Evidence, Vectors
from matchmaker.matching.semantic.fusion import meaning_of_pairs
from matchmaker.matching.settings import Settings


@dataclass(frozen=True, slots=True)
class Couples:
    """Pairs of rows: `rows` of one segment, `columns` of another, int64 arrays of the same length."""

    rows: np.ndarray
    columns: np.ndarray

    @classmethod
    def of(cls, owned: Sequence[tuple[range, range]]) -> tuple["Couples", np.ndarray]:
        """All pairs of rows of each two ranges, those of the first row first; and where each two begin, and the end."""
        counts = [len(own) * len(other) for own, other in owned]
        starts = np.cumsum([0, *counts])
        rows, columns = (np.zeros(int(starts[-1]), dtype=np.int64) for _ in range(2))
        for (own, other), (first, last) in zip(owned, pairwise(starts.tolist()), strict=True):
            rows[first:last] = np.repeat(np.arange(own.start, own.stop), len(other))
            columns[first:last] = np.tile(np.arange(other.start, other.stop), len(own))
        return cls(rows, columns), starts

    def __getitem__(self, places: np.ndarray) -> "Couples":
        return Couples(self.rows[places], self.columns[places])

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.rows.tolist(), self.columns.tolist(), strict=True)

    def __len__(self) -> int:
        return len(self.rows)


class Paired(Comparison):
    """Each row with its own column. `mine` and `theirs` share their terms, one of them may have more behind."""

    def __init__(self, mine: Vectors, theirs: Vectors, couples: Couples, settings: Settings) -> None:
        super().__init__(settings)
        self._mine, self._theirs, self._couples = mine, theirs, couples

    def evidence(self, mine: str, theirs: str) -> Evidence:
        """Evidence between the texts of two roles."""
        couples = self._couples
        words = products(getattr(self._mine, mine), getattr(self._theirs, theirs), couples)
        one, other = self._mine.texts[mine], self._theirs.texts[theirs]
        meant = meaning_of_pairs(one, couples.rows, other, couples.columns, self._settings.meaning)
        return Evidence(np.minimum(words, 1.0, out=words), meant)

    def both(self, mine: str, theirs: str) -> np.ndarray:
        """Which pairs have a flag of `Vectors` on the one side and a flag on the other."""
        found: np.ndarray = (
            getattr(self._mine, mine)[self._couples.rows] & getattr(self._theirs, theirs)[self._couples.columns]
        )
        return found

    def silent(self) -> np.ndarray:
        """Which pairs have a profile without a need on one of the two sides."""
        found: np.ndarray = self._mine.is_silent[self._couples.rows] | self._theirs.is_silent[self._couples.columns]
        return found

    def codes(self) -> np.ndarray:
        """What the coded fields count, summed over all channels."""
        total = np.zeros((1, len(self._couples)))
        share, weights = self._settings.stronger_share, self._settings.code_weights
        for own, other in aligned(self._mine.channels, self._theirs.channels):
            forward = products(own.supply, other.demand, self._couples).reshape(1, -1)
            backward = products(own.demand, other.supply, self._couples).reshape(1, -1)
            add_codes(forward, backward, share, weights[own.name], total)
        found: np.ndarray = total[0]
        return found


@dataclass(frozen=True, slots=True)
class Common:
    """What the two rows of each pair share: `terms` (columns of the matrices) with the product of their weights.

    Those of the n-th pair stand from `starts[n]` up to `starts[n + 1]`.
    """

    starts: np.ndarray
    terms: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, mine: csr_array, theirs: csr_array, couples: Couples) -> "Common":
        """The shared terms of each pair, ascending."""
        ends = np.zeros(len(couples), dtype=np.int64)
        entries = np.zeros((16 * len(couples) + 64, 2), dtype=np.int64)
        while (count := _entries(mine, theirs, couples, ends, entries)) > len(entries):
            entries = np.zeros((count, 2), dtype=np.int64)
        places, others = entries[:count].T
        return cls(
            starts=np.concatenate([[0], ends]),
            terms=mine.indices[places],
            values=mine.data[places] * theirs.data[others],
        )

    def __iter__(self) -> Iterator[list[tuple[int, float]]]:
        terms, values = self.terms.tolist(), self.values.tolist()
        for first, last in pairwise(self.starts.tolist()):
            yield list(zip(terms[first:last], values[first:last], strict=True))


def products(mine: csr_array, theirs: csr_array, couples: Couples) -> np.ndarray:
    """The inner product of the two rows of each pair."""
    sums = np.zeros(len(couples))
    pair_products(
        mine.indptr, mine.indices, mine.data, couples.rows,
        theirs.indptr, theirs.indices, theirs.data, couples.columns, sums,
    )  # fmt: skip
    return sums


def aligned(mine: Sequence[Channel], theirs: Sequence[Channel]) -> Iterator[tuple[Channel, Channel]]:
    """The channels of both in the same codes: those of the one with fewer rows in the codes of the other."""
    for one, other in zip(mine, theirs, strict=True):
        if one.supply.shape[0] < other.supply.shape[0]:
            yield one.in_terms_of(other.codes), other
        else:
            yield one, other.in_terms_of(one.codes)


def _entries(mine: csr_array, theirs: csr_array, couples: Couples, ends: np.ndarray, entries: np.ndarray) -> int:
    count: int = shared_entries(
        mine.indptr, mine.indices, couples.rows, theirs.indptr, theirs.indices, couples.columns, ends, entries
    )
    return count
