"""Compiled search: rare terms first, commoner ones only while they can still change the answer.

Scores are summed up term by term in single precision, as upper bounds. The k best sums are scored exactly and give
a threshold; a listing whose sum and bound on the unread terms stay below it is out. When few remain they are scored
exactly, in double precision and column order; else the next tier of terms is read.

Numba's cache is renewed when this very file changes: after a change in `heap`, `planning`, `scanning`, `handing` or
`layout` alone, delete the `*.nbi` files in its cache.
"""

import numpy as np
from numba import float64, int64, njit

from matchmaker.matching.retrieval.handing import lists_of, room_of, rows_behind
from matchmaker.matching.retrieval.heap import offered, put_in_order
from matchmaker.matching.retrieval.layout import FLAGS, MOST, TIERS, Lists, Room, Rows
from matchmaker.matching.retrieval.planning import Plan, planned
from matchmaker.matching.retrieval.scanning import best_sums, floor_of, is_out, possible, write_summits

EXACT_COST = 400
"""Postings that are read in the time of one exact score."""
AT_ONCE = 32768
"""Postings that are read before the first look at the sums, if a quarter of the number of listings is less."""
FEW = 8
"""A query with fewer postings than listings / FEW looks at the listings it met, not at all."""


@njit(nogil=True)
def _looked_up(rows: Rows, few: np.ndarray, query: np.ndarray, row: int) -> float:
    """`_exact` by halving: few places are read of the row, and of the query, which is as wide as the matrix."""
    place, last, score = rows.starts[row], rows.starts[row + 1], 0.0
    for column in few:
        end = last
        while place < end:
            middle = (place + end) // 2
            if rows.columns[middle] < column:
                place = middle + 1
            else:
                end = middle
        if place < last and rows.columns[place] == column:
            score += rows.weights[place] * query[column]
    return score


@njit(nogil=True)
def _exact(rows: Rows, plan: Plan, query: np.ndarray, row: int) -> float:
    """The inner product of a listing and the dense query, summed in column order."""
    if len(plan.few):
        return _looked_up(rows, plan.few, query, row)
    start, end = rows.starts[row], rows.starts[row + 1]
    columns, weights = rows.columns[start:end], rows.weights[start:end]
    score = 0.0
    for place in range(len(columns)):
        score += weights[place] * query[np.uint32(columns[place])]
    return score


@njit(nogil=True)
def _read(lists: Lists, plan: Plan, tier: int, sums: np.ndarray) -> None:
    """Add the postings of a tier's terms to the sums."""
    for term in range(plan.ends[tier], plan.ends[tier + 1]):
        column, weight = plan.columns[term], plan.weights[term]
        start, end = lists.starts[column], lists.starts[column + 1]
        listings, weights = lists.listings[start:end], lists.weights[start:end]
        for place in range(len(listings)):
            sums[np.uint32(listings[place])] += weight * weights[place]


@njit(nogil=True)
def _kth(rows: Rows, plan: Plan, query: np.ndarray, found: np.ndarray, size: int, k: int) -> float:
    """The k-th best exact score of the rows found, 0 when they are fewer."""
    if size < k:
        return 0.0
    lowest = np.inf
    for place in range(size):
        lowest = min(lowest, _exact(rows, plan, query, found[place]))
    return lowest


@njit(nogil=True)
def _ranked(
    rows: Rows,
    plan: Plan,
    room: Room,
    candidates: np.ndarray,
    threshold: float,
    allowed: np.ndarray,
    scores: np.ndarray,
    found: np.ndarray,
) -> int:
    """Score the candidates exactly and keep the best; how many there are."""
    size = 0
    for row in candidates:
        if is_out(allowed, row):
            continue
        score = _exact(rows, plan, room.query, row)
        if score > 0.0 and score >= threshold:
            size = offered(scores, found, size, score, row)
    put_in_order(scores, found, size)
    return size


@njit(nogil=True)
def _met(lists: Lists, plan: Plan, room: Room) -> np.ndarray:
    """Add the postings of all terms to the sums; the listings in them, each once, as they come up."""
    sums, found, size = room.sums, room.found, 0
    for term in range(len(plan.columns)):
        column, weight = plan.columns[term], plan.weights[term]
        start, end = lists.starts[column], lists.starts[column + 1]
        listings, weights = lists.listings[start:end], lists.weights[start:end]
        for place in range(len(listings)):
            listing = np.uint32(listings[place])
            before = sums[listing]
            if before == 0.0:
                found[size] = listings[place]
                size += 1
            sums[listing] = before + weight * weights[place]
    return found[:size]


