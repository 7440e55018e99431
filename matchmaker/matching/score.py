"""The score of listing pairs, in blocks.

Text: forward = offer of mine with need of theirs, backward = offer of theirs with need of mine. Each joins the cosine
of their terms with the evidence of their meaning (`semantic.fusion`). The two directions are fused by an ordered
weighted average (Yager 1988): share x the better + (1 - share) x the worse one, share = `Settings.stronger_share`.
Both directions matter, an equally good two-way pair comes before a one-way one, and since the fusion is linear the
shares of both directions add up to it. A direction that nobody states counts 0. Where neither can be had and one of
the two is the profile of an organisation that states no need, profiles are compared instead, with a low ceiling.

Codes: each channel is fused in the same way, weighted and summed; their sum is scaled down like the text
(one-way: share, similarity: ceiling), so that codes alone never make up for a need that nobody stated.

Competitors: when what both offer, or what both seek, is more alike than what they need of each other, the whole
score shrinks.
score = (text_weight x text + code_weight x codes) x (1 - competitor_penalty x rivalry), within [0, 1].
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.semantic.fusion import Texts, joined, meaning
from matchmaker.matching.semantic.spans import ROLES
from matchmaker.matching.settings import Settings
from matchmaker.matching.table import Table


@dataclass(frozen=True, slots=True)
class Vectors:
    """Listings x terms by role, rows of length one, which rows state an offer, and which are profiles.

    `texts` is what is known of their meaning, by role.
    """

    offer: csr_array
    need: csr_array
    profile: csr_array
    states_offer: np.ndarray
    is_profile: np.ndarray
    texts: Mapping[str, Texts]

    @property
    def has_offer(self) -> np.ndarray:
        """Rows with an offer vector, stated or read from the profile."""
        return says_something(self.offer)

    @property
    def has_need(self) -> np.ndarray:
        """Rows with a stated need."""
        return says_something(self.need)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence that two texts of each pair belong together, rows x columns: of shared words, and of meaning."""

    words: np.ndarray
    meaning: np.ndarray

    @property
    def joined(self) -> np.ndarray:
        """One number of both, in [0, 1]."""
        return joined(self.words, self.meaning)

    def where(self, holds: np.ndarray) -> "Evidence":
        """The same evidence, and none for pairs of which `holds` is false."""
        return Evidence(np.where(holds, self.words, 0.0), np.where(holds, self.meaning, 0.0))


@dataclass(frozen=True, slots=True)
class Parts:
    """What the scores of a block of pairs are made of; every array is rows x columns of the block."""

    forward: Evidence
    backward: Evidence
    similarity: Evidence
    rivalry: np.ndarray
    reach: np.ndarray
    codes: np.ndarray
    text: np.ndarray

    def scores(self, settings: Settings) -> np.ndarray:
        """Scores in [0, 1]."""
        raw = settings.text_weight * self.text + settings.code_weight * self.reach * self.codes
        scores: np.ndarray = np.clip(raw * (1.0 - settings.competitor_penalty * self.rivalry), 0.0, 1.0)
        return scores


class Scorer:
    """Scores blocks of pairs of one table. Keeps the matrices of the columns transposed, which is what is fast."""

    def __init__(self, table: Table, vectors: Vectors, settings: Settings, columns: np.ndarray) -> None:
        self._settings = settings
        self._vectors = vectors
        self._channels = table.channels
        self.columns = columns
        self._by_term = {role: getattr(vectors, role)[columns].T.tocsr() for role in ROLES}
        self._texts = {role: vectors.texts[role][columns] for role in ROLES}
        self._codes = [
            (channel.supply[columns].T.tocsr(), channel.demand[columns].T.tocsr()) for channel in table.channels
        ]

    def parts(self, rows: np.ndarray) -> Parts:
        """Everything about the pairs `rows` x `self.columns`."""
        vectors, settings, columns = self._vectors, self._settings, self.columns
        forward, backward = self._evidence("offer", "need", rows), self._evidence("need", "offer", rows)
        ahead = np.outer(vectors.has_offer[rows], vectors.has_need[columns])
        back = np.outer(vectors.has_need[rows], vectors.has_offer[columns])
        similar = self._similarity(rows, ~(ahead | back))
        reach = np.select([ahead & back, ahead | back], [1.0, settings.stronger_share], settings.similarity_ceiling)
        one, other = forward.joined, backward.joined
        text = fused(one, other, settings.stronger_share) + settings.similarity_ceiling * similar.joined
        rivalry = self._rivalry(rows, np.maximum(one, other))
        return Parts(forward, backward, similar, rivalry, reach, self._code_part(rows), text)

    def _evidence(self, mine: str, theirs: str, rows: np.ndarray) -> Evidence:
        """Evidence between the texts of two roles."""
        words = dense(getattr(self._vectors, mine)[rows] @ self._by_term[theirs])
        return Evidence(words, meaning(self._vectors.texts[mine][rows], self._texts[theirs], self._settings.meaning))

    def _similarity(self, rows: np.ndarray, is_open: np.ndarray) -> Evidence:
        silent = self._vectors.is_profile & ~self._vectors.has_need
        wanted = is_open & np.logical_or.outer(silent[rows], silent[self.columns])
        if not wanted.any():
            return Evidence(np.zeros(wanted.shape), np.zeros(wanted.shape))
        return self._evidence("profile", "profile", rows).where(wanted)

    def _rivalry(self, rows: np.ndarray, complementary: np.ndarray) -> np.ndarray:
        stated = np.outer(self._vectors.states_offer[rows], self._vectors.states_offer[self.columns])
        offers = np.where(stated, self._evidence("offer", "offer", rows).joined, 0.0)
        alike = np.maximum(offers, self._evidence("need", "need", rows).joined)
        rivalry: np.ndarray = np.clip(alike - complementary, 0.0, 1.0)
        return rivalry

    def _code_part(self, rows: np.ndarray) -> np.ndarray:
        total = np.zeros((len(rows), len(self.columns)))
        for channel, (supply, demand) in zip(self._channels, self._codes, strict=True):
            forward = np.minimum(dense(channel.supply[rows] @ demand), 1.0)
            backward = np.minimum(dense(channel.demand[rows] @ supply), 1.0)
            share = self._settings.stronger_share
            total += self._settings.code_weights[channel.name] * fused(forward, backward, share)
        return total


def fused(forward: np.ndarray, backward: np.ndarray, share: float) -> np.ndarray:
    """Ordered weighted average of two directions: `share` to the better one, the rest to the other."""
    fusion: np.ndarray = share * np.maximum(forward, backward) + (1.0 - share) * np.minimum(forward, backward)
    return fusion


def dense(product: csr_array) -> np.ndarray:
    """A sparse product as an array; rounding may carry a cosine past 1 by a hair."""
    array: np.ndarray = np.minimum(product.toarray(), 1.0)
    return array


def says_something(matrix: csr_array) -> np.ndarray:
    """One boolean per row: whether anything is stored in it."""
    filled: np.ndarray = np.diff(matrix.indptr) > 0
    return filled
