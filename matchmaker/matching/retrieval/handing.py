"""Arrays handed over by address: one small array stands for a dozen large ones.

To unpack an array for a compiled function takes Python a quarter of a microsecond, and lists, rows and room are
fifteen: half the time of a query of three words. Whoever hands arrays over keeps them for as long as they are used.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numba import carray, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from matchmaker.matching.retrieval.layout import TIERS, Lists, Room, Rows


def handed(arrays: Iterable[np.ndarray]) -> np.ndarray:
    """Address and number of elements of each array, one after the other (int64). ValueError for one with gaps."""
    numbers: list[int] = []
    for array in arrays:
        if not array.flags.c_contiguous:
            raise ValueError("an array with gaps cannot be handed over")
        numbers += [array.ctypes.data, array.size]
    return np.array(numbers, dtype=np.int64)


@intrinsic
def _pointer(_typing: Any, address: Any) -> Any:
    """The pointer that a whole number is."""

    def written(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        return builder.inttoptr(given[0], cgutils.voidptr_t)

    return types.voidptr(address), written


@njit(nogil=True)
def lists_of(places: np.ndarray) -> Lists:
    """Posting lists that were handed over first."""
    return Lists(
        carray(_pointer(places[0]), (places[1],), np.int64),
        carray(_pointer(places[2]), (places[3],), np.int32),
        carray(_pointer(places[4]), (places[5],), np.float32),
        carray(_pointer(places[6]), (places[7],), np.float32),
        carray(_pointer(places[8]), (places[9],), np.uint8),
        carray(_pointer(places[10]), (TIERS - 1, places[11] // (TIERS - 1)), np.uint8),
        carray(_pointer(places[12]), (TIERS - 1, places[13] // (TIERS - 1)), np.uint8),
        carray(_pointer(places[14]), (places[15],), np.float64),
    )


@njit(nogil=True)
def rows_behind(places: np.ndarray) -> Rows:
    """Rows that were handed over behind the lists."""
    return Rows(
        carray(_pointer(places[16]), (places[17],), np.int64),
        carray(_pointer(places[18]), (places[19],), np.int32),
        carray(_pointer(places[20]), (places[21],), np.float64),
    )


@njit(nogil=True)
def room_of(places: np.ndarray) -> Room:
    """Working memory that was handed over alone."""
    return Room(
        carray(_pointer(places[0]), (places[1],), np.float32),
        carray(_pointer(places[2]), (places[3],), np.int32),
        carray(_pointer(places[4]), (places[5],), np.int32),
        carray(_pointer(places[6]), (places[7],), np.float64),
    )
