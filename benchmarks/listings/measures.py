"""How texts are distributed: lengths, frequencies of terms, growth of the vocabulary."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

Terms = Mapping[str, float]

ZIPF_RANKS = (10, 1000)
"""Ranks between which the exponent is fitted: above are a few words of every text, below are ties."""


@dataclass(frozen=True)
class Sample:
    """Terms of documents and of queries, in an order that means nothing."""

    name: str
    documents: Sequence[Terms]
    queries: Sequence[Terms]

    @cached_property
    def lengths(self) -> np.ndarray:
        """Different terms of each document that has any."""
        counts = np.array([len(document) for document in self.documents])
        return counts[counts > 0]

    @cached_property
    def frequency(self) -> Counter[str]:
        """Documents that have each term."""
        return Counter(chain.from_iterable(self.documents))

    @property
    def shares(self) -> np.ndarray:
        """Shares of documents by rank of term, falling."""
        counts = np.sort(np.fromiter(self.frequency.values(), dtype=np.float64))[::-1]
        return counts / len(self.documents)

    @property
    def query_shares(self) -> np.ndarray:
        """Share of documents that have each term of each query, falling; terms that none has are left out."""
        found = [self.frequency[term] for query in self.queries for term in query if term in self.frequency]
        return np.sort(np.array(found, dtype=np.float64))[::-1] / len(self.documents)

    @cached_property
    def growth(self) -> np.ndarray:
        """Different terms in the first 1, 2, ... documents."""
        known: set[str] = set()
        sizes = []
        for document in self.documents:
            known.update(document)
            sizes.append(len(known))
        return np.array(sizes, dtype=np.float64)

    @property
    def zipf(self) -> float:
        """Exponent of the fall of frequency with rank, by least squares on both logarithms."""
        first, last = ZIPF_RANKS
        shares = self.shares[first:last]
        return -_slope(np.arange(first, first + len(shares)) + 1.0, shares)

    @property
    def heaps(self) -> float:
        """Exponent of the growth of the vocabulary with the number of documents, from the tenth part on."""
        growth = self.growth
        numbers = np.arange(1.0, len(growth) + 1.0)
        late = slice(len(growth) // 10, None)
        return _slope(numbers[late], growth[late])


def _slope(across: np.ndarray, up: np.ndarray) -> float:
    """Slope on both logarithms, not a number for less than three points."""
    if len(up) < 3:
        return math.nan
    return float(np.polyfit(np.log(across), np.log(up), 1)[0])


def row(sample: Sample) -> list[str]:
    """The cells of a sample in the table; see `HEADINGS`."""
    lengths, growth = sample.lengths, sample.growth
    asked = sample.query_shares
    return [
        sample.name,
        f"{len(sample.documents):,}",
        f"{lengths.mean():.0f}",
        f"{np.median(lengths):.0f}",
        f"{np.percentile(lengths, 90):.0f}",
        f"{np.log(lengths).std():.2f}",
        f"{growth[299]:,.0f}" if len(growth) >= 300 else "–",
        f"{growth[999]:,.0f}" if len(growth) >= 1000 else "–",
        _exponent(sample.heaps),
        _exponent(sample.zipf),
        f"{np.mean(np.fromiter(sample.frequency.values(), dtype=np.float64) == 1.0):.2f}",
        f"{np.median(asked):.2%}" if len(asked) else "–",
    ]


def _exponent(found: float) -> str:
    return "–" if math.isnan(found) else f"{found:.2f}"


HEADINGS = (
    "text", "documents", "terms: mean", "median", "p90", "sd of log", "terms in 300", "in 1,000", "Heaps", "Zipf",
    "once only", "median df asked",
)  # fmt: skip


def table(samples: Sequence[Sample]) -> str:
    """Quantiles of all samples, in Markdown."""
    rows = [list(HEADINGS), ["---", *["---:"] * (len(HEADINGS) - 1)], *map(row, samples)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
