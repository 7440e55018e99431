"""The transposed matrix as posting lists, with bounds on what has not been read."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.retrieval.building import count_columns, fill, fill_tails, longest
from matchmaker.matching.retrieval.layout import BLOCK, MOST, SHORTEST, TIER_SHIFTS, TIERS

_TYPES = {
    "starts": np.int64,
    "listings": np.int32,
    "weights": np.float32,
    "peaks": np.float32,
    "tiers": np.uint8,
    "tails": np.uint8,
    "crests": np.uint8,
    "unit": np.float64,
}


@dataclass(frozen=True, slots=True)
class Postings:
    """Which listings carry a term and how strongly, term by term.

    `starts` (int64, terms + 1) cuts `listings` (int32, ascending inside a term) and `weights` (float32, rounded
    up) into lists; `peaks` (float32, terms) is the highest weight of each. `tiers` (uint8, terms) sorts terms from
    rare (0) to common (7). `tails` (uint8, 7 x listings) bounds for each tier the L2 norm of a listing over all terms
    of commoner tiers, in multiples of `unit` (float64, one); `crests` (uint8, 7 x blocks) its highest value in each
    block of 128 listings. By Cauchy-Schwarz the commoner terms of a query add at most the norm of their weights
    times the tail.
    """

    starts: np.ndarray
    listings: np.ndarray
    weights: np.ndarray
    peaks: np.ndarray
    tiers: np.ndarray
    tails: np.ndarray
    crests: np.ndarray
    unit: np.ndarray

    @classmethod
    def of(cls, matrix: csr_array) -> "Postings":
        """The lists of a matrix (listings x terms, float64 >= 0); ValueError for any other weight."""
        starts, columns, weights = rows_of(matrix)
        if len(weights) and not (weights.min() >= 0.0 and weights.max() <= MOST):
            raise ValueError(f"weights of a matrix must lie between 0 and {MOST:g}")
        count, terms = matrix.shape
        counts = np.zeros(terms, dtype=np.int64)
        count_columns(columns, counts)
        lists = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
        listings, shorts = np.empty(len(columns), dtype=np.int32), np.empty(len(columns), dtype=np.float32)
        peaks = np.zeros(terms, dtype=np.float32)
        fill(starts, columns, weights, lists[:-1].copy(), listings, shorts, peaks)
        tiers = sum((counts > (count >> shift) for shift in TIER_SHIFTS), np.zeros(terms, dtype=np.uint8))
        unit = max(longest(starts, weights), SHORTEST) * (1.0 + 1e-9) / 255.0
        tails = np.zeros((TIERS - 1, count), dtype=np.uint8)
        fill_tails(starts, columns, weights, tiers, unit, tails)
        return cls(lists, listings, shorts, peaks, tiers, tails, _crests(tails), np.array([unit]))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> "Postings":
        """What `arrays` gave, memory-mapped or not; ValueError when types or shapes do not fit together."""
        missing = sorted(_TYPES.keys() - arrays.keys())
        if missing:
            raise ValueError(f"posting lists without {', '.join(missing)}")
        for name, dtype in _TYPES.items():
            if arrays[name].dtype != dtype or not arrays[name].flags.c_contiguous:
                raise ValueError(f"posting lists with {name} of another type")
        postings = cls(**{name: np.asarray(arrays[name]) for name in _TYPES})
        postings._check()
        return postings

    def arrays(self) -> dict[str, np.ndarray]:
        """All arrays by name, to be stored."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def terms(self) -> int:
        """Number of terms."""
        return len(self.peaks)

    @property
    def count(self) -> int:
        """Number of listings."""
        return int(self.tails.shape[1])

    def _check(self) -> None:
        """ValueError unless the shapes agree and the lists cover all postings in order."""
        shapes = {
            "starts": (self.terms + 1,),
            "listings": (len(self.weights),),
            "tiers": (self.terms,),
            "tails": (TIERS - 1, self.tails.shape[-1]),
            "crests": (TIERS - 1, -(-self.tails.shape[-1] // BLOCK)),
            "unit": (1,),
        }
        wrong = [name for name, shape in shapes.items() if getattr(self, name).shape != shape]
        covered = self.starts[[0, -1]].tolist() == [0, len(self.weights)] and bool(np.all(np.diff(self.starts) >= 0))
        if wrong or not covered or (self.terms and self.tiers.max() >= TIERS):
            raise ValueError(f"posting lists that do not fit together: {', '.join(wrong) or 'starts or tiers'}")


def rows_of(matrix: csr_array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row starts (int64), columns (int32) and weights (float64) of a matrix, copied only where types differ."""
    return (
        np.ascontiguousarray(matrix.indptr, dtype=np.int64),
        np.ascontiguousarray(matrix.indices, dtype=np.int32),
        np.ascontiguousarray(matrix.data, dtype=np.float64),
    )


def _crests(tails: np.ndarray) -> np.ndarray:
    """Highest tail per tier and block."""
    if not tails.shape[1]:
        return np.zeros((TIERS - 1, 0), dtype=np.uint8)
    return np.maximum.reduceat(tails, np.arange(0, tails.shape[1], BLOCK), axis=1)
