"""The work folder: one file for each finished block, whole or not there at all.

WORK/PLAN/000012.CHECKSUM.npz        PLAN: digest of the plan, CHECKSUM: of the file, both in its name
WORK/lock                            held while a run uses the folder
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matchmaker.matching.blocks.errors import BlockError

_LOCK = "lock"
_ASIDE = "saving."


class Work:
    """The finished blocks of one plan."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._finished: dict[int, Path] = {}
        for path in sorted(folder.iterdir()):
            number = _number_of(path)
            if number is None:
                path.unlink()
            else:
                self._finished[number] = path

    @property
    def finished(self) -> frozenset[int]:
        """Numbers of all blocks that are stored."""
        return frozenset(self._finished)

    def keep(self, number: int, content: bytes) -> None:
        """Store a finished block; it survives a crash of the machine as soon as this returns."""
        handle, aside = tempfile.mkstemp(prefix=_ASIDE, dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            path = self.folder / f"{number:06}.{_checksum(content)}.npz"
            os.replace(aside, path)
        except OSError:
            Path(aside).unlink(missing_ok=True)
            raise
        _settle(self.folder)
        self._finished[number] = path

    def read(self, number: int) -> bytes:
        """The file of a finished block. Raises BlockError when it changed since it was written."""
        path = self._finished[number]
        if _number_of(path) != number:
            raise BlockError(f"{path}: torn, or changed after it was written. Run again: only this block is redone.")
        return path.read_bytes()

    def clear(self) -> None:
        """Remove everything: the result has been taken."""
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def working(root: Path, plan: str) -> Iterator[Work]:
    """The finished blocks of the plan with this digest; whatever else is in the work folder is removed.

    Raises BlockError when another run is using the folder.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / _LOCK).open("ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BlockError(f"{root}: another run is using this work folder.") from None
        for path in root.iterdir():
            if path.is_dir() and path.name != plan:
                shutil.rmtree(path, ignore_errors=True)
        (root / plan).mkdir(exist_ok=True)
        yield Work(root / plan)


def _number_of(path: Path) -> int | None:
    """Which block a file holds; None when it is torn, or none of ours."""
    number, _, checksum = path.name.removesuffix(".npz").partition(".")
    try:
        is_whole = number.isdecimal() and checksum == _checksum(path.read_bytes())
    except OSError:
        return None
    return int(number) if is_whole else None


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _settle(folder: Path) -> None:
    """Make the names in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
