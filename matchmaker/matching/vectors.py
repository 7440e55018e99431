"""TF-IDF vectors of weighted terms: saturated, length-normalised frequency x IDF, rows of length one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

Frequencies = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TermSpace:
    """The columns: `terms` in column order with their IDF, ln((1 + n) / (1 + df)) + 1 over n documents."""

    terms: tuple[str, ...]
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

    def with_terms_of(self, documents: Iterable[Frequencies]) -> "TermSpace":
        """This space and, behind its columns, the unseen terms with the IDF of a term no document has."""
        unseen = sorted({term for document in documents for term in document} - self.columns.keys())
        highest = np.log(1.0 + self.documents) + 1.0
        idf = np.concatenate([self.idf, np.full(len(unseen), highest)])
        return TermSpace.of((*self.terms, *unseen), idf, self.documents)

    def only(self, columns: np.ndarray) -> "TermSpace":
        """The space of these columns alone (ascending), with the IDF they have."""
        return TermSpace.of([self.terms[column] for column in columns.tolist()], self.idf[columns], self.documents)

    def counts(self, documents: Sequence[Frequencies]) -> csr_array:
        """Documents x terms, raw frequencies, indices sorted; terms outside the space are left out."""
        indptr: list[int] = [0]
        indices: list[int] = []
        data: list[float] = []
        for document in documents:
            known = sorted((self.columns[term], weight) for term, weight in document.items() if term in self.columns)
            indices.extend(column for column, _ in known)
            data.extend(weight for _, weight in known)
            indptr.append(len(indices))
        return csr_array(
            (np.array(data, dtype=np.float64), np.array(indices, dtype=np.int32), np.array(indptr)),
            shape=(len(documents), len(self.terms)),
        )

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
