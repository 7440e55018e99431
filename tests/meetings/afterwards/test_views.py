"""Saying that one will come, saying how it went, and what follows."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, current_app

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.introductions.panels import Panel, Todo
from matchmaker.meetings.afterwards.jobs import ask_for_rating, ask_to_reconfirm
from matchmaker.meetings.afterwards.models import MeetingRating
from matchmaker.meetings.afterwards.rating import both_see_cooperation, no_shows_of, ratings_of
from matchmaker.meetings.afterwards.sections import todos as afterwards_todos
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import MeetingState, ParticipantAnswer
from matchmaker.meetings.sections import sections_of
from matchmaker.organisations.models import Organisation
from tests.client import Client
from tests.factories import make_user
from tests.introductions.scenes import Scene
from tests.meetings.scenes import brought_past, confirmed, introduced

SignIn = Callable[[User], Client]


@pytest.fixture
def agreed(app: Flask) -> tuple[Scene, Meeting]:
    scene, row = introduced()
    return scene, confirmed(scene, row)


@pytest.fixture
def over(agreed: tuple[Scene, Meeting]) -> tuple[Scene, Meeting]:
    brought_past(agreed[1])
    return agreed


def place(meeting: Meeting, user: User) -> int:
    return next(one.id for one in meeting.participants if one.user_id == user.id)


def mails(kind: str) -> list[str]:
    statement = sa.select(OutboxMail.to_address).where(OutboxMail.kind == kind).order_by(OutboxMail.id)
    return list(db.session.scalars(statement))


def come(client: Client, meeting: Meeting, user: User) -> None:
    client.send(f"/meetings/{meeting.id}/reconfirm/{place(meeting, user)}", {"version": meeting.version})


def say(client: Client, meeting: Meeting, outcome: str, absent: str = "", comment: str = "", status: int = 302,
        version: str = "") -> None:  # fmt: skip
    data = {"outcome": outcome, "absent": absent, "comment": comment, "version": version}
    client.send(f"/meetings/{meeting.id}/rate", data, status=status)


def reading(app: Flask) -> AbstractContextManager[object]:
    """A request for a page in English, which is where boxes and things to do are made."""
    return app.test_request_context(headers={"Accept-Language": "en"})


def panels(meeting: Meeting, reader: Organisation | None) -> list[Panel]:
    with reading(current_app._get_current_object()):  # type: ignore[attr-defined]
        return sections_of(meeting, reader)


def todos(user: User, organisation: Organisation | None) -> list[Todo]:
    db.session.commit()
    with reading(current_app._get_current_object()):  # type: ignore[attr-defined]
        return afterwards_todos(user, organisation)


def titles(meeting: Meeting, reader: Organisation | None) -> list[tuple[str, str]]:
    return [(panel.title, panel.badge) for panel in panels(meeting, reader)]


def test_everybody_is_asked_72_and_24_hours_before_each_time_once(agreed: tuple[Scene, Meeting], app: Flask) -> None:
    scene, meeting = agreed
    both = sorted([scene.kim.email, scene.lee.email])
    assert meeting.starts_at is not None
    assert meeting.confirmed_at is not None
    meeting.confirmed_at -= timedelta(days=9)
    for hours, expected in ((73, []), (72, both), (48, both), (24, both * 2), (2, both * 2)):
        with time_machine.travel(meeting.starts_at - timedelta(hours=hours), tick=False):
            ask_to_reconfirm()
            ask_to_reconfirm()
        assert sorted(mails("meeting_reconfirm")) == sorted(expected), hours


def test_whoever_has_said_yes_is_asked_again_for_the_last_day_only(
    agreed: tuple[Scene, Meeting], sign_in: SignIn
) -> None:
    scene, meeting = agreed
    assert meeting.starts_at is not None
    assert meeting.confirmed_at is not None
    meeting.confirmed_at -= timedelta(days=9)
    with time_machine.travel(meeting.starts_at - timedelta(hours=71), tick=False):
        come(sign_in(scene.kim), meeting, scene.kim)
        ask_to_reconfirm()
    assert mails("meeting_reconfirm") == [scene.lee.email]
    with time_machine.travel(meeting.starts_at - timedelta(hours=23), tick=False):
        ask_to_reconfirm()
        assert [todo.is_late for todo in todos(scene.kim, scene.firm)] == [True]
        come(sign_in(scene.kim), meeting, scene.kim)
        assert todos(scene.kim, scene.firm) == []
    assert mails("meeting_reconfirm").count(scene.kim.email) == 1


def test_the_page_asks_and_the_broker_sees_who_has_not_answered(agreed: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = agreed
    assert meeting.starts_at is not None
    with time_machine.travel(meeting.starts_at - timedelta(hours=30), tick=False):
        page = sign_in(scene.lee).page(f"/meetings/{meeting.id}/reconfirm")
        come(sign_in(scene.kim), meeting, scene.kim)  # fmt: skip
        panel = next(one for one in panels(meeting, None) if one.title == "Will everybody come?")
        waiting = [todo.text for todo in todos(scene.broker, None)]
        seen = sign_in(scene.broker).page(f"/meetings/{meeting.id}/reconfirm").get_text(" ", strip=True)

    assert [button.get_text(strip=True) for button in page.main.find_all("button")][:2] == [
        "I will be there", "I cannot come",
    ]  # fmt: skip
    assert panel.lines == ("Lee Partner has not answered yet.",)
    assert waiting == ["Firm A Bio – Partner B Therapeutics: 1 person has not said that they will come"]
    assert "Lee Partner Has not answered yet" in seen
    assert "Kim Gildong Will come" in seen


def test_whoever_cannot_come_is_led_to_another_time(agreed: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = agreed
    data = {"version": meeting.version}
    answer = sign_in(scene.lee).send(f"/meetings/{meeting.id}/cannot/{place(meeting, scene.lee)}", data)

    assert answer.headers["Location"] == f"/meetings/{meeting.id}/times"
    assert {one.user_id: one.answer for one in meeting.participants}[scene.lee.id] is ParticipantAnswer.NO


def test_nobody_answers_for_somebody_else_but_staff(agreed: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = agreed
    url, data = f"/meetings/{meeting.id}/reconfirm/{place(meeting, scene.lee)}", {"version": meeting.version}

    sign_in(scene.kim).send(url, data, status=404)
    sign_in(make_user()).send(url, data, status=404)
    sign_in(scene.broker).send(url, data)

    assert next(one for one in meeting.participants if one.user_id == scene.lee.id).reconfirmed_72_at is not None


def test_a_word_from_one_side_closes_the_meeting_as_held(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, "cooperation_possible", comment="They want samples.")
    db.session.refresh(meeting)

    assert meeting.state is MeetingState.HELD
    assert {one.attended for one in meeting.participants} == {True}
    (row,) = ratings_of(meeting.introduction)
    assert (row.side.value, row.outcome, row.comment, row.author_id) == (
        "from", "cooperation_possible", "They want samples.", scene.kim.id,
    )  # fmt: skip


def test_a_no_show_is_counted_for_staff(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, "did_not_take_place", "to")
    db.session.refresh(meeting)

    assert meeting.state is MeetingState.NO_SHOW
    assert no_shows_of([scene.firm.id, scene.partner.id]) == {scene.firm.id: 0, scene.partner.id: 1}
    lines = next(one for one in panels(meeting, None) if one.title == "How it went").lines
    assert "Partner B Therapeutics has missed 1 meeting so far." in lines
    for reader in (scene.firm, scene.partner):
        assert not any("missed" in line for panel in panels(meeting, reader) for line in panel.lines)


def test_if_the_sides_disagree_the_broker_decides(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, "did_not_take_place", "to")
    say(sign_in(scene.lee), meeting, "did_not_take_place", "from")
    db.session.refresh(meeting)

    assert ("How it went", "Disagreement") in titles(meeting, None)
    assert no_shows_of([scene.firm.id, scene.partner.id]) == {scene.firm.id: 0, scene.partner.id: 0}

    say(sign_in(scene.broker), meeting, "informative")
    db.session.refresh(meeting)

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


@pytest.mark.parametrize(("outcome", "absent"), [("", ""), ("did_not_take_place", ""), ("liked_it", "")])
def test_an_incomplete_answer_comes_back(
    over: tuple[Scene, Meeting], sign_in: SignIn, outcome: str, absent: str
) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, outcome, absent, status=422)

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
    ask_for_rating()
    assert mails("meeting_rate") == []
    with time_machine.travel(meeting.ends_at + timedelta(days=6), tick=False):
        ask_for_rating()
        ask_for_rating()

    assert sorted(mails("meeting_rate")) == sorted([scene.lee.email, scene.broker.email])


def test_the_home_page_says_what_waits(over: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = over
    say(sign_in(scene.kim), meeting, "informative")
    db.session.refresh(meeting)

    assert [todo.text for todo in todos(scene.lee, scene.partner)] == ["Say how the meeting went: Firm A Bio"]
    assert todos(scene.kim, scene.firm) == []
    assert [todo.text for todo in todos(scene.broker, None)] == [
        "Say how the meeting went: Firm A Bio – Partner B Therapeutics"
    ]
