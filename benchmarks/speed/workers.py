"""One process for each method: started, asked, ended when it takes too long, its memory read."""

import gc
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

_PATIENCE = 20.0
"""Seconds a process gets to close what it opened."""

_STATUS = Path("/proc/self/status")
_FORGET_PEAK = Path("/proc/self/clear_refs")


class Skipped(Exception):
    """A method that gave no answer; the message is the reason for the table."""


@dataclass(frozen=True, slots=True)
class _Failed:
    reason: str


@dataclass(frozen=True, slots=True)
class Memory:
    """Of this process, in bytes: highest since the last `forget_peak`, resident now, and private to it."""

    peak: int
    resident: int
    private: int


class Remote:
    """An object in a process of its own; `ask` calls one of its methods there."""

    def __init__(self, subject: Any) -> None:
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, subject))
        self._process.start()
        self._is_busy = False
        theirs.close()

    def ask(self, method: str, *args: Any, timeout: float) -> Any:
        """What the method returned. Raises Skipped when it failed, died or took more than `timeout` seconds."""
        if timeout <= 0:
            raise Skipped("no time was left")
        try:
            self._connection.send((method, args))
            self._is_busy = True
            if not self._connection.poll(timeout):
                raise Skipped(f"stopped after {timeout:.0f} s")
            answer = self._connection.recv()
        except (EOFError, OSError) as error:
            self._process.join(_PATIENCE)
            raise Skipped(f"its process ended ({self._process.exitcode})") from error
        self._is_busy = False
        if isinstance(answer, _Failed):
            raise Skipped(answer.reason)
        return answer

    def end(self) -> None:
        """Let the process close what it opened, or end it with its children when it is busy."""
        if not self._is_busy:
            with suppress(OSError):
                self._connection.send(None)
            self._process.join(_PATIENCE)
        if self._process.is_alive():
            for child in psutil.Process(self._process.pid).children(recursive=True):
                child.kill()
            self._process.kill()
            self._process.join(_PATIENCE)
        self._connection.close()


def end_all(remotes: Sequence[Remote]) -> None:
    """End every process of a task."""
    for remote in remotes:
        remote.end()


def _serve(connection: Connection, subject: Any) -> None:
    while (order := connection.recv()) is not None:
        method, args = order
        try:
            answer = getattr(subject, method)(*args)
        except Exception as error:  # noqa: BLE001 - whatever fails in a library is a line of the table
            answer = _Failed(f"{type(error).__name__}: {error}".splitlines()[0][:200])
        connection.send(answer)
    close = getattr(subject, "close", None)
    if close is not None:
        close()


def memory() -> Memory:
    """What this process holds now."""
    gc.collect()
    found = psutil.Process().memory_full_info()
    return Memory(_peak(found.rss), found.rss, found.uss)


def forget_peak() -> None:
    """Let the highest resident size start anew from now (Linux; elsewhere it counts from the start)."""
    gc.collect()
    with suppress(OSError):
        _FORGET_PEAK.write_text("5", encoding="ascii")


def _peak(resident: int) -> int:
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"))
    except OSError:
        return resident
    return int(found.group(1)) * 1024 if found else resident
