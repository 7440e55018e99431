"""Who takes part, who sees to it, and what can no longer be changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.meetings import arranging, service
from matchmaker.meetings.arranging import Arrangements, Helper
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.panels import todos
from matchmaker.meetings.presenting import times_of
from matchmaker.meetings.reminders import tell_owner
from matchmaker.meetings.rules import MOST_PEOPLE, ParticipantAnswer, ParticipantRole
from matchmaker.organisations.models import Disclosure
from tests.client import Client
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import Scene
from tests.meetings.scenes import (
    broker_of,
    brought_past,
    confirmed,
    introduced,
    introduction_of,
    kim_of,
    lee_of,
    proposed,
    times,
)

SignIn = Callable[[User], Client]


@pytest.fixture
def agreed(app: Flask) -> tuple[Scene, Meeting]:
    scene, row = introduced()
    return scene, confirmed(scene, row)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(RuleViolation) as refused, db.session.begin_nested():
        call()
    return refused.value.code


def interpreter(number: int) -> Helper:
    return Helper(f"Helper {number}", f"helper{number}@out.example", "en", ParticipantRole.INTERPRETER)


def bodies(kind: str, to: User) -> list[str]:
    found = sa.select(OutboxMail.body).where(OutboxMail.kind == kind, OutboxMail.to_address == to.email)
    return list(db.session.scalars(found))


def words(page: object) -> str:
    return " ".join(page.find("main").get_text(" ", strip=True).split())  # type: ignore[attr-defined]


def test_nobody_fills_a_meeting_with_strangers_to_be_mailed(agreed: tuple[Scene, Meeting]) -> None:
    scene, meeting = agreed
    for number in range(MOST_PEOPLE - 2):
        arranging.add_helper(meeting, interpreter(number), by=kim_of(scene), version=meeting.version)

    refused = code_of(lambda: arranging.add_helper(meeting, interpreter(99), by=kim_of(scene), version=meeting.version))

    assert (refused, len(meeting.participants)) == ("meeting.too_many_people", MOST_PEOPLE)


def test_who_was_to_come_and_where_stays_once_it_is_over(agreed: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = agreed
    arranging.add_helper(meeting, interpreter(1), by=kim_of(scene), version=meeting.version)
    brought_past(meeting)
    new = Arrangements("", "Elsewhere", "", scene.kim.id)
    by, version = kim_of(scene), meeting.version

    assert {
        code_of(lambda: arranging.arrange(meeting, new, by=by, version=version)),
        code_of(lambda: arranging.add_helper(meeting, interpreter(2), by=by, version=version)),
        code_of(lambda: arranging.remove(meeting, meeting.participants[-1].id, by=by, version=version)),
    } == {"meeting.is_over"}
    kim = sign_in(scene.kim)
    assert [kim.get(f"/meetings/{meeting.id}/{page}").status_code for page in ("arrange", "people", "times")] == [
        409
    ] * 3
    assert "Take out" not in words(kim.page(f"/meetings/{meeting.id}"))
    arranging.give_to(meeting, scene.kim.id, by=broker_of(scene), version=meeting.version)
    assert meeting.owner == scene.kim, "its result can still be given to somebody to record"


def test_a_co_broker_of_one_of_the_clusters_can_own_a_meeting_and_take_part(
    agreed: tuple[Scene, Meeting], sign_in: SignIn
) -> None:
    scene, meeting = agreed
    basel = make_user(Role.CO_BROKER, cluster="BASEL")
    assert scene.boston in arranging.owners_for(meeting)
    assert basel not in arranging.owners_for(meeting)
    assert scene.boston in arranging.colleagues_for(meeting, broker_of(scene))

    form = {"title": "", "place": "Lab", "video_link": "", "owner": scene.boston.id, "version": meeting.version}
    sign_in(scene.broker).send(f"/meetings/{meeting.id}/arrange", form)
    db.session.refresh(meeting)

    assert meeting.owner == scene.boston
    assert len(bodies("meeting_owner", scene.boston)) == 1
    assert sign_in(scene.boston).get(f"/meetings/{meeting.id}").status_code == 200
    assert sign_in(basel).get(f"/meetings/{meeting.id}").status_code == 404


def test_a_meeting_is_not_moved_to_the_time_it_has(agreed: tuple[Scene, Meeting], sign_in: SignIn) -> None:
    scene, meeting = agreed
    assert meeting.starts_at is not None
    same = {meeting.starts_at, *times(3)[2:]}
    by, version = kim_of(scene), meeting.version

    assert code_of(lambda: service.reschedule(meeting, same, "Ill.", by=by, version=version)) == "meeting.same_time"
    data = {"slot": [at.isoformat() for at in same], "reason": "Ill.", "version": meeting.version}
    page = sign_in(scene.kim).post(f"/meetings/{meeting.id}/times", data=data)
    assert page.status_code == 422
    assert "This is the time that is agreed already." in page.text


def test_what_is_past_tells_nothing_of_clocks_that_change(agreed: tuple[Scene, Meeting]) -> None:
    _scene, meeting = agreed
    assert meeting.starts_at is not None
    meeting.proposed_at = meeting.starts_at - timedelta(days=180)
    ahead, over = meeting.starts_at - timedelta(days=1), meeting.starts_at + timedelta(days=1)

    found = [times_of(meeting, "Asia/Seoul", moment) for moment in (ahead, over)]

    assert [bool(one and one.warnings) for one in found] == [True, False]


def test_the_other_sides_people_are_listed_under_the_name_that_the_tier_allows(
    agreed: tuple[Scene, Meeting], sign_in: SignIn
) -> None:
    scene, meeting = agreed
    scene.partner.anonymity_tier = 0
    db.session.execute(sa.delete(Disclosure))
    name = scene.partner.name("en")

    assert name not in words(sign_in(scene.kim).page(f"/meetings/{meeting.id}"))
    assert name in words(sign_in(scene.broker).page(f"/meetings/{meeting.id}"))

    meeting.owner, meeting.participants = scene.kim, meeting.participants[1:]
    db.session.flush()
    tell_owner("meeting_rate", meeting, scene.kim)
    assert not any(name in subject for subject in db.session.scalars(
        sa.select(OutboxMail.subject).where(OutboxMail.kind == "meeting_rate")
    ))  # fmt: skip


def test_an_interpreter_whom_a_side_brings_does_not_answer_for_it(app: Flask) -> None:
    scene, row = introduced()
    meeting = proposed(scene, row)
    arranging.add_helper(meeting, interpreter(1), by=lee_of(scene), version=meeting.version)
    service.pick(meeting, meeting.slots[0].id, by=lee_of(scene), version=meeting.version)

    assert [one.answer for one in meeting.participants] == [
        ParticipantAnswer.YES, ParticipantAnswer.YES, ParticipantAnswer.NONE,
    ]  # fmt: skip


def test_things_to_do_take_as_many_queries_for_many_meetings_as_for_few(
    app: Flask, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    scene, row = introduced()
    proposed(scene, row)

    def read() -> int:
        db.session.commit()
        with app.test_request_context():
            return count_queries(lambda: todos(scene.kim, scene.firm))

    with time_machine.travel(now() + timedelta(days=60), tick=False):
        few = read()
        for number in range(4):
            other = introduction_of(scene.firm, make_organisation(country="US"), scene.broker)
            db.session.add(Meeting(introduction=other, uid=str(number), owner=scene.kim, proposed_at=now()))
        assert read() == few
