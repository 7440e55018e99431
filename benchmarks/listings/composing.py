"""Corpora of any size: composed from the stock, or read from a folder in the BEIR layout."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from benchmarks.listings import corpus as corpora
from benchmarks.listings.corpus import CACHE, Corpus, Tokens
from benchmarks.listings.plan import HIGHEST, Block, blocks
from benchmarks.listings.sentences import stock
from benchmarks.listings.terms import Counts, Progress, SentenceTerms, frequencies_of
from benchmarks.listings.writing import SEED
from matchmaker.matching.evaluation import read


def corpus(count: int, seed: int = SEED, *, cache: Path | None = CACHE, progress: Progress | None = None) -> Corpus:
    """The corpus of `generated(count, seed=seed)`, from `cache` if it was made before; None keeps nothing.

    `progress` is called with sentences analysed and in all.
    """
    if count < 1:
        raise ValueError("a corpus needs at least one listing")

    def make(folder: Path) -> None:
        _compose(folder, *_planned(count, seed, progress))

    if cache is None:
        return corpora.in_memory(make)
    return corpora.kept(cache / f"listings-{count}-{seed}-{corpora.digest()}", make)


def generated_terms(count: int, *, seed: int = SEED, cache: Path | None = CACHE) -> csr_array:
    """Listings x terms: what each offers."""
    return corpus(count, seed, cache=cache).offers


def generated_tokens(count: int, *, seed: int = SEED, cache: Path | None = CACHE) -> Tokens:
    """The same as bare tokens."""
    return corpus(count, seed, cache=cache).offer_tokens


def from_beir(folder: Path) -> Corpus:
    """Documents of a folder as offers and its judged queries as needs. EvaluationError if it cannot be read."""
    collection = read(folder)
    documents = frequencies_of(list(collection.documents.values()))
    queries = frequencies_of(list(collection.queries.values()))
    words = sorted({term for text in (*documents, *queries) for term in text})
    place = {word: n for n, word in enumerate(words)}
    parts = {"offers": [_counts(documents, place)], "needs": [_counts(queries, place)]}
    present = np.bincount(parts["offers"][0].indices, minlength=len(words))
    return corpora.in_memory(lambda aside: corpora.write(aside, parts, present, len(documents), words))


def _counts(texts: Sequence[Mapping[str, float]], place: Mapping[str, int]) -> csr_array:
    columns = np.array([place[term] for text in texts for term in text], dtype=np.int32)
    weights = np.array([weight for text in texts for weight in text.values()])
    ends = np.concatenate([[0], np.cumsum([len(text) for text in texts], dtype=np.int64)]).astype(np.int32)
    counts = csr_array((weights, columns, ends), shape=(len(texts), len(place)))
    counts.sort_indices()
    return counts


def counted(count: int, seed: int = SEED) -> tuple[Counts, tuple[str, ...]]:
    """Raw frequencies of the listings of one block, and the terms of the columns. ValueError for more than a block."""
    planned, terms = _planned(count, seed, None)
    if len(planned) != 1:
        raise ValueError(f"{count} listings are not one block")
    return terms.counts(planned[0]), tuple(terms.terms)


def _planned(count: int, seed: int, progress: Progress | None) -> tuple[list[Block], SentenceTerms]:
    sentences = stock(seed)
    planned = list(blocks(count, sentences))
    used = np.unique(np.concatenate([block.sentence for block in planned]))
    codes = np.unique(np.concatenate([block.prefix * HIGHEST + block.number for block in planned]))
    return planned, SentenceTerms(sentences, used, codes, progress)


def _compose(folder: Path, planned: list[Block], terms: SentenceTerms) -> None:
    parts: dict[str, list[csr_array]] = {"offers": [], "needs": []}
    present = np.zeros(len(terms.terms), dtype=np.int64)
    is_used = np.zeros(len(terms.terms), dtype=bool)
    for block in planned:
        counts = terms.counts(block)
        present += np.bincount(counts.present.indices, minlength=len(terms.terms))
        for role, found in (("offers", counts.offers), ("needs", counts.needs)):
            parts[role].append(found)
            is_used[found.indices] = True
    _narrow(parts, is_used)
    words = (terms.terms[place] for place in np.flatnonzero(is_used).tolist())
    corpora.write(folder, parts, present[is_used], sum(map(len, planned)), words)


def _narrow(parts: dict[str, list[csr_array]], is_used: np.ndarray) -> None:
    """Leave out the columns that are not used, in place, and sort each row."""
    places = np.cumsum(is_used, dtype=np.int32) - np.int32(1)
    for counts in parts.values():
        for place, part in enumerate(counts):
            narrow = csr_array(
                (part.data, places[part.indices], part.indptr), shape=(part.shape[0], int(is_used.sum()))
            )
            narrow.sort_indices()
            counts[place] = narrow
