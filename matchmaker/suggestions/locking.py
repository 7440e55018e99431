"""One writer of the match index at a time, across processes."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FILE = "lock"


@contextmanager
def index_lock(folder: Path) -> Iterator[bool]:
    """Hold the lock of `folder` while the block runs; gives False, at once, when somebody else holds it.

    The operating system frees it when the process ends, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _FILE).open("ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
