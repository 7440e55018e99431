"""Whose suggestions a changed organisation touches, and whom the engine ranks first for them by now."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import nextafter

from matchmaker.matching import MatchIndex
from matchmaker.suggestions import pairs, rankings, rows
from matchmaker.suggestions.pairs import Choices
from matchmaker.suggestions.rankings import Place, Ranking

_NOBODY: frozenset[int] = frozenset()
_NEAREST = 500


@dataclass(frozen=True, slots=True)
class Touched:
    """Candidates to store by viewer, and the rankings of these and more organisations, as kept and as they are now."""

    best: Mapping[int, list[int]]
    before: Mapping[int, Ranking]
    after: Mapping[int, Ranking]


@dataclass(frozen=True, slots=True)
class _Moves:
    """The changed organisations that take part and those that are gone, and whom they reach: places by viewer.

    `own` are the rankings of the changed ones themselves.
    """

    changed: frozenset[int]
    gone: frozenset[int]
    reached: Mapping[int, list[Place]]
    own: Mapping[int, list[Place]]

    @property
    def all(self) -> frozenset[int]:
        return self.changed | self.gone


def touched(index: MatchIndex, changed: Collection[int], gone: Collection[int], *, limit: int) -> Touched:
    """What became of the lists since `changed` organisations are as `index` has them, and `gone` ones left it.

    Everybody else's place in a ranking is what it was, so that only those are ranked whose kept ranking got too short.
    """
    moves = _moves(index, changed, gone)
    shown = rows.viewers_of(moves.all)
    others = {*moves.reached, *rankings.holding(moves.all), *shown} - moves.all
    others = {one for one in others if index.has(str(one))}
    before = rankings.stored(others | moves.changed)
    choices = rows.choices(others | moves.changed)
    after = {
        one: before[one].changed(moves.all, moves.reached.get(one, ()), most=_most(one, choices, limit))
        for one in others if one in before
    }  # fmt: skip
    short = {one for one in others if one not in after or _best(after[one], one, choices, limit) is None}
    after |= _ranked(index, short, choices, limit)
    after |= {one: Ranking.of(found, asked=_most(one, choices, limit)) for one, found in moves.own.items()}
    best = {one: _best(found, one, choices, limit) or [] for one, found in after.items()}
    due = moves.changed | short | (shown & others) | _moved(best, before, choices, moves, limit)
    return Touched({one: pairs.with_kept(best[one], choices.kept.get(one, _NOBODY)) for one in due}, before, after)


def _moves(index: MatchIndex, changed: Collection[int], gone: Collection[int]) -> _Moves:
    """One pass over the counterparts of each changed organisation tells both whom it reaches and who reaches it."""
    own = {one: _scores(index, one) for one in sorted(changed) if index.has(str(one))}
    floors = _floors(own)
    reached: dict[int, list[Place]] = {}
    for one, found in own.items():
        for viewer, score in found:
            if viewer in floors and score >= floors[viewer]:
                reached.setdefault(viewer, []).append((one, score))
    return _Moves(frozenset(own), frozenset(gone) | (frozenset(changed) - own.keys()), reached, own)


def _floors(own: Mapping[int, list[Place]]) -> dict[int, float]:
    """Where the kept rankings end of everybody whom a changed organisation may reach.

    It reaches some of those that suit it best; of the many others only such as hold on to worse candidates than that.
    """
    nearest = {viewer for found in own.values() for viewer, _score in found[:_NEAREST]}
    rest = max((found[_NEAREST][1] for found in own.values() if len(found) > _NEAREST), default=0.0)
    return rankings.floors(nearest, nextafter(rest, 1.0) if rest else 0.0)


def _scores(index: MatchIndex, organisation: int) -> list[Place]:
    """All counterparts of an organisation and their scores, best first."""
    return [(int(name), score) for name, score in index.counterparts(str(organisation))]


def _ranked(index: MatchIndex, organisations: Iterable[int], choices: Choices, limit: int) -> dict[int, Ranking]:
    wanted = list(organisations)
    asked = max((_most(one, choices, limit) for one in wanted), default=0)
    return {
        one: Ranking.of(found, asked=asked).cut(_most(one, choices, limit))
        for one, found in pairs.ranked(index, wanted, asked)
    }


def _most(organisation: int, choices: Choices, limit: int) -> int:
    """Dismissed candidates take no place away from others."""
    return rankings.reach(limit) + len(choices.dismissed.get(organisation, _NOBODY))


def _best(ranking: Ranking, organisation: int, choices: Choices, limit: int) -> list[int] | None:
    return ranking.best(choices.dismissed.get(organisation, _NOBODY), limit)


def _moved(
    best: Mapping[int, list[int]], before: Mapping[int, Ranking], choices: Choices, moves: _Moves, limit: int
) -> set[int]:
    """Organisations among whose best a changed one is now, or one that changed or left was before."""
    was = {one: _best(before[one], one, choices, limit) or [] for one in best if one in before}
    return {one for one, found in best.items() if not moves.all.isdisjoint([*found, *was.get(one, ())])}
