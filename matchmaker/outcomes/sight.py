"""What a reader may open, and from which day on an introduction counts."""

from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.introductions import moves
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import KOREA
from matchmaker.outcomes import queries
from matchmaker.outcomes.models import Evidence, Obligation, Outcome


def first_day(introduction: Introduction) -> date:
    """The day of the introduction, in the time zone of the side where it was earlier."""
    at = introduction.introduced_at or introduction.created_at
    sides = (introduction.from_organisation, introduction.to_organisation)
    zones = (ZoneInfo(side.time_zone) if side.time_zone else KOREA for side in sides)
    return min(at.astimezone(zone).date() for zone in zones)


def introduction_of(reader: Reader, introduction_id: int) -> Introduction:
    """An introduction that was made and that `reader` may see. Raises NotFound."""
    if reader.organisation is not None:
        found = moves.get_of(reader.organisation, introduction_id)
    else:
        found = moves.get_in_care(reader.actor, introduction_id)
    if found.state is not IntroductionState.INTRODUCED:
        raise NotFound("not_found")
    return found


def outcome_of(reader: Reader, outcome_id: int) -> Outcome:
    """An outcome that `reader` may see. Raises NotFound."""
    found = db.session.scalars(queries.whole(queries.one_outcome(outcome_id))).first()
    if found is None:
        raise NotFound("not_found")
    introduction_of(reader, found.introduction_id)
    return found


def obligation_of(reader: Reader, obligation_id: int) -> Obligation:
    """An obligation that `reader` may see. Raises NotFound."""
    found = db.session.scalars(queries.whole_obligation(queries.one_obligation(obligation_id))).first()
    if found is None:
        raise NotFound("not_found")
    introduction_of(reader, found.outcome.introduction_id)
    return found


def may_open(reader: Reader, evidence: Evidence) -> bool:
    """Whether `reader`, who sees the thing shown, may open the evidence: private ones only the side that gave it."""
    if not evidence.is_private or reader.by_agency:
        return True
    return evidence.organisation is not None and reader.speaks_for(evidence.organisation)


def sides_of(introduction: Introduction) -> tuple[Organisation, Organisation]:
    """The two organisations."""
    return introduction.from_organisation, introduction.to_organisation


def hold(introduction: Introduction) -> None:
    """Let nobody else end the chain or lengthen it until this transaction is over."""
    db.session.execute(sa.select(Introduction.id).where(Introduction.id == introduction.id).with_for_update())
