"""The private feed and the page of its address."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from ical.calendar_stream import IcsCalendarStream

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.meetings import service
from matchmaker.meetings.calendars import feeds
from matchmaker.meetings.calendars.models import FeedToken
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import MeetingState
from matchmaker.organisations.models import Membership
from matchmaker.organisations.rules import MembershipState
from tests.client import Client
from tests.conftest import make_app
from tests.factories import make_organisation, make_user
from tests.meetings.scenes import brought_past, confirmed, introduced, introduction_of, lee_of

SignIn = Callable[[User], Client]


def feed_of(client: Client, user: User) -> str:
    client.send("/calendar/renew")
    address = feeds.address_of(user)
    assert address is not None
    return urlsplit(address).path


def events(response: Any) -> list[Any]:
    return list(IcsCalendarStream.calendar_from_ics(response.text).events)


def test_a_feed_shows_the_persons_meetings_to_whoever_knows_the_address(client: Client, sign_in: SignIn) -> None:
    scene, row = introduced()
    meeting = confirmed(scene, row)
    path = feed_of(sign_in(scene.kim), scene.kim)

    response = client.get(path)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert [(event.uid, event.dtstart) for event in events(response)] == [(meeting.uid, meeting.starts_at)]
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_a_meeting_called_off_stays_in_the_feed_as_cancelled(client: Client, sign_in: SignIn) -> None:
    scene, row = introduced()
    meeting = confirmed(scene, row)
    path = feed_of(sign_in(scene.kim), scene.kim)
    service.cancel(meeting, "No time.", by=lee_of(scene), version=meeting.version)

    (event,) = events(client.get(path))

    assert event.status.value == "CANCELLED"


def test_meetings_stay_for_90_days(client: Client, sign_in: SignIn) -> None:
    scene, row = introduced()
    meeting = confirmed(scene, row)
    path = feed_of(sign_in(scene.kim), scene.kim)
    brought_past(meeting)
    assert len(events(client.get(path))) == 1

    assert meeting.starts_at is not None
    meeting.starts_at -= timedelta(days=91)
    meeting.ends_at = meeting.starts_at + timedelta(minutes=30)

    assert events(client.get(path)) == []


def test_others_meetings_are_not_in_it(client: Client, sign_in: SignIn) -> None:
    scene, row = introduced()
    confirmed(scene, row)
    stranger = make_user()

    assert events(client.get(feed_of(sign_in(stranger), stranger))) == []


def test_the_broker_who_sees_to_a_meeting_has_it_in_the_feed(client: Client, sign_in: SignIn) -> None:
    scene, row = introduced()
    meeting = confirmed(scene, row)

    (event,) = events(client.get(feed_of(sign_in(scene.broker), scene.broker)))

    assert event.uid == meeting.uid


def test_a_person_who_left_the_organisation_sees_nothing_more(client: Client, sign_in: SignIn) -> None:
    scene, row = introduced()
    confirmed(scene, row)
    path = feed_of(sign_in(scene.kim), scene.kim)
    db.session.query(Membership).filter_by(user_id=scene.kim.id).update({"state": MembershipState.PENDING})

    assert events(client.get(path)) == []


def test_a_renewed_address_ends_the_old_one_and_a_closed_one_is_gone(client: Client, sign_in: SignIn) -> None:
    user = make_user()
    mine = sign_in(user)
    old = feed_of(mine, user)
    new = feed_of(mine, user)

    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    assert new.removeprefix("/calendar/").removesuffix(".ics") in mine.page("/calendar").get_text()

    mine.send("/calendar/revoke")

    assert client.get(new).status_code == 404
    assert feeds.address_of(user) is None


def test_the_table_alone_gives_nobody_the_address(sign_in: SignIn) -> None:
    user = make_user()
    path = feed_of(sign_in(user), user)
    token = db.session.get(FeedToken, user.id)
    assert token is not None

    assert token.salt not in path
    assert token.secret_hash not in path


def test_an_account_that_was_shut_has_no_feed(client: Client, sign_in: SignIn) -> None:
    user = make_user()
    path = feed_of(sign_in(user), user)
    user.enabled = False

    assert client.get(path).status_code == 404


def test_a_made_up_address_is_not_found(client: Client) -> None:
    assert client.get("/calendar/nothing.ics").status_code == 404


def test_the_page_explains_how_to_subscribe(sign_in: SignIn) -> None:
    mine = sign_in(make_user())
    assert "You have no address yet" in mine.page("/calendar").get_text()
    mine.send("/calendar/renew")

    page = mine.page("/calendar")

    assert [h.get_text() for h in page.find_all("h3")] == [
        "Google Calendar", "Outlook", "Apple Calendar (iPhone, iPad, Mac)",
    ]  # fmt: skip
    assert page.find("a", href=lambda url: url and url.startswith("webcal://gateway.example/calendar/"))


def test_reading_one_feed_all_the_time_is_slowed_down(tmp_path: Path) -> None:
    app: Flask = make_app("sqlite://", tmp_path, limits_enabled=True)
    visitor = app.test_client()

    with app.app_context():
        answers = [visitor.get("/calendar/nothing.ics").status_code for _ in range(121)]

    assert (set(answers[:120]), answers[120]) == ({404}, 429)


@pytest.mark.parametrize("path", ["/calendar", "/calendar/renew", "/calendar/revoke"])
def test_the_page_is_for_people_who_are_signed_in(client: Client, path: str) -> None:
    answer = client.get(path) if path == "/calendar" else client.post(path)

    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


def test_a_feed_takes_as_many_queries_for_many_meetings_as_for_few(
    app: Flask, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    scene, row = introduced()
    confirmed(scene, row)

    def read() -> int:
        db.session.expire_all()
        return count_queries(lambda: feeds.feed_file(scene.kim))

    read()
    few = read()
    for number in range(4):
        other = introduction_of(scene.firm, make_organisation(country="US"), scene.broker)
        meeting = Meeting(introduction=other, uid=str(number), owner=scene.kim, proposed_at=now())
        meeting.starts_at, meeting.ends_at = (
            now() + timedelta(days=number + 1),
            now() + timedelta(days=number + 1, hours=1),
        )
        meeting.state = MeetingState.CONFIRMED
        db.session.add(meeting)
    db.session.commit()

    assert read() == few
    assert feeds.feed_file(scene.kim).count(b"BEGIN:VEVENT") == 5


def test_a_feed_is_the_same_until_a_meeting_changes(app: Flask) -> None:
    scene, row = introduced()
    meeting = confirmed(scene, row)
    before = feeds.feed_file(scene.kim)
    assert feeds.feed_file(scene.kim) == before

    meeting.place, meeting.updated_at = "Room 2", now()
    db.session.flush()

    assert feeds.feed_file(scene.kim) != before
