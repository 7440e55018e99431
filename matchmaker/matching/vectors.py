"""TF-IDF vectors of weighted terms: saturated, length-normalised frequency x IDF, rows of length one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat

import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from matchmaker.matching.strings import Arrays, Extended, Joined, Lookup, Strings

Frequencies = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TermSpace:
    """The columns: `terms` in column order with their IDF, ln((1 + n) / (1 + df)) + 1 over n documents."""

    terms: Sequence[str]
    idf: np.ndarray
    documents: int
    columns: Mapping[str, int]

    @classmethod
    def of(cls, terms: Sequence[str], idf: np.ndarray, documents: int) -> "TermSpace":
        """A space with these columns in this order."""
        return cls(tuple(terms), idf, documents, {term: place for place, term in enumerate(terms)})

    @classmethod
    def fit(cls, documents: Sequence[Frequencies]) -> "TermSpace":
        """The space of all terms of the documents, in alphabetical order."""
        terms = sorted({term for document in documents for term in document})
        bare = cls.of(terms, np.ones(len(terms)), len(documents))
        if not terms:
            return bare
        idf = TfidfTransformer(norm=None).fit(bare.counts(documents)).idf_
        return cls.of(terms, np.asarray(idf, dtype=np.float64), len(documents))

    @classmethod
    def stored(cls, arrays: Arrays, documents: int) -> "TermSpace":
        """The space that `arrays` made. ValueError when the arrays do not belong together."""
        terms, idf = Strings.stored(arrays, "terms"), arrays["idf"]
        if len(terms) != len(idf):
            raise ValueError("terms and idf do not fit each other")
        return cls(terms, idf, documents, Lookup.stored(terms, arrays, "terms"))

    def arrays(self) -> dict[str, np.ndarray]:
        """What is stored of it."""
        terms = Strings.of(self.terms)
        return {**terms.arrays("terms"), **Lookup.of(tuple(self.terms)).arrays("terms"), "idf": self.idf}

    def with_terms_of(self, documents: Iterable[Frequencies]) -> "TermSpace":
        """This space and, behind its columns, the unseen terms with the IDF of a term no document has."""
        unseen = sorted({term for document in documents for term in document if term not in self.columns})
        return self.with_more(unseen)

    def with_more(self, unseen: Sequence[str]) -> "TermSpace":
        """This space and, behind its columns, `unseen` terms with the IDF of a term no document has."""
        highest = np.log(1.0 + self.documents) + 1.0
        idf = np.concatenate([self.idf, np.full(len(unseen), highest)])
        return TermSpace(Joined(self.terms, unseen), idf, self.documents, Extended(self.columns, unseen))

    def only(self, columns: np.ndarray) -> "TermSpace":
        """The space of these columns alone (ascending), with the IDF they have."""
        return TermSpace.of([self.terms[column] for column in columns.tolist()], self.idf[columns], self.documents)

    def counts(self, documents: Sequence[Frequencies]) -> csr_array:
        """Documents x terms, raw frequencies, indices sorted; terms outside the space are left out."""
        # Millions of steps at a build: `map` and `chain` take them without a line of Python each.
        found = np.fromiter(map(self.columns.get, chain.from_iterable(documents), repeat(-1)), dtype=np.int32)
        weights = chain.from_iterable(document.values() for document in documents)
        data = np.fromiter(weights, dtype=np.float64, count=len(found))
        ends = np.fromiter(accumulate(map(len, documents)), dtype=np.int64, count=len(documents))
        is_known = found >= 0
        kept = np.concatenate([[0], np.cumsum(is_known)])
        indptr = np.concatenate([[0], kept[ends]]).astype(np.int32)
        shape = (len(documents), len(self.terms))
        counted = csr_array((data[is_known], found[is_known], indptr), shape=shape)
        counted.sort_indices()
        return counted

    def vectors(self, documents: Sequence[Frequencies], *, mean_length: float, k1: float, b: float) -> csr_array:
        """Documents x terms, float64, each row of L2 length one (or empty).

        Frequencies go through tf (k1 + 1) / (tf + k1 (1 - b + b length / mean_length)), as in BM25.
        """
        weighted = self.counts(documents)
        lengths = np.array([sum(document.values()) for document in documents])
        relative = lengths / mean_length if mean_length else lengths
        floor = np.repeat(k1 * (1.0 - b + b * relative), np.diff(weighted.indptr))
        weighted.data = weighted.data * (k1 + 1.0) / (weighted.data + floor) * self.idf[weighted.indices]
        return csr_array(normalize(weighted, norm="l2", copy=False)) if weighted.nnz else weighted


def mean_length(documents: Sequence[Frequencies]) -> float:
    """Mean sum of frequencies over the documents that say anything, 0.0 without any."""
    lengths = [sum(document.values()) for document in documents if document]
    return sum(lengths) / len(lengths) if lengths else 0.0
