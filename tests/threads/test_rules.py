"""Lanes: who reads and writes where, in every state."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.foundation.errors import RuleViolation
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.introductions.rules import Party
from matchmaker.threads.rules import CLOSED, Lane, Stand, check_body, excerpt, is_deletable, lanes_of, may_write

STANDS = [Stand(*values) for values in itertools.product(S, (False, True), (False, True), (False, True))]
MEMBERS = (Party.REQUESTER, Party.COUNTERPART)


@pytest.mark.parametrize("party", MEMBERS)
def test_no_member_reads_notes_or_the_other_sides_lane_whatever_the_state(party):
    others = {Party.REQUESTER: Lane.COUNTERPART, Party.COUNTERPART: Lane.REQUESTER}[party]
    assert [stand for stand in STANDS if {Lane.NOTES, others} & set(lanes_of([party], stand))] == []


def test_the_common_lane_opens_when_both_have_agreed_and_not_before():
    for stand, party in itertools.product(STANDS, Party):
        known = stand.forwarded or party is not Party.COUNTERPART
        assert (Lane.ALL in lanes_of([party], stand)) == (stand.introduced and known)


def test_the_counterpart_reads_nothing_before_it_was_asked():
    assert [stand for stand in STANDS if not stand.forwarded and lanes_of([Party.COUNTERPART], stand)] == []


def test_a_co_broker_reads_its_own_clusters_lane_and_the_agency_all():
    stand = Stand(S.INTRODUCED, forwarded=True, introduced=True, proposed_by_staff=False)
    lanes = {party: lanes_of([party], stand) for party in Party}
    assert lanes[Party.AGENCY] == (Lane.ALL, Lane.REQUESTER, Lane.COUNTERPART, Lane.NOTES)
    assert lanes[Party.CO_BROKER_OF_REQUESTER] == (Lane.ALL, Lane.REQUESTER, Lane.NOTES)
    assert lanes[Party.CO_BROKER_OF_COUNTERPART] == (Lane.ALL, Lane.COUNTERPART, Lane.NOTES)
    assert lanes_of([], stand) == ()


def test_what_has_ended_takes_notes_only_and_a_private_draft_has_no_reader():
    for stand, lane in itertools.product(STANDS, Lane):
        is_private = stand.state is S.DRAFT and not stand.proposed_by_staff
        assert may_write(lane, stand) == (lane is Lane.NOTES or not (stand.state in CLOSED or is_private))


@pytest.mark.parametrize(
    ("body", "code"), [("", "thread.empty"), (" \n ", "thread.empty"), ("x" * 5001, "thread.too_long")]
)
def test_nothing_and_too_much_are_refused(body, code):
    with pytest.raises(RuleViolation) as refusal:
        check_body(body, has_files=False)
    assert refusal.value.code == code


def test_a_file_may_speak_for_itself():
    assert check_body(" ", has_files=True) == ""
    assert check_body(" hi ", has_files=False) == "hi"


@given(st.text(max_size=1000))
def test_an_excerpt_is_the_beginning_and_never_longer_than_300(body):
    said = excerpt(body)
    assert len(said) <= 300
    assert body.startswith(said.removesuffix("…")) or said == body


def test_a_message_can_be_taken_back_for_ten_minutes():
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert is_deletable(at, at + timedelta(minutes=10))
    assert not is_deletable(at, at + timedelta(minutes=10, seconds=1))
