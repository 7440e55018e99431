"""Terms of many listings without analysing them: those of their sentences, each analysed once, added up.

Against the analysis of a whole text three things may differ, all of them rare: a sentence that says nothing which
another one of its field does not say counts (the analyser drops it), words that are also the organisation's name stay,
and the Korean morphology reads a sentence without those around it.
"""

import functools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_array

from benchmarks.listings.names import code_prefixes
from benchmarks.listings.plan import BOTH, FIELDS, HIGHEST, NEED, OFFER, Block
from benchmarks.listings.sentences import Stock, stock
from benchmarks.listings.templates import analyser
from matchmaker.matching.language.analysis import Analysis, Passage
from matchmaker.matching.language.words import is_bare_figure
from matchmaker.matching.settings import Settings

Progress = Callable[[int, int], None]

_TITLE, _SUMMARY, _OFFER, _NEED, _PROFILE = range(len(FIELDS))
_SLICE = 2000
_WORTH_A_POOL = 20_000
"""Sentences: a process reads the templates and the Korean dictionary before it starts, some seconds."""

_PAIR_SHARE = Settings().text.bigram_weight


@dataclass(frozen=True)
class Counts:
    """Raw frequencies of a block, listings x terms: as offers and needs, and which terms a listing has at all."""

    offers: csr_array
    needs: csr_array
    present: csr_array


