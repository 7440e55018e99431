"""What the compiled kernels are given: arrays under names, and their compiled types."""

from typing import Any, NamedTuple

import numpy as np
from numba import boolean, float32, float64, int32, int64, types, uint8

TIERS = 8
"""Terms fall into tiers by how many listings carry them: at most n / 1024, n / 256, n / 128, ... n / 8, more."""
TIER_SHIFTS = (10, 8, 7, 6, 5, 4, 3)
BLOCK = 128
"""Listings per block, of which only the highest sum and the highest tail are looked at first."""
LEAST = 1e-18
"""Smallest weight in single precision: products of two stay above zero, and rounding up keeps bounds bounds."""
SHORTEST = 1e-15
"""Smallest longest row that tails are measured by: a step of theirs stays above zero in single precision."""
MOST = 1e18
"""Largest weight that a matrix may have, so that no sum in single precision overflows."""


class Lists(NamedTuple):
    """Posting lists (see `Postings`)."""

    starts: np.ndarray
    listings: np.ndarray
    weights: np.ndarray
    peaks: np.ndarray
    tiers: np.ndarray
    tails: np.ndarray
    crests: np.ndarray
    unit: np.ndarray


class Rows(NamedTuple):
    """The matrix itself, listings x terms, in double precision."""

    starts: np.ndarray
    columns: np.ndarray
    weights: np.ndarray


class Room(NamedTuple):
    """Working memory of one thread; between searches `sums` and `query` are all zero."""

    sums: np.ndarray
    summits: np.ndarray
    found: np.ndarray
    query: np.ndarray

    @classmethod
    def of(cls, count: int, terms: int) -> "Room":
        """Room for searching `count` listings of `terms` terms: about 8 bytes per listing and per term."""
        blocks = -(-count // BLOCK)
        return cls(
            np.zeros(count, dtype=np.float32),
            np.zeros(blocks, dtype=np.int32),
            np.empty(count, dtype=np.int32),
            np.zeros(terms, dtype=np.float64),
        )


def read_only(array: np.ndarray) -> np.ndarray:
    """The array as the kernels take it: not copied, not writable."""
    view = array.view()
    view.flags.writeable = False
    return view


def _only_read(dtype: Any, dimensions: int = 1) -> Any:
    """Compiled type of arrays that are only read, memory-mapped or not."""
    return types.Array(dtype, dimensions, "C", readonly=True)


INTEGERS = _only_read(int64)
SHORT_INTEGERS = _only_read(int32)
NUMBERS = _only_read(float64)
SHORT_NUMBERS = _only_read(float32)
FLAGS = _only_read(boolean)
BYTES = _only_read(uint8)
BYTE_ROWS = _only_read(uint8, 2)
