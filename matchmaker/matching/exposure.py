"""Minimum exposure: whoever suits somebody is on some lists, at the end of those where it fits best.

The first places of every list stay as they are. Behind them a place is given to a candidate that is on too few lists
instead of the last one that is on enough. Levels are served one after the other: first everybody is on one list, then
on two, and so on. Where all places of a list are needed, candidates that hold them move on to their own next best
lists, along a shortest augmenting path (Ford & Fulkerson 1956, Edmonds & Karp 1972). So at each level as many
candidates are served as the places and the score floor allow; nobody who was on a list is left on none.

Exposure of a candidate: the sum of 1 / log2(rank + 1) over the lists it is on (Singh & Joachims 2018, "Fairness of
Exposure in Rankings"). Its inequality is the Gini coefficient; the cost is the loss in nDCG with the engine's own
scores as gains.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate on a list, its score, and whether it is there only to be seen."""

    partner: str
    score: float
    is_promised: bool = False


Lists = Mapping[str, Sequence[Place]]
"""Candidates by viewer, best first; every organisation that may be shown is a key, if with an empty list."""

Options = Callable[[str], Sequence[Place]]
"""The viewers a candidate may be shown to, best first; without excluded pairs."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is promised: to be on `minimum` lists of at most `limit` places.

    The first `untouched` places stay as they are, and nobody gets a place with a score below `floor`.
    """

    minimum: int
    limit: int
    untouched: int
    floor: float


@dataclass(frozen=True, slots=True)
class Shown:
    """How candidates are exposed: how many there are, on no list, on fewer than `minimum`, fewest lists, Gini."""

    organisations: int
    unseen: int
    rarely: int
    fewest: int
    gini: float


def promised(lists: Lists, options: Options, terms: Terms) -> dict[str, tuple[Place, ...]]:
    """The lists with the promise kept as far as it can be; applied to its own result it changes nothing."""
    board = _Board(lists, options, terms)
    for level in range(1, terms.minimum + 1):
        closed: set[str] = set()
        for candidate in board.short_of(level):
            board.serve(candidate, level, closed)
    return board.lists()


def shown(lists: Lists, candidates: Collection[str], *, minimum: int) -> Shown:
    """The figures of `candidates`; those on no list count with exposure 0."""
    counts = Counter(place.partner for places in lists.values() for place in places)
    exposures = dict.fromkeys(candidates, 0.0)
    for places in lists.values():
        for rank, place in enumerate(places, start=1):
            if place.partner in exposures:
                exposures[place.partner] += 1.0 / log2(rank + 1)
    on = [counts[candidate] for candidate in exposures]
    return Shown(
        organisations=len(on),
        unseen=sum(count == 0 for count in on),
        rarely=sum(count < minimum for count in on),
        fewest=min(on, default=0),
        gini=gini(exposures.values()),
    )


def gini(values: Iterable[float]) -> float:
    """Gini coefficient of values not below 0: 0 when all have the same, towards 1 when one has everything.

    G = sum_i (2 i - n - 1) x_i / (n sum_i x_i) over the n values in ascending order; 0 when nobody has anything.
    """
    ordered = np.sort(np.fromiter(values, dtype=np.float64))
    count, total = len(ordered), float(ordered.sum())
    if total <= 0.0:
        return 0.0
    weights = 2.0 * np.arange(1, count + 1) - count - 1.0
    return max(0.0, float(weights @ ordered) / (count * total))


def cost(before: Lists, after: Lists, *, depth: int) -> float:
    """Mean loss in nDCG@depth, from 0 to 1, over the lists that had anybody, with scores as gains."""
    ideal = {viewer: _discounted(places[:depth]) for viewer, places in before.items()}
    losses = [1.0 - _discounted(after[viewer][:depth]) / best for viewer, best in ideal.items() if best > 0.0]
    return max(0.0, sum(losses) / len(losses)) if losses else 0.0


def _discounted(places: Sequence[Place]) -> float:
    return sum(place.score / log2(rank + 1) for rank, place in enumerate(places, start=1))


