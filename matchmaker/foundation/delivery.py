"""Delivery: each mail once. A worker may die at any moment, and another takes up what it left."""

import contextlib
import smtplib
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, current_app

from config import Config
from matchmaker.foundation import handover, jobs
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.digests import make_digests
from matchmaker.foundation.handover import Handover, Left, Overtaken, Step
from matchmaker.foundation.letters import message_of
from matchmaker.foundation.models import MAX_ATTEMPTS, MailState, OutboxMail
from matchmaker.foundation.outbox import put_off_while_quiet
from matchmaker.foundation.transports import Transport, transport

LEASE = timedelta(minutes=15)
"""How long a mail in delivery is left alone where nothing tells that its worker died: longer than any conversation."""
BATCH = 50
NO_ANSWER = "The mail server was given the whole e-mail, but its answer was never read."
WORKER_ENDED = "The worker ended while it delivered this e-mail."


def claim() -> sa.Select[OutboxMail]:
    """Mails that are due, oldest first; rows another worker holds are passed over (PostgreSQL)."""
    return (
        sa.select(OutboxMail)
        .where(OutboxMail.state == MailState.QUEUED, OutboxMail.due_at <= now())
        .order_by(OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def deliver_one(send: Transport, sender: str) -> bool:
    """Deliver the oldest due mail, or put it off while its reader wants quiet; False when none is due.

    No transaction is open while the mail server is talked to: it may take its time, and SQLite has one writer.
    """
    with contextlib.ExitStack() as stack:
        with transaction():
            mail = db.session.scalars(claim()).first()
            if mail is None:
                return False
            if put_off_while_quiet(mail):
                return True
            mail.attempts, mail.due_at = mail.attempts + 1, now() + LEASE
            mail_id, attempt = mail.id, mail.attempts
            delivery = stack.enter_context(handover.begin(_folder(), mail_id, attempt, _permit(mail_id, attempt)))
        error = _try_to_send(send, mail_id, sender, delivery)
        if not isinstance(error, Overtaken):
            _note(mail_id, attempt, error, delivery.step)
    return True


def _folder() -> Path:
    config: Config = current_app.extensions["config"]
    return config.instance / "delivery"


def _permit(mail_id: int, attempt: int) -> Callable[[], None]:
    """What keeps on record that the mail goes over now, unless another worker has it. Raises Overtaken if so."""

    def permit() -> None:
        with transaction():
            done = db.session.execute(
                sa.update(OutboxMail)
                .where(OutboxMail.id == mail_id, OutboxMail.attempts == attempt, OutboxMail.state == MailState.QUEUED)
                .values(state=MailState.SENDING)
                .execution_options(synchronize_session=False)
                .returning(OutboxMail.id)
            ).first()
        if done is None:
            raise Overtaken

    return permit


def _try_to_send(send: Transport, mail_id: int, sender: str, delivery: Handover) -> Exception | None:
    """What went wrong, if anything did; a mail that makes no valid message must not hold up those behind it."""
    try:
        message: EmailMessage = message_of(db.session.get_one(OutboxMail, mail_id), sender)
        db.session.rollback()
        send(message, delivery)
    except (OSError, ValueError, smtplib.SMTPException, Overtaken) as error:
        return error
    return None


def _note(mail_id: int, attempt: int, error: Exception | None, step: Step) -> None:
    """Keep on record how it went, unless another worker took the mail over."""
    with transaction():
        mail = _in_delivery(mail_id, attempt)
        if mail is None:
            return
        if error is None:
            _end(mail, MailState.SENT, None)
        elif step is Step.HANDED_OVER:
            _end(mail, MailState.UNCERTAIN, NO_ANSWER)
        else:
            _put_off(mail, error)


def _in_delivery(mail_id: int, attempt: int) -> OutboxMail | None:
    """The mail, held, if this attempt is the present one and has not ended."""
    return db.session.scalars(
        sa.select(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.attempts == attempt)
        .where(OutboxMail.state.in_((MailState.QUEUED, MailState.SENDING)))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def _end(mail: OutboxMail, state: MailState, error: str | None) -> None:
    mail.state, mail.last_error = state, error
    mail.sent_at = now() if state is MailState.SENT else None


def _put_off(mail: OutboxMail, error: Exception) -> None:
    """Try again later (1, 2, 4 … minutes), or give up and leave it for staff to see."""
    _end(mail, MailState.QUEUED, _in_words(error)[:300])
    left = max(0, mail.attempts_allowed - mail.attempts)
    mail.due_at = now() + timedelta(minutes=2 ** (MAX_ATTEMPTS - left - 1))
    if left == 0:
        mail.state = MailState.DEAD


def _in_words(error: Exception) -> str:
    """What went wrong, for staff to read: the server's own words if it said any."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    return f"{type(error).__name__}: {error}"


def take_up() -> None:
    """Settle what dead workers left: send again what cannot have arrived, note what did, leave the rest to staff."""
    with handover.left_behind(_folder()) as deliveries:
        for left in deliveries:
            with transaction():
                _settle(left)
    with transaction():
        lapsed = (OutboxMail.state == MailState.SENDING) & (OutboxMail.due_at <= now())
        for mail in db.session.scalars(sa.select(OutboxMail).where(lapsed).with_for_update(skip_locked=True)):
            _end(mail, MailState.UNCERTAIN, NO_ANSWER)


def _settle(left: Left) -> None:
    mail = _in_delivery(left.mail_id, left.attempt)
    if mail is None or not left.stands:
        return
    if left.step is Step.ACCEPTED:
        _end(mail, MailState.SENT, None)
    elif left.step is Step.HANDED_OVER and mail.state is MailState.SENDING:
        _end(mail, MailState.UNCERTAIN, NO_ANSWER)
    else:
        given_up = mail.attempts >= mail.attempts_allowed
        _end(mail, MailState.DEAD if given_up else MailState.QUEUED, WORKER_ENDED)
        mail.due_at = now()


@jobs.job("foundation.deliver_mail", every_minutes=1)
def deliver_mail() -> None:
    """Take up what was left, make the digests that are due, deliver what is due; other jobs come between batches."""
    config: Config = current_app.extensions["config"]
    send = transport(config)
    take_up()
    make_digests()
    for _ in range(BATCH):
        if jobs.is_stopping() or not deliver_one(send, config.mail_from):
            return
    with transaction():
        jobs.after_commit("foundation.deliver_mail")


def init_app(app: Flask) -> None:
    """Fail at start-up, not at the first mail, when the transport is unknown."""
    transport(app.extensions["config"])
