"""Learning from what people decided: a small, named, calibrated re-ranker of what the engine found.

    sample = sample_of(Reader(standard()).read(collection))       a labelled collection
    sample = sample_of_pairs(index, [JudgedPair("17", "212", 2)]) what people said of stored organisations
    result = train([sample], engine=store.ENGINE, vocabulary=vocabulary().digest)
    result.comparison.is_better                                   on organisations it was not trained on
    Shelf(folder).install(result.reranker, result.comparison)     refused unless it is better
    reranker = Shelf(folder).current()                            None: none is installed
    rerank(reranker, pool_of(index, ["17"]))                      probabilities, organisations x all organisations
    reranker.contributions(reranker.features(pool)[:, 0, 3])      what each feature adds to the log odds of a pair

No Flask, no database, no clock; seeds are fixed, the same judgements give the same re-ranker to the last bit.
"""

from matchmaker.matching.learning.comparison import Comparison
from matchmaker.matching.learning.features import FEATURES, Pool
from matchmaker.matching.learning.model import Reranker, RerankerError, Trained, rerank
from matchmaker.matching.learning.samples import Sample, sample_of
from matchmaker.matching.learning.shelf import NotBetter, Shelf, ShelfError
from matchmaker.matching.learning.stored import JudgedPair, pool_of, sample_of_pairs
from matchmaker.matching.learning.training import Result, TooFewJudgements, train

__all__ = [
    "FEATURES",
    "Comparison",
    "JudgedPair",
    "NotBetter",
    "Pool",
    "Reranker",
    "RerankerError",
    "Result",
    "Sample",
    "Shelf",
    "ShelfError",
    "TooFewJudgements",
    "Trained",
    "pool_of",
    "rerank",
    "sample_of",
    "sample_of_pairs",
    "train",
]
