"""Methods side by side, and as JSON."""

import json

import pytest

from matchmaker.matching.evaluation import Channel, judge
from matchmaker.matching.evaluation.results import Results, results_of
from tests.matching.evaluation.sets import CORPUS, Given, Letters, collection, reader

ROWS = {"good": (0.9, 0.1, 0.0, 0.0), "bad": (0.1, 0.9, 0.0, 0.0)}


@pytest.fixture
def small(tmp_path):
    queries = {f"q{place}": "cell therapy" for place in range(6)}
    return collection(tmp_path / "small", CORPUS, queries, [(query, "d1", 1) for query in queries])


def test_every_further_method_is_compared_with_the_first(small):
    judged = [judge(Given((row,) * 6, name), small) for name, row in ROWS.items()]
    results = Results(small, [*judged, judged[0]])
    first, second = results.comparisons
    assert (first.method, first.difference.p, first.corrected) == ("bad", 0.03125, 0.0625)
    assert (second.difference.mean, second.difference.p, second.corrected) == (0.0, 1.0, 1.0)


def test_the_json_holds_everything_and_no_figure_that_is_no_number(small):
    one = reader(encoder=Letters())
    results = results_of(one, small, (Channel.FUSED, Channel.LEXICAL), depth=10, ablate=True)
    found = json.loads(json.dumps(results.to_dict(), allow_nan=False))
    assert list(found) == [
        *("ndcg@10", "recall@10", "mrr", "recall@1", "queries_per_second"),
        *("counts", "statistics", "methods", "tests", "ablation"),
    ]
    assert found["counts"] == {"documents": 4, "queries": 6, "judgements": 6}
    assert list(found["methods"]) == ["fused", "lexical"]
    assert set(found["methods"]["fused"]) == {"figures", "intervals", "seconds", "queries_per_second"}
    assert found["methods"]["fused"]["figures"]["ndcg@10"] == found["ndcg@10"]
    assert set(found["tests"]["lexical"]) == {"against", "difference", "interval", "p", "p_holm"}
    assert found["ablation"]["semantic"]["figures"] == found["methods"]["lexical"]["figures"]


def test_one_query_alone_has_figures_but_no_intervals(tmp_path):
    lone = collection(tmp_path / "lone", CORPUS, {"q": "tweezers"}, [("q", "d4", 1)])
    found = results_of(reader(), lone, (Channel.LEXICAL,), depth=10, ablate=True).to_dict()
    assert (found["ndcg@10"], found["methods"]["lexical"]["intervals"]["ndcg@10"]) == (1.0, None)
    assert found["ablation"]["glossary"]["interval"] is None
