"""The private feed of a person: its address, and the meetings in it."""

import base64
import hmac
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _

from config import Config
from matchmaker.accounts.models import User
from matchmaker.accounts.passwords import digest, new_secret
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound
from matchmaker.meetings import queries
from matchmaker.meetings.calendars.entries import Reader, entry_of
from matchmaker.meetings.calendars.files import Method, calendar_file
from matchmaker.meetings.calendars.models import FeedToken
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.naming import tiers_of
from matchmaker.meetings.rules import TIMED, MeetingState
from matchmaker.organisations.service import organisation_of

KEPT = timedelta(days=90)
"""How long past meetings stay in a feed."""
REFRESH = timedelta(hours=1)
"""How often calendar programs are asked to look again; each has its own mind about it."""
MOST = 500


def address_of(user: User) -> str | None:
    """The feed's address; None when there is none, or when the service's key has changed since it was made."""
    token = db.session.get(FeedToken, user.id)
    if token is None:
        return None
    secret = _secret(user.id, token.salt)
    if not hmac.compare_digest(digest(secret), token.secret_hash):
        return None
    config: Config = current_app.extensions["config"]
    return f"{config.base_url}/calendar/{secret}.ics"


def renew(user: User) -> None:
    """Give the person a new address; the one before stops working."""
    token = db.session.get(FeedToken, user.id)
    if token is None:
        token = FeedToken(user_id=user.id)
        db.session.add(token)
    token.salt = new_secret()
    token.secret_hash = digest(_secret(user.id, token.salt))
    db.session.flush()
    audit.record("calendar.address_made", user, actor_id=user.id)


def revoke(user: User) -> None:
    """Close the person's feed. Without one nothing happens."""
    token = db.session.get(FeedToken, user.id)
    if token is not None:
        audit.record("calendar.address_closed", user, actor_id=user.id)
        db.session.delete(token)


def _secret(user_id: int, salt: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    made = hmac.digest(key, f"calendar feed of {user_id}: {salt}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def owner_of(secret: str) -> User:
    """Whose feed it is. Raises NotFound for an unknown address or a closed account.

    The secret is looked up by its hash, so the time that takes tells nothing about the secrets there are.
    """
    token = db.session.scalars(sa.select(FeedToken).where(FeedToken.secret_hash == digest(secret))).first()
    if token is None or not token.user.is_active:
        raise NotFound("not_found")
    return token.user


def feed_file(user: User) -> bytes:
    """The person's meetings with a time, of the last 90 days and to come, called off ones too."""
    language = "ko" if user.locale == "ko" else "en"
    with outbox.in_language(language):
        name = str(_("Meetings – Siheung Bio Partnering Gateway"))
    own = None if user.as_actor().is_staff else organisation_of(user.id)
    reader = Reader(language, own.id if own else None, has_account=True)
    meetings = db.session.scalars(_meetings(user, own.id if own else None)).unique().all()
    tiers = tiers_of(meetings, own)
    entries = [entry_of(one, reader, tier=tiers.get(one.id)) for one in meetings]
    return calendar_file(Method.PUBLISH, entries, name=name, refresh=REFRESH)


def _meetings(user: User, organisation_id: int | None) -> queries.Found:
    """Meetings that the person takes part in or sees to, as long as the person may see them."""
    asker = user.as_actor()
    seen = queries.in_care_of(asker) if asker.is_staff else queries.of_organisation(organisation_id or 0)
    mine = sa.select(MeetingParticipant.meeting_id).where(MeetingParticipant.user_id == user.id)
    shown = seen.where(
        sa.or_(Meeting.id.in_(mine), Meeting.owner_id == user.id),
        Meeting.state.in_([*TIMED, MeetingState.CANCELLED]),
        Meeting.starts_at.is_not(None), Meeting.ends_at >= now() - KEPT,
    )  # fmt: skip
    return queries.whole(shown.order_by(Meeting.starts_at.desc(), Meeting.id).limit(MOST))
