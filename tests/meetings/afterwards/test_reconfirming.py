"""Saying that one will come, or that one cannot."""

from collections.abc import Callable
from datetime import timedelta

import time_machine

from matchmaker.accounts.models import User
from matchmaker.meetings.afterwards.jobs import ask_to_reconfirm
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import ParticipantAnswer
from tests.client import Client
from tests.factories import make_user
from tests.introductions.scenes import Scene
from tests.meetings.afterwards.readers import come, mails, panels, place, todos

SignIn = Callable[[User], Client]


def test_everybody_is_asked_72_and_24_hours_before_each_time_once(agreed: tuple[Scene, Meeting]) -> None:
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
    sign_in(scene.lee).send(f"/meetings/{meeting.id}/cannot/{place(meeting, scene.lee)}", data)

    assert mails("meeting_cannot_come") == [scene.broker.email], "at once, and once"
    assert [todo.text for todo in todos(scene.broker, None)] == [
        "Firm A Bio – Partner B Therapeutics: Lee Partner cannot come"
    ]
    panel = next(one for one in panels(meeting, scene.firm) if one.title == "Will everybody come?")
    assert panel.lines == ("Lee Partner cannot come.",)
    assert answer.headers["Location"] == f"/meetings/{meeting.id}/times"
    assert {one.user_id: one.answer for one in meeting.participants}[scene.lee.id] is ParticipantAnswer.NO


def test_nobody_answers_for_somebody_else_but_staff(agreed: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = agreed
    url, data = f"/meetings/{meeting.id}/reconfirm/{place(meeting, scene.lee)}", {"version": meeting.version}

    sign_in(scene.kim).send(url, data, status=404)
    sign_in(make_user()).send(url, data, status=404)
    sign_in(scene.broker).send(url, data)

    assert next(one for one in meeting.participants if one.user_id == scene.lee.id).reconfirmed_72_at is not None
