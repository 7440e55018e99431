"""Mails whose delivery ended without success or without an answer: staff send them again, or say that they arrived."""

import sqlalchemy as sa

from matchmaker.foundation import audit, jobs
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.models import MAX_ATTEMPTS, MailState, OutboxMail
from matchmaker.foundation.outbox import NEEDS_STAFF


def send_again(mail_id: int, *, actor_id: int) -> None:
    """Try a mail anew. Raises NotFound, RuleViolation when it does not wait for a decision (any more)."""
    _queue(_waiting(mail_id), actor_id)


def settle(mail_id: int, *, actor_id: int) -> None:
    """Leave a mail as it is: it arrived, or it is not to be sent. Raises as `send_again`."""
    mail = _waiting(mail_id)
    audit.record("mail.settled", mail, actor_id=actor_id, details={"state": mail.state.value})
    mail.state = MailState.SETTLED


def send_all_again(*, actor_id: int) -> int:
    """Try all mails anew whose delivery failed; gives how many. Those that may have arrived are decided one by one."""
    dead = sa.select(OutboxMail).where(OutboxMail.state == MailState.DEAD).order_by(OutboxMail.id).with_for_update()
    mails = db.session.scalars(dead).all()
    for mail in mails:
        _queue(mail, actor_id)
    return len(mails)


def _waiting(mail_id: int) -> OutboxMail:
    mail = db.session.get(OutboxMail, mail_id, with_for_update=True, populate_existing=True)
    if mail is None:
        raise NotFound("not_found")
    if mail.state not in NEEDS_STAFF:
        raise RuleViolation("changed_meanwhile")
    return mail


def _queue(mail: OutboxMail, actor_id: int) -> None:
    audit.record("mail.sent_again", mail, actor_id=actor_id, details={"state": mail.state.value})
    mail.state, mail.due_at, mail.last_error = MailState.QUEUED, now(), None
    mail.attempts_allowed = mail.attempts + MAX_ATTEMPTS
    jobs.after_commit("foundation.deliver_mail")
