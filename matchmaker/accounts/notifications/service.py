"""Choosing what one is told: rhythms of topics, quiet hours, the hour of the digest."""

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.accounts.notifications import links, queries
from matchmaker.accounts.notifications.models import NotificationPreference, NotificationTimes
from matchmaker.accounts.notifications.rules import DIGEST_HOUR, QuietHours, Rhythm, after_quiet, due_moment
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db, now
from matchmaker.foundation.outbox import Plan
from matchmaker.foundation.topics import Topic, topics, topics_for


class Planner:
    """Plans mails by the wishes of the people they go to."""

    def plan(self, topic: Topic, address: str) -> Plan | None:
        """When a mail of `topic` goes to `address`; None for an address that belongs to nobody."""
        found = db.session.execute(queries.wish_of(address, topic.code)).first()
        if found is None:
            return None
        user, rhythm, times = found
        return plan_for(user, topic.code, rhythm or Rhythm.AT_ONCE, times)

    def soonest(self, address: str) -> datetime:
        """The present moment, or the end of the quiet hours of `address` that it falls into."""
        found = db.session.execute(queries.times_at(address)).first()
        if found is None:
            return now()
        time_zone, times = found
        return after_quiet(now(), times.quiet, ZoneInfo(time_zone))

    def unsubscribe_url(self, codes: Collection[str], address: str) -> str | None:
        """Where one click ends mails of all of `codes`; None for an address that belongs to nobody."""
        user_id = db.session.scalar(sa.select(User.id).where(User.email == address.strip().lower()))
        return None if user_id is None else links.unsubscribe_url(user_id, codes)


def plan_for(user: User, topic: str, rhythm: Rhythm, times: NotificationTimes | None) -> Plan:
    """When a mail of `topic` that is written now goes to `user`."""
    quiet, hour = (times.quiet, times.digest_hour) if times else (None, DIGEST_HOUR)
    zone, moment = ZoneInfo(user.time_zone), now()
    waits = rhythm in {Rhythm.DAILY, Rhythm.WEEKLY}
    return Plan(
        soonest=after_quiet(moment, quiet, zone), unsubscribe_url=links.unsubscribe_url(user.id, [topic]),
        digest_at=due_moment(moment, rhythm, quiet, zone, hour=hour) if waits else None, is_off=rhythm is Rhythm.OFF,
    )  # fmt: skip


def rhythms_of(user: User) -> dict[str, Rhythm]:
    """The rhythm of every topic that concerns this person."""
    chosen = {row.topic: row.rhythm for row in db.session.scalars(queries.preferences_of(user.id))}
    return {topic.code: chosen.get(topic.code, Rhythm.AT_ONCE) for topic in topics_for(user.as_actor())}


def times_of(user: User) -> NotificationTimes:
    """The times that this person chose, or the usual ones, not stored."""
    found = db.session.get(NotificationTimes, user.id)
    return found or NotificationTimes(user_id=user.id, digest_hour=DIGEST_HOUR)


def change(user: User, *, rhythms: Mapping[str, Rhythm], quiet: QuietHours | None, digest_hour: int) -> None:
    """Choose rhythms and times; what waits is planned anew by them."""
    times = times_of(user)
    times.quiet_from, times.quiet_until = (quiet.starts, quiet.ends) if quiet else (None, None)
    times.digest_hour = digest_hour
    db.session.add(times)
    _choose(user, rhythms)
    plan_again(user)
    details = {"rhythms": dict(rhythms), "quiet": quiet is not None}
    audit.record("account.notifications_changed", user, actor_id=user.id, details=details)


def switch_off(user: User, codes: Collection[str]) -> dict[str, Rhythm]:
    """End mails of `codes` by a link of a mail; gives what was chosen before, for those who take it back."""
    before = {code: rhythm for code, rhythm in rhythms_of(user).items() if code in codes}
    _choose(user, dict.fromkeys(codes, Rhythm.OFF))
    plan_again(user)
    audit.record("account.unsubscribed", user, actor_id=user.id, details={"topics": sorted(codes)})
    return {code: Rhythm.AT_ONCE if rhythm is Rhythm.OFF else rhythm for code, rhythm in before.items()}


def switch_back(user: User, rhythms: Mapping[str, Rhythm]) -> None:
    """Take back `switch_off`."""
    _choose(user, rhythms)
    plan_again(user)
    audit.record("account.resubscribed", user, actor_id=user.id, details={"topics": sorted(rhythms)})


def _choose(user: User, rhythms: Mapping[str, Rhythm]) -> None:
    for code, rhythm in sorted(rhythms.items()):
        db.session.merge(NotificationPreference(user_id=user.id, topic=code, rhythm=rhythm))
    db.session.flush()


def plan_again(user: User) -> None:
    """Let what waits for this person go by the present wishes, clock and time zone."""
    chosen = {row.topic: row.rhythm for row in db.session.scalars(queries.preferences_of(user.id))}
    times = db.session.get(NotificationTimes, user.id)
    for topic in topics():
        plan = plan_for(user, topic.code, chosen.get(topic.code, Rhythm.AT_ONCE), times)
        outbox.plan_again(user.email, topic, plan)


def forget(user: User) -> None:
    """Delete the wishes of a person who leaves."""
    for table in (NotificationPreference, NotificationTimes):
        db.session.execute(sa.delete(table).where(table.user_id == user.id))


def own_data(user: User) -> dict[str, object]:
    """The wishes of a person, ready for JSON."""
    times = times_of(user)
    quiet = times.quiet
    return {
        "rhythms": {code: rhythm.value for code, rhythm in rhythms_of(user).items()},
        "quiet_from": quiet.starts.isoformat("minutes") if quiet else None,
        "quiet_until": quiet.ends.isoformat("minutes") if quiet else None,
        "digest_hour": times.digest_hour,
    }
