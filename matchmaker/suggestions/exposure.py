"""Minimum exposure of stored suggestions: who is on too few lists, and on which lists it is put instead.

A full build keeps the promise anew. Between two builds a refresh leaves the places that were given that way where they
are (`promises`); an organisation that has come since gets its own at the next full build.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from matchmaker.matching import MatchIndex, Settings, Side, exposure
from matchmaker.matching.exposure import Lists, Options, Place, Shown, Terms
from matchmaker.suggestions.pairs import Choices, Pair

_REACH = 100
_ROUNDS = 10

Explain = Callable[[set[Pair]], Collection[Pair]]
"""Explains pairs, puts them aside for storing, and gives those that may be stored: pairs that share words."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What the promise made of the lists: figures by side before and after, and the loss in nDCG by depth."""

    before: Mapping[Side, Shown]
    after: Mapping[Side, Shown]
    costs: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Promise:
    """Pairs (viewer, candidate) that leave the lists, and what that does to the exposure."""

    dropped: frozenset[Pair]
    exposure: Exposure


def terms(settings: Settings, *, limit: int) -> Terms:
    """What the settings of an index promise on lists of `limit` places."""
    return Terms(settings.minimum_exposure, limit, settings.untouched_places, settings.exposure_floor)


def lists_of(places: Iterable[tuple[int, int, float]], organisations: Iterable[str], choices: Choices) -> Lists:
    """Lists as viewers see them, from viewer, candidate and score: in the order of the engine, dismissed ones left out.

    Every one of `organisations` has a list, if an empty one.
    """
    found: dict[str, list[Place]] = {name: [] for name in organisations}
    for viewer, candidate, score in sorted(places, key=lambda row: (row[0], -row[2], row[1])):
        if str(viewer) in found and candidate not in choices.dismissed.get(viewer, ()):
            found[str(viewer)].append(Place(str(candidate), score))
    return found


def promise(index: MatchIndex, lists: Lists, choices: Choices, explain: Explain, *, limit: int) -> Promise:
    """Keep the promise on `lists`, with pairs that `explain` lets pass. What people keep is never dropped.

    Pairs that share nothing but codes are found out only when they are explained; without them it is tried again.
    """
    agreed, known = terms(index.settings, limit=limit), options(index, choices)
    given, explained, refused = _pairs(lists), set[Pair](), set[Pair]()
    after: Lists = lists
    for _round in range(_ROUNDS):
        after = exposure.promised(lists, _without(known, refused), agreed)
        fresh = _pairs(after) - given - explained - refused
        passed = set(explain(fresh)) if fresh else set()
        explained |= passed
        refused |= fresh - passed
        if fresh == passed:
            break
    after = {name: [one for one in places if (int(name), int(one.partner)) not in refused]
             for name, places in after.items()}  # fmt: skip
    kept = {(viewer, candidate) for viewer, found in choices.kept.items() for candidate in found}
    dropped = ((given - kept) | explained) - _pairs(after)
    return Promise(frozenset(dropped), _exposure(index, lists, after, limit))


def options(index: MatchIndex, choices: Choices) -> Options:
    """The viewers that suit each candidate best, without those that dismissed it; looked up once."""
    known: dict[str, list[Place]] = {}

    def of(candidate: str) -> Sequence[Place]:
        if candidate not in known:
            known[candidate] = [
                Place(one.partner, one.score)
                for one in index.best_for(candidate, _REACH)
                if int(candidate) not in choices.dismissed.get(int(one.partner), ())
            ]
        return known[candidate]

    return of


def by_side(index: MatchIndex, lists: Lists) -> dict[Side, Shown]:
    """How the organisations of each side are exposed on the lists of the other."""
    least = index.settings.minimum_exposure
    return {side: exposure.shown(lists, index.names_of(side), minimum=least) for side in Side}


def cost_inside(index: MatchIndex, lists: Lists, choices: Choices) -> float:
    """What the promise would cost in nDCG if it were kept within the untouched places, in their second half."""
    depth = index.settings.untouched_places
    short = {viewer: tuple(places[:depth]) for viewer, places in lists.items()}
    agreed = replace(terms(index.settings, limit=depth), untouched=depth // 2)
    return exposure.cost(short, exposure.promised(short, options(index, choices), agreed), depth=depth)


def _pairs(lists: Lists) -> set[Pair]:
    return {(int(viewer), int(place.partner)) for viewer, places in lists.items() for place in places}


def _without(known: Options, refused: set[Pair]) -> Options:
    def of(candidate: str) -> Sequence[Place]:
        return [one for one in known(candidate) if (int(one.partner), int(candidate)) not in refused]

    return of


def _exposure(index: MatchIndex, before: Lists, after: Lists, limit: int) -> Exposure:
    depths = sorted({min(index.settings.untouched_places, limit), limit})
    costs = {depth: exposure.cost(before, after, depth=depth) for depth in depths}
    return Exposure(by_side(index, before), by_side(index, after), costs)
