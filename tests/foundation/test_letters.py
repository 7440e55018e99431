"""Mails as they go out: invitations that mail programs understand, files, the link that ends them."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import icalendar
import pytest
from flask import Flask

from config import Config
from matchmaker.foundation.delivery import deliver_one
from matchmaker.foundation.letters import message_of
from matchmaker.foundation.models import OutboxMail, OutboxPart
from matchmaker.foundation.transports import to_smtp
from tests.foundation.conftest import SENDER, MailServer, queued

INVITATION = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@x.example\r\n"
    "DTSTAMP:20261122T000000Z\r\nDTSTART:20261201T000000Z\r\nSUMMARY:상담 – 첫 만남\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()
URL = "https://gateway.example/unsubscribe/WzEsImludHJvZHVjdGlvbnMiLCJvcHBvcnR1bml0aWVzIl0.abcdefghijklmnopqrstuvwxyz0"


def calendar_part() -> OutboxPart:
    kind = "text/calendar; method=REQUEST; charset=utf-8"
    return OutboxPart(file_name="invitation.ics", content_type=kind, data=INVITATION)


def pdf_part() -> OutboxPart:
    return OutboxPart(file_name="상담 자료.pdf", content_type="application/pdf", data=b"%PDF-1.7\n\x00\xff")


def sent(mail_server: MailServer, **values: object) -> EmailMessage:
    queued(**values)
    assert deliver_one(to_smtp(Config(smtp_port=mail_server.port)), SENDER)
    return mail_server.received[-1]


def shape(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def test_an_invitation_is_an_alternative_with_its_method_and_a_file(app: Flask, mail_server: MailServer) -> None:
    message = sent(mail_server, body="상담에 초대합니다.", parts=[calendar_part(), pdf_part()], locale="ko")

    assert shape(message) == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics", "application/pdf",
    ]  # fmt: skip
    text, calendar, file, pdf = (part for part in message.walk() if not part.is_multipart())
    assert text.get_content().strip() == "상담에 초대합니다."
    assert dict(calendar["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    for raw in (calendar.get_content(), file.get_content()):
        assert icalendar.Calendar.from_ical(raw) == icalendar.Calendar.from_ical(INVITATION)
    assert (file.get_filename(), file.get_content()) == ("invitation.ics", INVITATION)
    assert (pdf.get_filename(), pdf.get_content()) == ("상담 자료.pdf", b"%PDF-1.7\n\x00\xff")


def test_a_calendar_without_method_is_only_a_file(app: Flask) -> None:
    plain = OutboxPart(file_name="a.ics", content_type="text/calendar", data=INVITATION)
    message = message_of(queued(parts=[plain]), SENDER)

    assert shape(message) == ["multipart/mixed", "text/plain", "application/ics"]


def test_a_mail_of_a_topic_says_how_to_end_it_with_one_click(app: Flask) -> None:
    mail = queued(unsubscribe_url=URL, topic="introductions")

    message = message_from_bytes(message_of(mail, SENDER).as_bytes(), policy=policy.default)

    assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (f"<{URL}>", "List-Unsubscribe=One-Click")
    assert message.get_content() == (
        "Line\n\n-- \nYou choose what is sent to you, how often and when:\n"
        "http://gateway.example/settings/notifications\nStop e-mails of this kind:\n" + URL + "\n"
    )


def test_the_link_stands_in_the_header_as_it_is(app: Flask) -> None:
    raw = message_of(queued(unsubscribe_url=URL), SENDER).as_bytes(policy=policy.SMTP)

    assert f"<{URL}>".encode() in raw


@pytest.mark.parametrize("header", ["List-Unsubscribe", "List-Unsubscribe-Post"])
def test_what_cannot_be_switched_off_has_no_such_link(app: Flask, header: str) -> None:
    message = message_of(queued(), SENDER)

    assert message[header] is None
    assert message.get_content() == "Line\n"


def test_files_go_with_their_mail(app: Flask) -> None:
    mail: OutboxMail = queued(parts=[pdf_part()])

    assert shape(message_of(mail, SENDER)) == ["multipart/mixed", "text/plain", "application/pdf"]
