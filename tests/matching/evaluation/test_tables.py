"""Results on a terminal."""

import pytest

from matchmaker.matching.evaluation import Channel, judge
from matchmaker.matching.evaluation.results import Results, results_of
from matchmaker.matching.evaluation.tables import ablations, figures, probability
from tests.matching.evaluation.sets import CORPUS, Given, collection, reader


@pytest.fixture
def small(tmp_path):
    queries = {f"q{place}": "tweezers" for place in range(6)}
    return collection(tmp_path / "small", CORPUS, queries, [(query, "d4", 1) for query in queries])


def test_one_method_is_one_line_without_tests(small):
    lines = figures([Results(small, [judge(Given(((0, 0, 0, 1),) * 6), small)])]).splitlines()
    assert lines[0].split() == [
        "set",
        "method",
        "nDCG@10",
        "95",
        "%",
        "interval",
        "recall@10",
        "MRR",
        "recall@1",
        "queries/s",
    ]
    assert lines[1].split()[:9] == ["small", "given", "1.000", "1.000", "to", "1.000", "1.000", "1.000", "1.000"]
    assert len(lines) == 2


def test_several_methods_are_tested_against_the_first(small):
    judged = [judge(Given((row,) * 6, name), small) for name, row in (("a", (0, 0, 0, 1)), ("b", (1, 0, 0, 0)))]
    assert figures([Results(small, judged)]).splitlines()[-2:] == [
        "set    ndcg@10 against  difference     95 % interval      p  p (Holm)",
        "small  b – a                -1.000  -1.000 to -1.000  0.031     0.031",
    ]


def test_each_part_has_a_line(small):
    lines = ablations([results_of(reader(), small, (Channel.LEXICAL,), depth=10, ablate=True)]).splitlines()
    assert [line.split()[1] for line in lines[1:3]] == ["glossary", "general"]
    assert lines[1].split()[-6:] == ["+0.000", "+0.000", "to", "+0.000", "1.000", "1.000"]


def test_a_probability_is_never_nought():
    assert [probability(p) for p in (1.0, 0.05, 0.0002)] == ["1.000", "0.050", "< 0.001"]
