"""The result of a blind comparison: wins, credit, mean grades with intervals, tests, agreement. Pure; fixed seed.

The verdict rests on the sign test over organisations, as is usual for interleaving (Chapelle, Joachims, Radlinski,
Yue: Large-scale validation and analysis of interleaved search evaluation, ACM TOIS 30(1), 2012). The signed-rank
test is reported beside it; choosing the more pleasing of two tests afterwards would be no test.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from matchmaker.suggestions.trials.rules import GAIN, Team, Verdict, mean_gain

LEVEL = 0.05
"""Two-sided error that a verdict may have."""

DECIDED_MIN = 6
"""With fewer decided organisations a two-sided sign test cannot fall below `LEVEL`: 2 x 0.5^5 is 0.0625."""

_RESAMPLES = 5_000
_SEED = 20261122
_SAME = 1e-9


class Outcome(StrEnum):
    """What the judgements say."""

    A_BETTER = "a_better"
    B_BETTER = "b_better"
    NO_DIFFERENCE = "no_difference"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair: its organisation, who contributed it, and what each judge (by id) said."""

    organisation: int
    team: Team
    verdicts: Mapping[int, Verdict]


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean grade in [0, 2], or a difference of two in [-2, 2], with its 95 % interval if there is enough for one."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation: grades that each setting collected, their means, how many of its pairs have a grade."""

    organisation: int
    credit_a: float
    credit_b: float
    mean_a: float | None
    mean_b: float | None
    graded: int

    @property
    def winner(self) -> Team | None:
        """The setting with more credit, None for a tie."""
        if abs(self.credit_a - self.credit_b) <= _SAME:
            return None
        return Team.A if self.credit_a > self.credit_b else Team.B


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far judges agree: pairs that two or more graded, and kappa, None where it is not defined."""

    pairs: int
    judges: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that the page of a closed comparison tells; p-values are two-sided."""

    outcome: Outcome
    wins_a: int
    wins_b: int
    ties: int
    credit_a: float
    credit_b: float
    sign_p: float
    rank_p: float
    mean_a: Mean | None
    mean_b: Mean | None
    difference: Mean | None
    pairs: int
    judged: int
    graded: int
    agreement: Agreement
    rows: tuple[Row, ...]

    @property
    def credit_share(self) -> float | None:
        """Share of all credit that the first setting collected, None when there is none."""
        total = self.credit_a + self.credit_b
        return self.credit_a / total if total else None


def result(pairs: Iterable[Judged]) -> Result:
    """The result of all `pairs`; organisations without a grade count nowhere. Same pairs, same result."""
    listed = list(pairs)
    rows = _rows(listed)
    wins = [row.winner for row in rows]
    wins_a, wins_b = wins.count(Team.A), wins.count(Team.B)
    both = [(row.mean_a, row.mean_b) for row in rows if row.mean_a is not None and row.mean_b is not None]
    sign_p = _sign_p(wins_a, wins_b)
    return Result(
        outcome=_outcome(wins_a, wins_b, sign_p),
        wins_a=wins_a,
        wins_b=wins_b,
        ties=wins.count(None),
        credit_a=sum(row.credit_a for row in rows),
        credit_b=sum(row.credit_b for row in rows),
        sign_p=sign_p,
        rank_p=_rank_p([row.credit_a - row.credit_b for row in rows]),
        mean_a=_mean([row.mean_a for row in rows if row.mean_a is not None]),
        mean_b=_mean([row.mean_b for row in rows if row.mean_b is not None]),
        difference=_mean([first - second for first, second in both]),
        pairs=len(listed),
        judged=sum(bool(pair.verdicts) for pair in listed),
        graded=sum(row.graded for row in rows),
        agreement=agreement(listed),
        rows=tuple(rows),
    )


def _rows(pairs: Sequence[Judged]) -> list[Row]:
    gains: dict[int, dict[Team, list[float]]] = {}
    for pair in pairs:
        gain = mean_gain(pair.verdicts.values())
        if gain is not None:
            gains.setdefault(pair.organisation, {Team.A: [], Team.B: []})[pair.team].append(gain)
    return [_row(organisation, found[Team.A], found[Team.B]) for organisation, found in gains.items()]


def _row(organisation: int, first: Sequence[float], second: Sequence[float]) -> Row:
    means = [sum(found) / len(found) if found else None for found in (first, second)]
    return Row(organisation, sum(first), sum(second), means[0], means[1], len(first) + len(second))


def _sign_p(wins_a: int, wins_b: int) -> float:
    """Exact binomial sign test; ties are left out."""
    decided = wins_a + wins_b
    return float(stats.binomtest(wins_a, decided).pvalue) if decided else 1.0


def _rank_p(differences: Sequence[float]) -> float:
    """Wilcoxon's signed-rank test of the credit differences; ties are left out."""
    decided = [round(value, 9) for value in differences if abs(value) > _SAME]
    return float(stats.wilcoxon(decided).pvalue) if decided else 1.0


def _outcome(wins_a: int, wins_b: int, sign_p: float) -> Outcome:
    if wins_a + wins_b < DECIDED_MIN:
        return Outcome.TOO_FEW
    if sign_p >= LEVEL:
        return Outcome.NO_DIFFERENCE
    return Outcome.A_BETTER if wins_a > wins_b else Outcome.B_BETTER


def _mean(values: Sequence[float]) -> Mean | None:
    """Mean over organisations, which are what was sampled, with a percentile bootstrap interval over them."""
    if not values:
        return None
    mean = float(np.mean(values))
    if len(values) < 2:
        return Mean(mean, None, None)
    interval = stats.bootstrap(
        (np.asarray(values),), np.mean, n_resamples=_RESAMPLES, method="percentile", rng=np.random.default_rng(_SEED)
    ).confidence_interval
    return Mean(mean, float(interval.low), float(interval.high))


def agreement(pairs: Iterable[Judged]) -> Agreement:
    """Light's kappa (1971): the mean of Cohen's weighted kappa over every two judges who graded the same pairs.

    Linear weights, as grades have an order. Two judges with one and the same grade throughout leave it undefined.
    """
    graded = [_grades(pair) for pair in pairs]
    shared = [grades for grades in graded if len(grades) > 1]
    judges = sorted({judge for grades in shared for judge in grades})
    found = [_kappa(shared, one, other) for one, other in combinations(judges, 2)]
    kappas = [kappa for kappa in found if kappa is not None]
    return Agreement(len(shared), len(judges), float(np.mean(kappas)) if kappas else None)


def _grades(pair: Judged) -> dict[int, int]:
    return {judge: GAIN[verdict] for judge, verdict in pair.verdicts.items() if verdict in GAIN}


def _kappa(shared: Sequence[Mapping[int, int]], one: int, other: int) -> float | None:
    both = [(grades[one], grades[other]) for grades in shared if one in grades and other in grades]
    if len({grade for pair in both for grade in pair}) < 2:
        return None
    first, second = zip(*both, strict=True)
    return float(cohen_kappa_score(first, second, labels=sorted(GAIN.values()), weights="linear"))
