"""When an answer is qualified, what it scores, and when partners abroad are asked."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.calls import rules
from matchmaker.calls.rules import AnswerState, CallState, Met, Share
from matchmaker.foundation.errors import RuleViolation

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("state", "rows", "counts"),
    [
        (AnswerState.RECEIVED, [(True, Met.MATCH), (False, Met.GAP)], True),
        (AnswerState.RECEIVED, [(True, Met.GAP)], False),
        (AnswerState.RECEIVED, [], True),
        (AnswerState.SCREENED_OUT, [(True, Met.MATCH)], False),
        (AnswerState.WITHDRAWN, [(True, Met.MATCH)], False),
    ],
)
def test_an_answer_counts_while_it_stands_and_meets_every_must(state, rows, counts):
    assert rules.is_qualified(state, rows) is counts


def test_a_call_goes_to_partners_on_the_day_only_without_a_qualified_answer_and_only_once():
    def asks(days, qualified=0, asked=False):
        return rules.must_ask_partners(
            opened_on=DAY, wait_days=14, today=DAY + timedelta(days=days), qualified=qualified, asked=asked
        )

    assert [asks(13), asks(14), asks(30), asks(14, qualified=1), asks(14, asked=True)] == [
        False, True, True, False, False,
    ]  # fmt: skip


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 100), min_size=1), st.data())
def test_a_score_lies_between_the_worst_and_the_best_criterion(weights, data):
    scores = {code: data.draw(st.integers(0, 5)) for code in weights}
    found = rules.weighted(scores, weights)
    assert found is not None
    assert 20 * min(scores.values()) - 0.1 <= found <= 20 * max(scores.values()) + 0.1


def test_there_is_no_score_before_every_criterion_has_one():
    assert rules.weighted({"a": 5}, {"a": 1, "b": 1}) is None
    assert rules.weighted({"a": 5, "b": 0}, {"a": 3, "b": 1}) == 75.0


def test_partners_keep_a_week_to_answer():
    with pytest.raises(RuleViolation) as refusal:
        rules.check_times(DAY + timedelta(days=20), 14, DAY)
    assert refusal.value.details == {"earliest": "2026-12-14"}
    rules.check_times(DAY + timedelta(days=21), 14, DAY)


def test_ended_calls_and_answers_stay_as_they_are():
    assert {state for state, new in rules.CALL_NEXT.items() if not new} == {CallState.AWARDED, CallState.CLOSED}
    assert not rules.ALIVE & {state for state, new in rules.ANSWER_NEXT.items() if not new}


def test_a_band_is_in_order_and_has_a_currency():
    rules.check_price(Decimal(1), Decimal(2), "USD")
    for lowest, highest, currency in ((Decimal(3), Decimal(2), "USD"), (Decimal(1), None, None), (None, None, "USD")):
        with pytest.raises(RuleViolation):
            rules.check_price(lowest, highest, currency)


def test_the_share_of_small_winners_leaves_unknown_sizes_out():
    assert rules.small_share(["small", "large", None, "micro"]) == Share(2, 3)
    assert Share(0, 0).rate is None
