"""Words and meaning joined into one number: how much each is to be believed depends on what the words can know.

Crowding: some vectors are near to everything. What counts is how much nearer two texts are to each other than each
of them is to its nearest ten on the other side (cross-domain similarity local scaling, Conneau et al. 2018):
    margin   = cosine - (crowding of the one + crowding of the other) / 2
    meaning  = trust x max(0, margin + margin_offset)^2
Trust: the words of two texts in one language, or of the glossary, meet by themselves; there meaning adds little and
errs more often. `overlap` is the share of the two texts that stands in one language, `known` the share of a text's
terms that the glossary knows:
    coverage = overlap + (1 - overlap) x sqrt(known of the one x known of the other)
    trust    = meaning_weight x (floor + (1 - floor) x (1 - coverage)^2)
Joined: words and meaning are evidence for the same thing, so they join as independent causes do (noisy or):
    joined   = 1 - exp(-(words + meaning)) = 1 - (1 - p(words)) (1 - p(meaning)), within [0, 1) but for rounding
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.kernels import join, mean
from matchmaker.matching.settings import MeaningSettings

_BLOCK = 512

Group = tuple[np.ndarray, np.ndarray]
"""Vectors, and one boolean for each: whether it counts as a neighbour."""


TEXT_COLUMNS = ("vectors", "speaks", "crowding", "languages", "known")
"""What `Texts` holds, an array each."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of one role, one row each.

    `vectors`: texts x dimensions, float32, of length one, or zero for a text without meaning; `speaks`: which of them
    have one. `crowding`: mean cosine with the nearest texts of the other side. `languages`: texts x languages, shares
    that add up to 1. `known`: share of the terms that the glossary knows.
    """

    vectors: np.ndarray
    speaks: np.ndarray
    crowding: np.ndarray
    languages: np.ndarray
    known: np.ndarray

    @classmethod
    def of(cls, vectors: np.ndarray, languages: np.ndarray, known: np.ndarray) -> "Texts":
        """Texts whose crowding is not known yet."""
        return cls(vectors, speaking(vectors), np.zeros(len(vectors)), languages, np.asarray(known, dtype=np.float64))

    def __getitem__(self, rows: slice | np.ndarray) -> "Texts":
        return Texts(self.vectors[rows], self.speaks[rows], self.crowding[rows], self.languages[rows], self.known[rows])

    def __len__(self) -> int:
        return len(self.vectors)


def speaking(vectors: np.ndarray) -> np.ndarray:
    """One boolean per row: whether it is a vector, not zeros."""
    return np.asarray(vectors.any(axis=1), dtype=bool)


def meaning(mine: Texts, theirs: Texts, settings: MeaningSettings) -> np.ndarray:
    """Evidence of meaning, mine x theirs, not below 0; 0 where one of the two has no vector."""
    shape = (len(mine), len(theirs))
    if not mine.vectors.shape[1] or not mine.speaks.any():
        return np.broadcast_to(np.float64(0.0), shape)
    evidence = mean(
        mine.vectors @ theirs.vectors.T,
        mine.crowding[:, None], theirs.crowding[None, :],
        mine.languages @ theirs.languages.T,
        mine.known[:, None], theirs.known[None, :],
        settings.margin_offset, settings.floor, settings.weight,
    )  # fmt: skip
    evidence[~mine.speaks] = 0.0
    evidence[:, ~theirs.speaks] = 0.0
    found: np.ndarray = evidence
    return found


def meaning_of_pairs(
    mine: Texts, rows: np.ndarray, theirs: Texts, columns: np.ndarray, settings: MeaningSettings
) -> np.ndarray:
    """`meaning` of each of `rows` with the one of `columns` in the same place: the same to the last bit."""
    if not mine.vectors.shape[1]:
        return np.zeros(len(rows))
    one, other = mine[rows], theirs[columns]
    evidence = mean(
        np.einsum("ij,ij->i", one.vectors, other.vectors),
        one.crowding, other.crowding,
        np.einsum("ij,ij->i", one.languages, other.languages),
        one.known, other.known,
        settings.margin_offset, settings.floor, settings.weight,
    )  # fmt: skip
    found: np.ndarray = np.where(one.speaks & other.speaks, evidence, 0.0)
    return found


def joined(words: np.ndarray, of_meaning: np.ndarray) -> np.ndarray:
    """One score in [0, 1] of the evidence of words and of meaning."""
    found: np.ndarray = join(words, of_meaning)
    return found


def crowding(vectors: np.ndarray, groups: Sequence[Group], nearest: int, usual: float = 0.0) -> np.ndarray:
    """Mean cosine of each row of `vectors` with its `nearest` rows of all `groups`.

    Where there are fewer, the `usual` crowding stands for those that are missing: one text among two others is not
    near to them because nothing nearer is there.
    """
    count = min(nearest, sum(int(counts.sum()) for _, counts in groups))
    if not nearest or not vectors.shape[1]:
        return np.zeros(len(vectors))
    found = np.zeros(len(vectors))
    for start in range(0, len(vectors) if count else 0, _BLOCK):
        block = vectors[start : start + _BLOCK]
        best = [_nearest(block @ others.T, counts, count) for others, counts in groups]
        found[start : start + _BLOCK] = _highest(np.concatenate(best, axis=1), count).mean(axis=1, dtype=np.float64)
    share = count / nearest
    crowded: np.ndarray = share * found + (1.0 - share) * usual
    return crowded


def _nearest(cosines: np.ndarray, counts: np.ndarray, most: int) -> np.ndarray:
    """At most `most` of the highest values of each row, in the columns that count."""
    if not counts.all():
        cosines[:, ~counts] = -np.inf
    return cosines if cosines.shape[1] <= most else np.partition(cosines, -most, axis=1)[:, -most:]


def _highest(cosines: np.ndarray, count: int) -> np.ndarray:
    """The `count` highest values of each row, ascending, so that their sum is the same in whatever order they came."""
    return np.sort(cosines, axis=1)[:, -count:]
