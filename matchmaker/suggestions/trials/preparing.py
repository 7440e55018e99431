"""The background part of a blind comparison: draw its lists and store them, once."""

import sqlalchemy as sa
import structlog

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, transaction
from matchmaker.matching import MatchIndex, store
from matchmaker.matching.learning import RerankerError
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Side
from matchmaker.suggestions import indexes, learned, rows
from matchmaker.suggestions.trials import drawing, queries
from matchmaker.suggestions.trials.drawing import Draw, Plan
from matchmaker.suggestions.trials.models import Trial, TrialPair
from matchmaker.suggestions.trials.rules import LEARNED, TrialState

log = structlog.get_logger()


def prepare_waiting() -> int:
    """Draw the lists of every comparison that waits for them; the number done.

    Without a usable index they go on waiting. Safe to run twice at once: who stores first wins.
    """
    index = indexes.current()
    if index is None:
        return 0
    ids = db.session.scalars(queries.waiting()).all()
    return sum(prepare(trial_id, index) for trial_id in ids)


def prepare(trial_id: int, index: MatchIndex) -> bool:
    """Draw the lists of one comparison from `index` and open it; False when it does not wait for them (any more)."""
    trial = db.session.get(Trial, trial_id)
    if trial is None or trial.state is not TrialState.PREPARING:
        return False
    plan = Plan(trial.variant_a, trial.variant_b, trial.organisations, trial.length, trial.seed)
    sides = _sides()
    db.session.commit()  # holds nothing while it computes
    drawn = _drawn(index, plan, sides)
    with transaction():
        return _store(trial_id, drawn, index.vocabulary_digest)


def _drawn(index: MatchIndex, plan: Plan, sides: list[list[int]]) -> Draw:
    """The lists; none where the re-ranker to be compared is in use no more."""
    if LEARNED not in (plan.first, plan.second):
        return drawing.draw(index, plan, sides)
    used = learned.in_use()
    if used is None:
        return Draw((), alike=0)
    try:
        return drawing.draw(index, plan, sides, used.reranker)
    except RerankerError as error:
        log.warning("suggestions.reranker_does_not_fit", version=used.version, error=str(error))
        return Draw((), alike=0)


def _sides() -> list[list[int]]:
    """Ids of the organisations that take part, by side of the gateway."""
    found: dict[Side, list[int]] = {side: [] for side in Side}
    for one in db.session.scalars(organisation_queries.approved().order_by(Organisation.id)):
        found[one.side].append(one.id)
    return list(found.values())


def _store(trial_id: int, drawn: Draw, vocabulary_digest: str) -> bool:
    statement = sa.select(Trial).where(Trial.id == trial_id).with_for_update()
    trial = db.session.scalars(statement.execution_options(populate_existing=True)).first()
    if trial is None or trial.state is not TrialState.PREPARING:
        return False
    living = rows.hold_living().organisations
    kept = [pair for pair in drawn.pairs if {pair.organisation, pair.candidate} <= living]
    db.session.add_all(_row(trial_id, place, pair) for place, pair in enumerate(kept, start=1))
    trial.state = TrialState.OPEN if kept else TrialState.NOTHING
    trial.alike, trial.engine_version, trial.vocabulary_digest = drawn.alike, store.ENGINE, vocabulary_digest
    db.session.flush()
    audit.record("trial.prepared", trial, actor_id=None, details={"pairs": len(kept)})
    return True


def _row(trial_id: int, place: int, pair: drawing.DrawnPair) -> TrialPair:
    return TrialPair(
        trial_id=trial_id, place=place, organisation_id=pair.organisation, candidate_id=pair.candidate,
        position=pair.position, team=pair.team, rank_a=pair.rank_a, rank_b=pair.rank_b,
        words=[list(words) for words in pair.words], opportunities=list(pair.opportunities),
    )  # fmt: skip
