"""Real job workers in processes of their own, which a test can kill.

A nursery has made the application and forks a worker at each word from the test, for making it twenty times takes a
minute.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config import ROOT

NURSERY = """
import os, sys
from matchmaker import worker
from matchmaker.app import create_app
from matchmaker.vocabulary import vocabulary
vocabulary()
app = create_app()
for _line in sys.stdin:
    child = os.fork()
    if child == 0:
        sys.stdin.close()
        worker.work(app)
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Nursery:
    """Starts workers, one after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.worker = 0

    def start(self) -> None:
        """Start a worker."""
        assert self._process.stdin is not None
        self._process.stdin.write("start\n")
        self._process.stdin.flush()
        self.worker = self._number()

    def end(self, how: signal.Signals) -> int:
        """Send a signal to the worker and wait until it is gone; gives its exit code."""
        os.kill(self.worker, how)
        self.worker, code = 0, self._number()
        return code

    def _number(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


@contextmanager
def nursery(settings: dict[str, str], log: Path) -> Iterator[Nursery]:
    """A nursery of workers with these settings (`MATCHMAKER_…`); `log` gets what they say."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MATCHMAKER_")}
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", NURSERY], env=environment | settings, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
        )  # fmt: skip
        found = Nursery(process)
        try:
            yield found
        finally:
            if found.worker:
                found.end(signal.SIGKILL)
            process.communicate(timeout=20)


def wait_until(is_so: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait until something is so; fails when it takes too long."""
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it took too long"
        time.sleep(0.002)
