"""What the re-ranker learns from meetings."""

from collections.abc import Callable
from datetime import timedelta

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.meetings.afterwards import decisions
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import MeetingState
from matchmaker.suggestions.decisions import decided
from tests.client import Client
from tests.introductions.scenes import Scene
from tests.meetings.afterwards.readers import say

SignIn = Callable[[User], Client]


def learnt() -> dict[tuple[str, str], int]:
    return {(one.organisation, one.candidate): one.grade for one in decided()}


def test_whoever_did_not_come_is_a_little_less_wanted_until_the_two_have_met(
    over: tuple[Scene, Meeting], sign_in: SignIn
) -> None:
    scene, meeting = over
    firm, partner = str(scene.firm.id), str(scene.partner.id)
    assert learnt() == {(firm, partner): 2, (partner, firm): 2}

    say(sign_in(scene.broker), meeting, "did_not_take_place", scene.lee)

    assert meeting.state is MeetingState.NO_SHOW
    assert learnt() == {(firm, partner): decisions.MISSED, (partner, firm): 2}

    assert meeting.starts_at
    begin = meeting.starts_at + timedelta(hours=1)
    db.session.add(
        Meeting(introduction_id=meeting.introduction_id, uid="later", state=MeetingState.HELD, proposed_at=begin,
                confirmed_at=begin, starts_at=begin, ends_at=begin + timedelta(minutes=30), owner_id=scene.broker.id)
    )  # fmt: skip
    db.session.flush()
    assert learnt() == {(firm, partner): 2, (partner, firm): 2}


def test_what_a_side_says_of_a_meeting_is_learnt_and_what_the_agency_says_is_not(
    over: tuple[Scene, Meeting], sign_in: SignIn
) -> None:
    scene, meeting = over
    firm, partner = str(scene.firm.id), str(scene.partner.id)

    say(sign_in(scene.kim), meeting, "insufficient_interest")
    say(sign_in(scene.lee), meeting, "informative")
    say(sign_in(scene.broker), meeting, "cooperation_possible")

    assert learnt() == {(firm, partner): 0, (partner, firm): 1}
