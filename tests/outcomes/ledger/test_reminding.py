"""Reminders go to the owner's members and the broker, each once, whatever the job does."""

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.outcomes import auditing, queries
from matchmaker.outcomes.ledger import settling
from matchmaker.outcomes.ledger.reminding import remind
from tests.outcomes.scenes import days, make_scene, owed


def told():
    found = db.session.scalars(sa.select(OutboxMail).where(OutboxMail.kind == "obligation_reminder"))
    return sorted(mail.to_address for mail in found)


@pytest.mark.parametrize(("due", "is_told"), [(15, False), (14, True), (3, True), (0, True), (-1, True), (-8, True)])
def test_the_owner_and_the_broker_are_reminded_on_the_day_and_not_twice(app, due, is_told):
    scene = make_scene()
    owed(scene, due, reminded_on=days(-60))
    assert [remind(days(0)), remind(days(0))] == [int(is_told), 0]
    assert told() == (sorted([scene.kim.email, scene.broker.email]) if is_told else [])


def test_what_is_overdue_comes_again_each_week_until_it_is_settled(app):
    scene = make_scene()
    row = owed(scene, 0, reminded_on=days(0))
    sent = [day for day in range(1, 30) if remind(days(day))]
    assert sent == [1, 8, 15, 22, 29]
    settling.drop(row, "No budget.", by=scene.as_kim, version=row.version)
    assert [day for day in range(30, 60) if remind(days(day))] == []


def test_nobody_is_reminded_of_what_came_of_a_rejected_outcome(app):
    scene = make_scene()
    row = owed(scene, -1, reminded_on=days(-60))
    auditing.reject(row.outcome, "There was none.", by=scene.as_broker, version=row.outcome.version)
    assert remind(days(0)) == 0


def test_an_overdue_obligation_is_in_the_lists_of_both_sides_and_of_the_broker(app):
    scene = make_scene()
    row = owed(scene, -1)
    lists = (
        queries.obligations_of_organisation(scene.firm.id, own=True),
        queries.obligations_of_organisation(scene.partner.id, own=False),
        queries.obligations_in_care(scene.as_broker.actor),
        queries.obligations_in_care(scene.as_boston.actor),
    )
    assert [db.session.scalars(queries.overdue(one, days(0))).all() for one in lists] == [[row]] * 4
