"""How long the search for teams takes: many organisations and assets, many must-requirements, made by a fixed seed.

    python -m benchmarks.consortia
    python -m benchmarks.consortia --organisations 300 --assets 40 --musts 12 --rounds 10

Printed for each kind of problem: the seconds until the best team was proved, and until all three were, over all rounds;
how many best teams were proved within five seconds, what the others may lack of the best sum, and the sizes of teams.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matchmaker.consortia.solving import SECONDS, Candidate, Problem, Side, Solution, solve

_SEED = 20261123
KINDS = {"easy: a third of the musts each": 0.33, "usual: an eighth each": 0.125, "hard: few cover anything": 0.06}
"""Share of the musts that a candidate covers on average."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large the problems are."""

    organisations: int
    assets: int
    musts: int


def problem(size: Size, share: float, chance: random.Random) -> Problem:
    """Organisations on both sides, assets, scores as the engine gives them, and one pair in a hundred that is apart."""
    musts = tuple(f"m{n}" for n in range(size.musts))
    listed = list(_candidates(size, musts, share, chance))
    for must in musts:
        if not any(must in one.covers for one in listed):
            spare = chance.randrange(len(listed))
            one = listed[spare]
            listed[spare] = Candidate(one.key, one.side, one.covers | {must}, one.score)
    keys = [one.key for one in listed if one.side is not Side.ASSET]
    apart = {frozenset(chance.sample(keys, 2)) for _pair in range(len(keys) // 2)}
    return Problem(candidates=listed, musts=musts, apart=apart, most=6, lead=Side.DOMESTIC)


def _candidates(size: Size, musts: tuple[str, ...], share: float, chance: random.Random) -> Iterator[Candidate]:
    for n in range(size.organisations + size.assets):
        side = Side.ASSET if n >= size.organisations else (Side.DOMESTIC, Side.OVERSEAS)[n % 2]
        covers = frozenset(must for must in musts if chance.random() < share)
        yield Candidate(f"c{n:04}", side, covers, round(chance.betavariate(2, 8), 6))


def told(name: str, first: list[float], found: list[Solution]) -> str:
    """One line of the result."""
    seconds = [one.seconds for one in found]
    best = [one.teams[0] for one in found if one.teams]
    proved = sum(team.is_best for team in best)
    gap = max((team.possible - team.score for team in best if not team.is_best), default=0.0)
    sizes = sorted({len(team.members) for team in best})
    return (
        f"| {name} | {np.median(first):.2f} / {max(first):.2f} | {np.median(seconds):.2f} / {max(seconds):.2f} "
        f"| {proved} of {len(found)} | {gap:.3f} | {', '.join(map(str, sizes)) or 'none possible'} |"
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure every kind of problem."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("organisations", 300), ("assets", 40), ("musts", 12), ("rounds", 10)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    size = Size(asked.organisations, asked.assets, asked.musts)
    _say(f"{size.organisations} organisations, {size.assets} assets, {size.musts} musts; {asked.rounds} rounds each\n")
    _say("| problem | best team: median / longest s | three teams: median / longest s | proved | lacking | members |")
    _say("|---|---|---|---|---|---|")
    for name, share in KINDS.items():
        chance = random.Random(_SEED)  # noqa: S311 - made-up problems, not secrets
        problems = [problem(size, share, chance) for _round in range(asked.rounds)]
        first = [solve(one, teams=1, seconds=SECONDS).seconds for one in problems]
        _say(told(name, first, [solve(one, teams=3, seconds=SECONDS) for one in problems]))


if __name__ == "__main__":
    main()
