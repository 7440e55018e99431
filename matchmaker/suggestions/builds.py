"""The full build: read everything, make the index, rank, explain, and replace all stored suggestions."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from enum import StrEnum
from itertools import islice
from typing import IO, Any
from uuid import uuid4

import sqlalchemy as sa
from flask import current_app

from config import Config
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.matching import MatchIndex, store
from matchmaker.organisations import queries as organisation_queries
from matchmaker.suggestions import indexes, listings, pairs, queries, rows
from matchmaker.suggestions.listings import Reading
from matchmaker.suggestions.locking import index_lock
from matchmaker.suggestions.models import IndexBuild
from matchmaker.vocabulary import vocabulary

_KOREA = timezone(timedelta(hours=9))
_CHUNK = 1000


class Phase(StrEnum):
    """What a build is doing."""

    ANALYSE = "analyse"
    RANK = "rank"
    EXPLAIN = "explain"
    STORE = "store"


Report = Callable[[Phase, int, int], None]
"""Called with the phase, what is done of it and what there is in all."""


def _say_nothing(_phase: Phase, _done: int, _total: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made; `skipped` are suggestions of organisations that went while it computed."""

    organisations: int
    listings: int
    suggestions: int
    skipped: int


def limit() -> int:
    """How many suggestions each organisation gets."""
    config: Config = current_app.extensions["config"]
    return config.suggestions_per_organisation


def today() -> date:
    """The day in Korea, on which standards are valid or not."""
    return now().astimezone(_KOREA).date()


def build(*, if_changed: bool = False, report: Report = _say_nothing) -> Built | None:
    """Build everything anew; None when `if_changed` and nothing changed since the last time.

    Holds no database lock while it computes. Raises RuleViolation when another build is running.
    """
    with index_lock(indexes.root()) as is_ours:
        if not is_ours:
            raise RuleViolation("suggestions.build_running")
        if if_changed and is_current():
            return None
        return build_locked(report)


def is_current() -> bool:
    """Whether a full build now would make what is stored already."""
    last = indexes.latest()
    if last is None or last.refreshed_at is not None or not indexes.is_usable(last):
        return False
    built_on = last.started_at.astimezone(_KOREA).date()
    reasons = [queries.pending(), queries.lapsed(last.started_at), queries.standards_lapsed(built_on, today())]
    has_changed = db.session.scalar(sa.select(sa.or_(*(reason.exists() for reason in reasons))))
    taking_part = db.session.scalar(
        sa.select(sa.func.count()).select_from(organisation_queries.approved().order_by(None).subquery())
    )
    return not has_changed and taking_part == last.organisations


def build_locked(report: Report = _say_nothing) -> Built:
    """`build` for a caller that holds the lock of the index."""
    started = now()
    db.session.commit()
    revisions = rows.revisions()
    reading = listings.read()
    choices = rows.choices()
    db.session.commit()
    index = _indexed(reading, report)
    folder = f"{started:%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
    indexes.save(index, folder)
    wanted = _wanted(index, choices, report)
    with tempfile.TemporaryFile("w+", encoding="utf-8", dir=indexes.root()) as spool:
        total = _spool(spool, index, wanted, report)
        row = IndexBuild(
            started_at=started, folder=folder, engine_version=store.ENGINE, vocabulary_digest=vocabulary().digest,
            organisations=len(index.organisations), listings=len(index),
        )  # fmt: skip
        read = revisions | dict(reading.revisions)
        stored = _store(row, _spooled(spool), read, lambda done: report(Phase.STORE, done, total))
    return Built(len(index.organisations), len(index), stored, total - stored)


def _indexed(reading: Reading, report: Report) -> MatchIndex:
    return MatchIndex.build(
        reading.listings,
        vocabulary=vocabulary(),
        on=today(),
        progress=lambda done, total: report(Phase.ANALYSE, done, total),
    )


def _wanted(index: MatchIndex, choices: pairs.Choices, report: Report) -> set[pairs.Pair]:
    found: set[pairs.Pair] = set()
    ranking = index.all_best(limit(), progress=lambda done, total: report(Phase.RANK, done, total))
    for name, suggested in ranking:
        best = [int(one.partner) for one in suggested]
        chosen = pairs.wanted(index, int(name), best, choices, limit=limit())
        found.update((int(name), candidate) for candidate in chosen)
    return found


def _spool(spool: IO[str], index: MatchIndex, wanted: set[pairs.Pair], report: Report) -> int:
    """Write every explained pair to `spool`, so that memory stays flat; the number written."""
    written = 0
    for values in pairs.explained(index, wanted):
        spool.write(json.dumps(values, ensure_ascii=False) + "\n")
        written += 1
        if written % 100 == 0:
            report(Phase.EXPLAIN, written, len(wanted))
    report(Phase.EXPLAIN, len(wanted), len(wanted))
    return written


def _spooled(spool: IO[str]) -> Iterator[list[dict[str, Any]]]:
    spool.seek(0)
    while lines := list(islice(spool, _CHUNK)):
        yield [json.loads(line) for line in lines]


def _store(
    build_row: IndexBuild,
    chunks: Iterable[list[dict[str, Any]]],
    revisions: dict[int, int],
    report: Callable[[int], None],
) -> int:
    """Replace all suggestions in one transaction; the number stored."""
    stored = 0
    with transaction():
        living = rows.hold_living()
        db.session.add(build_row)
        db.session.flush()
        rows.delete_all()
        for chunk in chunks:
            stored += rows.insert(chunk, living, build_id=build_row.id)
            report(stored)
        build_row.suggestions, build_row.finished_at = stored, now()
        rows.settle(revisions)
        db.session.flush()
        kept = [one.folder for one in db.session.scalars(queries.finished_builds().limit(2))]
    indexes.prune(kept)
    return stored
