"""Re-rankers on the shelf: whole, named, reversible."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from matchmaker.matching.evaluation.statistics import Difference, Interval
from matchmaker.matching.learning import NotBetter, Reranker, Shelf, ShelfError, Trained
from matchmaker.matching.learning.comparison import Calibration, Comparison, Figure
from matchmaker.matching.learning.factors import TextFactors, TextSpace

ONE, TWO = Interval(0.01, 0.05), Interval(-0.01, 0.05)


def reranker(intercept=-2.0):
    return Reranker(
        names=("words", "activity", "complement"),
        centre=np.zeros(3), scale=np.ones(3), coefficients=np.array([1.0, 0.5, 0.25]), intercept=intercept,
        space=TextSpace(("antibody", "세포"), np.array([[1.0], [0.5]])),
        factors=TextFactors(np.array([0.5, -0.5]), np.array([[2.0]])),
        trained=Trained("2", "v", ("set",), 60, 12),
    )  # fmt: skip


def comparison(gain=ONE):
    figure = Figure(0.1, Interval(0.05, 0.15))
    return Comparison(12, 60, figure, figure, Difference(0.03, gain, 0.01), Calibration(10.0, 9.0))


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "rerankers")


def versions(shelf):
    return [(entry.version, entry.is_current) for entry in shelf.entries()]


def test_an_empty_shelf_has_none(shelf):
    assert (shelf.current(), shelf.entries(), shelf.revert()) == (None, [], None)


def test_what_is_installed_is_in_use_and_the_same(shelf):
    version = shelf.install(reranker(), comparison())
    assert shelf.current().to_json() == reranker().to_json()
    assert versions(shelf) == [(version, True)]


def test_what_is_not_better_is_not_installed(shelf):
    for gain in (TWO, None):
        with pytest.raises(NotBetter, match="not better"):
            shelf.install(reranker(), comparison(gain))
    assert shelf.entries() == []


def test_revert_goes_back_step_by_step_to_none(shelf):
    first, second = shelf.install(reranker(), comparison()), shelf.install(reranker(-3.0), comparison())
    assert (shelf.revert(), shelf.current().version) == (first, first)
    assert (shelf.revert(), shelf.current()) == (None, None)
    assert sorted(versions(shelf)) == sorted([(first, False), (second, False)])


def test_off_is_reversible(shelf):
    version = shelf.install(reranker(), comparison())
    shelf.off()
    assert shelf.current() is None
    assert (shelf.revert(), shelf.current().version) == (version, version)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", '{"reranker": 1, "digest": "", "comparison": {}}', "[" * 9999]
)
def test_a_torn_or_foreign_file_is_refused_by_its_name(shelf, tmp_path, text):
    version = shelf.install(reranker(), comparison())
    (tmp_path / "rerankers" / f"{version}.json").write_text(text)
    with pytest.raises(ShelfError, match=f"{version}.json"):
        shelf.current()


@pytest.mark.parametrize(
    "state",
    ['{"current": "../../secret", "history": ["../../secret"]}', '{"current": "0123456789abcdef", "history": []}', "{"],
)
def test_a_pointer_that_leads_elsewhere_is_refused(shelf, tmp_path, state):
    shelf.install(reranker(), comparison())
    (tmp_path / "rerankers" / "current.json").write_text(state)
    with pytest.raises(ShelfError, match=r"current\.json"):
        shelf.current()


def test_one_changed_number_is_noticed(shelf, tmp_path):
    version = shelf.install(reranker(), comparison())
    path = tmp_path / "rerankers" / f"{version}.json"
    path.write_text(path.read_text().replace("-2.0", "-1.0"))
    with pytest.raises(ShelfError, match="changed after it was written"):
        shelf.current()


def test_readers_never_see_half_a_file(shelf):
    shelf.install(reranker(), comparison())

    def write(place):
        shelf.install(reranker(-2.0 - place % 2), comparison())

    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(write, place) for place in range(20)]
        found = [pool.submit(shelf.current) for _ in range(40)]
        assert {one.result().intercept for one in found} <= {-2.0, -3.0}
        assert [one.exception() for one in done] == [None] * 20


def broken(**changes):
    return json.dumps({**json.loads(reranker().to_json()), **changes})


@pytest.mark.parametrize(
    "text",
    [
        broken(format=99), broken(scale=[0.0, 1.0, 1.0]), broken(centre=[1.0]), broken(names=["name", "activity"]),
        broken(intercept="1"), broken(intercept=True), broken(coefficients=[[1, 2, 3]]), broken(more=1),
        broken(pairs=-1), broken(texts={}), reranker().to_json().replace("-2.0", "NaN"),
        reranker().to_json().replace("-2.0", "1e999"),
    ],
)  # fmt: skip
def test_a_hostile_reranker_is_refused(text):
    from matchmaker.matching.learning import RerankerError

    with pytest.raises(RerankerError):
        Reranker.from_json(text)


def test_contributions_and_intercept_are_the_log_odds():
    one = replace(reranker(), centre=np.array([0.1, 0.2, 0.3]))
    features = np.array([0.5, -1.0, 2.0])
    added = one.contributions(features)
    centred = one.intercept + sum(value for _, value in added)
    assert [name for name, _ in added] == ["words", "activity", "complement"]
    assert centred == pytest.approx(float(one.log_odds(features)), abs=1e-12)
    assert float(one.probabilities(features)) == pytest.approx(1 / (1 + np.exp(-centred)))
