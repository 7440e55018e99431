"""Mails: written into the outbox with the deed, delivered later, each exactly once as far as a mail server allows."""

import contextlib
import smtplib
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, current_app, g, render_template

from config import Config
from matchmaker.foundation import jobs
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.i18n import LOCALES
from matchmaker.foundation.models import SUBJECT_MAX, MailState, OutboxMail

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=10)
"""How long a mail in delivery is left alone; if the worker dies meanwhile, it is tried again after that."""
BATCH = 50
KEPT = timedelta(days=90)
"""How long mails that were sent or given up are kept (said in the privacy policy)."""
Transport = Callable[[EmailMessage], None]


@contextlib.contextmanager
def in_language(code: str) -> Iterator[None]:
    """Within the block, texts are in the language of the person written to."""
    from flask_babel import refresh  # noqa: PLC0415 - Flask-Babel keeps the locale in `g`, which needs a context

    before = g.get("forced_locale")
    g.forced_locale = code if code in LOCALES else LOCALES[1]
    refresh()
    try:
        yield
    finally:
        g.pop("forced_locale")
        if before is not None:
            g.forced_locale = before
        refresh()


def post(kind: str, *, to: str, locale: str, **facts: object) -> None:
    """Queue the mail `templates/mail/<kind>.txt` to `to`; its first line is the subject.

    Part of the running transaction: no commit, no mail.
    """
    with in_language(locale):
        text = render_template(f"mail/{kind}.txt", base_url=current_app.extensions["config"].base_url, **facts)
    subject, _, body = text.strip().partition("\n")
    subject = " ".join(subject.split())[:SUBJECT_MAX]
    db.session.add(OutboxMail(kind=kind, to_address=to, locale=locale, subject=subject, body=body.strip()))
    jobs.after_commit("foundation.deliver_mail")


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
    """Deliver the oldest due mail and note how it went; False when none is due.

    No transaction is open while the mail server is talked to: it may take its time, and SQLite has one writer.
    """
    with transaction():
        mail = db.session.scalars(claim()).first()
        if mail is None:
            return False
        mail.attempts, mail.due_at = mail.attempts + 1, now() + LEASE
        mail_id = mail.id
    error = _try_to_send(send, mail_id, sender)
    with transaction():
        mail = db.session.get_one(OutboxMail, mail_id)
        if error is None:
            mail.state, mail.sent_at, mail.last_error = MailState.SENT, now(), None
        else:
            _put_off(mail, error)
    return True


def _try_to_send(send: Transport, mail_id: int, sender: str) -> Exception | None:
    """What went wrong, if anything did; a mail that makes no valid message must not hold up those behind it."""
    try:
        message = _message(db.session.get_one(OutboxMail, mail_id), sender)
        db.session.rollback()
        send(message)
    except (OSError, ValueError, smtplib.SMTPException) as error:
        return error
    return None


def _put_off(mail: OutboxMail, error: Exception) -> None:
    """Try again later (1, 2, 4 … minutes), or give up and leave it for staff to see."""
    mail.last_error = f"{type(error).__name__}: {error}"[:300]
    mail.due_at = now() + timedelta(minutes=2 ** (mail.attempts - 1))
    if mail.attempts >= MAX_ATTEMPTS:
        mail.state = MailState.DEAD


def _message(mail: OutboxMail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.to_address, mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<outbox-{mail.id}@{sender.rpartition('@')[2]}>" if mail.id else make_msgid()
    message.set_content(mail.body)
    message["Content-Language"] = mail.locale  # set_content takes earlier content headers out
    return message


def to_console(message: EmailMessage) -> None:
    """Print the mail on standard output."""
    sys.stdout.write(f"--- mail to {message['To']}: {message['Subject']}\n{message.get_content()}\n")
    sys.stdout.flush()


def to_folder(folder: Path) -> Transport:
    """Keep each mail as an `.eml` file in `folder`."""

    def send(message: EmailMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        (folder / f"{name}.eml").write_bytes(bytes(message))

    return send


def to_smtp(config: Config) -> Transport:
    """Hand each mail to the SMTP server of the settings."""

    def send(message: EmailMessage) -> None:
        with smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=20) as server:
            if config.smtp_tls:
                server.starttls()
            if config.smtp_user:
                server.login(config.smtp_user, config.smtp_password)
            server.send_message(message)

    return send


def transport(config: Config) -> Transport:
    """The transport that the settings name. Raises ValueError for a name that is none."""
    if config.mail_transport == "console":
        return to_console
    if config.mail_transport == "folder":
        return to_folder(config.instance / "mail")
    if config.mail_transport == "smtp":
        return to_smtp(config)
    raise ValueError(f"mail_transport {config.mail_transport!r}: expected console, folder or smtp")


@jobs.job("foundation.deliver_mail", every_minutes=1)
def deliver_mail() -> None:
    """Deliver what is due."""
    config: Config = current_app.extensions["config"]
    send = transport(config)
    for _ in range(BATCH):
        if not deliver_one(send, config.mail_from):
            return


@jobs.job("foundation.forget_mail", daily_at=4)
def forget_mail() -> None:
    """Delete mails that were kept long enough."""
    with transaction():
        db.session.execute(
            sa.delete(OutboxMail).where(OutboxMail.state != MailState.QUEUED, OutboxMail.created_at < now() - KEPT)
        )


def init_app(app: Flask) -> None:
    """Fail at start-up, not at the first mail, when the transport is unknown."""
    transport(app.extensions["config"])
