"""From approval to expiry: references, dates, extension, and the daily sweep."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.exc import IntegrityError

from config import Config
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.opportunities import queries
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import (
    OpportunityState,
    check_move,
    expiry_of,
    extended_expiry,
    next_reference,
    reference_prefix,
)
from matchmaker.organisations.rules import KOREA, VettingState
from matchmaker.organisations.service import mail_members, touch

REFERENCE_ATTEMPTS = 20


def settings() -> Config:
    """The settings of the running service."""
    found: Config = current_app.extensions["config"]
    return found


def publish(opportunity: Opportunity) -> None:
    """Open it to members, with a reference if it never had one.

    Raises RuleViolation when its organisation is not approved or its call is over.
    """
    check_move(opportunity.state, OpportunityState.PUBLISHED)
    if opportunity.organisation.state is not VettingState.APPROVED:
        raise RuleViolation("opportunity.organisation_not_approved")
    at = now()
    expires_at = expiry_of(at, settings().publication_days, opportunity.call_deadline)
    if expires_at <= at:
        raise RuleViolation("opportunity.call_over")
    if opportunity.reference is None:
        give_reference(opportunity, at=at)
    opportunity.published_at, opportunity.expires_at, opportunity.state = at, expires_at, OpportunityState.PUBLISHED
    opportunity.expiry_notice_at = opportunity.extended_at = opportunity.changed_at = None


def give_reference(opportunity: Opportunity, *, at: datetime) -> None:
    """Give the next free reference of the day; the unique column decides when two are published at once."""
    prefix = reference_prefix(opportunity.profile_type, opportunity.organisation.country, at.astimezone(KOREA).date())
    for _attempt in range(REFERENCE_ATTEMPTS):
        latest = db.session.scalars(queries.latest_reference(prefix)).first()
        try:
            with db.session.begin_nested():
                opportunity.reference = next_reference(prefix, latest)
        except IntegrityError:
            continue
        return
    raise RuleViolation("opportunity.no_reference")


def extend(opportunity: Opportunity, *, actor_id: int) -> None:
    """Publish it for longer, once. Raises RuleViolation as `rules.extended_expiry`, or when it is not published."""
    if opportunity.state is not OpportunityState.PUBLISHED or opportunity.expires_at is None:
        raise RuleViolation("opportunity.not_published")
    at = now()
    opportunity.expires_at = _later(opportunity, opportunity.expires_at, at)
    opportunity.extended_at, opportunity.expiry_notice_at = at, None
    audit.record("opportunity.extended", opportunity, actor_id=actor_id)
    touch(opportunity.organisation)


def may_extend(opportunity: Opportunity) -> bool:
    """Whether `extend` would do it now."""
    if opportunity.state is not OpportunityState.PUBLISHED or opportunity.expires_at is None:
        return False
    try:
        _later(opportunity, opportunity.expires_at, now())
    except RuleViolation:
        return False
    return True


def _later(opportunity: Opportunity, expires_at: datetime, at: datetime) -> datetime:
    return extended_expiry(
        expires_at, at, days=settings().publication_days, extended=opportunity.extended_at is not None,
        call_deadline=opportunity.call_deadline,
    )  # fmt: skip


def sweep() -> tuple[int, int]:
    """Give notice of what expires soon and expire what is over; (notices, expired). Safe to run twice and at once.

    Each opportunity is a transaction of its own: a row that another run holds is passed over.
    """
    notices = expired = 0
    while _one_notice():
        notices += 1
    while _one_expiry():
        expired += 1
    return notices, expired


def _one_notice() -> bool:
    with transaction():
        at = now()
        until = at + timedelta(days=settings().expiry_notice_days)
        opportunity = db.session.scalars(queries.due_for_notice(at, until)).first()
        if opportunity is None:
            return False
        opportunity.expiry_notice_at = at
        mail_members(opportunity.organisation, "opportunity_expiring", opportunity=opportunity)
        audit.record("opportunity.expiry_noticed", opportunity, actor_id=None)
    return True


def _one_expiry() -> bool:
    with transaction():
        opportunity = db.session.scalars(queries.due_for_expiry(now())).first()
        if opportunity is None:
            return False
        check_move(opportunity.state, OpportunityState.EXPIRED)
        opportunity.state = OpportunityState.EXPIRED
        mail_members(opportunity.organisation, "opportunity_expired", opportunity=opportunity)
        audit.record("opportunity.expired", opportunity, actor_id=None)
        touch(opportunity.organisation)
    return True
