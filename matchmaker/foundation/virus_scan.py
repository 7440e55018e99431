"""The hook for a virus scanner: clamd's own protocol (INSTREAM), a command, or none."""

import shlex
import socket
import struct
import subprocess
import tempfile
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

import structlog

log = structlog.get_logger()
_CHUNK = 64 * 1024
_REPLY_MAX = 4096
TIMEOUT_SECONDS = 20.0
COMMAND_SECONDS = 60.0
"""A command loads its signatures each time."""


class Scan(StrEnum):
    """What is known of a file: clean, not looked at for want of a scanner, yet to be looked at, infected."""

    CLEAN = "clean"
    UNCHECKED = "unchecked"
    WAITING = "waiting"
    INFECTED = "infected"


class Clamd(NamedTuple):
    """Where a clamd listens."""

    host: str
    port: int


class Command(NamedTuple):
    """A program and its arguments; the path of the file is put after them."""

    arguments: tuple[str, ...]


Scanner = Clamd | Command
_VERDICTS = {0: Scan.CLEAN, 1: Scan.INFECTED}
"""What a command says by its exit code, as clamscan and clamdscan do; any other is a failure."""


def scanner_of(setting: str) -> Scanner | None:
    """The scanner that the setting `virus_scan` names; None for an empty one.

    Raises ValueError for a setting that is neither `clamd://HOST:PORT` nor `command:PROGRAM ARGUMENT …`.
    """
    if not setting:
        return None
    if setting.startswith("command:"):
        return _command_of(setting)
    parts = urlsplit(setting)
    if parts.scheme != "clamd" or not parts.hostname or parts.port is None or parts.path not in {"", "/"}:
        raise ValueError(f"virus_scan {setting!r}: expected clamd://HOST:PORT, command:PROGRAM ARGUMENT …, or nothing")
    return Clamd(parts.hostname, parts.port)


def _command_of(setting: str) -> Command:
    """The arguments as a shell would part them; no shell ever sees them."""
    try:
        arguments = shlex.split(setting.removeprefix("command:"))
    except ValueError as error:
        raise ValueError(f"virus_scan {setting!r}: {error}") from error
    if not arguments:
        raise ValueError(f"virus_scan {setting!r}: names no program")
    return Command(tuple(arguments))


def scan(content: bytes, scanner: Scanner | None) -> Scan:
    """What `scanner` says of `content`; WAITING when it cannot be asked or gives no verdict."""
    if scanner is None:
        return Scan.UNCHECKED
    try:
        return _by_command(content, scanner) if isinstance(scanner, Command) else _by_clamd(content, scanner)
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("virus_scan.unreachable", error=type(error).__name__)
        return Scan.WAITING


def _by_command(content: bytes, command: Command) -> Scan:
    """Exit code 0: clean, 1: infected. The file lies where only this process's user can read it."""
    with tempfile.NamedTemporaryFile(prefix="scan-") as file:
        file.write(content)
        file.flush()
        done = subprocess.run(  # noqa: S603 - a list of arguments from the settings, and no shell
            [*command.arguments, file.name], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=COMMAND_SECONDS, check=False,
        )  # fmt: skip
    if done.returncode not in _VERDICTS:
        log.warning("virus_scan.no_verdict", exit_code=done.returncode)
    return _VERDICTS.get(done.returncode, Scan.WAITING)


def _by_clamd(content: bytes, scanner: Clamd) -> Scan:
    reply = _ask(content, scanner)
    if reply.endswith("FOUND"):
        return Scan.INFECTED
    if reply.endswith("OK"):
        return Scan.CLEAN
    log.warning("virus_scan.no_verdict", reply=reply[:100])
    return Scan.WAITING


def _ask(content: bytes, scanner: Clamd) -> str:
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
