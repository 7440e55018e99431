"""Who says what: organisations, their listings and the numbers of their sentences, drawn in blocks of fixed size."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.listings.names import code_prefixes
from benchmarks.listings.sentences import Stock
from benchmarks.listings.templates import LANGUAGES, Role
from benchmarks.listings.themes import NEIGHBOURS, THEMES

ORGANISATIONS = 2048
"""Organisations of a block."""

FIELDS = ("title", "summary", "offer", "need", "profile")
OFFER, NEED, BOTH = 0, 1, 2
"""Stances."""

_TITLE, _SUMMARY, _OFFER, _NEED, _PROFILE = range(5)
_SIZES = (0.18, 0.28, 0.24, 0.15, 0.10, 0.05)
_STANCES = (0.42, 0.42, 0.16)
_DOMESTIC = 0.45
_PAIRS_HOME = {("ko", ""): 0.58, ("ko", "en"): 0.30, ("en", ""): 0.12}
_PAIRS_ABROAD = {
    ("en", ""): 0.74, ("de", ""): 0.04, ("de", "en"): 0.05, ("ja", ""): 0.06, ("ja", "en"): 0.06, ("en", "ko"): 0.05
}  # fmt: skip
_SPREAD = 0.55
_MEANS = np.array([0.0, 1.1, 1.6, 1.4, 1.9])
_PROFILE_MEAN = 2.6
_TRANSLATED = 0.7
_SECONDARY, _ELSEWHERE = 0.22, 0.08
_DEEPER = 1.15
_CODES = 1.6
HIGHEST = 100_000
"""Catalogue figures are below."""


@dataclass(frozen=True)
class Block:
    """Listings of a block. Arrays by listing: `organisation` (number over all blocks), `place` (0 = the profile),
    `stance`, `is_domestic`, `themes` (listings x 2). Arrays by sentence, sorted by listing, field and language:
    `row`, `field`, `language`, `sentence` (number in the stock). By catalogue code: `code_row`, `prefix`, `number`.
    """

    organisation: np.ndarray
    place: np.ndarray
    stance: np.ndarray
    is_domestic: np.ndarray
    themes: np.ndarray
    row: np.ndarray
    field: np.ndarray
    language: np.ndarray
    sentence: np.ndarray
    code_row: np.ndarray
    prefix: np.ndarray
    number: np.ndarray

    def __len__(self) -> int:
        return len(self.organisation)

    def first(self, count: int) -> "Block":
        """The first listings."""
        by_listing = ("organisation", "place", "stance", "is_domestic", "themes")
        sentences = ("row", "field", "language", "sentence")
        codes = ("code_row", "prefix", "number")
        parts = {name: getattr(self, name)[:count] for name in by_listing}
        parts |= {name: getattr(self, name)[: np.searchsorted(self.row, count)] for name in sentences}
        parts |= {name: getattr(self, name)[: np.searchsorted(self.code_row, count)] for name in codes}
        return Block(**parts)


def blocks(count: int, stock: Stock) -> Iterator[Block]:
    """Blocks of together `count` listings; the first of a larger count are the same."""
    number = 0
    while count > 0:
        found = _block(number, stock)
        yield found.first(count) if len(found) > count else found
        count -= len(found)
        number += 1


def _block(number: int, stock: Stock) -> Block:
    source = np.random.default_rng([stock.seed, number])
    sizes = source.choice(len(_SIZES), size=ORGANISATIONS, p=_SIZES) + 1
    is_domestic = source.random(ORGANISATIONS) < _DOMESTIC
    languages = np.where(is_domestic[:, None], _pairs(source, _PAIRS_HOME), _pairs(source, _PAIRS_ABROAD))
    home = source.choice(THEMES, size=ORGANISATIONS, p=stock.themes.popularity)
    owner = np.repeat(np.arange(ORGANISATIONS), sizes)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    stance = np.where(place == 0, BOTH, source.choice(3, size=len(owner), p=_STANCES))
    themes = _themes(source, home[owner], stock)
    counts = _counts(source, place == 0, stance)
    row, field, language = _slots(source, counts, languages[owner])
    sentence = _drawn(source, stock, _cells(source, stock, row, field, language, stance, themes))
    kept = _distinct(row, field, sentence)
    prefix = source.integers(len(code_prefixes()), size=ORGANISATIONS)
    codes = np.where((place > 0) & (stance != NEED), source.poisson(_CODES, size=len(owner)), 0)
    code_row, figure = _codes(source, codes)
    return Block(
        owner + number * ORGANISATIONS, place, stance, is_domestic[owner], themes,
        row[kept].astype(np.int32), field[kept].astype(np.int8), language[kept].astype(np.int8),
        sentence[kept].astype(np.int32), code_row, prefix[owner[code_row]], figure,
    )  # fmt: skip


def _pairs(source: np.random.Generator, shares: dict[tuple[str, str], float]) -> np.ndarray:
    """Organisations x 2: places of languages, -1 for none."""
    pairs = np.array([[LANGUAGES.index(lang) if lang else -1 for lang in pair] for pair in shares])
    return pairs[source.choice(len(pairs), size=ORGANISATIONS, p=list(shares.values()))]


def _themes(source: np.random.Generator, home: np.ndarray, stock: Stock) -> np.ndarray:
    """Listings x 2: what a listing is about and what it touches."""
    near = stock.themes.near
    strays = source.random(len(home)) < 0.35
    main = np.where(strays, near[home, source.integers(NEIGHBOURS, size=len(home))], home)
    return np.stack([main, near[main, source.integers(NEIGHBOURS, size=len(home))]], axis=1)


def _counts(source: np.random.Generator, is_profile: np.ndarray, stance: np.ndarray) -> np.ndarray:
    """Listings x fields: sentences in the first language; lengths are log-normal."""
    length = np.exp(source.normal(0.0, _SPREAD, len(stance)))
    wanted = length[:, None] * _MEANS
    wanted[is_profile] = length[is_profile, None] * np.array([0.0, 1.0, 0.0, 0.0, _PROFILE_MEAN])
    counts = np.floor(wanted + source.random(wanted.shape)).astype(np.int64)
    counts[:, _SUMMARY] = np.maximum(counts[:, _SUMMARY], 1)
    counts[:, _TITLE] = ~is_profile
    silent = source.random(len(stance)) < 0.25
    for field, other in ((_OFFER, NEED), (_NEED, OFFER)):
        counts[~is_profile & (stance != other), field] = np.maximum(counts[~is_profile & (stance != other), field], 1)
        counts[silent & (stance == other), field] = 0
    return np.asarray(counts)


def _slots(
    source: np.random.Generator, counts: np.ndarray, languages: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, field and language of each sentence; a translation is shorter."""
    second = np.where(languages[:, 1:] >= 0, source.binomial(counts, _TRANSLATED), 0)
    second[:, _TITLE] = np.where(languages[:, 1] >= 0, counts[:, _TITLE], 0)
    both = np.stack([counts, second], axis=2)
    rows, fields, which = (np.repeat(index.ravel(), both.ravel()) for index in np.indices(both.shape))
    return rows, fields, languages[rows, which]


