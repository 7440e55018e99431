"""Saying how a meeting went and who was there, and what follows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.meetings.afterwards.jobs import ask_for_rating
from matchmaker.meetings.afterwards.models import MeetingRating
from matchmaker.meetings.afterwards.rating import both_see_cooperation, no_shows_of, ratings_of
from matchmaker.meetings.afterwards.rules import Absent, Side
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.rules import MeetingState, ParticipantAnswer, ParticipantRole
from tests.client import Client
from tests.factories import make_user
from tests.introductions.scenes import Scene
from tests.meetings.afterwards.readers import mails, panels, place, say, titles, todos

SignIn = Callable[[User], Client]


def test_a_word_from_one_side_closes_the_meeting_as_held(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, "cooperation_possible", comment="They want samples.")

    assert meeting.state is MeetingState.HELD
    assert {one.attended for one in meeting.participants} == {True}
    (row,) = ratings_of(meeting.introduction)
    assert (row.side.value, row.outcome, row.comment, row.author_id) == (
        "from", "cooperation_possible", "They want samples.", scene.kim.id,
    )  # fmt: skip


def test_a_no_show_is_counted_for_staff(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, "did_not_take_place", scene.lee)

    assert meeting.state is MeetingState.NO_SHOW
    assert no_shows_of([scene.firm.id, scene.partner.id]) == {scene.firm.id: 0, scene.partner.id: 1}
    lines = next(one for one in panels(meeting, None) if one.title == "How it went").lines
    assert "Partner B Therapeutics has missed 1 meeting so far." in lines
    for reader in (scene.firm, scene.partner):
        assert not any("missed" in line for panel in panels(meeting, reader) for line in panel.lines)


def test_if_the_sides_disagree_the_broker_decides(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, "did_not_take_place", scene.lee)
    say(sign_in(scene.lee), meeting, "did_not_take_place", scene.kim)

    assert ("How it went", "Disagreement") in titles(meeting, None)
    assert no_shows_of([scene.firm.id, scene.partner.id]) == {scene.firm.id: 0, scene.partner.id: 0}

    say(sign_in(scene.broker), meeting, "informative")

    assert meeting.state is MeetingState.HELD
    assert ("How it went", "Disagreement") not in titles(meeting, None)


def test_members_never_see_what_others_said(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    secret = "They looked unprepared."
    say(sign_in(scene.kim), meeting, "insufficient_interest", comment=secret)
    say(sign_in(scene.broker), meeting, "informative", comment="A note of the agency.")
    lee = sign_in(scene.lee)
    shown = "".join(lee.page(f"/meetings/{meeting.id}{part}").get_text() for part in ("", "/rate", "/pack"))

    assert secret not in shown
    assert "A note of the agency." not in shown
    assert "Insufficient interest" not in lee.page(f"/meetings/{meeting.id}").get_text()
    assert secret in sign_in(scene.kim).page(f"/meetings/{meeting.id}/rate").get_text()
    assert secret in sign_in(scene.broker).page(f"/meetings/{meeting.id}/rate").get_text()


def test_each_side_has_one_rating_and_may_change_it(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    kim = sign_in(scene.kim)
    say(kim, meeting, "informative")
    say(kim, meeting, "cooperation_possible", status=409)
    say(kim, meeting, "cooperation_possible", version="1")

    assert [row.outcome for row in db.session.scalars(sa.select(MeetingRating))] == ["cooperation_possible"]


def test_both_sides_seeing_cooperation_leads_to_the_next_step(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    for user in (scene.kim, scene.lee):
        say(sign_in(user), meeting, "cooperation_possible")

    assert both_see_cooperation(ratings_of(meeting.introduction))
    lines = next(one for one in panels(meeting, None) if one.title == "How it went").lines
    assert "Both sides hold that they can work together: record the next step under outcomes." in lines


@pytest.mark.parametrize("outcome", ["", "did_not_take_place", "liked_it"])
def test_an_incomplete_answer_comes_back(over: tuple[Scene, Meeting], sign_in: SignIn, outcome: str) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, outcome, status=422)

    assert ratings_of(meeting.introduction) == []


def test_nothing_is_rated_before_it_is_over(agreed: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = agreed

    assert sign_in(scene.kim).get(f"/meetings/{meeting.id}/rate").status_code == 409


def test_strangers_find_nothing(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    stranger = sign_in(make_user())

    assert stranger.get(f"/meetings/{over[1].id}/rate").status_code == 404
    assert stranger.get(f"/meetings/{over[1].id}/reconfirm").status_code == 404


def test_who_has_not_rated_is_reminded_once_after_a_working_day(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, "informative")
    assert meeting.ends_at is not None
    # A minute later it is still the same day, whatever the hour at which this runs.
    with time_machine.travel(meeting.ends_at + timedelta(minutes=1), tick=False):
        ask_for_rating()
    assert mails("meeting_rate") == []
    with time_machine.travel(meeting.ends_at + timedelta(days=6), tick=False):
        ask_for_rating()
        ask_for_rating()

    assert sorted(mails("meeting_rate")) == sorted([scene.lee.email, scene.broker.email])


def test_the_home_page_says_what_waits(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, "informative")

    assert [todo.text for todo in todos(scene.lee, scene.partner)] == ["Say how the meeting went: Firm A Bio"]
    assert todos(scene.kim, scene.firm) == []
    assert [todo.text for todo in todos(scene.broker, None)] == [
        "Say how the meeting went: Firm A Bio – Partner B Therapeutics"
    ]


def test_attendance_is_kept_of_each_person(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    late = make_user()
    helper = MeetingParticipant(name="Ines", email="ines@out.example", role=ParticipantRole.INTERPRETER)
    colleague = MeetingParticipant(user=late, organisation_id=scene.firm.id, role=ParticipantRole.HOST)
    meeting.participants += [helper, colleague]
    db.session.flush()

    say(sign_in(scene.lee), meeting, "informative", late)

    assert meeting.state is MeetingState.HELD
    assert {one.full_name: one.attended for one in meeting.participants} == {
        scene.kim.full_name: True, scene.lee.full_name: True, "Ines": True, late.full_name: False,
    }  # fmt: skip
    lines = next(one for one in panels(meeting, None) if one.title == "How it went").lines
    assert f"{late.full_name} did not come." in lines
    assert no_shows_of([scene.firm.id]) == {scene.firm.id: 0}, "the firm was there"

    say(sign_in(scene.kim), meeting, "informative")

    assert [one.attended for one in meeting.participants if one.user_id == late.id] == [None]
    assert ("How it went", "Disagreement") in titles(meeting, None)


def test_a_side_of_which_nobody_came_did_not_meet(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, "informative", scene.lee, status=422)

    assert ratings_of(meeting.introduction) == []


def test_whoever_said_so_before_is_no_no_show(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    next(one for one in meeting.participants if one.user_id == scene.lee.id).answer = ParticipantAnswer.NO
    say(sign_in(scene.kim), meeting, "did_not_take_place", scene.lee)

    assert meeting.state is MeetingState.NO_SHOW
    assert no_shows_of([scene.partner.id]) == {scene.partner.id: 0}
    lines = next(one for one in panels(meeting, None) if one.title == "How it went").lines
    assert "Lee Partner did not come, as announced." in lines


def test_a_word_from_before_people_were_named_stands_for_all_of_a_side(over: tuple[Scene, Meeting]) -> None:
    scene, meeting = over
    rating = MeetingRating(meeting=meeting, side=Side.FROM, outcome="did_not_take_place", absent=Absent.TO)

    assert rating.absentees == {place(meeting, scene.lee)}


def test_people_who_left_are_not_asked_how_it_went(over: tuple[Scene, Meeting]) -> None:
    scene, meeting = over
    assert meeting.ends_at is not None
    scene.lee.enabled = False
    with time_machine.travel(meeting.ends_at + timedelta(days=6), tick=False):
        ask_for_rating()

    assert sorted(mails("meeting_rate")) == sorted([scene.kim.email, scene.broker.email])


def test_the_broker_writes_for_colleagues(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    labels = [
        label.get_text(" ", strip=True)
        for user in (scene.kim, scene.broker)
        for label in sign_in(user).page(f"/meetings/{meeting.id}/rate").find_all("label", attrs={"for": "comment"})
    ]

    assert labels == ["Words for the agency", "Notes for colleagues"]
