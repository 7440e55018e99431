"""Team-draft interleaving: one list out of two rankings, fair to both, with the team of each item.

Method: F. Radlinski, M. Kurup, T. Joachims: How does clickthrough data reflect retrieval quality? CIKM 2008,
pp. 43-52, doi:10.1145/1458082.1458092, algorithm 2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.suggestions.trials.rules import Team


@dataclass(frozen=True, slots=True)
class Pick:
    """An item of the interleaved list and the team that picked it."""

    item: int
    team: Team


def interleaved(first: Sequence[int], second: Sequence[int], length: int, chance: np.random.Generator) -> list[Pick]:
    """At most `length` items of the rankings `first` (team A) and `second` (team B), best first.

    The team with fewer picks is next, a coin decides between equals, and each picks its best item that is not in the
    list yet. Ends when a ranking has nothing new to give. Same `chance`, same list.
    """
    rankings = {Team.A: first, Team.B: second}
    picks: list[Pick] = []
    while len(picks) < length:
        taken = {pick.item for pick in picks}
        best = {team: _first_new(ranking, taken) for team, ranking in rankings.items()}
        team = _next_team(picks, chance)
        item = best[team]
        if item is None or None in best.values():
            break
        picks.append(Pick(item, team))
    return picks


def _first_new(ranking: Iterable[int], taken: set[int]) -> int | None:
    return next((item for item in ranking if item not in taken), None)


def _next_team(picks: Sequence[Pick], chance: np.random.Generator) -> Team:
    lead = sum(1 if pick.team is Team.A else -1 for pick in picks)
    if lead == 0:
        return Team.A if chance.integers(2) else Team.B
    return Team.B if lead > 0 else Team.A