class _Board:
    """The lists while places change hands: `heads` are fixed, `tails` hold what may move."""

    def __init__(self, lists: Lists, options: Options, terms: Terms) -> None:
        self._terms = terms
        self._heads = {viewer: tuple(places[: terms.untouched]) for viewer, places in lists.items()}
        self._given = {
            viewer: {place.partner: place for place in places[terms.untouched :]} for viewer, places in lists.items()
        }
        self._tails = {viewer: dict(places) for viewer, places in self._given.items()}
        self._fixed = {viewer: frozenset(place.partner for place in head) for viewer, head in self._heads.items()}
        self._counts = Counter(place.partner for places in lists.values() for place in places)
        self._options = options
        self._known: dict[str, list[Place]] = {}

    def lists(self) -> dict[str, tuple[Place, ...]]:
        """All lists, the movable places by score, ties by name."""
        return {
            viewer: (*head, *sorted(self._tails[viewer].values(), key=lambda place: (-place.score, place.partner)))
            for viewer, head in self._heads.items()
        }

    def short_of(self, level: int) -> list[str]:
        """Candidates that need one more list to be on `level`, the best fits first.

        Those that could not be served at an earlier level cannot be served now.
        """
        short = [name for name in self._heads if self._counts[name] == level - 1 and self._fitting(name)]
        return sorted(short, key=lambda name: (-self._fitting(name)[0].score, name))

    def serve(self, candidate: str, level: int, closed: set[str]) -> None:
        """Put `candidate` on one more list, if any path leads there; else its whole reach is `closed` for the level."""
        entrant: dict[str, Place] = {}
        left: dict[str, str] = {}
        waiting = deque([candidate])
        while waiting:
            moving = waiting.popleft()
            for option in self._fitting(moving):
                viewer = option.partner
                if viewer in closed or viewer in entrant or moving in self._tails[viewer]:
                    continue
                entrant[viewer] = self._entering(moving, option)
                if self._make_room(viewer, level):
                    self._move_along(viewer, candidate, entrant, left)
                    return
                for held in sorted(self._tails[viewer].keys() - left.keys() - {candidate}):
                    left[held] = viewer
                    waiting.append(held)
        closed.update(entrant)

    def _fitting(self, candidate: str) -> list[Place]:
        """The viewers behind whose first places `candidate` may stand, best first."""
        if candidate not in self._known:
            self._known[candidate] = [place for place in self._options(candidate) if self._may_stand(candidate, place)]
        return self._known[candidate]

    def _may_stand(self, candidate: str, option: Place) -> bool:
        viewer = option.partner
        if viewer not in self._heads or candidate in self._fixed[viewer]:
            return False
        return option.score >= self._terms.floor or candidate in self._given[viewer]

    def _entering(self, candidate: str, option: Place) -> Place:
        added = Place(candidate, option.score, is_promised=True)
        return self._given[option.partner].get(candidate, added)

    def _make_room(self, viewer: str, level: int) -> bool:
        """Whether `viewer` has a place to give; the worst candidate that is on more lists than `level` leaves it.

        One that is on more lists than the promise asks for leaves before others do.
        """
        tail = self._tails[viewer]
        if len(self._heads[viewer]) + len(tail) < self._terms.limit:
            return True
        spare = [place for place in tail.values() if self._counts[place.partner] > level]
        if not spare:
            return False
        most = self._terms.minimum
        last = max(spare, key=lambda place: (self._counts[place.partner] > most, -place.score, place.partner))
        del tail[last.partner]
        self._counts[last.partner] -= 1
        return True

    def _move_along(self, viewer: str, candidate: str, entrant: Mapping[str, Place], left: Mapping[str, str]) -> None:
        place = entrant[viewer]
        self._tails[viewer][place.partner] = place
        while place.partner != candidate:
            viewer = left[place.partner]
            del self._tails[viewer][place.partner]
            place = entrant[viewer]
            self._tails[viewer][place.partner] = place
        self._counts[candidate] += 1
