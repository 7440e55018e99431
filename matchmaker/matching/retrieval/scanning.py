"""Compiled looks at the sums: where the highest are, and which listings can still reach a threshold."""

import numpy as np
from numba import njit

from matchmaker.matching.retrieval.heap import offered
from matchmaker.matching.retrieval.layout import BLOCK, TIERS, Lists, Room
from matchmaker.matching.retrieval.planning import Plan


@njit(nogil=True)
def is_out(allowed: np.ndarray, row: int) -> bool:
    """Whether a mask (empty: none) leaves the row out."""
    return len(allowed) > 0 and not allowed[row]


@njit(nogil=True)
def floor_of(plan: Plan, threshold: float) -> np.float32:
    """The threshold for sums in single precision, lowered by all that rounding can lose."""
    slack = 1.0 - (len(plan.columns) + 16) * 2.0**-22
    return np.float32(max(threshold / plan.top * max(slack, 0.0), 1e-37))


@njit(nogil=True)
def write_summits(sums: np.ndarray, summits: np.ndarray) -> None:
    """Write the highest sum of each block (floats above zero are in the order of their bits)."""
    bits = sums.view(np.int32)
    for block in range(len(summits)):
        highest = np.int32(0)
        part = bits[block * BLOCK : (block + 1) * BLOCK]
        for place in range(len(part)):
            highest = max(highest, part[place])
        summits[block] = highest


@njit(nogil=True)
def _least_of_best(summits: np.ndarray, scores: np.ndarray, found: np.ndarray) -> float:
    """The k-th highest of the blocks' highest sums: no more than the k-th highest sum, 0 with fewer blocks."""
    size = 0
    for block in range(len(summits)):
        size = offered(scores, found, size, np.float64(summits[block]), block)
    return scores[0] if size == len(found) else 0.0


@njit(nogil=True)
def best_sums(room: Room, allowed: np.ndarray, scores: np.ndarray, found: np.ndarray) -> int:
    """Put the rows of the k highest sums into the heap; how many there are."""
    size, summits = 0, room.summits.view(np.float32)
    least = 0.0 if len(allowed) else _least_of_best(summits, scores, found)
    for block in range(len(summits)):
        if summits[block] <= 0.0 or summits[block] < least:
            continue
        for row in range(block * BLOCK, min((block + 1) * BLOCK, len(room.sums))):
            total = np.float64(room.sums[row])
            if total > 0.0 and total >= least and not is_out(allowed, row):
                size = offered(scores, found, size, total, row)
                least = max(least, scores[0]) if size == len(found) else least
    return size


@njit(nogil=True)
def possible(lists: Lists, plan: Plan, room: Room, tier: int, floor: np.float32, most: int) -> int:
    """Write the listings that can still reach the floor into `room.found`; their number, -1 beyond `most`."""
    size, count, summits = 0, len(room.sums), room.summits.view(np.float32)
    step = np.float32(plan.rest[tier] * lists.unit[0] * (1.0 + 1e-6))
    ceiling = np.float32(plan.ceiling[tier] * (1.0 + 1e-6))
    level = min(tier, TIERS - 2)
    for block in range(len(summits)):
        if summits[block] + min(step * np.float32(lists.crests[level, block]), ceiling) < floor:
            continue
        start, end = block * BLOCK, min((block + 1) * BLOCK, count)
        sums, tails = room.sums[start:end], lists.tails[level, start:end]
        for place in range(len(sums)):
            if sums[place] + min(step * np.float32(tails[place]), ceiling) >= floor:
                if size == most:
                    return -1
                room.found[size] = start + place
                size += 1
    return size
