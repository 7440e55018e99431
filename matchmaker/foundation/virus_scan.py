"""The hook for a virus scanner: clamd's own protocol (INSTREAM), or none."""

import socket
import struct
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

import structlog

log = structlog.get_logger()
_CHUNK = 64 * 1024
_REPLY_MAX = 4096
TIMEOUT_SECONDS = 20.0


class Scan(StrEnum):
    """What is known of a file: clean, not looked at for want of a scanner, yet to be looked at, infected."""

    CLEAN = "clean"
    UNCHECKED = "unchecked"
    WAITING = "waiting"
    INFECTED = "infected"


class Scanner(NamedTuple):
    """Where a clamd listens."""

    host: str
    port: int


def scanner_of(setting: str) -> Scanner | None:
    """The scanner that the setting `virus_scan` names; None for an empty one.

    Raises ValueError for a setting that is not `clamd://HOST:PORT`.
    """
    if not setting:
        return None
    parts = urlsplit(setting)
    if parts.scheme != "clamd" or not parts.hostname or parts.port is None or parts.path not in {"", "/"}:
        raise ValueError(f"virus_scan {setting!r}: expected clamd://HOST:PORT, or nothing")
    return Scanner(parts.hostname, parts.port)


def scan(content: bytes, scanner: Scanner | None) -> Scan:
    """What `scanner` says of `content`; WAITING when it cannot be reached or gives no verdict."""
    if scanner is None:
        return Scan.UNCHECKED
    try:
        reply = _ask(content, scanner)
    except OSError as error:
        log.warning("virus_scan.unreachable", error=type(error).__name__)
        return Scan.WAITING
    if reply.endswith("FOUND"):
        return Scan.INFECTED
    if reply.endswith("OK"):
        return Scan.CLEAN
    log.warning("virus_scan.no_verdict", reply=reply[:100])
    return Scan.WAITING


def _ask(content: bytes, scanner: Scanner) -> str:
    """One conversation: the content in chunks that say their length, an empty one, a line of answer."""
    with socket.create_connection(scanner, timeout=TIMEOUT_SECONDS) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < _REPLY_MAX and (part := line.recv(_REPLY_MAX)):
            reply += part
    return reply.rstrip(b"\0\n").decode("utf-8", "replace").strip()
