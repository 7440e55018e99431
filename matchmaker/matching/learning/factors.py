"""What the words of the two sides tell beyond their likeness: who finds partners, and whose topics go together.

    activity(d)      = w . t(d)              t: weights of the terms of a text, of length one
    complement(q, d) = x(q) W x(d)           x: the text on the topics of a latent semantic analysis, of length one

Both are fitted at once as a conditional logit (McFadden 1974), which chooses among all candidates of a query:
    P(d | q) = exp(a . f(q, d) + activity(d) + complement(q, d)) / sum of the same over the open candidates of q
with f the measured features, by maximum likelihood and a quadratic penalty on each part; every query counts alike.
W is not symmetric: who supplies and who is supplied are two roles.
Topics come from the texts alone (Deerwester et al. 1990).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array, vstack
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from matchmaker.matching.learning.features import Pool

SEED = 20261122
TOPICS = 50
ACTIVITY_PENALTY, COMPLEMENT_PENALTY, PAIR_PENALTY = 0.25, 0.5, 0.25
"""Penalties of the sums of squares; divided by the number of judged pairs, so that more of them may teach more."""

_COMMON_SHARE, _COMMON_LEAST = 0.0025, 3
_STEPS = 60
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class TextSpace:
    """Common terms, and topics: terms x topics. Learned from texts, not from judgements."""

    terms: tuple[str, ...]
    topics: np.ndarray

    @classmethod
    def fit(cls, pools: Sequence[Pool]) -> "TextSpace":
        """The space of the documents of all pools, without the terms of very few texts (they are next to names)."""
        terms = _common_terms(pools)
        documents = np.concatenate([[0], np.cumsum([pool.documents.shape[0] for pool in pools])])
        bare = cls(terms, np.zeros((len(terms), 0)))
        if len(terms) < 2 or documents[-1] < 2:
            return bare
        stacked = _stacked([bare.weights(pool.terms, pool.documents) for pool in pools])
        size = min(TOPICS, len(terms) - 1, int(documents[-1]) - 1)
        found = TruncatedSVD(size, random_state=SEED, n_iter=7).fit(stacked).components_.T
        return cls(terms, rounded(found))

    def weights(self, terms: Sequence[str], texts: csr_array) -> csr_array:
        """Texts (rows x `terms`) x the terms of this space, rows of length one or empty."""
        places = {term: place for place, term in enumerate(terms)}
        known = [(column, places[term]) for column, term in enumerate(self.terms) if term in places]
        columns = np.array([column for column, _ in known], dtype=np.int64)
        rows = np.array([place for _, place in known], dtype=np.int64)
        chosen = csr_array((np.ones(len(known)), (rows, columns)), shape=(len(terms), len(self.terms)))
        picked = csr_array(texts @ chosen)
        return csr_array(normalize(picked)) if picked.nnz else picked

    def on_topics(self, weights: csr_array) -> np.ndarray:
        """Texts x topics, rows of length one, or zero for a text that says nothing known."""
        found = np.asarray(weights @ self.topics, dtype=np.float64)
        length = np.linalg.norm(found, axis=1, keepdims=True)
        directions: np.ndarray = np.divide(found, length, out=np.zeros_like(found), where=length > 1e-12)
        return directions


@dataclass(frozen=True, slots=True)
class Texts:
    """A pool as a text space sees it: documents x terms, and both sides on the topics."""

    documents: csr_array
    query_topics: np.ndarray
    document_topics: np.ndarray

    @classmethod
    def of(cls, space: TextSpace, pool: Pool) -> "Texts":
        """The texts of a pool."""
        queries, documents = (space.weights(pool.terms, rows) for rows in (pool.queries, pool.documents))
        return cls(documents, space.on_topics(queries), space.on_topics(documents))

    def only(self, rows: np.ndarray) -> "Texts":
        """The same documents for some of the queries."""
        return Texts(self.documents, self.query_topics[rows], self.document_topics)


@dataclass(frozen=True, slots=True)
class TextFactors:
    """What was learned: `activity` by term, `complement` topics of the query x topics of the document."""

    activity: np.ndarray
    complement: np.ndarray

    @classmethod
    def mean(cls, learned: Sequence["TextFactors"]) -> "TextFactors":
        """The mean of several, which tells the mean of what they tell (Breiman 1996); never of none."""
        activity = np.mean([one.activity for one in learned], axis=0)
        return cls(rounded(activity), rounded(np.mean([one.complement for one in learned], axis=0)))

    def features(self, texts: Texts) -> np.ndarray:
        """2 x queries x documents, in the order of `features.TEXT_FEATURES`."""
        activity = np.asarray(texts.documents @ self.activity)
        complement = texts.query_topics @ self.complement @ texts.document_topics.T
        return np.stack([np.broadcast_to(activity, complement.shape), complement])


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one pool's queries: features x queries x documents, texts, grades and which pairs count."""

    features: np.ndarray
    texts: Texts
    grades: np.ndarray
    counts: np.ndarray


