"""An interpreter from outside answers by the link of a mail, and by nobody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.meetings import arranging, service
from matchmaker.meetings.afterwards.jobs import ask_to_reconfirm
from matchmaker.meetings.arranging import Helper
from matchmaker.meetings.guests import links
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.rules import ParticipantAnswer, ParticipantRole
from tests.client import Client
from tests.introductions.scenes import Scene
from tests.meetings.scenes import broker_of, confirmed, introduced, kim_of

Invited = tuple[Scene, Meeting, MeetingParticipant]


@pytest.fixture
def invited(app: Flask) -> Invited:
    """The firm brings an interpreter to a meeting whose time is agreed."""
    scene, row = introduced()
    meeting = confirmed(scene, row, title="First talk")
    ines = Helper("Ines Meyer", "ines@interpreters.example", "en", ParticipantRole.INTERPRETER)
    arranging.add_helper(meeting, ines, by=kim_of(scene), version=meeting.version)
    return scene, meeting, meeting.participants[-1]


def link_of(one: MeetingParticipant) -> str:
    return links.answer_url(one).removeprefix("http://gateway.example")


def bodies(kind: str, to: str) -> list[str]:
    return list(
        db.session.scalars(sa.select(OutboxMail.body).where(OutboxMail.kind == kind, OutboxMail.to_address == to))
    )


def answer(client: Client, one: MeetingParticipant, word: str, status: int = 302) -> None:
    client.send(f"{link_of(one)}/{word}", {"version": one.meeting.version}, status=status)


def test_the_link_stands_in_the_invitation_and_in_both_reminders(invited: Invited) -> None:
    _scene, meeting, ines = invited
    assert meeting.starts_at is not None
    meeting.confirmed_at = meeting.starts_at - timedelta(days=9)
    for hours in (72, 24):
        with time_machine.travel(meeting.starts_at - timedelta(hours=hours), tick=False):
            ask_to_reconfirm()

    mails = bodies("meeting_confirmed", ines.email) + bodies("meeting_reconfirm", ines.email)

    assert [links.answer_url(ines) in body for body in mails] == [True] * 3
    assert not any("/reconfirm" in body for body in mails)


def test_it_asks_whoever_has_the_link_and_notes_the_answer(invited: Invited, client: Client) -> None:
    scene, meeting, ines = invited
    assert meeting.starts_at is not None
    page = client.page(link_of(ines))
    assert "Ines Meyer, please answer:" in page.get_text()
    assert "Partner B Therapeutics" in page.get_text()
    assert scene.lee.full_name not in page.get_text()

    with time_machine.travel(meeting.starts_at - timedelta(hours=20), tick=False):
        answer(client, ines, "yes")
        assert ines.reconfirmed_24_at is not None
        assert "You have said that you will come." in client.page(link_of(ines)).get_text()


def test_whoever_sees_to_it_is_told_at_once_of_a_no(invited: Invited, client: Client) -> None:
    scene, _meeting, ines = invited
    answer(client, ines, "no")

    (body,) = bodies("meeting_cannot_come", scene.broker.email)
    assert "Ines Meyer says that they cannot come to this meeting:" in body
    assert ines.answer is ParticipantAnswer.NO
    assert "You have said that you cannot come." in client.page(link_of(ines)).get_text()


def test_it_is_spent_when_the_meeting_begins_and_gone_with_the_place(invited: Invited, client: Client) -> None:
    scene, meeting, ines = invited
    path = link_of(ines)
    assert meeting.starts_at is not None
    with time_machine.travel(meeting.starts_at, tick=False):
        page = client.page(path, status=410)
        answer(client, ines, "yes", status=409)
    assert "Partner B Therapeutics" not in page.get_text()

    arranging.remove(meeting, ines.id, by=kim_of(scene), version=meeting.version)

    assert client.get(path).status_code == 404


def test_nothing_is_asked_of_a_meeting_that_is_off_or_being_moved(invited: Invited, client: Client) -> None:
    scene, meeting, ines = invited
    service.cancel(meeting, "Ill.", by=broker_of(scene), version=meeting.version)

    page = client.page(link_of(ines))

    assert "The meeting is off." in page.get_text()
    assert page.main.find("button") is None
    answer(client, ines, "yes", status=409)


def test_a_link_is_for_one_place_and_one_address(
    invited: Invited, client: Client, sign_in: Callable[[User], Client]
) -> None:
    scene, _meeting, ines = invited
    path = link_of(ines)
    kim = next(one for one in invited[1].participants if one.user_id == scene.kim.id)
    assert links.answer_url(kim) == ""
    assert client.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 404
    assert client.get(f"/meetings/answer/{links.token_of(kim)}").status_code == 404

    ines.email = "other@interpreters.example"

    assert client.get(path).status_code == 404


def test_the_page_is_in_the_language_of_the_mails(invited: Invited, app: Flask) -> None:
    ines = invited[2]
    ines.language = "ko"

    page = app.test_client().get(link_of(ines))  # no language asked for, none chosen before

    assert '<html lang="ko"' in page.text


@pytest.mark.parametrize("token", ["x", "a" * 3000, "WzEsMl0.x", "%00", "..%2f..", "²", "-1"])
def test_made_up_links_lead_nowhere(client: Client, token: str) -> None:
    path = f"/meetings/answer/{token}"

    assert {client.get(path).status_code, client.post(f"{path}/yes").status_code} == {404}
