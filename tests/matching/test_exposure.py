"""Minimum exposure: nobody who suits somebody stays unseen, and the first places stay as they are."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from matchmaker.matching.exposure import Place, Shown, Terms, cost, gini, promised, shown

LIMIT, UNTOUCHED = 4, 2


def market(scores, limit=LIMIT):
    """Lists and options of viewers v0.. and candidates c0.. from a matrix of scores."""
    names = [f"c{number}" for number in range(len(scores[0]))]
    lists = dict.fromkeys(names, ())
    for number, row in enumerate(scores):
        best = sorted((-score, name) for score, name in zip(row, names, strict=True) if score > 0)
        lists[f"v{number}"] = tuple(Place(name, -negative) for negative, name in best[:limit])
    options = {name: [] for name in lists}
    for place, name in enumerate(names):
        found = sorted((-row[place], f"v{number}") for number, row in enumerate(scores) if row[place] > 0)
        options[name] = [Place(viewer, -negative) for negative, viewer in found]
    return lists, options.__getitem__


def terms(minimum=1, limit=LIMIT, untouched=UNTOUCHED, floor=0.05):
    return Terms(minimum, limit, untouched, floor)


def counts(lists):
    return Counter(place.partner for places in lists.values() for place in places)


def partners(lists, viewer):
    return [place.partner for place in lists[viewer]]


def test_an_unseen_candidate_takes_the_last_place_of_one_who_is_seen_elsewhere():
    rows = [[0.9, 0.8, 0.7, 0.6, 0.3], [0.9, 0.8, 0.7, 0.6, 0.4]]
    lists, options = market(rows)

    after = promised(lists, options, terms())

    assert partners(after, "v0") == ["c0", "c1", "c2", "c3"]
    assert after["v1"] == (Place("c0", 0.9), Place("c1", 0.8), Place("c2", 0.7), Place("c4", 0.4, is_promised=True))


def test_the_only_list_that_shows_a_candidate_does_not_drop_it():
    lists, options = market([[0.9, 0.8, 0.7, 0.6, 0.3]])

    assert promised(lists, options, terms()) == {**lists, "v0": lists["v0"]}


def test_a_candidate_moves_to_another_list_to_make_room():
    """c4 suits v0 alone; there c2 and c3 hold the only places, and c3 can go to v1."""
    rows = [[0.9, 0.8, 0.7, 0.6, 0.3], [0.9, 0.8, 0.0, 0.2, 0.0], [0.9, 0.8, 0.0, 0.0, 0.0]]
    lists, options = market(rows, limit=4)
    lists["v1"] = lists["v1"][:2]

    after = promised(lists, options, terms(limit=4))

    assert partners(after, "v0") == ["c0", "c1", "c2", "c4"]
    assert after["v1"] == (Place("c0", 0.9), Place("c1", 0.8), Place("c3", 0.2, is_promised=True))


def test_nobody_is_shown_below_the_floor():
    lists, options = market([[0.9, 0.8, 0.7, 0.6, 0.04], [0.9, 0.8, 0.7, 0.6, 0.04]])

    assert promised(lists, options, terms()) == lists


def test_everybody_is_on_one_list_before_anybody_is_on_two():
    rows = [[0.9, 0.8, 0.7, 0.6, 0.5, 0.4]] * 2
    lists, options = market(rows)

    after = promised(lists, options, terms(minimum=2))

    assert counts(after) == {"c0": 2, "c1": 2, "c2": 1, "c3": 1, "c4": 1, "c5": 1}


def test_one_who_suits_nobody_stays_unseen_and_is_counted():
    lists, options = market([[0.9, 0.0]])

    after = promised(lists, options, terms())

    assert shown(after, ["c0", "c1"], minimum=1) == Shown(organisations=2, unseen=1, rarely=1, fewest=0, gini=0.5)


scores = st.sampled_from([0.0, 0.01, 0.04, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9])
markets = st.tuples(st.integers(1, 6), st.integers(1, 12)).flatmap(
    lambda shape: st.lists(st.lists(scores, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0])
)
promises = st.builds(terms, minimum=st.integers(1, 3), untouched=st.integers(0, 4))


def most_served(rows, lists, agreed):
    """The maximum over all ways to fill the movable places of the sum of min(lists, minimum), as a flow."""
    viewers, candidates = len(rows), len(rows[0])
    source, sink = viewers + candidates, viewers + candidates + 1
    capacity = np.zeros((sink + 1, sink + 1), dtype=np.int32)
    heads = {number: {place.partner for place in lists[f"v{number}"][: agreed.untouched]} for number in range(viewers)}
    fixed = Counter(name for head in heads.values() for name in head)
    for place in range(candidates):
        capacity[source, place] = max(0, agreed.minimum - fixed[f"c{place}"])
        for number, row in enumerate(rows):
            is_there = f"c{place}" in partners(lists, f"v{number}")
            may = is_there or row[place] >= agreed.floor
            capacity[place, candidates + number] = int(may and f"c{place}" not in heads[number])
    for number in range(viewers):
        capacity[candidates + number, sink] = agreed.limit - len(heads[number])
    flow = maximum_flow(csr_array(capacity), source, sink).flow_value
    return flow + sum(min(fixed[f"c{place}"], agreed.minimum) for place in range(candidates))


@given(markets, promises)
def test_the_promise_holds_as_far_as_any_lists_could_keep_it(rows, agreed):
    lists, options = market(rows)

    seen = counts(promised(lists, options, agreed))

    served = sum(min(seen[f"c{place}"], agreed.minimum) for place in range(len(rows[0])))
    assert served == most_served(rows, lists, agreed)


@given(markets, promises)
def test_the_first_places_stay_and_no_list_grows_too_long_or_repeats_anybody(rows, agreed):
    lists, options = market(rows)

    after = promised(lists, options, agreed)

    assert after.keys() == lists.keys()
    for viewer, places in after.items():
        assert places[: agreed.untouched][: len(lists[viewer])] == lists[viewer][: agreed.untouched]
        assert len(lists[viewer]) <= len(places) <= agreed.limit
        assert len(set(partners(after, viewer))) == len(places)
        added = [place for place in places if place.partner not in partners(lists, viewer)]
        assert [place for place in places if place.is_promised] == added
        assert all(place.score >= agreed.floor for place in added)


@given(markets, promises)
def test_nobody_who_was_seen_is_unseen_afterwards(rows, agreed):
    lists, options = market(rows)
    before, after = counts(lists), counts(promised(lists, options, agreed))

    assert before.keys() <= {name for name, count in after.items() if count}


@given(markets, promises)
def test_it_gives_the_same_again_and_its_own_result_is_left_alone(rows, agreed):
    lists, options = market(rows)
    after = promised(lists, options, agreed)

    assert promised(dict(reversed(lists.items())), options, agreed) == after
    assert promised(after, options, agreed) == after


@given(markets, promises)
def test_the_first_places_cost_nothing(rows, agreed):
    lists, options = market(rows)

    after = promised(lists, options, agreed)

    assert cost(lists, after, depth=max(1, agreed.untouched)) == 0.0 or agreed.untouched == 0
    assert 0.0 <= cost(lists, after, depth=agreed.limit) <= 1.0


def test_the_cost_is_the_lost_share_of_the_discounted_scores():
    before = {"v": (Place("a", 0.8), Place("b", 0.6)), "w": (Place("a", 0.5),), "nobody": ()}
    after = {"v": (Place("a", 0.8), Place("c", 0.3, is_promised=True)), "w": before["w"], "nobody": ()}

    discount = 1 / np.log2(3)
    assert cost(before, after, depth=2) == pytest.approx((1 - (0.8 + 0.3 * discount) / (0.8 + 0.6 * discount)) / 2)
    assert cost(before, after, depth=1) == 0.0
    assert cost({}, {}, depth=10) == 0.0


def test_exposure_falls_with_the_rank():
    lists = {"v": (Place("a", 0.9), Place("b", 0.5)), "w": (Place("b", 0.4),)}

    first, second = 1.0, 1.0 + 1 / np.log2(3)
    expected = (second - first) / (2 * (first + second))
    assert shown(lists, ["a", "b"], minimum=2) == Shown(2, 0, 1, 1, pytest.approx(expected))


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], 0.0), ([0, 0], 0.0), ([5], 0.0), ([2, 2, 2], 0.0), ([0, 0, 0, 1], 0.75), ([1, 3], 0.25), ([3, 1], 0.25)],
)
def test_gini_is_known_for_small_cases(values, expected):
    assert gini(values) == pytest.approx(expected)
