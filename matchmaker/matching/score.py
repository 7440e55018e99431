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

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.channels import Channel
from matchmaker.matching.kernels import add_codes, add_products, fuse, rival, score
from matchmaker.matching.matrices import rows_of
from matchmaker.matching.semantic.fusion import Texts, joined, meaning
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

    @property
    def is_silent(self) -> np.ndarray:
        """Rows that are profiles of an organisation that states no need."""
        silent: np.ndarray = self.is_profile & ~self.has_need
        return silent

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

    def at(self, places: np.ndarray) -> "Evidence":
        """The evidence of some of the pairs."""
        return Evidence(self.words[places], self.meaning[places])

    def where(self, holds: np.ndarray) -> "Evidence":
        """The same evidence, and none for pairs of which `holds` is false."""
        return Evidence(np.where(holds, self.words, 0.0), np.where(holds, self.meaning, 0.0))


@dataclass(frozen=True, slots=True)
class Parts:
    """What the scores of some pairs are made of; every array has one entry a pair."""

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


class Comparison(ABC):
    """Rows held against columns. Every array of it has one entry for each pair that is compared."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @abstractmethod
    def evidence(self, mine: str, theirs: str) -> Evidence:
        """Evidence between the texts of two roles."""

    @abstractmethod
    def both(self, mine: str, theirs: str) -> np.ndarray:
        """Which pairs have a flag of `Vectors` on the one side and a flag on the other."""

    @abstractmethod
    def silent(self) -> np.ndarray:
        """Which pairs have a profile without a need on one of the two sides."""

    @abstractmethod
    def codes(self) -> np.ndarray:
        """What the coded fields count, summed over all channels."""

    def parts(self) -> Parts:
        """Everything about the pairs."""
        settings = self._settings
        forward, backward = self.evidence("offer", "need"), self.evidence("need", "offer")
        ahead, back = self.both("has_offer", "has_need"), self.both("has_need", "has_offer")
        similar = self._similarity(~(ahead | back))
        reach = np.select([ahead & back, ahead | back], [1.0, settings.stronger_share], settings.similarity_ceiling)
        one, other = forward.joined, backward.joined
        text = fused(one, other, settings.stronger_share) + settings.similarity_ceiling * similar.joined
        rivalry = self._rivalry(np.maximum(forward.total, backward.total), np.maximum(one, other))
        return Parts(forward, backward, similar, rivalry, reach, self.codes(), text)

    def _similarity(self, is_open: np.ndarray) -> Evidence:
        wanted = is_open & self.silent()
        if not wanted.any():
            return Evidence(np.zeros(wanted.shape), np.zeros(wanted.shape))
        return self.evidence("profile", "profile").where(wanted)

    def _rivalry(self, complementary: np.ndarray, best_way: np.ndarray) -> np.ndarray:
        offers = self.evidence("offer", "offer").total * self.both("states_offer", "states_offer")
        alike = np.maximum(offers, self.evidence("need", "need").total, out=offers)
        rivalry: np.ndarray = rival(alike, complementary, best_way)
        return rivalry


class Scorer:
    """Scores blocks of pairs of any rows with all of `columns`, whose transposed matrices (`by_term`) it keeps."""

    def __init__(self, columns: Vectors, settings: Settings, by_term: Mapping[str, csr_array]) -> None:
        self.columns, self.settings, self.by_term = columns, settings, by_term
        self.code_terms = [(turned(channel.supply), turned(channel.demand)) for channel in columns.channels]

    def parts(self, rows: Vectors) -> Parts:
        """Everything about the pairs of `rows` with all columns, rows x columns."""
        return _Crossed(rows, self).parts()


class _Crossed(Comparison):
    """All of some rows with all columns of a scorer."""

    def __init__(self, rows: Vectors, scorer: Scorer) -> None:
        super().__init__(scorer.settings)
        self._rows, self._columns, self._scorer = rows, scorer.columns, scorer

    def evidence(self, mine: str, theirs: str) -> Evidence:
        words = products(getattr(self._rows, mine), self._scorer.by_term[theirs])
        meant = meaning(self._rows.texts[mine], self._columns.texts[theirs], self._settings.meaning)
        return Evidence(words, meant)

    def both(self, mine: str, theirs: str) -> np.ndarray:
        return np.outer(getattr(self._rows, mine), getattr(self._columns, theirs))

    def silent(self) -> np.ndarray:
        found: np.ndarray = np.logical_or.outer(self._rows.is_silent, self._columns.is_silent)
        return found

    def codes(self) -> np.ndarray:
        total, forward, backward = (np.zeros((len(self._rows), len(self._columns))) for _ in range(3))
        share, weights = self._settings.stronger_share, self._settings.code_weights
        for channel, column, terms in zip(
            self._rows.channels, self._columns.channels, self._scorer.code_terms, strict=True
        ):
            own, (supply, demand) = channel.in_terms_of(column.codes), terms
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
