"""Exact top-k retrieval by inner product, reading no more than can change the answer."""

from matchmaker.matching.retrieval.postings import Postings
from matchmaker.matching.retrieval.retriever import Retriever

__all__ = ["Postings", "Retriever"]
