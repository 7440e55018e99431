"""Comparisons for tests: organisations on both sides and pairs to judge, made without the engine."""

from dataclasses import dataclass

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Actor
from matchmaker.organisations.models import Organisation
from matchmaker.suggestions.trials.models import Trial, TrialJudgement, TrialPair
from matchmaker.suggestions.trials.rules import Team, TrialState, Verdict
from tests.factories import make_opportunity, make_organisation

WORDS = [["렌티바이러스 벡터", "lentiviral vectors"], ["GMP", "GMP"]]


@dataclass(slots=True)
class Scene:
    """An open comparison of two Korean firms, with partners in Boston and Basel, two each; teams a, b, a, b."""

    trial: Trial
    firms: list[Organisation]
    boston: list[Organisation]
    basel: list[Organisation]
    pairs: list[TrialPair]


def make_trial(**values: object) -> Trial:
    fields: dict[str, object] = {
        "variant_a": "current", "variant_b": "no_codes", "organisations": 5, "length": 5, "seed": 7,
        "state": TrialState.OPEN,
    }  # fmt: skip
    trial = Trial(**(fields | values))
    if trial.state is TrialState.CLOSED:
        trial.closed_at = now()
    db.session.add(trial)
    db.session.flush()
    return trial


def make_pair(trial: Trial, one: Organisation, other: Organisation, team: Team, **values: object) -> TrialPair:
    place = len(db.session.query(TrialPair).filter_by(trial_id=trial.id).all()) + 1
    fields: dict[str, object] = {"place": place, "position": place, "rank_a": 1, "rank_b": None, "words": WORDS}
    pair = TrialPair(trial_id=trial.id, organisation_id=one.id, candidate_id=other.id, team=team, **(fields | values))
    db.session.add(pair)
    db.session.flush()
    return pair


def make_scene(**values: object) -> Scene:
    firms = [make_organisation(name_en=f"Hanbit {n}", name_ko=f"한빛 {n}") for n in (1, 2)]
    boston = [make_organisation(country="US", name_en=f"Harbor {n}") for n in (1, 2)]
    basel = [make_organisation(country="CH", cluster="BASEL", city="Basel", name_en=f"Rhein {n}") for n in (1, 2)]
    for n, firm in enumerate(firms, start=1):
        make_opportunity(firm, profile_type="TR", title=f"Vectors wanted {n}", need="GMP lentiviral vectors.")
    trial = make_trial(**values)
    pairs = [
        make_pair(trial, firm, partner, team)
        for firm, near, far in zip(firms, boston, basel, strict=True)
        for partner, team in ((near, Team.A), (far, Team.B))
    ]
    return Scene(trial, firms, boston, basel, pairs)


def say(pair: TrialPair, user: User, verdict: Verdict) -> None:
    db.session.add(TrialJudgement(pair_id=pair.id, user_id=user.id, verdict=verdict))
    db.session.flush()


def staff(user: User) -> Actor:
    return Actor(user.id, user.role, user.cluster)


def verdicts(pair: TrialPair) -> list[tuple[int, Verdict]]:
    rows = db.session.query(TrialJudgement).filter_by(pair_id=pair.id).order_by(TrialJudgement.id)
    return [(row.user_id, row.verdict) for row in rows]
