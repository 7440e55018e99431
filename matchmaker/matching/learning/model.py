"""The learned re-ranker: named coefficients, and the text factors behind two of them. JSON, never pickle."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from matchmaker.matching.learning.factors import TextFactors, Texts, TextSpace
from matchmaker.matching.learning.features import FEATURES, PAIR_FEATURES, TEXT_FEATURES, Pool, pair_features

FORMAT = 2
"""Goes up when the stored form changes, or when the same numbers would mean something else."""

_KEYS = frozenset({"format", "engine", "vocabulary", "names", "centre", "scale", "coefficients", "intercept"})
_TEXT_KEYS = frozenset({"terms", "topics", "activity", "complement"})
_INFORMATION = frozenset({"trained_on", "pairs", "queries"})


class RerankerError(ValueError):
    """A stored re-ranker that cannot be trusted, or one that does not fit; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What a re-ranker was trained with: engine version, digest of the vocabulary, sources, judged pairs, queries."""

    engine: str
    vocabulary: str
    on: tuple[str, ...] = ()
    pairs: int = 0
    queries: int = 0


@dataclass(frozen=True, slots=True)
class Reranker:
    """log odds = intercept + sum of coefficient x (feature - centre) / scale, over the features `names`."""

    names: tuple[str, ...]
    centre: np.ndarray
    scale: np.ndarray
    coefficients: np.ndarray
    intercept: float
    space: TextSpace
    factors: TextFactors
    trained: Trained = field(default_factory=lambda: Trained("", ""))

    @property
    def version(self) -> str:
        """The first 16 digits of its digest: two re-rankers of one version are the same."""
        return self.digest[:16]

    @property
    def digest(self) -> str:
        """SHA-256 of the stored form."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @property
    def pair_names(self) -> tuple[str, ...]:
        """The features that a pool must be able to give."""
        return tuple(name for name in self.names if name in PAIR_FEATURES)

    def fits(self, *, engine: str, vocabulary: str) -> bool:
        """Whether this engine version and vocabulary digest trained it; with others its numbers mean nothing."""
        return (self.trained.engine, self.trained.vocabulary) == (engine, vocabulary)

    def features(self, pool: Pool) -> np.ndarray:
        """Features x queries x documents of a pool. RerankerError when the pool cannot give one of them."""
        if missing := [name for name in self.pair_names if name not in pool.names]:
            raise RerankerError(f"the engine as it is set gives no feature {missing[0]!r}")
        texts = self.factors.features(Texts.of(self.space, pool))
        return np.concatenate([pair_features(pool, self.pair_names), texts])

    def log_odds(self, features: np.ndarray) -> np.ndarray:
        """Log odds that a pair is a good one; `features` has the features first, the result has the other axes."""
        found: np.ndarray = self.intercept + np.tensordot(self._slopes, features, 1) - self._slopes @ self.centre
        return found

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """Probabilities of the same, in (0, 1). They hold where good pairs are as rare as in the training."""
        found: np.ndarray = 1.0 / (1.0 + np.exp(-self.log_odds(features)))
        return found

    def contributions(self, features: np.ndarray) -> tuple[tuple[str, float], ...]:
        """What each feature of one pair adds to its log odds against an average pair; with `intercept` the whole."""
        added = self._slopes * (np.asarray(features, dtype=np.float64) - self.centre)
        return tuple(zip(self.names, added.tolist(), strict=True))

    @property
    def _slopes(self) -> np.ndarray:
        found: np.ndarray = self.coefficients / self.scale
        return found

    def to_json(self) -> str:
        """The whole re-ranker as one line of JSON, always the same for the same numbers."""
        numbers = {name: getattr(self, name).tolist() for name in ("centre", "scale", "coefficients")}
        texts = {
            "terms": list(self.space.terms),
            "topics": self.space.topics.tolist(),
            "activity": self.factors.activity.tolist(),
            "complement": self.factors.complement.tolist(),
        }
        about = {
            "engine": self.trained.engine, "vocabulary": self.trained.vocabulary, "trained_on": list(self.trained.on),
            "pairs": self.trained.pairs, "queries": self.trained.queries,
        }  # fmt: skip
        stored = {"format": FORMAT, "names": list(self.names), "intercept": self.intercept, "texts": texts}
        return json.dumps({**stored, **numbers, **about}, ensure_ascii=False, sort_keys=True, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "Reranker":
        """The re-ranker that `to_json` wrote. RerankerError for anything else, whatever it is."""
        try:
            stored = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise RerankerError(f"not JSON ({error})") from error
        if not isinstance(stored, dict) or set(stored) != _KEYS | _INFORMATION | {"texts"}:
            raise RerankerError("not a re-ranker")
        if stored["format"] != FORMAT:
            raise RerankerError(f"format is {stored['format']!r}, not {FORMAT}")
        try:
            return _read(stored)
        except (TypeError, ValueError, OverflowError, KeyError) as error:
            raise RerankerError(f"does not hold together ({error})") from error


def rerank(reranker: Reranker, pool: Pool) -> np.ndarray:
    """Probability of each pair of a pool, queries x documents, 0 where a pair is not open. See `Reranker.features`."""
    found: np.ndarray = np.where(pool.is_open, reranker.probabilities(reranker.features(pool)), 0.0)
    return found


def _read(stored: Mapping[str, Any]) -> Reranker:
    texts = stored["texts"]
    if not isinstance(texts, dict) or set(texts) != _TEXT_KEYS:
        raise ValueError("texts")
    names, terms = _strings(stored["names"]), _strings(texts["terms"])
    if list(names) != [name for name in FEATURES if name in names] or not set(TEXT_FEATURES) <= set(names):
        raise ValueError(f"features {names}")
    if len(set(terms)) < len(terms):
        raise ValueError("a term twice")
    size = len(names)
    topics = _numbers(texts["topics"], (len(terms), None))
    scale = _numbers(stored["scale"], (size,))
    if not (scale > 0).all():
        raise ValueError("scale not above 0")
    return Reranker(
        names=names,
        centre=_numbers(stored["centre"], (size,)),
        scale=scale,
        coefficients=_numbers(stored["coefficients"], (size,)),
        intercept=float(_numbers([stored["intercept"]], (1,))[0]),
        space=TextSpace(terms, topics),
        factors=TextFactors(
            _numbers(texts["activity"], (len(terms),)), _numbers(texts["complement"], (topics.shape[1],) * 2)
        ),
        trained=_trained(stored),
    )


def _trained(stored: Mapping[str, Any]) -> Trained:
    engine, vocabulary = _strings([stored["engine"], stored["vocabulary"]])
    counts = [stored["pairs"], stored["queries"]]
    if not all(type(count) is int and count >= 0 for count in counts):
        raise ValueError("counts")
    return Trained(engine, vocabulary, _strings(stored["trained_on"]), *counts)


def _strings(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError("not a list of texts")
    return tuple(values)


def _numbers(values: Any, shape: Sequence[int | None]) -> np.ndarray:
    """An array of finite numbers; `None` in `shape` stands for any length."""
    if not _is_numeric(values):
        raise ValueError("not numbers")
    found = np.array(values, dtype=np.float64)
    if found.ndim == 1 and len(shape) == 2 and not found.size:
        found = found.reshape(0, 0)
    if found.ndim != len(shape) or any(want not in (None, have) for want, have in zip(shape, found.shape, strict=True)):
        raise ValueError(f"shape {found.shape}")
    if not np.isfinite(found).all():
        raise ValueError("a number is not finite")
    return found


def _is_numeric(values: Any) -> bool:
    if isinstance(values, list):
        return all(_is_numeric(value) for value in values)
    return isinstance(values, int | float) and not isinstance(values, bool) and math.isfinite(values)