@njit(nogil=True)
def _search_few(
    lists: Lists, rows: Rows, plan: Plan, room: Room, allowed: np.ndarray, scores: np.ndarray, found: np.ndarray
) -> tuple[int, int]:
    """Search with few postings: all are read, and only the listings in them are looked at."""
    met, size, left = _met(lists, plan, room), 0, 0
    for listing in met:
        if not is_out(allowed, listing):
            size = offered(scores, found, size, np.float64(room.sums[np.uint32(listing)]), int(listing))
    threshold = _kth(rows, plan, room.query, found, size, len(found))
    floor = floor_of(plan, threshold)
    for place in range(len(met)):
        total = room.sums[np.uint32(met[place])]
        room.sums[np.uint32(met[place])] = 0.0
        if total >= floor:
            met[left] = met[place]
            left += 1
    return _ranked(rows, plan, room, met[:left], threshold, allowed, scores, found), plan.postings[TIERS]


@njit(nogil=True)
def _next_stop(plan: Plan, tier: int, budget: int) -> int:
    """The tier to read up to: at least one that has postings, more while `budget` postings allow it."""
    stop = tier + 1
    while stop < TIERS - 1 and (
        plan.postings[stop + 1] == plan.postings[tier + 1] or plan.postings[stop + 2] <= budget
    ):
        stop += 1
    return stop


@njit(nogil=True)
def _search_many(
    lists: Lists, rows: Rows, plan: Plan, room: Room, allowed: np.ndarray, scores: np.ndarray, found: np.ndarray
) -> tuple[int, int]:
    """Search tier by tier, until the listings still possible are few enough to be scored."""
    tier, left, threshold, count = -1, -1, 0.0, len(room.sums)
    budget = max(count // 4, AT_ONCE)
    while left < 0:
        stop = _next_stop(plan, tier, budget)
        for number in range(tier + 1, stop + 1):
            _read(lists, plan, number, room.sums)
        tier = stop
        write_summits(room.sums, room.summits)
        size = best_sums(room, allowed, scores, found)
        threshold = max(threshold, _kth(rows, plan, room.query, found, size, len(found)))
        unread = plan.postings[TIERS] - plan.postings[tier + 1]
        following = plan.postings[_next_stop(plan, tier, 0) + 1] - plan.postings[tier + 1] if unread else 0
        most = (following + count // 2) // EXACT_COST if unread else count
        left = possible(lists, plan, room, tier, floor_of(plan, threshold), most)
    room.sums[:] = 0.0
    size = _ranked(rows, plan, room, room.found[:left], threshold, allowed, scores, found)
    return size, plan.postings[tier + 1]


@njit(nogil=True)
def _search(
    lists: Lists,
    rows: Rows,
    columns: np.ndarray,
    weights: np.ndarray,
    room: Room,
    allowed: np.ndarray,
    scores: np.ndarray,
    found: np.ndarray,
) -> tuple[int, int]:
    """One query; how many rows were found and how many postings were read."""
    plan = planned(lists, columns, weights, room.query)
    postings = plan.postings[TIERS]
    if not postings:
        outcome = (0, postings)
    elif postings < len(room.sums) // FEW:
        outcome = _search_few(lists, rows, plan, room, allowed, scores, found)
    else:
        outcome = _search_many(lists, rows, plan, room, allowed, scores, found)
    for column in plan.columns:
        room.query[column] = 0.0
    return outcome


@njit(
    int64(int64[::1], int64[::1], int64[::1], int64[::1], float64[::1], FLAGS, int64[:, ::1], float64[:, ::1]),
    cache=True,
    nogil=True,
)
def search(
    places: np.ndarray,
    working: np.ndarray,
    starts: np.ndarray,
    columns: np.ndarray,
    weights: np.ndarray,
    allowed: np.ndarray,
    found: np.ndarray,
    scores: np.ndarray,
) -> int:
    """Find the best rows of each query; how many postings were read, -1 for a weight that none can have.

    `places` hands over lists and rows, `working` the room. Queries are the rows of a matrix given by its CSR arrays.
    `found` and `scores` (queries x k) are written as far as there are rows, the rest is -1 and 0.
    """
    for weight in weights[starts[0] : starts[-1]]:
        if not 0.0 <= weight <= MOST:
            return -1
    lists, rows, room, read = lists_of(places), rows_behind(places), room_of(working), 0
    for query in range(len(starts) - 1):
        start, end = starts[query], starts[query + 1]
        asked, heard = columns[start:end], weights[start:end]
        size, postings = _search(lists, rows, asked, heard, room, allowed, scores[query], found[query])
        scores[query, size:] = 0.0
        found[query, size:] = -1
        read += postings
    return read
