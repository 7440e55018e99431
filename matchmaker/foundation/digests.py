"""Digests: what was held for a reader, in one mail at the reader's own hour."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app, render_template
from flask_babel import gettext as _

from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.models import MailState, OutboxMail
from matchmaker.foundation.outbox import in_language, mail_of, unsubscribe_url


@dataclass(frozen=True, slots=True)
class Notice:
    """One mail within a digest."""

    subject: str
    text: str


def make_digests() -> None:
    """Make the digests that are due, each in a transaction with the mails that it carries."""
    with transaction():
        readers = db.session.scalars(sa.select(OutboxMail.to_address).where(_is_due()).distinct()).all()
    for address in sorted(readers):
        with transaction():
            make_digest(address)


def _is_due() -> sa.ColumnElement[bool]:
    return sa.and_(OutboxMail.state == MailState.HELD, OutboxMail.due_at <= now())


def make_digest(address: str) -> None:
    """Put what is due for `address` into one mail; a single mail goes as it is."""
    held = db.session.scalars(
        sa.select(OutboxMail).where(_is_due(), OutboxMail.to_address == address).order_by(OutboxMail.id)
        .with_for_update()
    ).all()  # fmt: skip
    if not held:
        return
    if len(held) == 1:
        held[0].state = MailState.QUEUED
        return
    digest = _digest_of(held)
    db.session.add(digest)
    db.session.flush()
    for mail in held:
        mail.state, mail.digest_id = MailState.IN_DIGEST, digest.id


def _digest_of(held: Sequence[OutboxMail]) -> OutboxMail:
    newest = held[-1]
    with in_language(newest.locale):
        text = render_template(
            "mail/digest.txt", base_url=current_app.extensions["config"].base_url,
            notices=[Notice(mail.subject, _heart(mail.body)) for mail in held],
        )  # fmt: skip
    digest = mail_of("digest", text, to=newest.to_address, locale=newest.locale)
    digest.unsubscribe_url = unsubscribe_url({mail.topic for mail in held if mail.topic}, newest.to_address)
    return digest


def _heart(body: str) -> str:
    """A mail's text without greeting and signature, which the digest has once for all."""
    before, _name, after = _("Hello %(name)s,", name="\0").partition("\0")
    paragraphs = [part for part in body.split("\n\n") if part.strip()]
    if paragraphs and paragraphs[0].startswith(before) and paragraphs[0].endswith(after):
        del paragraphs[0]
    if paragraphs and paragraphs[-1].startswith(_("Siheung Bio Partnering Gateway")):
        del paragraphs[-1]
    return "\n\n".join(paragraphs)
