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

from matchmaker.matching.channels import Channel
from matchmaker.matching.kernels import add_codes, add_products, fuse, rival, score
from matchmaker.matching.matrices import rows_of
from matchmaker.matching.semantic.fusion import Texts, joined, meaning
from matchmaker.matching.semantic.spans import ROLES
from matchmaker.matching.settings import Settings


@dataclass(frozen=True, slots=True)
class Vectors:
    """Listings x terms by role, rows of length one, which rows state an offer, and which are profiles.

    `texts` is what is known of their meaning, by role; `channels` are their codes.
    """

    offer: csr_array
    need: csr_array
    profile: csr_array
    states_offer: np.ndarray
    is_profile: np.ndarray
    texts: Mapping[str, Texts]
    channels: tuple[Channel, ...]

    def __getitem__(self, rows: slice | np.ndarray) -> "Vectors":
        return Vectors(
            offer=rows_of(self.offer, rows),
            need=rows_of(self.need, rows),
            profile=rows_of(self.profile, rows),
            states_offer=self.states_offer[rows],
            is_profile=self.is_profile[rows],
            texts={role: texts[rows] for role, texts in self.texts.items()},
            channels=tuple(channel[rows] for channel in self.channels),
        )

    def __len__(self) -> int:
        return len(self.states_offer)

    @property
    def has_offer(self) -> np.ndarray:
        """Rows with an offer vector, stated or read from the profile."""
        return says_something(self.offer)

    @property
    def has_need(self) -> np.ndarray:
        """Rows with a stated need."""
        return says_something(self.need)

    def offers_at(self, row: int) -> bool:
        """Whether a row has an offer vector."""
        return bool(self.offer.indptr[row] < self.offer.indptr[row + 1])

    def needs_at(self, row: int) -> bool:
        """Whether a row states a need."""
        return bool(self.need.indptr[row] < self.need.indptr[row + 1])


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence that two texts of each pair belong together, rows x columns: of shared words, and of meaning."""

    words: np.ndarray
    meaning: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """All evidence; what it is joined to grows with it."""
        total: np.ndarray = self.words + self.meaning
        return total

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
        weights = settings.text_weight, settings.code_weight, settings.competitor_penalty
        scores: np.ndarray = score(self.text, self.codes, self.reach, self.rivalry, *weights)
        return scores


class Scorer:
    """Scores blocks of pairs of any rows with all of `columns`, whose transposed matrices (`by_term`) it keeps."""

    def __init__(self, columns: Vectors, settings: Settings, by_term: Mapping[str, csr_array]) -> None:
        self._settings, self._columns, self._by_term = settings, columns, by_term
        self._codes = [(turned(channel.supply), turned(channel.demand)) for channel in columns.channels]

    @classmethod
    def of(cls, columns: Vectors, settings: Settings) -> "Scorer":
        """A scorer of columns whose matrices are yet to be transposed."""
        return cls(columns, settings, {role: turned(getattr(columns, role)) for role in ROLES})

    def __len__(self) -> int:
        return len(self._columns)

    def parts(self, rows: Vectors) -> Parts:
        """Everything about the pairs of `rows` with all columns."""
        columns, settings = self._columns, self._settings
        forward, backward = self._evidence("offer", "need", rows), self._evidence("need", "offer", rows)
        ahead = np.outer(rows.has_offer, columns.has_need)
        back = np.outer(rows.has_need, columns.has_offer)
        similar = self._similarity(rows, ~(ahead | back))
        reach = np.select([ahead & back, ahead | back], [1.0, settings.stronger_share], settings.similarity_ceiling)
        one, other = forward.joined, backward.joined
        text = fused(one, other, settings.stronger_share) + settings.similarity_ceiling * similar.joined
        rivalry = self._rivalry(rows, np.maximum(forward.total, backward.total), np.maximum(one, other))
        return Parts(forward, backward, similar, rivalry, reach, self._code_part(rows), text)

    def _evidence(self, mine: str, theirs: str, rows: Vectors) -> Evidence:
        """Evidence between the texts of two roles."""
        words = products(getattr(rows, mine), self._by_term[theirs])
        return Evidence(words, meaning(rows.texts[mine], self._columns.texts[theirs], self._settings.meaning))

    def _similarity(self, rows: Vectors, is_open: np.ndarray) -> Evidence:
        silent = (one.is_profile & ~one.has_need for one in (rows, self._columns))
        wanted = is_open & np.logical_or.outer(*silent)
        if not wanted.any():
            return Evidence(np.zeros(wanted.shape), np.zeros(wanted.shape))
        return self._evidence("profile", "profile", rows).where(wanted)

    def _rivalry(self, rows: Vectors, complementary: np.ndarray, best_way: np.ndarray) -> np.ndarray:
        stated = np.outer(rows.states_offer, self._columns.states_offer)
        offers = self._evidence("offer", "offer", rows).total * stated
        alike = np.maximum(offers, self._evidence("need", "need", rows).total, out=offers)
        rivalry: np.ndarray = rival(alike, complementary, best_way)
        return rivalry

    def _code_part(self, rows: Vectors) -> np.ndarray:
        total, forward, backward = (np.zeros((len(rows), len(self))) for _ in range(3))
        share, weights = self._settings.stronger_share, self._settings.code_weights
        for channel, column, (supply, demand) in zip(rows.channels, self._columns.channels, self._codes, strict=True):
            own = channel.in_terms_of(column.codes)
            if (own.supply.nnz and demand.nnz) or (own.demand.nnz and supply.nnz):
                add(own.supply, demand, forward)
                add(own.demand, supply, backward)
                add_codes(forward, backward, share, weights[channel.name], total)
        return total


def fused(forward: np.ndarray, backward: np.ndarray, share: float) -> np.ndarray:
    """Ordered weighted average of two directions: `share` to the better one, the rest to the other."""
    fusion: np.ndarray = fuse(forward, backward, share)
    return fusion


def turned(matrix: csr_array) -> csr_array:
    """The transposed matrix, row by row."""
    return csr_array(matrix.T.tocsr())


def products(rows: csr_array, by_term: csr_array) -> np.ndarray:
    """Inner products of rows with all listings of a transposed matrix, at most 1 (rounding may carry a cosine past it).

    Terms of the rows that the transposed matrix has not count nothing.
    """
    sums = np.zeros((rows.shape[0], by_term.shape[1]))
    add(rows, by_term, sums)
    return np.minimum(sums, 1.0, out=sums)


def add(rows: csr_array, by_term: csr_array, sums: np.ndarray) -> None:
    """Add the inner products of rows with all listings of a transposed matrix to `sums`."""
    add_products(rows.indptr, rows.indices, rows.data, by_term.indptr, by_term.indices, by_term.data, sums)


def says_something(matrix: csr_array) -> np.ndarray:
    """One boolean per row: whether anything is stored in it."""
    filled: np.ndarray = np.diff(matrix.indptr) > 0
    return filled
