"""Brokers who are late themselves are told once for each clock."""

from datetime import UTC, datetime, timedelta

from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.introductions import service
from matchmaker.introductions.deadlines import overdue
from matchmaker.introductions.review import brokering
from matchmaker.introductions.rules import IntroductionState as S
from tests.introductions.scenes import brought_to, make_scene, staff

MONDAY = datetime(2026, 12, 7, 3, tzinfo=UTC)
"""Noon in Korea, in weeks without a holiday in Korea or Massachusetts."""


def told_on(day: int) -> list[str]:
    """Addresses of the mails that the job of `day` days after Monday posts; it may run twice."""
    mails = db.session.query(OutboxMail).filter_by(kind="introduction_overdue").order_by(OutboxMail.id)
    before = mails.count()
    for _ in range(2):
        overdue.tell(MONDAY + timedelta(days=day))
    return [mail.to_address for mail in mails][before:]


def test_a_late_first_look_is_told_to_the_agency_and_a_late_decision_to_every_office_that_must_decide(app):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    row.submitted_at = MONDAY
    told = {day: sorted(told_on(day)) for day in range(10)}
    agency = sorted([scene.broker.email, scene.colleague.email])
    assert {day: found for day, found in told.items() if found} == {
        3: agency, 8: sorted([*agency, scene.boston.email]),
    }  # fmt: skip


def test_whoever_has_done_their_part_is_not_told_and_what_is_sent_in_anew_counts_anew(app):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    row.submitted_at = MONDAY
    brokering.take(row, staff=staff(scene.broker), version=row.version)
    brokering.forward(row, staff=staff(scene.broker), version=row.version)
    assert told_on(4) == []
    assert told_on(8) == [scene.boston.email]
    brokering.send_back(row, "Which scale?", staff=staff(scene.broker), version=row.version)
    assert told_on(9) == []
    service.send(row, user=scene.kim, version=row.version, consent=False)
    row.submitted_at = MONDAY + timedelta(days=14)
    brokering.take(row, staff=staff(scene.broker), version=row.version)
    assert told_on(30) == [scene.broker.email, scene.boston.email]


def test_the_mail_says_what_was_due_and_when(app):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    row.submitted_at = MONDAY
    told_on(8)
    mail = db.session.query(OutboxMail).filter_by(kind="introduction_overdue", to_address=scene.broker.email).one()
    assert "Firm A Bio → Partner B Therapeutics" in mail.subject
    assert "passed on, returned or refused by 14 Dec 2026" in mail.body
