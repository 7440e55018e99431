"""Figures from timings."""

import numpy as np
import pytest

from benchmarks.speed.statistics import Spread, recall, slope, spread


def test_a_spread_is_the_median_with_its_quartiles():
    assert spread([4.0, 1.0, 2.0, 3.0, 5.0]) == Spread(2.0, 3.0, 4.0, 5)
    assert spread([0.5]) == Spread(0.5, 0.5, 0.5, 1)


@pytest.mark.parametrize(("power", "factor"), [(1.0, 3.0), (0.5, 0.1), (2.0, 7.0), (0.0, 4.0)])
def test_the_slope_of_a_power_is_its_exponent(power, factor):
    sizes = [10_000, 100_000, 1_000_000]
    assert slope(sizes, [factor * size**power for size in sizes]) == pytest.approx(power, abs=1e-12)


def test_one_size_has_no_slope_and_nothing_is_told_of_values_at_zero():
    assert slope([10, 10], [1.0, 2.0]) is None
    assert slope([10, 100, 1000], [0.0, 5.0, 50.0]) == pytest.approx(1.0)


def test_recall_counts_what_is_as_good_as_the_exact_best():
    exact = [np.array([0.9, 0.8, 0.7]), np.array([0.5])]
    assert recall([np.array([0.9, 0.7, 0.1]), np.array([0.5])], exact) == pytest.approx((2 / 3 + 1) / 2)


def test_another_row_that_ties_with_the_last_is_as_good():
    assert recall([np.array([0.9, 0.7, 0.7])], [np.array([0.9, 0.7])]) == 1.0


def test_a_query_without_any_result_says_nothing():
    assert recall([np.zeros(0), np.array([0.1])], [np.zeros(0), np.array([0.2])]) == 0.0
    assert recall([np.zeros(0)], [np.zeros(0)]) == 1.0
