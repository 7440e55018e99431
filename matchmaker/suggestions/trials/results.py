"""The result of a stored comparison, with the names that its reader may see."""

from dataclasses import dataclass

from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Actor
from matchmaker.suggestions.trials import figures, queries
from matchmaker.suggestions.trials.figures import Judged, Result
from matchmaker.suggestions.trials.models import Trial, TrialPair


@dataclass(frozen=True, slots=True)
class Found:
    """The figures, and names by id of the organisations in the reader's care."""

    result: Result
    names: dict[int, str]


def of_trial(trial: Trial, *, staff: Actor) -> Found:
    """What the judgements of `trial` say, in a fixed number of queries."""
    pairs = db.session.scalars(queries.with_judgements(queries.pairs_of(trial.id))).unique().all()
    names = {
        pair.organisation_id: pair.organisation.name(locale())
        for pair in pairs
        if staff.serves(pair.organisation.cluster)
    }
    return Found(figures.result(_judged(pair) for pair in pairs), names)


def _judged(pair: TrialPair) -> Judged:
    return Judged(pair.organisation_id, pair.team, {said.user_id: said.verdict for said in pair.judgements})
