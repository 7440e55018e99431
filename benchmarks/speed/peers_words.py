"""Peers that rank words by BM25: bm25s and tantivy. They get the same words; their scores are their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import tantivy
from scipy.sparse import csr_array

from benchmarks.speed.markets import TOP, Asked, Market
from benchmarks.speed.peers import Touched

_HEAP = 512 * 2**20


@dataclass
class Bm25:
    """bm25s with one of its backends."""

    backend: str = "numpy"
    name: str = ""
    library: str = "bm25s"
    note: str = "index and queries as term numbers; every distinct term of the query once"
    same_scores: bool = False
    _index: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.name = self.name or f"bm25s, {self.backend}"

    def prepare(self, market: Market, _scratch: Path) -> None:
        """Score all postings beforehand, as it does."""
        self._index = bm25s.BM25(backend=self.backend)
        self._index.index(numbered(market), show_progress=False)
        if self.backend == "numba":
            self.one([0])

    def formed(self, asked: Asked) -> list[int]:
        """Term numbers."""
        return [int(column) for column in asked.columns]

    def one(self, query: list[int]) -> np.ndarray:
        """Rows of the best."""
        rows: np.ndarray = self._retrieved([query], 0)[0]
        return rows

    def many(self, queries: csr_array, threads: int) -> Sequence[np.ndarray]:
        """Rows of the best of each query."""
        parts = np.split(queries.indices, queries.indptr[1:-1])
        nothing = [self._index.vocab_dict[""]]
        return list(self._retrieved([part.tolist() or nothing for part in parts], 0 if threads == 1 else threads))

    def _retrieved(self, queries: list[list[int]], threads: int) -> np.ndarray:
        count = min(TOP, self._index.scores["num_docs"])
        found: np.ndarray = self._index.retrieve(
            queries, k=count, show_progress=False, n_threads=threads, return_as="documents"
        )
        return found

    def touched(self, asked: Asked) -> Touched:
        """All postings of its terms, eight bytes each."""
        starts = self._index.scores["indptr"]
        postings = float((starts[asked.columns + 1] - starts[asked.columns]).sum())
        return Touched(postings, postings * 8)


def numbered(market: Market) -> tuple[list[list[int]], dict[str, int]]:
    """Words as bm25s takes them: numbers of each document, and the vocabulary that they stand for.

    The empty word, which a query without words asks for, is one of it: bm25s 0.3.16 would add it after the arrays
    are made, and then reads beyond their end.
    """
    vocabulary = {f"t{number}": number for number in range(market.documents.shape[1])}
    vocabulary[""] = len(vocabulary)
    shared = np.empty(len(vocabulary), dtype=object)
    shared[:] = list(vocabulary.values())  # one object for each number: a million texts have a hundred million words
    return [shared[words].tolist() for words in market.words_of()], vocabulary


@dataclass
class Tantivy:
    """tantivy: a disjunction of terms, block-max pruned by itself."""

    name: str = "tantivy"
    library: str = "tantivy"
    note: str = "words cut at spaces, frequencies without positions, a disjunction of terms, no counting of hits"
    same_scores: bool = False
    _searcher: Any = field(default=None, repr=False)
    _schema: Any = field(default=None, repr=False)

    def prepare(self, market: Market, scratch: Path) -> None:
        """Index on disk, one writing thread, merged."""
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", stored=False, fast=True)
        builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        index = tantivy.Index(self._schema, path=str(scratch))
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        for row, words in enumerate(market.words_of()):
            document = tantivy.Document()
            document.add_unsigned("row", row)
            document.add_text("words", " ".join(f"t{word}" for word in words.tolist()))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def formed(self, asked: Asked) -> Any:
        """A disjunction."""
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "words", f"t{column}", "freq"))
            for column in asked.columns.tolist()
        ]
        return tantivy.Query.boolean_query(terms)

    def one(self, query: Any) -> np.ndarray:
        """Rows of the best."""
        hits = self._searcher.search(query, limit=TOP, count=False).hits
        return np.array(self._searcher.fast_field_values("row", [place for _score, place in hits]), dtype=np.int64)

    def touched(self, _asked: Asked) -> Touched | None:
        """It does not tell."""
        return None
