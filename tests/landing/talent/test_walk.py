"""Seats, people needed and posts in the pages."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.landing.talent import coverage, seating
from matchmaker.landing.talent.hints import hints
from matchmaker.landing.talent.models import StaffingNeed, TalentApplication, TalentPost, TrainingSession
from matchmaker.landing.talent.rules import ApplicationState, Need, NeedState, PostState
from matchmaker.landing.talent.seating import Session
from matchmaker.organisations import visibility
from matchmaker.organisations.days import today
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import Tier
from tests.landing.scenes import make_scene


def session_of(scene, seats, days=30):
    last = today() + timedelta(days=days)
    said = Session(asset_id=scene.building.id, title_ko="GMP 실습", title_en="GMP practice", skill="gmp_operation",
                   seats=seats, hours=40, language="ko", first_day=last, last_day=last,
                   certificate_en="Certificate")  # fmt: skip
    return seating.hold_session(said, by=scene.by_broker)


def test_a_tenancy_that_needs_eight_operators_reserves_seats_and_shows_the_shortfall(app, sign_in):
    scene = make_scene()
    session_of(scene, 5)
    session_of(scene, 20, days=300)
    by = today() + timedelta(days=90)
    row = seating.need_people(scene.partner, Need(skill="gmp_operation", people=8, by=by), None, by=scene.by_partner)
    partner, staff = sign_in(scene.lee), sign_in(scene.broker)
    answer = partner.post(f"/talent/needs/{row.id}/cover", follow_redirects=True).text
    assert "5 seats are reserved." in answer
    assert "There is no seat in time for 3 people." in answer
    assert [(one.session.free, len(one.seats)) for one in db.session.get_one(StaffingNeed, row.id).reservations] == [
        (0, 5)
    ]
    staff.page("/staff/talent/report")
    lines = staff.get("/staff/talent/report.csv").text.splitlines()
    assert any(line.endswith("GMP operation,8,0,8,5,3") for line in lines)
    partner.send(f"/talent/needs/{row.id}/drop", {"version": str(row.version)})
    assert [one.free for one in db.session.scalars(sa.select(TrainingSession).order_by(TrainingSession.id))] == [5, 20]


def test_seats_are_offered_reserved_and_given_back_in_the_pages(app, sign_in):
    scene = make_scene()
    staff, partner = sign_in(scene.broker), sign_in(scene.lee)
    day = (today() + timedelta(days=20)).isoformat()
    staff.page("/staff/talent/sessions/new")
    staff.send("/staff/talent/sessions/new", {
        "asset": str(scene.building.id), "title_ko": "무균 실습", "title_en": "Aseptic practice", "hours": "16",
        "skill": "aseptic_processing", "seats": "3", "language": "en", "first_day": day, "last_day": day,
    })  # fmt: skip
    found = db.session.scalars(sa.select(TrainingSession)).one()
    assert "Aseptic practice" in partner.page("/talent").get_text()
    partner.page(f"/talent/sessions/{found.id}")
    partner.send(f"/talent/sessions/{found.id}/reserve", {"count": "2"})
    refused = partner.post(f"/talent/sessions/{found.id}/reserve", data={"count": "2"})
    assert (refused.status_code, "There are not so many free seats: 1." in refused.text) == (422, True)
    held = db.session.scalars(sa.select(seating.SeatReservation)).one()
    assert sign_in(scene.kim).post(f"/talent/reservations/{held.id}/give-back").status_code == 404
    partner.page("/talent")
    partner.send(f"/talent/reservations/{held.id}/give-back")
    db.session.expire_all()
    assert found.free == 3
    staff.send(f"/staff/talent/sessions/{found.id}/call-off", {"version": str(found.version)})
    with pytest.raises(RuleViolation, match=r"talent\.in_the_past"):
        seating.reserve(found, scene.partner, 1, by=scene.by_partner)


def test_who_held_seats_is_told_once_when_a_session_is_called_off(app, sign_in):
    scene = make_scene()
    session, other = session_of(scene, 5), session_of(scene, 5)
    for count in (1, 2):
        seating.reserve(session, scene.partner, count, by=scene.by_partner)
    seating.reserve(other, scene.firm, 1, by=Reader(scene.kim.as_actor(), scene.firm))
    staff = sign_in(scene.broker)
    staff.send(f"/staff/talent/sessions/{session.id}/call-off", {"version": str(session.version)})
    mails = db.session.scalars(sa.select(OutboxMail)).all()
    assert [(mail.kind, mail.to_address, mail.subject) for mail in mails] == [
        ("training_called_off", scene.lee.email, "Called off: GMP practice")]  # fmt: skip
    assert (session.free, other.free, len(other.seats)) == (0, 4, 5)


def test_people_who_were_trained_are_short_no_more_and_keep_their_seats(app, sign_in):
    scene = make_scene()
    session = session_of(scene, 5, days=5)
    need = Need(skill="gmp_operation", people=8, by=today() + timedelta(days=6))
    row = seating.need_people(scene.partner, need, None, by=scene.by_partner)
    seating.cover(row, by=scene.by_partner)
    with time_machine.travel(now() + timedelta(days=9)):
        assert [(one.needed, one.seats, one.short) for one in coverage.report()[:1]] == [(3, 0, 3)]
        partner = sign_in(scene.lee)
        assert "Session over" in partner.page("/talent").get_text()
        held = row.reservations[0].id
        answer = partner.post(f"/talent/reservations/{held}/give-back", follow_redirects=True).text
        assert "This session is over, so its seats cannot be given back." in answer
        partner.send(f"/talent/needs/{row.id}/drop", {"version": str(row.version)})
    db.session.expire_all()
    assert (row.state, row.covered, session.free) == (NeedState.WITHDRAWN, 5, 0)


def posted(member) -> TalentPost:
    member.page("/talent/posts/new")
    member.send("/talent/posts/new", {
        "kind": "secondment_wanted", "skill": "gmp_operation", "title": "Operators for a year", "text": "Two shifts.",
        "language": "en", "country": "KR", "people": "2", "starts_on": (today() + timedelta(days=90)).isoformat(),
    })  # fmt: skip
    return db.session.scalars(sa.select(TalentPost)).one()


def test_a_secondment_is_checked_applied_for_and_put_in_touch(app, sign_in):
    scene = make_scene()
    staff, partner, firm = sign_in(scene.broker), sign_in(scene.lee), sign_in(scene.kim)
    post = posted(partner)
    path = f"/talent/posts/{post.id}"
    firm.page(path, status=404)
    staff.send(f"/staff{path}/open", {"version": str(post.version)})
    seen = firm.page(path).get_text()
    assert scene.partner.name("en") not in seen
    assert "Operators for a year" in firm.page("/talent/posts").get_text()
    firm.send(f"{path}/apply", {"apply-words": "We can send two from spring."})
    row = db.session.scalars(sa.select(TalentApplication)).one()
    assert scene.firm.name("en") not in partner.page(path).get_text()
    partner.send(f"/talent/applications/{row.id}/accept", {"version": str(row.version)})
    staff.page("/staff/talent/posts")
    db.session.refresh(row)
    staff.send(f"/staff/talent/applications/{row.id}/connect", {"version": str(row.version)})
    db.session.refresh(row)
    assert row.state is ApplicationState.CONNECTED
    assert visibility.tier_for(scene.partner, scene.firm) is Tier.NAMED
    assert scene.firm.name("en") in partner.page(path).get_text()


def test_a_post_is_refused_with_a_reason_that_its_members_read(app, sign_in):
    scene = make_scene()
    partner, staff = sign_in(scene.lee), sign_in(scene.broker)
    post = posted(partner)
    path, words = f"/staff/talent/posts/{post.id}/refuse", "Say which licence they need."
    version = staff.page(f"/staff/talent/posts/{post.id}").find("input", attrs={"name": "refuse-version"})["value"]
    staff.send(path, {"refuse-version": version, "refuse-words": " "}, status=422)
    staff.send(path, {"refuse-version": version, "refuse-words": words})
    assert (post.state, post.reason) == (PostState.REFUSED, words)
    assert words in partner.page(f"/talent/posts/{post.id}").main.get_text()
    assert words in db.session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id.desc())).first().body


def test_guidance_names_an_office_and_a_source_for_every_hint(app, sign_in):
    page = sign_in(make_scene().lee).page("/talent/guidance").get_text()
    assert [hint.title_en for hint in hints() if hint.title_en not in page] == []
    assert all(hint.office_en and hint.source_en for hint in hints())
