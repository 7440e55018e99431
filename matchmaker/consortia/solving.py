"""Small teams that together cover what a need demands: set cover by OR-Tools CP-SAT; no database.

A team covers every must by a member at least, has a member in Korea and one abroad, no two members that avoid each
other, and at most `most` members. The best team has the fewest members, and among those of equal size the highest sum
of match scores: two searches, for the size and then for the sum. The next best is the best one that contains no team
found before as a whole. The solver runs with one
worker and a fixed seed, so that the same problem gives the same teams unless the time runs out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SECONDS = 5.0
"""How long the search for all teams may take."""
_SCALE = 1_000_000
"""Scores are counted in millionths: the solver knows whole numbers only."""
_SEED = 1


class Side(StrEnum):
    """Where a candidate stands; an asset of the cluster is on neither side."""

    DOMESTIC = "domestic"
    OVERSEAS = "overseas"
    ASSET = "asset"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation or asset that may join: the musts it covers, and its match score in 0 to 1."""

    key: str
    side: Side
    covers: frozenset[str]
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Who may join, what must be covered, who may not be together, and how many members a team has at most.

    `lead` is the side of the organisation whose need it is: it leads every team and is not counted as a member.
    """

    candidates: Sequence[Candidate]
    musts: tuple[str, ...]
    apart: Collection[frozenset[str]] = ()
    most: int = 4
    lead: Side | None = None

    @property
    def sides_lacking(self) -> tuple[Side, ...]:
        """Sides that the members must bring in, because the lead does not stand on them."""
        return tuple(side for side in (Side.DOMESTIC, Side.OVERSEAS) if side is not self.lead)


@dataclass(frozen=True, slots=True)
class Team:
    """Members by key, in order, with the sum of their scores.

    `is_best`: no other allowed team is smaller, or as small with a higher sum. Where the time ran out before that was
    proved, `smallest` is a size below which no team can lie, and `possible` a sum that none of the same size exceeds.
    """

    members: tuple[str, ...]
    score: float
    is_best: bool
    smallest: int
    possible: float


@dataclass(frozen=True, slots=True)
class Solution:
    """The teams, best first. Without one, why: musts that nobody covers, sides on which nobody stands."""

    teams: tuple[Team, ...]
    uncovered: tuple[str, ...] = ()
    sides_empty: tuple[Side, ...] = ()
    timed_out: bool = False
    seconds: float = field(default=0.0, compare=False)


def uncovered(problem: Problem) -> tuple[str, ...]:
    """Musts that no candidate covers, in their order."""
    covered = frozenset[str]().union(*(one.covers for one in problem.candidates))
    return tuple(must for must in problem.musts if must not in covered)


def solve(problem: Problem, *, teams: int = 3, seconds: float = SECONDS) -> Solution:
    """The `teams` best teams, as far as they are found within `seconds`."""
    began = monotonic()
    lacking = uncovered(problem)
    sides = {one.side for one in problem.candidates}
    empty = tuple(side for side in problem.sides_lacking if side not in sides)
    if lacking or empty:
        return Solution((), lacking, empty)
    search = _Search(problem)
    found: list[Team] = []
    while len(found) < teams and (left := seconds - (monotonic() - began)) > 0:
        team = search.next(left)
        if team is None:
            break
        found.append(team)
    return Solution(tuple(found), timed_out=search.timed_out, seconds=monotonic() - began)


def faults(
    problem: Problem, members: Collection[str]
) -> tuple[tuple[str, ...], tuple[Side, ...], list[frozenset[str]]]:
    """What a team chosen by hand lacks: musts nobody covers, sides nobody stands on, members that avoid each other."""
    chosen = [one for one in problem.candidates if one.key in members]
    covered = frozenset[str]().union(*(one.covers for one in chosen))
    sides = {one.side for one in chosen}
    apart = set(problem.apart)
    pairs = (frozenset(pair) for pair in combinations(sorted(one.key for one in chosen), 2))
    return (
        tuple(must for must in problem.musts if must not in covered),
        tuple(side for side in problem.sides_lacking if side not in sides),
        [pair for pair in pairs if pair in apart],
    )  # fmt: skip


class _Search:
    """Looks for one team after the other: first for the smallest size, then for the best sum of that size."""

    def __init__(self, problem: Problem) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - it takes a second to load, and few pages need it

        self._cp, self._problem, self.timed_out = cp_model, problem, False
        self._listed = sorted(problem.candidates, key=lambda one: one.key)
        self._found: list[tuple[str, ...]] = []
        self._least = 1

    def next(self, seconds: float) -> Team | None:
        """The best team that contains none found before; None when there is none, or none was found in time."""
        began = monotonic()
        model, joins = self._model(most=self._problem.most, least=self._least)
        model.minimize(sum(joins.values()))
        small = self._solved(model, joins, seconds)
        if small is None:
            return None
        size, is_smallest = len(small.members), small.is_proved
        smallest = size if is_smallest else max(self._least, small.bound)
        self._least = smallest
        model, joins = self._model(most=size, least=size)
        model.maximize(sum(_whole(one) * joins[one.key] for one in self._listed))
        for key, variable in joins.items():
            model.add_hint(variable, key in small.members)
        best = self._solved(model, joins, max(0.01, seconds - (monotonic() - began))) or small
        self._found.append(best.members)
        possible = best.bound / _SCALE if best is not small else float(size)
        return self._team(best.members, is_best=is_smallest and best is not small and best.is_proved,
                          smallest=smallest, possible=possible)  # fmt: skip

    def _model(self, *, most: int, least: int) -> tuple["cp_model.CpModel", dict[str, "cp_model.IntVar"]]:
        """Who may join and what they must cover, without what is sought."""
        model, problem = self._cp.CpModel(), self._problem
        joins = {one.key: model.new_bool_var(one.key) for one in self._listed}
        for must in problem.musts:
            model.add_bool_or([joins[one.key] for one in self._listed if must in one.covers])
        for side in problem.sides_lacking:
            model.add_bool_or([joins[one.key] for one in self._listed if one.side is side])
        for pair in sorted(problem.apart, key=sorted):
            if pair <= joins.keys():
                model.add_at_most_one(joins[key] for key in sorted(pair))
        for team in self._found:
            model.add(sum(joins[key] for key in team) <= len(team) - 1)
        model.add_linear_constraint(sum(joins.values()), least, most)
        return model, joins

    def _solved(
        self, model: "cp_model.CpModel", joins: Mapping[str, "cp_model.IntVar"], seconds: float
    ) -> "_Found | None":
        solver = self._cp.CpSolver()
        parameters = solver.parameters
        parameters.max_time_in_seconds, parameters.num_workers, parameters.random_seed = seconds, 1, _SEED
        status = solver.solve(model)
        self.timed_out |= status in (self._cp.FEASIBLE, self._cp.UNKNOWN)
        if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return None
        members = tuple(key for key, variable in joins.items() if solver.boolean_value(variable))
        return _Found(members, status == self._cp.OPTIMAL, round(solver.best_objective_bound))

    def _team(self, members: tuple[str, ...], *, is_best: bool, smallest: int, possible: float) -> Team:
        score = sum(one.score for one in self._listed if one.key in members)
        return Team(members, score, is_best, smallest, score if is_best else max(score, possible))


@dataclass(frozen=True, slots=True)
class _Found:
    """Members, whether nothing better is possible, and the bound of what was sought."""

    members: tuple[str, ...]
    is_proved: bool
    bound: int


def _whole(one: Candidate) -> int:
    return round(min(1.0, max(0.0, one.score)) * _SCALE)
