"""States, plans, shares and results: rules without a database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from matchmaker.demonstrations.rules import (
    ENDED,
    NEXT,
    Criterion,
    Operator,
    Part,
    Plan,
    Share,
    Site,
    State,
    Trust,
    check_move,
    check_plan,
    check_runnable,
    is_number,
    is_signed_off,
    is_whole,
    lacking,
    result,
    trust,
)
from matchmaker.foundation.errors import RuleViolation

cents = st.integers(1, 10_000)


class Walk(RuleBasedStateMachine):
    """A demonstration that is moved about at random, as the table allows."""

    def __init__(self):
        super().__init__()
        self.state, self.seen = State.DRAFT, [State.DRAFT]

    @precondition(lambda self: NEXT[self.state])
    @rule(data=st.data())
    def move(self, data):
        new = data.draw(st.sampled_from(sorted(NEXT[self.state])))
        check_move(self.state, new)
        self.state = new
        self.seen.append(new)

    @rule(new=st.sampled_from(State))
    def try_any(self, new):
        if new not in NEXT[self.state]:
            with pytest.raises(RuleViolation):
                check_move(self.state, new)

    @invariant()
    def nothing_runs_unsigned_and_nothing_passes_that_did_not_run(self):
        for before, after in zip(self.seen, self.seen[1:], strict=False):
            if after is State.RUNNING:
                assert before is State.SIGNED_OFF
            if after in {State.PASSED, State.FAILED}:
                assert before is State.RUNNING
        assert not any(one in ENDED for one in self.seen[:-1])


TestWalk = Walk.TestCase


@given(st.lists(cents, min_size=1, max_size=12))
def test_shares_are_whole_exactly_when_they_are_100_percent_to_the_last_hundredth(parts):
    shares = [Share("x", Decimal(part) / 100) for part in parts]
    assert is_whole(shares) == (sum(parts) == 10_000)


@given(st.lists(cents, min_size=1, max_size=11))
def test_the_rest_makes_any_shares_whole(parts):
    rest = 10_000 - sum(parts)
    shares = [Share("x", Decimal(part) / 100) for part in [*parts, rest]]
    assert is_whole(shares)


@given(st.sampled_from(Operator), st.decimals(-1000, 1000, places=3), st.decimals(-1000, 1000, places=3))
def test_a_value_meets_its_target_as_the_operator_says(operator, target, value):
    met = Criterion("x", operator, target).is_met(value)
    assert met == {"at_least": value >= target, "at_most": value <= target, "equal": value == target}[operator]


CRITERIA = [Criterion("a", Operator.AT_LEAST, Decimal(10)), Criterion("b", Operator.AT_MOST, Decimal(5))]


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 15).map(Decimal)), min_size=2, max_size=2),
                min_size=2, max_size=2))  # fmt: skip
def test_it_passes_when_all_is_measured_and_met_everywhere_and_fails_only_when_all_is_measured(values):
    found = result(CRITERIA, values)
    if any(value is None for row in values for value in row):
        assert found is None
    else:
        met = all(value >= 10 for value in values[0]) and all(value <= 5 for value in values[1])
        assert found is (State.PASSED if met else State.FAILED)


def test_nothing_is_proven_without_criteria_or_sites():
    assert result([], []) is None
    assert result(CRITERIA, [[], []]) is None


def test_a_plan_lacks_everything_until_it_is_said():
    assert lacking(Plan(title="x"), domestic_side=1) == list(Part)
    only_here = Plan(title="x", sites=(Site(1, 7), Site(1, None, "Own laboratory")))
    assert Part.SITE_ABROAD in lacking(only_here, domestic_side=1)
    own_laboratories = Plan(title="x", sites=(Site(1, None, "Own laboratory"), Site(2, None, "Boston")))
    assert Part.SITE_HERE in lacking(own_laboratories, domestic_side=1)


def test_signatures_count_for_the_present_version_alone():
    assert is_signed_off([2, 2], 2)
    assert not is_signed_off([2, 1], 2)
    assert not is_signed_off([2, None], 2)
    assert not is_signed_off([], 1)


@pytest.mark.parametrize("lacks", ["signed_off", "lights_clear", "flow_clear", "permits_named"])
def test_each_condition_alone_keeps_it_from_running(lacks):
    holds = dict.fromkeys(["signed_off", "lights_clear", "flow_clear", "permits_named"], True)
    check_runnable(**holds)
    with pytest.raises(RuleViolation):
        check_runnable(**(holds | {lacks: False}))


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1E+12", "0.0000001"])
def test_numbers_that_cannot_be_kept_are_refused(text):
    assert not is_number(Decimal(text))
    with pytest.raises(RuleViolation):
        check_plan(Plan(title="x", criteria=(Criterion("a", Operator.EQUAL, Decimal(text)),)), sides=[1])


def test_trust_rises_with_what_was_shown_and_rests_on_vetting():
    assert trust(is_vetted=False, audited=3, certificates=1) is Trust.LISTED
    assert trust(is_vetted=True, audited=0, certificates=0) is Trust.VETTED
    assert trust(is_vetted=True, audited=1, certificates=0) is Trust.PROVEN
    assert trust(is_vetted=True, audited=0, certificates=1) is Trust.DEMONSTRATED


@pytest.mark.parametrize("percent", ["1e-60", "1e-999999999", "NaN", "Infinity", "0", "100.01"])
def test_a_share_that_cannot_be_kept_is_refused(percent):
    with pytest.raises(RuleViolation, match=r"demonstration\.share_out_of_range"):
        check_plan(Plan(title="x", shares=(Share("Firm", Decimal(percent)),)), sides=[1])
