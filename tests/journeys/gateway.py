"""A running service for journeys: its address, its application, its mails."""

import email
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_babel import gettext
from icalendar import Calendar

from matchmaker.accounts import people
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import UtcDateTime, db, transaction
from matchmaker.foundation.outbox import in_language
from matchmaker.foundation.permissions import Role
from matchmaker.meetings.models import BookedQuarter

PASSWORD = "river-stone-lantern-7"
"""The password of everybody in the journeys."""
HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class Gateway:
    """A running service."""

    url: str
    app: Flask
    mails: Path

    def make_person(self, address: str, name: str, role: Role, locale: str, cluster: str | None = None) -> None:
        """An account with a confirmed address, as `flask accounts create` makes it."""
        with self.app.app_context(), transaction():
            people.make_person(
                address, full_name=name, role=role, password=PASSWORD, cluster=cluster, locale=locale, confirmed=True
            )

    def strike(self, job: str) -> None:
        """Run a job of the worker's clock, as it does every minute."""
        with self.app.app_context():
            self.app.extensions["jobs"][job]()

    def let_pass(self, days: int) -> None:
        """Let so many days go by: all that stands in the database is so much older, and what was to come is nearer."""
        with self.app.app_context(), transaction():
            for table in db.metadata.sorted_tables:
                _make_older(table, timedelta(days=days))
            quarter = BookedQuarter.quarter - days * 24 * 4
            db.session.execute(sa.update(BookedQuarter).values(quarter=quarter))

    def words(self, sentence: str, language: str, **facts: object) -> str:
        """A sentence of the service as it reads in `language`. Raises AssertionError for one that has no Korean."""
        with self.app.app_context(), in_language(language):
            said = str(gettext(sentence, **facts))
        assert language == "en" or HANGUL.search(said), f"no Korean for {sentence!r}"
        return said

    def label(self, list_name: str, code: str, language: str) -> str:
        """What a code of a list is called in `language`."""
        with self.app.app_context(), in_language(language):
            return code_label(list_name, code)

    def link_in_mail(self, to: str, path: str) -> str:
        """The newest link to `path` in a mail to the address `to`."""
        found = self._mails_to(to)
        for message in reversed(found):
            match = re.search(rf"https?://\S*{re.escape(path)}\S*", _text_of(message))
            if match:
                return self.url + re.sub(r"^https?://[^/]+", "", match.group())
        raise AssertionError(f"no mail to {to} with {path} among {self.subjects_to(to)}")

    def subjects_to(self, to: str) -> list[str]:
        """Subjects of the mails to `to`, oldest first."""
        return [str(message["Subject"]) for message in self._mails_to(to)]

    def newest_mail(self, to: str) -> str:
        """Text of the newest mail to `to`."""
        return _text_of(self._mails_to(to)[-1])

    def calendars_to(self, to: str) -> list[Calendar]:
        """Invitations and cancellations mailed to `to`, oldest first."""
        parts = [part for message in self._mails_to(to) for part in message.walk()]
        return [
            Calendar.from_ical(part.get_payload(decode=True))
            for part in parts if part.get_content_type() == "text/calendar"
        ]  # fmt: skip

    def _mails_to(self, to: str) -> list[EmailMessage]:
        return [message for message in self._all_mails() if message["To"] == to]

    def _all_mails(self) -> Iterable[EmailMessage]:
        files = sorted(self.mails.glob("*.eml"), key=lambda path: int(path.stem.rpartition("-")[2]))
        return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _make_older(table: sa.Table, span: timedelta) -> None:
    """Put all days and moments of `table` back; row by row, as no arithmetic of dates is the same in all databases."""
    dated = [one for one in table.columns if isinstance(one.type, UtcDateTime | sa.Date)]
    for row in db.session.execute(sa.select(*table.primary_key, *dated)).mappings().all():
        before = {one: row[one] - span for one in dated if row[one] is not None}
        if before:
            here = sa.and_(*(one == row[one] for one in table.primary_key))
            db.session.execute(sa.update(table).where(here).values(before))
