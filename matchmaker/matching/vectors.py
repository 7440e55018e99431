"""TF-IDF vectors of weighted terms: saturated, length-normalised frequency x IDF, rows of length one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.strings import Arrays, Extended, Joined, Lookup, Strings

Frequencies = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Counted:
    """Documents x terms, raw frequencies (float64, indices sorted), and the sum of each document's in `lengths`.

    A length counts terms outside the space as well.
    """

    matrix: csr_array
    lengths: np.ndarray


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
        holders = Counter(chain.from_iterable(documents))
        terms = sorted(holders)
        counts = np.fromiter(map(holders.__getitem__, terms), dtype=np.int64, count=len(terms))
        return cls.fitted(terms, counts, len(documents))

    @classmethod
    def fitted(cls, terms: Sequence[str], holders: np.ndarray, documents: int) -> "TermSpace":
        """The space of `terms`, each of which so many of the `documents` hold."""
        return cls.of(terms, np.log((1.0 + documents) / (1.0 + holders)) + 1.0, documents)

    @classmethod
    def stored(cls, arrays: Arrays, documents: int, *, behind: "TermSpace | None" = None) -> "TermSpace":
        """The space that `arrays` made, `behind` the same one. ValueError when the arrays do not belong together."""
        terms, idf = Strings.stored(arrays, "terms"), arrays["idf"]
        if len(terms) + (len(behind.terms) if behind else 0) != len(idf):
            raise ValueError("terms and idf do not fit each other")
        places = Lookup.stored(terms, arrays, "terms")
        if behind is None:
            return cls(terms, idf, documents, places)
        return cls(Joined(behind.terms, terms), idf, documents, Extended(behind.columns, places))

    def arrays(self, *, behind: "TermSpace | None" = None) -> dict[str, np.ndarray]:
        """What is stored of it: of a space that goes on from `behind` only the terms that come after."""
        terms = list(self.terms) if behind is None else self.terms[len(behind.terms) :]
        return {**Strings.of(terms).arrays("terms"), **Lookup.of(terms).arrays("terms"), "idf": self.idf}

    def with_terms(self, terms: Iterable[str]) -> "TermSpace":
        """This space and, behind its columns, those of the terms that it does not have."""
        return self.with_more(sorted({term for term in terms if term not in self.columns}))

    def with_more(self, unseen: Sequence[str]) -> "TermSpace":
        """This space and, behind its columns, `unseen` terms with the IDF of a term no document has."""
        highest = np.log(1.0 + self.documents) + 1.0
        idf = np.concatenate([self.idf, np.full(len(unseen), highest)])
        places = {term: place for place, term in enumerate(unseen)}
        return TermSpace(Joined(self.terms, unseen), idf, self.documents, Extended(self.columns, places))

    def terms_at(self, columns: np.ndarray) -> list[str]:
        """The terms of these columns, each looked up once."""
        distinct, back = np.unique(columns, return_inverse=True)
        terms = [self.terms[column] for column in distinct.tolist()]
        return [terms[place] for place in back.tolist()]

    def only(self, columns: np.ndarray) -> "TermSpace":
        """The space of these columns alone (ascending), with the IDF they have."""
        terms = list(self.terms)
        return TermSpace.of([terms[column] for column in columns.tolist()], self.idf[columns], self.documents)

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
        lengths = np.array([sum(document.values()) for document in documents], dtype=np.float64)
        return self.weighed(Counted(self.counts(documents), lengths), mean_length=mean_length, k1=k1, b=b)

    def weighed(self, counted: Counted, *, mean_length: float, k1: float, b: float) -> csr_array:
        """`vectors` of documents that are counted already; their matrix becomes that of the vectors."""
        weighted, lengths = counted.matrix, counted.lengths
        relative = lengths / mean_length if mean_length else lengths
        floor = np.repeat(k1 * (1.0 - b + b * relative), np.diff(weighted.indptr))
        weighted.data = weighted.data * (k1 + 1.0) / (weighted.data + floor) * self.idf[weighted.indices]
        return _of_length_one(weighted)


def _of_length_one(matrix: csr_array) -> csr_array:
    """The same matrix with rows scaled to L2 length one; a row of zeros stays."""
    squares = csr_array((matrix.data**2, matrix.indices, matrix.indptr), shape=matrix.shape)
    lengths = np.sqrt(squares @ np.ones(matrix.shape[1]))
    matrix.data /= np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(matrix.indptr))
    return matrix


def mean_length(documents: Sequence[Frequencies]) -> float:
    """Mean sum of frequencies over the documents that say anything, 0.0 without any."""
    return mean_of(np.array([sum(document.values()) for document in documents if document], dtype=np.float64))


def mean_of(lengths: np.ndarray) -> float:
    """The mean, 0.0 of none."""
    return sum(lengths.tolist()) / len(lengths) if len(lengths) else 0.0
