"""The outbox: mails are written with the deed that causes them, and wait there for delivery or for their digest."""

import contextlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa
from flask import current_app, g, render_template

from matchmaker.foundation import jobs
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.i18n import LOCALES
from matchmaker.foundation.models import SUBJECT_MAX, MailState, OutboxMail, OutboxPart
from matchmaker.foundation.topics import Topic, topic_of

KEPT = timedelta(days=90)
"""How long mails that were sent or given up are kept (said in the privacy policy)."""
WAITING = (MailState.QUEUED, MailState.HELD, MailState.SENDING)
NEEDS_STAFF = (MailState.DEAD, MailState.UNCERTAIN)
"""Delivery ended without success, or without an answer."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file that goes with a mail.

    `content_type` may have parameters; `text/calendar; method=REQUEST` is shown as an invitation by mail programs.
    """

    file_name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """When a mail of a topic goes to its reader, by the reader's own wish."""

    soonest: datetime
    """The present moment, or the end of the quiet hours that it falls into."""
    unsubscribe_url: str
    digest_at: datetime | None = None
    """The moment of the digest that the mail waits for; None: it goes by itself."""
    is_off: bool = False


class Planner(Protocol):
    """Knows the wishes of the people behind addresses."""

    def plan(self, topic: Topic, address: str) -> Plan | None:
        """When a mail of `topic` goes to `address`; None for an address that belongs to nobody."""

    def soonest(self, address: str) -> datetime:
        """The present moment, or the end of the quiet hours of `address` that it falls into."""

    def unsubscribe_url(self, topics: Collection[str], address: str) -> str | None:
        """Where one click ends mails of all of `topics`; None for an address that belongs to nobody."""


_planner: list[Planner] = []


def set_planner(planner: Planner) -> None:
    """Let `planner` say when mails of topics go; without one they go at once."""
    _planner[:] = [planner]


def unsubscribe_url(topics: Collection[str], address: str) -> str | None:
    """Where one click ends mails of all of `topics` to `address`."""
    return _planner[0].unsubscribe_url(topics, address) if _planner else None


def put_off_while_quiet(mail: OutboxMail) -> bool:
    """Let a mail that is due wait for the end of its reader's quiet hours; False when it can go now.

    It was planned to be due outside of them, but a mail server or worker that was away has its own hours. What cannot
    be switched off (security, calendars) goes at any hour.
    """
    if mail.unsubscribe_url is None or not _planner:
        return False
    soonest = _planner[0].soonest(mail.to_address)
    if soonest <= now():
        return False
    mail.due_at = soonest
    return True


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


def post(kind: str, *, to: str, locale: str, parts: Sequence[Part] = (), **facts: object) -> None:
    """Queue the mail `templates/mail/<kind>.txt` to `to`; its first line is the subject.

    Part of the running transaction: no commit, no mail. A mail of a topic goes when its reader wishes; one with
    `parts` is never put into a digest. Nothing is written when the reader switched the topic off.
    """
    topic = topic_of(kind)
    plan = _planner[0].plan(topic, to) if topic is not None and _planner else None
    if plan is not None and plan.is_off:
        return
    with in_language(locale):
        text = render_template(f"mail/{kind}.txt", base_url=current_app.extensions["config"].base_url, **facts)
    mail = mail_of(kind, text, to=to, locale=locale)
    mail.parts = [OutboxPart(file_name=p.file_name, content_type=p.content_type, data=p.data) for p in parts]
    if topic is not None and plan is not None:
        mail.topic = topic.code
        apply_plan(mail, plan)
    db.session.add(mail)
    jobs.after_commit("foundation.deliver_mail")


def mail_of(kind: str, text: str, *, to: str, locale: str) -> OutboxMail:
    """A mail from a rendered template: the first line is the subject, the rest the body."""
    subject, _, body = text.strip().partition("\n")
    subject = " ".join(subject.split())[:SUBJECT_MAX]
    return OutboxMail(kind=kind, to_address=to, locale=locale, subject=subject, body=body.strip())


def apply_plan(mail: OutboxMail, plan: Plan) -> None:
    """Let a waiting mail go when `plan` says. A mail with files never waits for a digest."""
    mail.unsubscribe_url = plan.unsubscribe_url
    if plan.is_off:
        mail.state = MailState.SWITCHED_OFF
    elif plan.digest_at is not None and not mail.parts:
        mail.state, mail.due_at = MailState.HELD, plan.digest_at
    else:
        mail.state, mail.due_at = MailState.QUEUED, plan.soonest


def plan_again(address: str, topic: Topic, plan: Plan) -> None:
    """Let everything of `topic` that still waits for `address` go as `plan` says.

    Mails whose delivery was tried are left alone. Those that were switched off come back while they are fresh.
    """
    for mail in db.session.scalars(_not_yet_due(address, topic.code)):
        apply_plan(mail, plan)
    jobs.after_commit("foundation.deliver_mail")


FRESH = timedelta(days=7)
"""How long a mail that was switched off can come back: no longer than a weekly digest would have kept it."""


def _not_yet_due(address: str, topic: str) -> sa.Select[OutboxMail]:
    waits = sa.and_(OutboxMail.state == MailState.QUEUED, OutboxMail.attempts == 0)
    is_off = sa.and_(OutboxMail.state == MailState.SWITCHED_OFF, OutboxMail.created_at > now() - FRESH)
    return (
        sa.select(OutboxMail)
        .where(OutboxMail.to_address == address, OutboxMail.topic == topic)
        .where(waits | is_off | (OutboxMail.state == MailState.HELD))
        .order_by(OutboxMail.id)
        .with_for_update()
    )


def dead_count() -> int:
    """How many mails wait for a decision of staff: delivery was given up, or its end is unknown."""
    return db.session.scalar(sa.select(sa.func.count(OutboxMail.id)).where(OutboxMail.state.in_(NEEDS_STAFF))) or 0


@jobs.job("foundation.forget_mail", daily_at=4)
def forget_mail() -> None:
    """Delete mails that were kept long enough."""
    with transaction():
        db.session.execute(
            sa.delete(OutboxMail).where(OutboxMail.state.not_in(WAITING), OutboxMail.created_at < now() - KEPT)
        )
