"""Team-draft interleaving, against the properties its authors prove it by."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.suggestions.trials.interleaving import Pick, interleaved
from matchmaker.suggestions.trials.rules import Team

rankings = st.lists(st.integers(1, 30), unique=True, max_size=12)


def drawn(first: list[int], second: list[int], length: int = 10, seed: int = 1) -> list[Pick]:
    return interleaved(first, second, length, np.random.default_rng(seed))


@given(rankings, rankings, st.integers(1, 10), st.integers(0, 2**31 - 1))
def test_each_item_stands_once_and_is_the_best_new_one_of_its_team(first, second, length, seed):
    picks = drawn(first, second, length, seed)
    seen: set[int] = set()
    for pick in picks:
        ranking = first if pick.team is Team.A else second
        assert pick.item == next(item for item in ranking if item not in seen)
        seen.add(pick.item)
    assert len(picks) == len(seen) <= length


@given(rankings, rankings, st.integers(1, 10), st.integers(0, 2**31 - 1))
def test_no_team_is_ever_ahead_by_more_than_one(first, second, length, seed):
    lead = 0
    for pick in drawn(first, second, length, seed):
        lead += 1 if pick.team is Team.A else -1
        assert abs(lead) <= 1


@given(rankings, rankings, st.integers(1, 10), st.integers(0, 2**31 - 1))
def test_the_list_ends_only_when_it_is_full_or_a_ranking_has_nothing_new(first, second, length, seed):
    picks = drawn(first, second, length, seed)
    taken = {pick.item for pick in picks}
    assert len(picks) == length or set(first) <= taken or set(second) <= taken


def test_the_same_seed_gives_the_same_list():
    assert drawn([1, 2, 3, 4], [4, 3, 2, 1], seed=5) == drawn([1, 2, 3, 4], [4, 3, 2, 1], seed=5)


def test_a_coin_decides_who_is_first_so_that_neither_is_favoured():
    teams = Counter(drawn([1, 2], [1, 2], 1, seed)[0].team for seed in range(2000))
    assert abs(teams[Team.A] - teams[Team.B]) < 200


def test_two_equal_rankings_share_the_credit_of_every_item():
    credit = Counter(
        pick.team for seed in range(2000) for pick in drawn([1, 2, 3], [1, 2, 3], 3, seed) if pick.item == 1
    )
    assert abs(credit[Team.A] - credit[Team.B]) < 200


@pytest.mark.parametrize(("first", "second"), [([], [1]), ([1], []), ([], [])])
def test_nothing_is_interleaved_with_nothing(first, second):
    assert drawn(first, second) == []
