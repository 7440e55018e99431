"""A running service for journeys: its address, its application, its mails."""

import email
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from flask_babel import gettext

from matchmaker.accounts import people
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import transaction
from matchmaker.foundation.outbox import in_language
from matchmaker.foundation.permissions import Role

PASSWORD = "river-stone-lantern-7"
"""The password of everybody in the journeys."""
HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class Gateway:
    """A running service."""

    url: str
    app: Flask
    mails: Path

    def make_person(self, address: str, name: str, role: Role, locale: str) -> None:
        """An account with a confirmed address, as `flask accounts create` makes it."""
        with self.app.app_context(), transaction():
            people.make_person(address, full_name=name, role=role, password=PASSWORD, locale=locale, confirmed=True)

    def strike(self, job: str) -> None:
        """Run a job of the worker's clock, as it does every minute."""
        with self.app.app_context():
            self.app.extensions["jobs"][job]()

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
            match = re.search(rf"https?://\S*{re.escape(path)}\S*", message.get_content())
            if match:
                return self.url + re.sub(r"^https?://[^/]+", "", match.group())
        raise AssertionError(f"no mail to {to} with {path} among {self.subjects_to(to)}")

    def subjects_to(self, to: str) -> list[str]:
        """Subjects of the mails to `to`, oldest first."""
        return [str(message["Subject"]) for message in self._mails_to(to)]

    def newest_mail(self, to: str) -> str:
        """Text of the newest mail to `to`."""
        return str(self._mails_to(to)[-1].get_content())

    def _mails_to(self, to: str) -> list[EmailMessage]:
        return [message for message in self._all_mails() if message["To"] == to]

    def _all_mails(self) -> Iterable[EmailMessage]:
        files = sorted(self.mails.glob("*.eml"), key=lambda path: int(path.stem.rpartition("-")[2]))
        return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
