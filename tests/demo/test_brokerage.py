"""The introductions of the demo: every stage of the desk, and something for each of the logins to look at."""

import sqlalchemy as sa
from flask import Flask

from matchmaker.demo import service
from matchmaker.foundation.database import db
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import MeetingState
from matchmaker.organisations.models import Organisation
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.rules import OutcomeState


def test_both_logins_are_introduced_a_meeting_was_held_and_an_outcome_is_audited(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "load"])

    assert result.exit_code == 0, result.output
    made = db.session.scalars(sa.select(Introduction).where(Introduction.state == IntroductionState.INTRODUCED)).all()
    keys = {side.source_key for row in made for side in (row.from_organisation, row.to_organisation)}
    assert {service.FIRM_KEY, service.PARTNER_KEY} <= keys
    states = db.session.scalars(sa.select(Outcome.state).order_by(Outcome.id)).all()
    assert sorted(states) == [OutcomeState.AUDITED, OutcomeState.CLAIMED]
    held = db.session.scalars(sa.select(Meeting).where(Meeting.state == MeetingState.HELD)).one()
    assert held.introduction.from_organisation.source_key == service.FIRM_KEY
    pair = sa.select(Organisation.id).where(Organisation.source_key.in_([service.FIRM_KEY, service.PARTNER_KEY]))
    together = sa.and_(Introduction.from_id.in_(pair), Introduction.to_id.in_(pair))
    assert db.session.scalars(sa.select(Introduction).where(together)).all() == []  # the two are left to the visitor
