"""Somebody's account is closed or shut: a colleague comes instead, or it is off; a broker always hears of it."""

from collections import Counter
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts import closing, passwords, people
from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.meetings import arranging, booking, service
from matchmaker.meetings.leaving.sections import todos
from matchmaker.meetings.models import BookedQuarter, Meeting, MeetingParticipant
from matchmaker.meetings.people import By
from matchmaker.meetings.rules import MeetingState, ParticipantRole, Upset
from matchmaker.organisations.models import Membership
from matchmaker.organisations.rules import MembershipState
from tests.accounts.conftest import PASSWORD
from tests.client import Client
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import Scene
from tests.meetings.scenes import broker_of, brought_past, confirmed, introduced, introduction_of, lee_of, proposed

SignIn = Callable[[User], Client]


def colleague_of(scene: Scene, name: str = "colleague") -> User:
    """Another person who speaks for the partner."""
    user = make_user(email=f"{name}@partner.example", full_name=name.title())
    db.session.add(Membership(user=user, organisation=scene.partner, state=MembershipState.ACTIVE))
    db.session.flush()
    return user


def leave(user: User) -> None:
    user.password_hash = passwords.hash_password(PASSWORD)
    db.session.flush()
    closing.close_account(user, password=PASSWORD)
    db.session.flush()


def mails() -> Counter[tuple[str, str]]:
    rows = db.session.execute(sa.select(OutboxMail.kind, OutboxMail.to_address))
    return Counter((kind, to.partition("@")[0]) for kind, to in rows if kind.startswith("meeting_"))


def booked(meeting: Meeting) -> set[int]:
    rows = sa.select(BookedQuarter.user_id).where(BookedQuarter.meeting_id == meeting.id)
    return set(db.session.scalars(rows))


def waiting(app: Flask, user: User) -> list[str]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        return [todo.text for todo in todos(user, None)]


def name_of(user: User) -> str:
    return user.email.partition("@")[0]


def test_a_colleague_comes_in_the_place_of_whoever_closes_the_account(app: Flask) -> None:
    scene, row = introduced()
    meeting = confirmed(scene, row)
    colleague, before = colleague_of(scene), mails()

    leave(scene.lee)

    assert meeting.state is MeetingState.CONFIRMED
    assert [one.user_id for one in meeting.people_of(scene.partner.id)] == [colleague.id]
    assert booked(meeting) == {scene.kim.id, colleague.id}
    told = {("meeting_taken_over", "colleague"), ("meeting_person_changed", name_of(scene.kim)),
            ("meeting_person_changed", name_of(scene.broker))}  # fmt: skip
    assert set(mails() - before) == told
    assert not [to for _kind, to in mails() if to.startswith("closed") or to == "lee"]
    assert waiting(app, scene.broker) == [
        "Firm A Bio – Partner B Therapeutics: somebody left the service, check who comes and who sees to it"
    ]


def test_a_colleague_who_is_booked_then_is_passed_over(app: Flask) -> None:
    scene, row = introduced()
    meeting = confirmed(scene, row)
    busy, free = colleague_of(scene, "busy"), colleague_of(scene, "free")
    other = introduction_of(make_organisation(), scene.partner, scene.broker)
    elsewhere = Meeting(introduction=other, uid="elsewhere", owner=scene.broker, proposed_at=meeting.proposed_at)
    elsewhere.participants.append(MeetingParticipant(user=busy, role=ParticipantRole.GUEST))
    elsewhere.starts_at, elsewhere.ends_at, elsewhere.state = meeting.starts_at, meeting.ends_at, MeetingState.CONFIRMED
    db.session.add(elsewhere)
    booking.book(elsewhere, [busy.id])

    leave(scene.lee)

    assert [one.user_id for one in meeting.people_of(scene.partner.id)] == [free.id]


def test_with_nobody_to_come_instead_it_is_called_off_and_everybody_is_told(app: Flask, sign_in: SignIn) -> None:
    scene, row = introduced()
    meeting = confirmed(scene, row)
    sequence = meeting.sequence

    people.set_enabled(scene.lee, False, actor_id=scene.broker.id)
    db.session.flush()

    assert (meeting.state, meeting.upset, meeting.sequence) == (
        MeetingState.CANCELLED, Upset.CALLED_OFF, sequence + 1,
    )  # fmt: skip
    assert "계정이 닫혔고" in meeting.reason
    assert "has left the service" in meeting.reason
    assert booked(meeting) == set()
    cancelled = {to for kind, to in mails() if kind == "meeting_cancelled"}
    assert cancelled == {name_of(scene.kim), name_of(scene.broker)}
    assert waiting(app, scene.broker)

    broker = sign_in(scene.broker)
    assert "Somebody left the service" in broker.page(f"/meetings/{meeting.id}").get_text()
    broker.send(f"/meetings/{meeting.id}/seen-to", {"version": meeting.version})
    assert waiting(app, scene.broker) == []
    sign_in(scene.kim).send(f"/meetings/{meeting.id}/seen-to", {"version": meeting.version}, status=403)


def test_times_on_the_table_stay_with_the_colleague(app: Flask) -> None:
    scene, row = introduced()
    meeting = proposed(scene, row)
    colleague = colleague_of(scene)

    leave(scene.lee)
    service.pick(meeting, meeting.slots[0].id, by=By(colleague, scene.partner), version=meeting.version)

    assert meeting.state is MeetingState.CONFIRMED
    assert booked(meeting) == {scene.kim.id, colleague.id}


def test_a_meeting_is_never_left_without_somebody_who_sees_to_it(app: Flask) -> None:
    scene, row = introduced()
    meeting = confirmed(scene, row)
    other = scene.colleague
    arranging.add_person(meeting, scene.broker.id, by=broker_of(scene), version=meeting.version)

    leave(scene.broker)

    assert (meeting.state, meeting.owner_id) == (MeetingState.CONFIRMED, other.id)
    assert booked(meeting) == {scene.kim.id, scene.lee.id, other.id}, "the new owner comes in the broker's place"
    assert mails()["meeting_owner", name_of(other)] == 1
    assert waiting(app, other)


def test_the_other_colleagues_of_a_side_are_enough(app: Flask) -> None:
    scene, row = introduced()
    meeting = confirmed(scene, row)
    colleague = colleague_of(scene)
    arranging.add_person(meeting, colleague.id, by=lee_of(scene), version=meeting.version)

    leave(scene.lee)

    assert [one.user_id for one in meeting.people_of(scene.partner.id)] == [colleague.id]
    assert mails()["meeting_person_changed", name_of(scene.kim)] == 1


def test_what_is_over_stays_as_it_was(app: Flask) -> None:
    scene, row = introduced()
    meeting = confirmed(scene, row)
    brought_past(meeting)

    leave(scene.lee)

    assert (meeting.state, meeting.upset) == (MeetingState.CONFIRMED, None)
    assert scene.lee.id in {one.user_id for one in meeting.participants}