def _cells(
    source: np.random.Generator,
    stock: Stock,
    row: np.ndarray,
    field: np.ndarray,
    language: np.ndarray,
    stance: np.ndarray,
    themes: np.ndarray,
) -> np.ndarray:
    chance = source.random(len(row))
    theme = themes[row, (chance < _SECONDARY).astype(np.int64)]
    strays = chance > 1.0 - _ELSEWHERE
    theme[strays] = source.choice(THEMES, size=int(strays.sum()), p=stock.themes.popularity)
    is_need = np.where(stance[row] == BOTH, source.random(len(row)) < 0.5, stance[row] == NEED)
    heading = np.where(is_need, Role.NEED, Role.OFFER)
    title = np.where(is_need, Role.NEED_TITLE, Role.OFFER_TITLE)
    role = np.choose(field, [title, heading, np.full_like(field, Role.OFFER), np.full_like(field, Role.NEED),
                             np.full_like(field, Role.PROFILE)])  # fmt: skip
    return np.asarray((role * len(LANGUAGES) + language) * THEMES + theme)


def _drawn(source: np.random.Generator, stock: Stock, cells: np.ndarray) -> np.ndarray:
    """A sentence of each cell, its first ones more often."""
    first, size = stock.starts[cells], np.diff(stock.starts)[cells]
    drawn: np.ndarray = first + np.floor(size * source.random(len(cells)) ** _DEEPER).astype(np.int64)
    return drawn


def _codes(source: np.random.Generator, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows and figures of catalogue codes, ascending and without repeats; short figures are as many as long ones."""
    rows = np.repeat(np.arange(len(counts)), counts)
    figures = np.rint(10.0 ** source.uniform(3.0, 4.9999, len(rows))).astype(np.int64)
    rows, figures = np.divmod(np.unique(rows * HIGHEST + figures), HIGHEST)
    return rows, figures


def _distinct(row: np.ndarray, field: np.ndarray, sentence: np.ndarray) -> np.ndarray:
    """Places of the first use of each sentence in each field, ascending."""
    order = np.lexsort((np.arange(len(row)), sentence, field, row))
    same = np.ones(len(order), dtype=bool)
    keys = np.stack([row[order], field[order], sentence[order]])
    same[1:] = np.any(keys[:, 1:] != keys[:, :-1], axis=0)
    return np.sort(order[same])
