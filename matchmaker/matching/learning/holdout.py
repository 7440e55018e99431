"""Values of the text factors for queries they were not fitted on, as rows for a logistic regression."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from sklearn.model_selection import GroupKFold

from matchmaker.matching.learning import factors
from matchmaker.matching.learning.factors import Choices, TextFactors, Texts
from matchmaker.matching.learning.samples import Sample

INNER_FOLDS = 4
_HARD, _DRAWN = 100, 400


@dataclass(frozen=True)
class Prepared:
    """A sample with its measured features (features x queries x documents) and texts, computed once."""

    sample: Sample
    features: np.ndarray
    texts: Texts

    def counts(self, hidden: frozenset[str]) -> np.ndarray:
        """Queries x documents: which pairs there are when the organisations `hidden` do not exist."""
        found: np.ndarray = self.sample.pool.is_open & ~self.sample.hides(hidden)[None, :]
        return found

    def choices(self, rows: np.ndarray, hidden: frozenset[str]) -> Choices:
        """What the queries `rows` have chosen."""
        texts, counts = self.texts.only(rows), self.counts(hidden)[rows]
        return Choices(self.features[:, rows], texts, self.sample.grades[rows], counts)

    def with_factors(self, rows: np.ndarray, learned: TextFactors) -> np.ndarray:
        """All features of the queries `rows`: features x rows x documents."""
        return np.concatenate([self.features[:, rows], learned.features(self.texts.only(rows))])

    @cached_property
    def drawn(self) -> np.ndarray:
        """Weight of each pair in the regression, queries x documents, 0 for one that is left out.

        Every judged pair and the engine's first hundred count once; of the rest four hundred are drawn with a fixed
        seed and stand for all of it.
        """
        generator = np.random.default_rng(factors.SEED)
        sample = self.sample
        weights = np.zeros(sample.grades.shape)
        for row, weight in enumerate(weights):
            kept = (sample.grades[row] > 0) | sample.refused[row]
            kept[np.argsort(-sample.pool.scores[row], kind="stable")[:_HARD]] = True
            kept &= sample.pool.is_open[row]
            rest = np.flatnonzero(sample.pool.is_open[row] & ~kept)
            some = generator.permutation(rest)[:_DRAWN]
            weight[kept] = 1.0
            weight[some] = len(rest) / max(len(some), 1)
        return weights


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs x features, whether each is a good one, and its weight."""

    features: np.ndarray
    targets: np.ndarray
    weights: np.ndarray


def folds(groups: Sequence[str], count: int, *, turn: int = 0) -> Iterator[frozenset[str]]:
    """The groups in `count` parts of like size, drawn with a fixed seed for each `turn`."""
    splitter = GroupKFold(n_splits=count, shuffle=True, random_state=factors.SEED + turn)
    for _, held in splitter.split(groups, groups=groups):
        yield frozenset(groups[place] for place in held)


def out_of_fold(
    prepared: Sequence[Prepared], groups: Sequence[str], hidden: frozenset[str]
) -> tuple[Rows, TextFactors]:
    """Rows of all queries of `groups`; the factors of each were fitted without it, and without `hidden`.

    And the mean of the factors of all folds, for queries of none of them: steadier than those of one fit.
    """
    found: list[TextFactors] = []
    parts: list[Rows] = []
    for held in folds(groups, INNER_FOLDS):
        others = frozenset(groups) - held
        unseen = hidden | held
        learned = factors.fit([one.choices(one.sample.rows_of(others), unseen) for one in prepared])
        found.append(learned)
        parts.extend(_rows(one, one.sample.rows_of(held), learned, hidden) for one in prepared)
    names = ("features", "targets", "weights")
    rows = Rows(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
    return rows, TextFactors.mean(found)


def _rows(one: Prepared, rows: np.ndarray, learned: TextFactors, hidden: frozenset[str]) -> Rows:
    weights = np.where(one.counts(hidden)[rows], one.drawn[rows], 0.0)
    is_used = weights > 0
    features = one.with_factors(rows, learned)[:, is_used].T
    return Rows(features, (one.sample.grades[rows] > 0)[is_used], weights[is_used])
