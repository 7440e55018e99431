"""States, who may do what, what must not stand in a message, and what refusals teach."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.foundation.errors import RuleViolation
from matchmaker.introductions.rules import (
    ACTS,
    CAN_BE_MENDED,
    NEXT,
    OPEN,
    Act,
    IntroductionState,
    Mending,
    Party,
    Refused,
    check_move,
    is_forwardable,
    language_of,
    may,
    names_a_contact,
    to_mend,
)
from matchmaker.vocabulary import vocabulary

S = IntroductionState


def test_states_are_those_of_the_vocabulary():
    assert {state.value for state in S} == {code.code for code in vocabulary().codes("introduction_state")}


def test_every_state_can_be_reached_from_a_draft():
    reached, edge = {S.DRAFT}, [S.DRAFT]
    while edge:
        fresh = NEXT[edge.pop()] - reached
        reached |= fresh
        edge += fresh
    assert reached == set(S)


def test_moves_that_are_not_in_the_table_are_refused():
    for current in S:
        for new in S:
            if new in NEXT[current]:
                check_move(current, new)
            else:
                with pytest.raises(RuleViolation, match=r"introduction\.bad_move"):
                    check_move(current, new)


def test_what_has_ended_without_an_introduction_is_open_to_a_new_one():
    assert set(S) - OPEN == {S.DRAFT, S.DECLINED, S.WITHDRAWN, S.EXPIRED}


def test_only_the_agency_forwards_and_only_co_brokers_approve_for_their_cluster():
    able = {act: {party for party in Party for state in S if may(party, act, state)} for act in Act}
    assert able[Act.FORWARD] == {Party.AGENCY}
    assert able[Act.APPROVE] == {Party.CO_BROKER_OF_REQUESTER, Party.CO_BROKER_OF_COUNTERPART}


@pytest.mark.parametrize(
    ("needed", "approved", "forwardable"),
    [
        ({"agency"}, {"agency"}, True),
        ({"agency"}, set(), False),
        ({"agency", "BOSTON"}, {"agency"}, False),
        ({"agency", "BOSTON"}, {"BOSTON"}, False),
        ({"agency", "BOSTON"}, {"agency", "BASEL"}, False),
        ({"agency", "BOSTON"}, {"agency", "BOSTON", "BASEL"}, True),
        ({"BOSTON"}, {"BOSTON"}, False),
        (set(), set(), False),
    ],
)
def test_it_is_passed_on_once_every_office_has_approved_and_never_without_the_agency(needed, approved, forwardable):
    assert is_forwardable(needed, approved) is forwardable


MOMENT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def refused(reason, *days_ago, about=None, edited=None):
    return [Refused(reason, MOMENT - timedelta(days=n), about, edited) for n in days_ago]


def test_three_times_benefit_unclear_in_60_days_puts_it_on_the_list():
    assert to_mend(refused("benefit_unclear", 1, 30, 60, about=7), MOMENT) == [Mending("benefit_unclear", 3, 7)]


def test_two_times_or_longer_ago_or_about_something_else_does_not():
    assert to_mend(refused("benefit_unclear", 1, 2), MOMENT) == []
    assert to_mend(refused("benefit_unclear", 1, 2, 61), MOMENT) == []
    assert to_mend(refused("benefit_unclear", 1, 2) + refused("scientific_concern", 3), MOMENT) == []
    assert to_mend(refused("no_capacity", 1, 2, 3), MOMENT) == []


def test_it_is_off_the_list_once_the_offer_was_edited():
    yesterday = MOMENT - timedelta(days=1)
    assert to_mend(refused("benefit_unclear", 2, 3, 4, about=7, edited=yesterday), MOMENT) == []
    before = MOMENT - timedelta(days=9)
    assert to_mend(refused("benefit_unclear", 2, 3, 4, about=7, edited=before), MOMENT) != []


def test_the_offer_that_was_refused_most_is_named_and_the_most_frequent_reason_comes_first():
    refusals = (
        refused("too_early_stage", 1, 2, 3, about=1) + refused("benefit_unclear", 1, 2, 3, about=2)
        + refused("benefit_unclear", 4, about=1)
    )  # fmt: skip
    assert to_mend(refusals, MOMENT) == [Mending("benefit_unclear", 4, 2), Mending("too_early_stage", 3, 1)]


def test_every_reason_that_can_be_mended_can_be_given():
    assert set(CAN_BE_MENDED) <= {code.code for code in vocabulary().codes("decline_reason")}


def test_nobody_does_anything_but_note_after_the_end():
    ended = {S.DECLINED, S.WITHDRAWN, S.EXPIRED}
    left = {act for party in Party for act in Act for state in ended if may(party, act, state)}
    assert left == {Act.NOTE}


def test_whoever_may_withdraw_can():
    for party, acts in ACTS.items():
        for state in acts.get(Act.WITHDRAW, ()):
            assert S.WITHDRAWN in NEXT[state], (party, state)


@pytest.mark.parametrize(
    "text",
    ["kim@firm.example", "Mail: Kim.Gil+1 @firm.co.kr now", "Tel. 031-310-1234", "+82 31 310 1234", "(02) 123-4567",
     "010 1234 5678", "+1 (617) 555-0100"],
)  # fmt: skip
def test_addresses_and_telephone_numbers_are_found(text):
    assert names_a_contact(text)


@pytest.mark.parametrize(
    "text",
    ["200 L at 37 °C, 2026-12-03", "We made 1 200 000 vials in 2025.", "0.05 % at pH 7.4", "Budget 300 000 000 KRW",
     "세포치료제 공정 3단계, 2027년 1월부터", "Grade A/B, ISO 14644-1", "@ 4 °C"],
)  # fmt: skip
def test_ordinary_figures_are_no_contact(text):
    assert not names_a_contact(text)


@given(st.text(max_size=600))
def test_looking_for_contacts_and_language_never_fails(text):
    assert names_a_contact(text) in {True, False}
    assert language_of(text) in {"ko", "ja", None}