class _Likelihood:
    """Mean penalised loss and gradient of a conditional logit over several pools."""

    def __init__(self, choices: Sequence[Choices]) -> None:
        first = choices[0]
        topics = first.texts.document_topics.shape[1]
        self.sizes = (len(first.features), first.texts.documents.shape[1], topics * topics)
        self._questions = [_Questions.of(one) for one in choices]
        self._total = max(sum(len(one.barred) for one in self._questions), 1)
        pairs = max(sum(len(one.shares) for one in self._questions), 1)
        parts = (PAIR_PENALTY, ACTIVITY_PENALTY, COMPLEMENT_PENALTY)
        self._penalty = np.repeat(np.array(parts) / pairs, self.sizes)

    def factors(self, values: np.ndarray) -> tuple[np.ndarray, TextFactors]:
        pair, activity, complement = np.split(values, np.cumsum(self.sizes)[:-1])
        side = round(self.sizes[2] ** 0.5)
        return pair, TextFactors(activity, complement.reshape(side, side))

    def __call__(self, values: np.ndarray) -> tuple[float, np.ndarray]:
        pair, factors = self.factors(values.astype(np.float32))
        loss = float(self._penalty @ values**2)
        gradient = 2.0 * self._penalty * values
        for one in self._questions:
            part, residual = one.loss(pair, factors)
            loss += part / self._total
            gradient += one.gradient(residual) / self._total
        return loss, gradient


@dataclass(frozen=True, slots=True)
class _Questions:
    """The queries of a pool that have chosen something, in single precision: a step needs no more.

    `features` are features x queries x documents, `barred` is 0 for a pair that counts and -inf for another one.
    `chosen` are the places of what was chosen (query, document) and `shares` their shares of the query's one vote.
    """

    features: np.ndarray
    documents: csr_array
    terms: csr_array
    query_topics: np.ndarray
    document_topics: np.ndarray
    barred: np.ndarray
    chosen: tuple[np.ndarray, np.ndarray]
    shares: np.ndarray

    @classmethod
    def of(cls, one: Choices) -> "_Questions":
        grades = np.where(one.counts, one.grades, 0.0)
        votes = grades.sum(axis=1, keepdims=True)
        rows = np.flatnonzero(votes > 0)
        shares = grades[rows] / votes[rows]
        chosen = np.nonzero(shares > 0)
        documents = csr_array(one.texts.documents.astype(np.float32))
        return cls(
            features=one.features[:, rows].astype(np.float32),
            documents=documents,
            terms=csr_array(documents.T),
            query_topics=one.texts.query_topics[rows].astype(np.float32),
            document_topics=one.texts.document_topics.astype(np.float32),
            barred=np.where(one.counts[rows], 0.0, -np.inf).astype(np.float32),
            chosen=(chosen[0], chosen[1]),
            shares=shares[chosen].astype(np.float32),
        )

    def loss(self, pair: np.ndarray, factors: TextFactors) -> tuple[float, np.ndarray]:
        """Sum of the losses, and its derivative by the utility of each pair."""
        utility = self.query_topics @ factors.complement @ self.document_topics.T
        for weight, feature in zip(pair, self.features, strict=True):
            utility += weight * feature
        utility += self.documents @ factors.activity
        utility += self.barred
        utility -= utility.max(axis=1, keepdims=True, initial=-np.inf)
        logs = utility[self.chosen]
        chances = np.exp(utility, out=utility)
        sums = chances.sum(axis=1, keepdims=True)
        loss = float(self.shares @ (np.log(sums)[self.chosen[0], 0] - logs))
        chances /= sums
        chances[self.chosen] -= self.shares
        return loss, chances

    def gradient(self, residual: np.ndarray) -> np.ndarray:
        """Derivative of the loss by the pair weights, the activity and the complement."""
        pair = np.array([np.vdot(feature, residual) for feature in self.features])
        activity = self.terms @ residual.sum(axis=0)
        complement = self.query_topics.T @ (residual @ self.document_topics)
        return np.concatenate([pair, activity, complement.ravel()], dtype=np.float64)


def fit(choices: Sequence[Choices]) -> TextFactors:
    """The factors that make what was chosen likeliest; zero when no pool has a choice."""
    likelihood = _Likelihood(choices)
    start = np.zeros(sum(likelihood.sizes))
    found = minimize(likelihood, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x
    _, factors = likelihood.factors(found)
    return TextFactors(rounded(factors.activity), rounded(factors.complement))


def rounded(values: np.ndarray) -> np.ndarray:
    """To five significant digits: what is used is exactly what is stored."""
    exponent = np.floor(np.log10(np.maximum(np.abs(values), 1e-300)))
    texts = np.where(np.abs(values) > 1e-12, values, 0.0)
    decimals = np.clip(_DIGITS - 1 - exponent, 0, 15).astype(int)
    flat = [
        round(value, places) for value, places in zip(texts.ravel().tolist(), decimals.ravel().tolist(), strict=True)
    ]
    return np.array(flat, dtype=np.float64).reshape(values.shape)


def _common_terms(pools: Sequence[Pool]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for pool in pools:
        frequencies = np.bincount(pool.documents.indices, minlength=len(pool.terms))
        for place in np.flatnonzero(frequencies).tolist():
            counts[pool.terms[place]] = counts.get(pool.terms[place], 0) + int(frequencies[place])
    documents = sum(pool.documents.shape[0] for pool in pools)
    least = max(_COMMON_LEAST, round(_COMMON_SHARE * documents + 0.5))
    return tuple(sorted(term for term, count in counts.items() if count >= least))


def _stacked(blocks: Sequence[csr_array]) -> csr_array:
    return csr_array(vstack(blocks, format="csr"))
