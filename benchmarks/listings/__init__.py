"""Listings of fictional organisations, made by recombination, as many as a benchmark needs.

generated(10_000)          -> Listing, ... for an index with the product's own analysis
corpus(1_000_000)          -> Corpus: offers and needs as vectors and tokens, without analysing each text
from_beir(folder)          -> Corpus: documents and queries of a folder in the BEIR layout
"""

from benchmarks.listings.composing import corpus, from_beir, generated_terms, generated_tokens
from benchmarks.listings.corpus import Corpus, Tokens
from benchmarks.listings.writing import SEED, generated

__all__ = ["SEED", "Corpus", "Tokens", "corpus", "from_beir", "generated", "generated_terms", "generated_tokens"]
