"""The full build: read everything, make the index, rank, explain, and replace all stored suggestions."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask import current_app

from config import Config
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.matching import MatchIndex
from matchmaker.matching.blocks import Compute
from matchmaker.matching.drift import moved
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations.days import today
from matchmaker.organisations.rules import KOREA
from matchmaker.suggestions import computing, exposure, indexes, learned, listings, pairs, promises, queries, rows
from matchmaker.suggestions.computing import Ranking
from matchmaker.suggestions.exposure import Exposure
from matchmaker.suggestions.listings import Reading
from matchmaker.suggestions.locking import index_lock
from matchmaker.suggestions.models import IndexBuild
from matchmaker.suggestions.rankings import Gathered
from matchmaker.suggestions.spooling import Spool
from matchmaker.vocabulary import vocabulary


class Phase(StrEnum):
    """What a build is doing."""

    ANALYSE = "analyse"
    ENCODE = "encode"
    RANK = "rank"
    EXPLAIN = "explain"
    STORE = "store"


Report = Callable[[Phase, int, int], None]
"""Called with the phase, what is done of it and what there is in all."""


Announce = Callable[[str], None]
"""Called with a sentence for the operator before something large begins."""


def _say_nothing(_phase: Phase, _done: int, _total: int) -> None:
    return None


def _announce_nothing(_sentence: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made; `skipped` are suggestions of organisations that went while it computed."""

    organisations: int
    listings: int
    suggestions: int
    skipped: int
    exposure: Exposure


def limit() -> int:
    """How many suggestions each organisation gets."""
    config: Config = current_app.extensions["config"]
    return config.suggestions_per_organisation


def build(
    *, if_changed: bool = False, report: Report = _say_nothing, announce: Announce = _announce_nothing
) -> Built | None:
    """Build everything anew; None when `if_changed` and nothing changed since the last time.

    Holds no database lock while it computes. Raises RuleViolation when another build is running, BlockError
    when what the settings name cannot rank everyone.
    """
    with index_lock(indexes.root()) as is_ours:
        if not is_ours:
            raise RuleViolation("suggestions.build_running")
        if if_changed and is_current():
            return None
        return build_locked(report, announce)


def is_current() -> bool:
    """Whether a full build now would make what is stored already."""
    last = indexes.latest()
    if last is None or last.refreshed_at is not None or not indexes.is_usable(last) or not learned.is_worked_in():
        return False
    built_on = last.started_at.astimezone(KOREA).date()
    reasons = [queries.pending(), queries.lapsed(last.started_at), queries.standards_lapsed(built_on, today())]
    has_changed = db.session.scalar(sa.select(sa.or_(*(reason.exists() for reason in reasons))))
    taking_part = db.session.scalar(
        sa.select(sa.func.count()).select_from(organisation_queries.approved().order_by(None).subquery())
    )
    return not has_changed and taking_part == last.organisations


def build_locked(report: Report = _say_nothing, announce: Announce = _announce_nothing) -> Built:
    """`build` for a caller that holds the lock of the index."""
    started, compute = now(), computing.chosen()
    db.session.commit()
    revisions = rows.revisions()
    reading = listings.read()
    choices = rows.choices()
    before = indexes.current()
    db.session.commit()
    index = _indexed(reading, before, compute, report)
    if before is not None:
        announce(_drift(before, index))
    folder = f"{started:%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
    indexes.save(index, folder)
    gathered = Gathered(limit())
    task = computing.planned(index, folder, compute, limit=gathered.asked)
    announce(task.statement)
    wanted = _wanted(index, task, choices, gathered, report)
    with tempfile.TemporaryFile("w+", encoding="utf-8", dir=indexes.root()) as stream:
        spool = Spool(stream)
        _explain(spool, index, wanted, report)
        promise = _promise(spool, index, choices)
        rated = learned.rated(index, spool.scores.keys() - promise.dropped)
        total = len(spool.scores) - len(promise.dropped)
        row = _row(index, started, folder)
        read, chunks = revisions | dict(reading.revisions), spool.chunks(rated.likelihoods, without=promise.dropped)
        stored = _store(row, chunks, read, gathered, lambda done: report(Phase.STORE, done, total))
    learned.confirm(rated)
    return Built(len(index.organisations), len(index), stored, total - stored, promise.exposure)


def _row(index: MatchIndex, started: datetime, folder: str) -> IndexBuild:
    return IndexBuild(
        started_at=started, folder=folder, engine_version=indexes.engine_version(),
        vocabulary_digest=vocabulary().digest, organisations=len(index.organisations), listings=len(index),
    )  # fmt: skip


def _indexed(reading: Reading, before: MatchIndex | None, compute: Compute, report: Report) -> MatchIndex:
    return MatchIndex.build(
        reading.listings,
        vocabulary=vocabulary(),
        on=today(),
        encoder=indexes.encoder(),
        remembered=before.remembered_vectors() if before is not None else None,
        progress=lambda done, total: report(Phase.ANALYSE, done, total),
        encoding=lambda done, total: report(Phase.ENCODE, done, total),
        processes=max(1, compute.workers),
    )


def _drift(before: MatchIndex, index: MatchIndex) -> str:
    """What stood still since the last full build and moves now, for the operator."""
    found = moved(before, index)
    largest = f", at most by {found.largest:.3f} ({found.largest_term})" if found.largest_term else ""
    return f"Weights of terms move by {found.mean:.3f} on average{largest}; {found.unseen:.1%} of the terms are new."


def _wanted(
    index: MatchIndex, task: Ranking, choices: pairs.Choices, gathered: Gathered, report: Report
) -> set[pairs.Pair]:
    found: set[pairs.Pair] = set()
    for name, suggested in task.carried_out(index, lambda done, total: report(Phase.RANK, done, total)):
        places = [(int(one.partner), one.score) for one in suggested]
        gathered.add(int(name), places)
        best = [candidate for candidate, _score in places]
        chosen = pairs.wanted(index, int(name), best, choices, limit=limit())
        found.update((int(name), candidate) for candidate in chosen)
    return found


def _explain(spool: Spool, index: MatchIndex, wanted: set[pairs.Pair], report: Report) -> None:
    for number, values in enumerate(pairs.explained(index, wanted), start=1):
        spool.write(values)
        if number % 100 == 0:
            report(Phase.EXPLAIN, number, len(wanted))
    report(Phase.EXPLAIN, len(wanted), len(wanted))


def _promise(spool: Spool, index: MatchIndex, choices: pairs.Choices) -> exposure.Promise:
    """Decide who leaves a list and who comes instead; the reasons of those who come are spooled too."""

    def explain(fresh: set[pairs.Pair]) -> set[pairs.Pair]:
        for values in pairs.explained(index, fresh):
            spool.write(promises.marked(values))
        return fresh & spool.scores.keys()

    found = ((viewer, candidate, score) for (viewer, candidate), score in spool.scores.items())
    lists = exposure.lists_of(found, index.organisations, choices)
    return exposure.promise(index, lists, choices, explain, limit=limit())


def _store(
    build_row: IndexBuild,
    chunks: Iterable[list[dict[str, Any]]],
    revisions: dict[int, int],
    gathered: Gathered,
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
        gathered.replace()
        db.session.flush()
        kept = [one.folder for one in db.session.scalars(queries.finished_builds().limit(2))]
    indexes.prune(kept)
    return stored