class SentenceTerms:
    """Term frequencies of stock sentences and catalogue codes, sentences x terms.

    `terms` are the columns: of sentences, of prefixes of codes, of pairs and of joined codes.
    """

    def __init__(self, source: Stock, sentences: np.ndarray, codes: np.ndarray, progress: Progress | None) -> None:
        self._sentences, self._codes = sentences, codes
        words, whole, telling = _analysed(source, sentences, progress)
        prefixes = [prefix.casefold() for prefix in code_prefixes()]
        first = len(words)
        known = {word: place for place, word in enumerate(words)}
        self._prefix = np.array([known.get(prefix, first + n) for n, prefix in enumerate(prefixes)])
        spelt = [(prefixes[key // HIGHEST], key % HIGHEST) for key in codes.tolist()]
        self.terms = [
            *words, *prefixes,
            *(f"{prefix} {figure}" for prefix, figure in spelt), *(f"{prefix}{figure}" for prefix, figure in spelt),
        ]  # fmt: skip
        self._whole, self._telling = self._with_codes(whole), self._with_codes(telling)

    def counts(self, block: Block) -> Counts:
        """Frequencies of the listings of a block."""
        return Counts(
            self._said(block, _weights(block, OFFER)) @ self._telling,
            self._said(block, _weights(block, NEED)) @ self._telling,
            self._said(block, np.ones((len(block), len(FIELDS)))) @ self._whole,
        )

    def _said(self, block: Block, weights: np.ndarray) -> csr_array:
        """Listings x sentences and codes, by the weights of listings x fields."""
        keys = block.prefix * HIGHEST + block.number
        rows = np.concatenate([block.row, block.code_row])
        places = np.concatenate(
            [
                np.searchsorted(self._sentences, block.sentence),
                len(self._sentences) + np.searchsorted(self._codes, keys),
            ]
        )
        fields = np.concatenate([block.field, np.full(len(keys), _OFFER)])
        weight = weights[rows, fields]
        said = weight > 0.0
        shape = (len(block), len(self._sentences) + len(self._codes))
        return csr_array((weight[said], (rows[said], places[said])), shape=shape)

    def _with_codes(self, matrix: csr_array) -> csr_array:
        first, count = matrix.shape[1] + len(code_prefixes()), len(self._codes)
        number = np.arange(count)
        columns = np.stack([self._prefix[self._codes // HIGHEST], first + number, first + count + number], axis=1)
        return csr_array(
            (
                np.concatenate([matrix.data, np.tile([1.0, _PAIR_SHARE, 1.0], count)]),
                np.concatenate([matrix.indices, columns.ravel().astype(np.int32)]),
                np.concatenate([matrix.indptr, matrix.indptr[-1] + 3 * (number + 1)]),
            ),
            shape=(matrix.shape[0] + count, first + 2 * count),
        )


def _weights(block: Block, role: int) -> np.ndarray:
    """Listings x fields: what each text weighs in an offer or a need, as the index weighs it."""
    settings = Settings()
    states = np.zeros((len(block), len(FIELDS)), dtype=bool)
    states[block.row, block.field] = True
    own = _OFFER if role == OFFER else _NEED
    is_both = (block.stance == BOTH) & states[:, _OFFER] & states[:, _NEED]
    share = np.where(is_both, settings.shared_heading, 1.0) * np.isin(block.stance, (role, BOTH))
    weights = np.zeros(states.shape)
    weights[:, own] = 1.0
    weights[:, _TITLE], weights[:, _SUMMARY] = share * settings.title_weight, share
    weights[~states[:, own]] = 0.0
    if role == OFFER:
        weights[(block.place == 0) & ~states[:, own]] = [settings.title_weight, 1.0, 1.0, 0.0, 1.0]
    return weights


@dataclass(frozen=True, slots=True)
class _Slice:
    """Terms of some sentences: the words, and for each entry its word, weight and whether it tells something."""

    words: list[str]
    columns: np.ndarray
    weights: np.ndarray
    tells: np.ndarray
    sizes: np.ndarray


def _analysed(
    source: Stock, sentences: np.ndarray, progress: Progress | None
) -> tuple[list[str], csr_array, csr_array]:
    """The terms in alphabetical order, and sentences x terms: all of them, and those that offers and needs meet in."""
    starts = range(0, len(sentences), _SLICE)
    processes = (os.cpu_count() or 1) if len(sentences) > _WORTH_A_POOL else 1
    work = (delayed(_slice)(source.seed, source.size, sentences[start : start + _SLICE]) for start in starts)
    slices = []
    for found in Parallel(n_jobs=processes, return_as="generator")(work):
        slices.append(found)
        if progress is not None:
            progress(min(len(slices) * _SLICE, len(sentences)), len(sentences))
    return _merged(slices)


def _merged(slices: Sequence[_Slice]) -> tuple[list[str], csr_array, csr_array]:
    words = sorted({word for found in slices for word in found.words})
    place = {word: n for n, word in enumerate(words)}
    columns = [np.array([place[word] for word in found.words], dtype=np.int32)[found.columns] for found in slices]
    sizes = np.concatenate([found.sizes for found in slices])
    weights, tells = (np.concatenate([getattr(found, name) for found in slices]) for name in ("weights", "tells"))
    ends = np.concatenate([[0], np.cumsum(sizes)])
    whole = csr_array((weights, np.concatenate(columns), ends), shape=(len(sizes), len(words)))
    telling = csr_array((np.where(tells, weights, 0.0), whole.indices, ends), shape=whole.shape, copy=True)
    telling.eliminate_zeros()
    return words, whole, telling


def _slice(seed: int, size: int, numbers: np.ndarray) -> _Slice:
    found = stock(seed, size)
    passages = [(Passage(found.written(number), found.language(number)),) for number in numbers.tolist()]
    known: dict[str, int] = {}
    columns: list[int] = []
    weights: list[float] = []
    tells: list[bool] = []
    sizes: list[int] = []
    for analysis in analyser().analyse_many(passages):
        columns.extend(known.setdefault(term, len(known)) for term in analysis.frequencies)
        weights.extend(analysis.frequencies.values())
        tells.extend(is_telling(term, analysis.surfaces.get(term, "")) for term in analysis.frequencies)
        sizes.append(len(analysis.frequencies))
    return _Slice(list(known), np.array(columns, dtype=np.int32), np.array(weights), np.array(tells), np.array(sizes))


@functools.lru_cache(maxsize=1 << 20)
def is_telling(term: str, surface: str) -> bool:
    """Whether an offer and a need can meet in a term: figures, units and spans of time stand in any two texts."""
    return not is_bare_figure(surface.casefold() if term[0] in "~^#" else term)


def frequencies_of(texts: Sequence[Sequence[Passage]]) -> list[dict[str, float]]:
    """Terms of whole texts that tell something, by the product's analyser."""
    return [_telling(found) for found in analyser().analyse_many(texts)]


def _telling(found: Analysis) -> dict[str, float]:
    said = found.frequencies.items()
    return {term: weight for term, weight in said if weight and is_telling(term, found.surfaces.get(term, ""))}
