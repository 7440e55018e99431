"""A mail of the outbox as the message that goes out."""

from email import policy
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage, Message
from email.policy import Policy
from email.utils import format_datetime

from flask import current_app, render_template

from matchmaker.foundation.models import OutboxMail, OutboxPart
from matchmaker.foundation.outbox import in_language


class _Whole(UnstructuredHeader, BaseHeader):
    """A header that stands on one line: folded, a long address would be encoded, and no mail program reads that."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it is."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Whole)
RULES = policy.default.clone(header_factory=_HEADERS)


def message_of(mail: OutboxMail, sender: str) -> EmailMessage:
    """The message, with its files: an invitation both as an alternative text, which mail programs show with buttons,
    and as a file. Raises ValueError for a subject that makes no header.
    """
    message = EmailMessage(policy=RULES)
    message["From"], message["To"], message["Subject"] = sender, mail.to_address, mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<outbox-{mail.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies, please
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body + _foot(mail))
    message["Content-Language"] = mail.locale  # set_content takes earlier content headers out
    for part in mail.parts:
        _invite(message, part)
    for part in mail.parts:
        _attach(message, part)
    return message


def _foot(mail: OutboxMail) -> str:
    """Where its reader switches such mails; nothing below those that cannot be switched."""
    if mail.unsubscribe_url is None:
        return ""
    with in_language(mail.locale):
        base_url = current_app.extensions["config"].base_url
        return "\n\n-- \n" + render_template("mail/_foot.txt", base_url=base_url, mail=mail).strip()


def _type_of(part: OutboxPart) -> Message:
    header = Message()
    header["Content-Type"] = part.content_type
    return header


def _invite(message: EmailMessage, part: OutboxPart) -> None:
    """Add an invitation as an alternative to the text (RFC 6047, 2.4); other files are none."""
    kind = _type_of(part)
    method = kind.get_param("method")
    if kind.get_content_type() == "text/calendar" and method:
        params = {"method": str(method).upper()}
        message.add_alternative(part.data.decode("utf-8"), subtype="calendar", params=params)


def _attach(message: EmailMessage, part: OutboxPart) -> None:
    """Add a file. Calendars go as application/ics, so that no program takes an invitation twice."""
    maintype, _, subtype = _type_of(part).get_content_type().partition("/")
    if subtype == "calendar":
        maintype, subtype = "application", "ics"
    message.add_attachment(part.data, maintype=maintype, subtype=subtype, filename=part.file_name)
