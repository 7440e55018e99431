"""How good the rankings are: labelled collections, rankings, figures with their uncertainty, parts switched off.

    collection = read(Path("folder"))                      BEIR layout
    reader = Reader(standard())                            the engine as it is set
    judged = judge(EngineMethod(reader, Channel.LEXICAL), collection)
    judged.figures["ndcg@10"], interval(judged.values["ndcg@10"])
    difference(judged.values["ndcg@10"], other.values["ndcg@10"])
    ablated(reader, Channel.LEXICAL, collection, judged)   each part of the engine off in turn

A `Method` is anything that scores the documents of a collection for its queries, so that the engine and other
methods are judged by the same code. No Flask, no database; the clock is read to tell speeds, never to rank.
"""

from matchmaker.matching.evaluation.ablation import PARTS, Ablation, ablated
from matchmaker.matching.evaluation.collection import Collection, EvaluationError, read, text_of
from matchmaker.matching.evaluation.engine import EngineMethod, Reader, standard
from matchmaker.matching.evaluation.judging import Judged, judge
from matchmaker.matching.evaluation.measures import HEADLINE, MEASURES
from matchmaker.matching.evaluation.methods import Clock, Method
from matchmaker.matching.evaluation.rankings import DEPTH, Ranking
from matchmaker.matching.evaluation.reading import Channel, Engine, Reading
from matchmaker.matching.evaluation.statistics import Difference, Interval, difference, holm, interval

__all__ = [
    "DEPTH",
    "HEADLINE",
    "MEASURES",
    "PARTS",
    "Ablation",
    "Channel",
    "Clock",
    "Collection",
    "Difference",
    "Engine",
    "EngineMethod",
    "EvaluationError",
    "Interval",
    "Judged",
    "Method",
    "Ranking",
    "Reader",
    "Reading",
    "ablated",
    "difference",
    "holm",
    "interval",
    "judge",
    "read",
    "standard",
    "text_of",
]
