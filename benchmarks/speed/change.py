"""One changed listing until its suggestions are stored: the whole way, in a database of the service's own kind."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from benchmarks.listings import generated
from benchmarks.speed import database
from benchmarks.speed.results import Figure, Task
from benchmarks.speed.statistics import Spread, spread
from benchmarks.speed.workers import Memory, Remote, Skipped, memory
from config import Config
from matchmaker.app import create_app
from matchmaker.foundation.database import db, transaction
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations import service as organisations
from matchmaker.suggestions import builds, refreshing

OURS = "refresh"
FULL = "full build"
_STEP = 7919
"""Changed listings lie this far apart."""

_WORDS = (
    "Aseptic filling of lyophilised vials, 5,000 per batch.",
    "무균 충전과 동결건조 공정의 위탁생산.",
    "Perfusion culture of T cells in closed single-use bags.",
    "일회용 바이오리액터 200 L에서의 세포 배양.",
)


@dataclass
class Service:
    """An installation with a database of generated listings, in a process of its own."""

    count: int
    _app: Flask | None = field(default=None, repr=False)

    def load(self) -> float:
        """Make the database; seconds."""
        self._folder = tempfile.TemporaryDirectory(prefix="speed-service-")
        start = time.perf_counter()
        config = Config(instance=Path(self._folder.name), encoder="none", jobs_immediate=False, secret_key="speed")  # noqa: S106
        self._app = create_app(config)
        with self._known.app_context():
            db.create_all()
            database.load(generated(self.count))
        return time.perf_counter() - start

    def build(self) -> tuple[float, int]:
        """Everything anew; seconds, and how many suggestions are stored."""
        with self._known.app_context():
            start = time.perf_counter()
            built = builds.build()
            taken = time.perf_counter() - start
            return taken, built.suggestions if built is not None else 0

    def change(self, number: int) -> float:
        """Add a sentence to one opportunity; seconds from its commit until `refresh` has stored what follows."""
        with self._known.app_context():
            with transaction():
                self._edit(number)
            start = time.perf_counter()
            if not refreshing.refresh():
                raise RuntimeError("nothing was refreshed")
            return time.perf_counter() - start

    def _edit(self, number: int) -> None:
        ids = db.session.scalars(sa.select(Opportunity.id).order_by(Opportunity.id)).all()
        opportunity = db.session.get_one(Opportunity, ids[number * _STEP % len(ids)])
        text = opportunity.texts[0]
        text.summary = f"{_WORDS[number % len(_WORDS)]} {text.summary}"[:500]
        organisations.touch(opportunity.organisation)

    def memory(self) -> Memory:
        """Now."""
        return memory()

    def close(self) -> None:
        """Remove the installation."""
        if self._app is not None:
            with self._app.app_context():
                db.engine.dispose()
        self._folder.cleanup()

    @property
    def _known(self) -> Flask:
        if self._app is None:
            raise RuntimeError("not loaded")
        return self._app


def changes(count: int, *, edits: int, patience: float) -> list[Figure]:
    """The refresh after each of some edits, and the full build that it saves; the first edit only warms up."""
    remote = Remote(Service(count))
    taken: list[float] = []
    full: Spread | None = None
    found: Memory | None = None
    stored, skipped = 0, ""
    try:
        remote.ask("load", timeout=patience)
        seconds, stored = remote.ask("build", timeout=patience)
        full = spread([seconds])
        remote.ask("change", 0, timeout=patience)
        taken = [remote.ask("change", number, timeout=patience) for number in range(1, edits + 1)]
        found = remote.ask("memory", timeout=patience)
    except Skipped as reason:
        skipped = str(reason)
    finally:
        remote.end()
    return _figures(count, taken, full, found, skipped, stored)


def _figures(
    count: int, taken: Sequence[float], full: Spread | None, found: Memory | None, skipped: str, stored: int
) -> list[Figure]:
    refresh = Figure(
        task=Task.CHANGE, size=count, variant="", method=OURS, is_ours=True,
        seconds=spread(taken) if taken else None,
        peak=found.peak if found else None, resident=found.resident if found else None,
        extra={"suggestions": float(stored), "longest": max(taken)} if taken else {},
        skipped="" if taken else skipped,
    )  # fmt: skip
    rebuilt = Figure(
        task=Task.CHANGE, size=count, variant="", method=FULL, seconds=full,
        extra={"suggestions": float(stored)} if full else {}, skipped="" if full else skipped,
    )  # fmt: skip
    return [refresh, rebuilt]
