"""Figures of labelled collections."""

import json
import math

import pytest

from matchmaker.matching import Analyser, Settings, beir, evaluate
from tests.matching.market import GLOSSARY

CORPUS = {"d1": "cell therapy", "d2": "tax advice", "d3": "cell therapy", "d4": "optical tweezers"}
ANALYSER = Analyser(GLOSSARY)


def write(folder, corpus, queries, grades):
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    for name, texts in (("corpus", corpus), ("queries", queries)):
        lines = [json.dumps({"_id": key, "text": text}, ensure_ascii=False) for key, text in texts.items()]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in grades)]
    (folder / "qrels" / "test.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def judged(folder, corpus, queries, grades, **rest):
    collection = beir.read(write(folder, corpus, queries, grades))
    rankings, seconds = evaluate.rank(collection, ANALYSER, Settings(), **rest)
    return rankings, evaluate.figures(rankings, collection.grades, seconds)


def test_a_korean_query_finds_its_english_document(tmp_path):
    rankings, figures = judged(tmp_path, {**CORPUS, "d3": "chair"}, {"q": "세포치료제"}, [("q", "d1", 1)])
    assert rankings[0].documents == ("d1",)
    assert list(figures.to_dict().values())[:4] == [1.0, 1.0, 1.0, 1.0]
    assert figures.queries_per_second > 0


def test_ties_stand_against_the_system(tmp_path):
    rankings, figures = judged(tmp_path, CORPUS, {"q": "cell therapy"}, [("q", "d1", 1)])
    assert rankings[0].documents == ("d3", "d1")
    assert list(figures.to_dict().values())[:4] == pytest.approx([1 / math.log2(3), 1.0, 0.5, 0.0])


def test_a_query_without_any_score_is_a_miss_and_counts(tmp_path):
    queries = {"q1": "cell therapy", "q2": "zzzz"}
    _, figures = judged(tmp_path, {"d1": "cell therapy"}, queries, [("q1", "d1", 1), ("q2", "d1", 1)])
    assert figures.mrr == 0.5


def test_grades_are_gains_as_in_trec_eval(tmp_path):
    corpus = {"a": "cell therapy", "b": "cell therapy optics", "c": "cell therapy optics tweezers lens"}
    grades = [("q", "a", 1), ("q", "b", 3), ("q", "c", 0)]
    _, figures = judged(tmp_path, corpus, {"q": "cell therapy"}, grades)
    assert figures.ndcg_at_10 == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)))


def test_a_query_never_finds_itself_unless_it_is_judged_to(tmp_path):
    rankings, _ = judged(tmp_path, CORPUS, {"d1": "cell therapy"}, [("d1", "d3", 1)])
    assert rankings[0].documents == ("d3",)
    rankings, _ = judged(tmp_path, CORPUS, {"d1": "cell therapy"}, [("d1", "d1", 1)])
    assert rankings[0].documents == ("d3", "d1")


def test_depth_bounds_the_ranking_and_progress_is_told(tmp_path):
    told = []
    rankings, _ = judged(
        tmp_path, CORPUS, {"q": "cell therapy"}, [("q", "d1", 1)], depth=1, progress=lambda *done: told.append(done)
    )
    assert (rankings[0].documents, told) == (("d3",), [(1, 1)])
