"""From judged pairs to a re-ranker, and an honest figure of what it gains: cross-validated by organisation.

Two steps, each on pairs the step before has not seen. The text factors are fitted on some of the queries and read
off the others, fold by fold; on those out-of-fold values and the measured features a logistic regression is fitted.
So it learns how far the factors can be trusted for organisations that they have not seen. For those the mean of the
folds' factors counts. Judged by folds once more around everything: a query is never ranked by what was learned from
it. An organisation that is judged on is hidden in training as a candidate, too, or a pair would be learned from its
mirror image.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from matchmaker.matching.learning.comparison import Calibration, Comparison, calibrated, compared, ndcg
from matchmaker.matching.learning.factors import TextFactors, Texts, TextSpace, rounded
from matchmaker.matching.learning.features import PAIR_FEATURES, TEXT_FEATURES, pair_features
from matchmaker.matching.learning.holdout import Prepared, Rows, folds, out_of_fold
from matchmaker.matching.learning.model import Reranker, Trained
from matchmaker.matching.learning.samples import Sample

LEAST_PAIRS, LEAST_QUERIES = 50, 10
FOLDS, ROUNDS = 10, 1
"""Cross-validation, repeated on request with other folds: one division is a matter of luck (0.01 in nDCG@10)."""

_FLAT, _FLATTEST, _FREE = 1e-9, 1e-3, 1e6

Progress = Callable[[int, int], None]


class TooFewJudgements(ValueError):
    """Less than 50 good pairs, or less than 10 organisations that have one."""

    def __init__(self, pairs: int, queries: int) -> None:
        super().__init__(f"{pairs} good pairs of {queries} organisations; {LEAST_PAIRS} of {LEAST_QUERIES} are needed")
        self.pairs, self.queries = pairs, queries


@dataclass(frozen=True, slots=True)
class Result:
    """The re-ranker trained on everything, what cross-validation says of it, and nDCG@10 of each query."""

    reranker: Reranker
    comparison: Comparison
    before: np.ndarray
    after: np.ndarray


def prepare(judged: Sequence[Sample], names: Sequence[str], space: TextSpace) -> list[Prepared]:
    """The samples with their measured features `names` and their texts in `space`."""
    return [Prepared(one, pair_features(one.pool, names), Texts.of(space, one.pool)) for one in judged]


def train(
    samples: Sequence[Sample],
    *,
    engine: str,
    vocabulary: str,
    rounds: int = ROUNDS,
    fold_count: int = FOLDS,
    progress: Progress | None = None,
) -> Result:
    """A re-ranker of all judged pairs, with its cross-validated comparison. Same samples, same result.

    `engine` and `vocabulary` are the version and the digest of what made the samples. Cross-validation has `fold_count`
    folds (more leave more to learn from) and is repeated `rounds` times; the figures of a query are means over them.
    `progress` is called with folds done and in all. Raises TooFewJudgements.
    """
    judged = [one.judged_only() for one in samples]
    pairs, queries = sum(one.pairs for one in judged), len({group for one in judged for group in one.groups})
    if pairs < LEAST_PAIRS or queries < LEAST_QUERIES:
        raise TooFewJudgements(pairs, queries)
    names = tuple(name for name in PAIR_FEATURES if all(name in one.pool.names for one in judged))
    with threadpool_limits(limits=1):  # sums of several threads differ in the last bit
        space = TextSpace.fit([one.pool for one in judged])
        prepared = prepare(judged, names, space)
        count = min(fold_count, queries)
        report = _reporting(progress, rounds * count + 1)
        odds = [_held_out(prepared, turn, count, report) for turn in range(rounds)]
        platt = _Platt.fit(prepared, odds)
        trained = Trained(engine, vocabulary, tuple(one.name for one in samples), pairs, queries)
        reranker = _reranker(fitted_on(prepared, _groups(prepared)), platt, names, space, trained)
    report(rounds * count + 1)
    before, after, calibration = _figures(judged, [[platt.probabilities(part) for part in turn] for turn in odds])
    return Result(reranker, compared(before, after, pairs, calibration), before, after)


@dataclass(frozen=True, slots=True)
class _Fitted:
    factors: TextFactors
    centre: np.ndarray
    scale: np.ndarray
    coefficients: np.ndarray
    intercept: float

    def log_odds(self, features: np.ndarray) -> np.ndarray:
        slopes = self.coefficients / self.scale
        found: np.ndarray = self.intercept + np.tensordot(slopes, features, 1) - slopes @ self.centre
        return found


@dataclass(frozen=True, slots=True)
class _Platt:
    """Log odds as they hold on organisations that were not learned from (Platt 1999): slope x log odds + shift."""

    slope: float
    shift: float

    @classmethod
    def fit(cls, prepared: Sequence[Prepared], odds: Sequence[Sequence[np.ndarray]]) -> "_Platt":
        used = [(one, part, one.drawn > 0) for turn in odds for one, part in zip(prepared, turn, strict=True)]
        values = np.concatenate([part[chosen] for _, part, chosen in used])
        good = np.concatenate([one.sample.grades[chosen] > 0 for one, _, chosen in used])
        weights = np.concatenate([one.drawn[chosen] for one, _, chosen in used])
        model = LogisticRegression(C=_FREE, max_iter=1000).fit(values[:, None], good, sample_weight=weights)
        return cls(max(float(model.coef_[0, 0]), _FLATTEST), float(model.intercept_[0]))

    def probabilities(self, odds: np.ndarray) -> np.ndarray:
        found: np.ndarray = 1.0 / (1.0 + np.exp(-self.slope * odds - self.shift))
        return found


def _reranker(fitted: _Fitted, platt: _Platt, names: tuple[str, ...], space: TextSpace, trained: Trained) -> Reranker:
    return Reranker(
        names=(*names, *TEXT_FEATURES),
        centre=fitted.centre,
        scale=fitted.scale,
        coefficients=rounded(platt.slope * fitted.coefficients),
        intercept=float(rounded(np.array([platt.slope * fitted.intercept + platt.shift]))[0]),
        space=space,
        factors=fitted.factors,
        trained=trained,
    )


def _groups(prepared: Sequence[Prepared]) -> list[str]:
    return sorted({group for one in prepared for group in one.sample.groups})


def _reporting(progress: Progress | None, total: int) -> Callable[[int], None]:
    return lambda done: progress(done, total) if progress is not None else None


def _held_out(prepared: Sequence[Prepared], turn: int, count: int, report: Callable[[int], None]) -> list[np.ndarray]:
    """Log odds of every pair of each sample, by what the other folds taught; another `turn` has other folds."""
    groups = _groups(prepared)
    odds = [np.zeros(one.sample.grades.shape) for one in prepared]
    for done, held in enumerate(folds(groups, count, turn=turn)):
        report(turn * count + done)
        fitted = fitted_on(prepared, [group for group in groups if group not in held], hidden=held)
        for one, values in zip(prepared, odds, strict=True):
            rows = one.sample.rows_of(held)
            values[rows] = fitted.log_odds(one.with_factors(rows, fitted.factors))
    return odds


def _figures(
    samples: Sequence[Sample], chances: Sequence[Sequence[np.ndarray]]
) -> tuple[np.ndarray, np.ndarray, Calibration]:
    """nDCG@10 of each query before and after, and the calibration; means over the rounds."""
    before = [ndcg(one.pool.scores, one.grades, one.pool.is_open) for one in samples]
    after: list[np.ndarray] = []
    parts: list[Calibration] = []
    for turn in chances:
        both = list(zip(samples, turn, strict=True))
        after.append(np.concatenate([ndcg(values, one.grades, one.pool.is_open) for one, values in both]))
        parts.extend(calibrated(np.where(one.pool.is_open, values, 0.0), one.grades) for one, values in both)
    promised, found = (math.fsum(values) / len(chances) for values in zip(*map(astuple, parts), strict=True))
    return np.concatenate(before), np.mean(after, axis=0), Calibration(promised, found)


def fitted_on(prepared: Sequence[Prepared], groups: Sequence[str], hidden: frozenset[str] = frozenset()) -> _Fitted:
    """Both steps on the queries of `groups`, as if the organisations `hidden` did not exist."""
    return _regression(*out_of_fold(prepared, groups, hidden))


def _regression(rows: Rows, learned: TextFactors) -> _Fitted:
    """A logistic regression of standardised features."""
    centre = rounded(np.average(rows.features, axis=0, weights=rows.weights))
    spread = np.sqrt(np.average((rows.features - centre) ** 2, axis=0, weights=rows.weights))
    scale = rounded(np.where(spread > _FLAT, spread, 1.0))
    standard = (rows.features - centre) / scale
    model = LogisticRegression(C=1.0, max_iter=1000).fit(standard, rows.targets, sample_weight=rows.weights)
    return _Fitted(learned, centre, scale, rounded(model.coef_[0]), float(rounded(model.intercept_)[0]))
