"""How far a delivery has come, kept where it outlives a worker that is killed.

Each delivery holds a file of one byte, locked and mapped into memory. Setting the byte takes no system call, so next to
nothing fits between it and the sending of a mail's last line; the kernel keeps the byte and frees the lock when the
process dies. Whoever finds a file without its lock knows that the worker is dead and how far it had come.
"""

import contextlib
import fcntl
import mmap
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import IO

OLD_DRAFT = 3600
"""Seconds after which nobody can be at a draft any more: it becomes a delivery at once."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Step(IntEnum):
    """How far a delivery has come."""

    BEGUN = 0
    """The server cannot have accepted the mail."""
    HANDED_OVER = 1
    """The server has the whole mail; its answer was not read."""
    ACCEPTED = 2
    """The server said that it keeps the mail."""


class Handover:
    """The delivery of one mail, as it is seen by the transport that carries it."""

    def __init__(self, byte: mmap.mmap, permit: Callable[[], None]) -> None:
        self._byte, self._permit = byte, permit

    @property
    def step(self) -> Step:
        """How far it has come."""
        return Step(self._byte[0])

    def finish(self, send: Callable[[bytes], object], last: bytes) -> None:
        """Send the bytes after which the mail is the server's, once it is kept on record that they are being sent.

        Raises Overtaken when another worker took the mail over meanwhile.
        """
        self._permit()
        byte = self._byte
        byte[0] = 1  # Step.HANDED_OVER; nothing may come between this line and the next
        send(last)

    def answered(self, *, accepted: bool) -> None:
        """Remember what the server said."""
        self._byte[0] = Step.ACCEPTED if accepted else Step.BEGUN


class Overtaken(Exception):
    """Another worker took the mail over, since this one was silent for longer than its lease."""


@dataclass(frozen=True, slots=True)
class Left:
    """A delivery whose worker is dead; `file` is what it left behind, locked by the finder."""

    mail_id: int
    attempt: int
    step: Step
    file: IO[bytes]

    @property
    def stands(self) -> bool:
        """Whether nobody put another file in its place. Ask with the mail's row held, as those do who put one."""
        return os.fstat(self.file.fileno()).st_nlink > 0


@contextlib.contextmanager
def begin(folder: Path, mail_id: int, attempt: int, permit: Callable[[], None]) -> Iterator[Handover]:
    """Within the block, this process delivers the mail. The file stays behind if it dies, or leaves by an exception.

    Enter it with the mail's row held: the claim and its file are there together or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=folder, prefix="draft-")
    with os.fdopen(handle, "r+b", buffering=0) as file:
        file.write(b"\0")
        fcntl.flock(file, fcntl.LOCK_EX)
        with mmap.mmap(file.fileno(), 1) as byte:
            path = folder / f"{mail_id}.{attempt}.{_boot()}"
            os.rename(draft, path)  # it is never seen without its lock
            yield Handover(byte, permit)
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def left_behind(folder: Path) -> Iterator[list[Left]]:
    """Deliveries of dead workers, for this process alone within the block, forgotten at its end if it goes well."""
    with contextlib.ExitStack() as locks:
        found = {path: left for path in sorted(folder.glob("[0-9]*.*")) if (left := _take(path, locks)) is not None}
        yield list(found.values())
        _sweep(folder)
        for path, left in found.items():
            if left.stands:
                path.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Clear away drafts of workers that died before they had begun."""
    for draft in folder.glob("draft-*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - draft.stat().st_mtime > OLD_DRAFT:
                draft.unlink()


def _take(path: Path, locks: contextlib.ExitStack) -> Left | None:
    """The delivery noted at `path`, unless somebody is at it still."""
    try:
        file = locks.enter_context(path.open("rb"))
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (FileNotFoundError, BlockingIOError):
        return None
    mail_id, attempt, boot = path.name.split(".")
    # what was not yet on disk when the machine went down is not there: the worst has to be assumed
    byte = file.read(1) if boot == _boot() else b""
    step = Step(byte[0]) if byte else Step.HANDED_OVER
    return Left(int(mail_id), int(attempt), step, file)


def _boot() -> str:
    """What tells this run of the machine from those before; empty where the system does not say."""
    return _BOOT_ID.read_text("ascii").strip() if _BOOT_ID.exists() else ""
