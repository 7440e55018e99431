"""A firm in Siheung and a partner in Boston that both said yes, their people, and times for a meeting of theirs."""

from datetime import UTC, datetime, timedelta

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.working_days import due_day
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings import service
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.people import By
from matchmaker.meetings.times.zones import read_local
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import disclose
from tests.introductions.scenes import Scene, make_scene


def introduced(*, partner_member: bool = True) -> tuple[Scene, Introduction]:
    """Both sides have agreed, and a broker is in charge. Kim is in Seoul, Lee in New York."""
    scene = make_scene(partner_member=partner_member)
    scene.lee.time_zone = "America/New_York"
    return scene, introduction_of(scene.firm, scene.partner, scene.broker)


def introduction_of(firm: Organisation, partner: Organisation, broker: User | None = None) -> Introduction:
    """An introduction to which both have agreed; each knows whom to reach at the other."""
    row = Introduction(
        from_id=firm.id, to_id=partner.id, first_id=min(firm.id, partner.id), second_id=max(firm.id, partner.id),
        message="Hello.", state=IntroductionState.INTRODUCED, broker_id=broker.id if broker else None,
        submitted_at=now(), forwarded_at=now(), answered_at=now(), introduced_at=now(),
    )  # fmt: skip
    db.session.add(row)
    disclose(firm, partner, Tier.CONTACTS)
    disclose(partner, firm, Tier.CONTACTS)
    db.session.flush()
    return row


def times(count: int = 2, *, minute: int = 8 * 60) -> list[datetime]:
    """Moments at 08:00 in Seoul (the evening in Boston) on working days from some days ahead, in order."""
    days = [due_day(now(), 4 + n, ("KR", "US")) for n in range(count)]
    return [read_local(day, minute, "Asia/Seoul").at for day in days]


def kim_of(scene: Scene) -> By:
    return By(scene.kim, scene.firm)


def lee_of(scene: Scene) -> By:
    return By(scene.lee, scene.partner)


def broker_of(scene: Scene) -> By:
    return By(scene.broker, None)


def proposed(scene: Scene, row: Introduction, count: int = 2, **plan: object) -> Meeting:
    """A meeting for which the firm has proposed times."""
    return service.propose(row, times(count), service.Plan(30, **plan), by=kim_of(scene))  # type: ignore[arg-type]


def confirmed(scene: Scene, row: Introduction, **plan: object) -> Meeting:
    """A meeting at the first of the times that the firm proposed."""
    meeting = proposed(scene, row, **plan)
    service.pick(meeting, meeting.slots[0].id, by=lee_of(scene), version=meeting.version)
    return meeting


def brought_past(meeting: Meeting) -> None:
    """Let the time of a confirmed meeting be over."""
    begin = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
    meeting.starts_at, meeting.ends_at = begin, begin + timedelta(minutes=meeting.duration_minutes)
    db.session.flush()
