"""Intervals, paired tests, correction for several tests."""

import numpy as np
import pytest

from matchmaker.matching.evaluation import Difference, Interval, difference, holm, interval


def test_the_interval_of_equal_values_is_the_value():
    assert interval(np.full(20, 0.25)) == Interval(0.25, 0.25)


def test_one_query_has_no_interval():
    assert interval(np.array([0.5])) is None


def test_the_interval_is_that_of_the_mean():
    values = np.tile([0.0, 1.0], 200)
    found = interval(values)
    # 1.96 standard errors of the mean: 1.96 x 0.5 / sqrt(400) = 0.049.
    assert (found.low, found.high) == pytest.approx((0.451, 0.549), abs=0.005)


def test_the_same_values_give_the_same_interval_to_the_last_bit():
    values = np.random.default_rng(5).random(60)
    assert interval(values) == interval(values.copy())


def test_a_method_does_not_differ_from_itself():
    values = np.array([0.1, 0.5, 0.9])
    assert difference(values, values) == Difference(0.0, Interval(0.0, 0.0), 1.0)


def test_a_small_test_is_exact():
    # All five queries gain: of the 2^5 ways to change signs two are as extreme, 2/32.
    found = difference(np.full(5, 0.75), np.full(5, 0.5))
    assert found == Difference(0.25, Interval(0.25, 0.25), 0.0625)


def test_queries_without_a_difference_change_no_probability():
    gained, same = np.array([0.5, 0.25, 0.125, 0.5, 1.0]), np.zeros(5)
    assert difference(np.append(gained, same), np.zeros(10)).p == difference(gained, same).p == 0.0625


def test_noise_is_not_taken_for_a_difference_and_a_gain_is():
    draw = np.random.default_rng(3)
    base, noise = draw.random(300), draw.normal(0, 0.1, 300)
    assert difference(base + noise, base).p > 0.05
    assert difference(base + noise + 0.05, base).p < 0.001


def test_one_query_alone_proves_nothing():
    assert difference(np.array([1.0]), np.array([0.0])) == Difference(1.0, None, 1.0)


@pytest.mark.parametrize(
    ("raw", "corrected"),
    [
        ([], []),
        ([0.03], [0.03]),
        ([0.01, 0.04, 0.03], [0.03, 0.06, 0.06]),
        ([0.9, 0.6], [1.0, 1.0]),
        ([0.01, 0.02, 0.03, 0.005], [0.03, 0.04, 0.04, 0.02]),
    ],
)
def test_holm_multiplies_by_the_tests_that_are_left(raw, corrected):
    assert holm(raw) == pytest.approx(corrected)
