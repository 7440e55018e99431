"""What people do with a blind comparison: start it, judge a pair, close it, take its judgements out."""

import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from matchmaker.foundation import audit, jobs
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.suggestions import indexes
from matchmaker.suggestions.service import count
from matchmaker.suggestions.trials import queries
from matchmaker.suggestions.trials.models import Trial, TrialJudgement, TrialPair
from matchmaker.suggestions.trials.rules import TrialState, Verdict, may_close


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one judge is, and whether every pair of the comparison was judged by somebody."""

    judged: int
    pairs: int
    is_judged: bool


def start(first: str, second: str, *, organisations: int, length: int, staff: Actor) -> Trial:
    """Start a comparison of two variants; its lists are drawn in the background. Raises RuleViolation."""
    last = indexes.latest()
    if last is None or not indexes.is_usable(last):
        raise RuleViolation("trials.no_index")
    trial = Trial(
        variant_a=first, variant_b=second, organisations=organisations, length=length, seed=secrets.randbelow(2**31),
        started_by_id=staff.user_id,
    )  # fmt: skip
    db.session.add(trial)
    db.session.flush()
    audit.record("trial.started", trial, actor_id=staff.user_id)
    jobs.after_commit("suggestions.prepare_trials")
    return trial


def get(trial_id: int) -> Trial:
    """The comparison with this id. Raises NotFound."""
    trial = db.session.get(Trial, trial_id)
    if trial is None:
        raise NotFound("not_found")
    return trial


def progress(trial: Trial, *, staff: Actor) -> Progress:
    """How far `staff` is with the pairs in their care."""
    mine = queries.pairs_for(trial.id, staff)
    pairs, left = (
        count(found.with_only_columns(TrialPair.id)) for found in (mine, queries.not_judged(mine, staff.user_id))
    )
    return Progress(pairs - left, pairs, is_judged(trial))


def sizes(trial_ids: list[int], *, staff: Actor) -> dict[int, tuple[int, int]]:
    """Of each comparison how many pairs `staff` has judged, and how many are in their care."""
    found = db.session.execute(queries.sizes(trial_ids, staff)).all()
    return {trial_id: (judged, pairs) for trial_id, pairs, judged in found}


def is_judged(trial: Trial) -> bool:
    """Whether every pair was judged by somebody."""
    left = queries.not_judged(queries.pairs_of(trial.id))
    return trial.state is not TrialState.PREPARING and db.session.scalars(left.limit(1)).first() is None


def next_pair(trial: Trial, *, staff: Actor, after: int = 0) -> TrialPair | None:
    """The first pair in the care of `staff`, from place `after` on and then from the start, that waits for them."""
    left = queries.not_judged(queries.pairs_for(trial.id, staff), staff.user_id)
    later = db.session.scalars(left.where(TrialPair.place > after).limit(1)).first()
    return later if later is not None else db.session.scalars(left.limit(1)).first()


def previous_pair(pair: TrialPair, *, staff: Actor) -> TrialPair | None:
    """The pair in the care of `staff` that comes before."""
    earlier = queries.pairs_for(pair.trial_id, staff).where(TrialPair.place < pair.place)
    return db.session.scalars(earlier.order_by(None).order_by(TrialPair.place.desc()).limit(1)).first()


def open_pair(trial_id: int, pair_id: int, *, staff: Actor) -> TrialPair:
    """A pair that `staff` may judge now. Raises NotFound, and RuleViolation when the comparison is closed."""
    pair = _pair_in_care(trial_id, pair_id, staff)
    _check_open(get(trial_id))
    return pair


def judge(trial_id: int, pair_id: int, verdict: Verdict, *, staff: Actor) -> TrialPair:
    """Say what a pair is worth, or say it anew; the pair. Raises NotFound, RuleViolation when the comparison is closed.

    A pair that stands on the lists of both its organisations is judged once for both. Holds the comparison open until
    the transaction ends, and the pairs, so that a click sent twice counts once.
    """
    pair = _pair_in_care(trial_id, pair_id, staff)
    _check_open(_locked(trial_id, is_read=True))
    ids = db.session.scalars(queries.both_ways(pair).with_for_update()).all()
    said = [_say(one, verdict, staff) for one in ids]
    db.session.flush()
    row = next(row for row in said if row.pair_id == pair.id)
    audit.record("trial.judged", row, actor_id=staff.user_id)
    return pair


def _say(pair_id: int, verdict: Verdict, staff: Actor) -> TrialJudgement:
    row = db.session.scalars(queries.judgement(pair_id, staff.user_id)).first()
    if row is None:
        row = TrialJudgement(pair_id=pair_id, user_id=staff.user_id)
        db.session.add(row)
    row.verdict, row.at = verdict, now()
    return row


def close(trial_id: int, *, staff: Actor) -> Trial:
    """End the judging and open the result. Raises NotFound, RuleViolation."""
    trial = _locked(trial_id)
    _check_open(trial)
    if not may_close(staff, is_judged=is_judged(trial)):
        raise RuleViolation("trials.not_judged")
    trial.state, trial.closed_at, trial.closed_by_id = TrialState.CLOSED, now(), staff.user_id
    db.session.flush()
    audit.record("trial.closed", trial, actor_id=staff.user_id)
    return trial


def closed(trial_id: int) -> Trial:
    """A comparison whose result may be seen. Raises NotFound, and RuleViolation before it is closed."""
    trial = get(trial_id)
    if trial.state is not TrialState.CLOSED:
        raise RuleViolation("trials.not_closed")
    return trial


def exported(trial: Trial, *, pairs: int, staff: Actor) -> None:
    """Note that the judgements were taken out."""
    audit.record("trial.exported", trial, actor_id=staff.user_id, details={"pairs": pairs})


def _pair_in_care(trial_id: int, pair_id: int, staff: Actor) -> TrialPair:
    pair = db.session.scalars(queries.pairs_for(trial_id, staff).where(TrialPair.id == pair_id)).first()
    if pair is None:
        raise NotFound("not_found")
    return pair


def _locked(trial_id: int, *, is_read: bool = False) -> Trial:
    """The comparison as it is now, kept so until the transaction ends; several judges may hold it at once."""
    statement = sa.select(Trial).where(Trial.id == trial_id).with_for_update(read=is_read)
    trial = db.session.scalars(statement.execution_options(populate_existing=True)).first()
    if trial is None:
        raise NotFound("not_found")
    return trial


def _check_open(trial: Trial) -> None:
    if trial.state is not TrialState.OPEN:
        raise RuleViolation("trials.not_open")
