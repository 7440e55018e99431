"""Where mails go: an SMTP server, a folder, the console."""

import contextlib
import os
import re
import smtplib
import sys
import tempfile
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from pathlib import Path

from config import Config
from matchmaker.foundation.handover import Handover

Transport = Callable[[EmailMessage, Handover], None]
"""Delivers a mail or raises OSError, ValueError, SMTPException; the last line goes through the handover."""
PATIENCE = 20
"""Seconds for a server to answer a command."""
LAST_PATIENCE = 600
"""Seconds for the answer to the whole mail: giving up too early makes doubles (RFC 5321, 4.5.3.2.6; RFC 1047)."""


def to_console(message: EmailMessage, handover: Handover) -> None:
    """Print the mail on standard output."""
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    handover.finish(lambda line: sys.stdout.write(line.decode()), f"--- mail to {message['To']}: {message['Subject']}\n"
                    f"{text}\n".encode())  # fmt: skip
    sys.stdout.flush()


def to_folder(folder: Path) -> Transport:
    """Keep each mail as an `.eml` file in `folder`: whole or not at all, one file however often it is tried."""

    def send(message: EmailMessage, _handover: Handover) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        handle, draft = tempfile.mkstemp(dir=folder, prefix=".draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(bytes(message))
            os.replace(draft, folder / f"{name}.eml")
        except BaseException:
            os.unlink(draft)
            raise

    return send


def to_smtp(config: Config) -> Transport:
    """Hand each mail to the SMTP server of the settings.

    The conversation is led by hand, for `smtplib` does not stop before the line that ends the mail. Until that line is
    sent the server must not deliver anything; once it is, nobody but the server knows (RFC 5321, 4.1.1.4 and 6.1).
    """

    def send(message: EmailMessage, handover: Handover) -> None:
        server = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=PATIENCE)
        with contextlib.closing(server):
            if config.smtp_tls:
                server.starttls()
            if config.smtp_user:
                server.login(config.smtp_user, config.smtp_password)
            server.ehlo_or_helo_if_needed()
            _begin(server, str(message["From"]), str(message["To"]))
            server.send(_wire_form(message, eight_bits=server.has_extn("8bitmime")))
            _end(server, handover)
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()

    return send


def _begin(server: smtplib.SMTP, sender: str, recipient: str) -> None:
    """Say from whom to whom. Raises SMTPResponseException when the server refuses."""
    options = ["BODY=8BITMIME"] if server.has_extn("8bitmime") else []
    for expected, (code, text) in (
        (250, server.mail(sender, options)),
        (250, server.rcpt(recipient)),
        (354, server.docmd("DATA")),
    ):
        if code != expected and not (expected == 250 and code == 251):
            raise smtplib.SMTPResponseException(code, text)


def _end(server: smtplib.SMTP, handover: Handover) -> None:
    """End the mail and wait for the answer. Raises SMTPDataError when the server refuses it."""
    assert server.sock is not None  # noqa: S101 - connected above
    server.sock.settimeout(LAST_PATIENCE)
    handover.finish(server.sock.sendall, b".\r\n")
    code, text = server.getreply()
    handover.answered(accepted=code == 250)
    if code != 250:
        raise smtplib.SMTPDataError(code, text)


def _wire_form(message: EmailMessage, *, eight_bits: bool) -> bytes:
    """The mail as it is sent after DATA, without the line that ends it: CRLF, leading dots doubled."""
    rules = policy.SMTP if eight_bits else policy.SMTP.clone(cte_type="7bit")
    text = message.as_bytes(policy=rules)
    return re.sub(rb"(?m)^\.", b"..", text.rstrip(b"\r\n") + b"\r\n")


def transport(config: Config) -> Transport:
    """The transport that the settings name. Raises ValueError for a name that is none."""
    if config.mail_transport == "console":
        return to_console
    if config.mail_transport == "folder":
        return to_folder(config.instance / "mail")
    if config.mail_transport == "smtp":
        return to_smtp(config)
    raise ValueError(f"mail_transport {config.mail_transport!r}: expected console, folder or smtp")
