"""The chain, the ledger, the rate and the reminders, without a database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.foundation.errors import RuleViolation
from matchmaker.outcomes import rules
from matchmaker.outcomes.rules import Fulfilment, ObligationState, OutcomeState
from matchmaker.vocabulary import vocabulary

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
PROMISES = st.lists(st.tuples(st.sampled_from(ObligationState), DAYS), max_size=30)
CHAIN = st.lists(st.tuples(st.sampled_from(rules.KINDS), st.sampled_from(OutcomeState)), max_size=15)
B = ObligationState


def test_the_kinds_of_the_chain_are_those_of_the_vocabulary_but_for_the_closing():
    codes = [code.code for code in vocabulary().codes("outcome_kind")]
    assert [*rules.KINDS, rules.CLOSED_NO_RESULT] == codes


def test_the_states_of_an_obligation_are_those_of_the_vocabulary():
    assert [state.value for state in B] == [code.code for code in vocabulary().codes("obligation_state")]


def test_an_empty_chain_begins_with_the_nda():
    links = rules.chain([])
    assert [link.is_next for link in links] == [True, *[False] * 7]
    assert {(link.state, link.is_gap) for link in links} == {(None, False)}


def test_a_contract_without_an_nda_is_taken_and_the_gap_is_shown():
    links = rules.chain([("contract", OutcomeState.CLAIMED)])
    assert [link.is_gap for link in links] == [True] * 5 + [False] * 3
    assert [link.kinds for link in links if link.is_next] == [("investment",)]
    assert rules.skipped("contract", {"contract"}) == ("nda",)
    assert rules.skipped("contract", {"contract", "nda"}) == ()
    assert rules.skipped("sample_test", set()) == ()


def test_what_is_audited_is_shown_before_what_is_only_claimed_and_what_was_rejected_not_at_all():
    states = [("mou", OutcomeState.CLAIMED), ("loi", OutcomeState.AUDITED), ("poc", OutcomeState.REJECTED)]
    found = {link.kinds: link.state for link in rules.chain(states)}
    assert found["mou", "loi"] is OutcomeState.AUDITED
    assert found["poc",] is None


@given(CHAIN)
def test_a_chain_has_eight_links_at_most_one_next_and_gaps_only_before_what_is_there(outcomes):
    links = rules.chain(outcomes)
    there = [place for place, link in enumerate(links) if link.state]
    assert len(links) == 8
    assert [place for place, link in enumerate(links) if link.is_next] == (
        [max(there, default=-1) + 1] if max(there, default=-1) < 7 else []
    )
    assert all(link.state is None and place < max(there) for place, link in enumerate(links) if link.is_gap)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (TODAY + timedelta(days=1), "outcome.in_the_future"),
        (TODAY - timedelta(days=11), "outcome.before_introduction"),
    ],
)
def test_a_day_lies_between_the_introduction_and_today(day, code):
    rules.check_day(TODAY, first=TODAY, today=TODAY)
    with pytest.raises(RuleViolation) as refusal:
        rules.check_day(day, first=TODAY - timedelta(days=10), today=TODAY)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (Decimal(1), None, "outcome.amount_and_currency"),
        (None, "KRW", "outcome.amount_and_currency"),
        (Decimal("-0.01"), "KRW", "outcome.amount_out_of_range"),
        (rules.AMOUNT_MAX + 1, "KRW", "outcome.amount_out_of_range"),
    ],
)
def test_an_amount_has_a_currency_and_is_not_negative(amount, currency, code):
    rules.check_amount(None, None)
    rules.check_amount(Decimal(0), "KRW")
    with pytest.raises(RuleViolation) as refusal:
        rules.check_amount(amount, currency)
    assert refusal.value.code == code


def test_done_on_its_day_is_kept_and_a_day_later_is_kept_late():
    assert rules.state_when_done(TODAY, TODAY) is B.KEPT
    assert rules.state_when_done(TODAY, TODAY + timedelta(days=1)) is B.LATE


def test_a_rate_of_nothing_is_none_and_not_a_hundred_percent():
    assert rules.fulfilment([], TODAY).rate is None
    outside = [(B.WAIVED, TODAY), (B.OPEN, TODAY - timedelta(days=5)), (B.OPEN, TODAY)]
    assert rules.fulfilment(outside, TODAY) == Fulfilment(waived=1, open=2, overdue=1)
    assert rules.fulfilment(outside, TODAY).rate is None


def test_what_was_kept_late_lowers_the_rate_as_what_was_dropped_does():
    found = rules.fulfilment([(B.KEPT, TODAY), (B.KEPT, TODAY), (B.LATE, TODAY), (B.DROPPED, TODAY)], TODAY)
    assert found.rate == 0.5


@given(PROMISES)
def test_the_rate_is_what_the_formula_says_whatever_the_promises(promises):
    found = rules.fulfilment(promises, TODAY)
    states = [state for state, _due in promises]
    decided = [state for state in states if state in {B.KEPT, B.LATE, B.DROPPED}]
    assert found.rate == (states.count(B.KEPT) / len(decided) if decided else None)
    assert found.total == len(promises)
    assert found.overdue <= found.open
    assert found.rate is None or 0 <= found.rate <= 1


@given(PROMISES, DAYS)
def test_waived_and_open_promises_never_change_the_rate(promises, due):
    before = rules.fulfilment(promises, TODAY).rate
    assert rules.fulfilment([*promises, (B.WAIVED, due), (B.OPEN, due)], TODAY).rate == before


def test_reminders_come_14_and_3_days_before_on_the_day_after_and_each_week():
    due = TODAY
    wanted = [-14, -3, 1, 8, 15, 22]
    sent, last = [], due - timedelta(days=60)
    for offset in range(-60, 27):
        day = due + timedelta(days=offset)
        if rules.must_remind(due, day, last):
            sent.append(offset)
            last = day
    assert sent == wanted


@given(DAYS, st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_a_missed_run_is_made_up_for_once_and_never_twice(due, gaps):
    last = day = due - timedelta(days=60)
    for gap in gaps:
        day += timedelta(days=gap)
        must = rules.must_remind(due, day, last)
        wanted = rules.reminder_day(due, day)
        assert must == (wanted is not None and wanted > last)
        if must:
            last = day
        assert not rules.must_remind(due, day, last)


@given(st.sampled_from(ObligationState), st.sampled_from(ObligationState))
def test_only_an_open_obligation_is_settled_and_only_a_settled_one_reopened(old, new):
    if (old is B.OPEN) != (new is B.OPEN):
        rules.check_obligation_move(old, new)
        return
    with pytest.raises(RuleViolation) as refusal:
        rules.check_obligation_move(old, new)
    assert refusal.value.code == "obligation.bad_move"
