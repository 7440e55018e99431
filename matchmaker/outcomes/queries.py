"""Reads of outcomes and obligations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from matchmaker.assets.models import Asset
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import queries as introduction_queries
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.organisations.models import Organisation
from matchmaker.outcomes.models import Closing, Evidence, Obligation, ObligationStep, Outcome, OutcomeStep
from matchmaker.outcomes.rules import HANDS_IN, NEEDS_PROMISES, ObligationState, OutcomeState

Outcomes = sa.Select[Outcome]
Obligations = sa.Select[Obligation]
STANDING = Outcome.state != OutcomeState.REJECTED
_LATEST_FIRST = (Outcome.happened_on.desc(), Outcome.id.desc())
_AUDIT_FIRST = sa.case((Outcome.state == OutcomeState.CLAIMED, 0), else_=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What staff look for; empty means anything. Days are included on both ends."""

    kind: str = ""
    state: str = ""
    cluster: str = ""
    first: date | None = None
    last: date | None = None


def outcomes_of(introduction_ids: Collection[int]) -> Outcomes:
    """Everything that came of these introductions, oldest first."""
    found = sa.select(Outcome).where(Outcome.introduction_id.in_(introduction_ids))
    return found.order_by(Outcome.introduction_id, Outcome.happened_on, Outcome.id)


def one_outcome(outcome_id: int) -> Outcomes:
    """An outcome."""
    return sa.select(Outcome).where(Outcome.id == outcome_id)


def whole(statement: Outcomes) -> Outcomes:
    """`statement` with everything the page of an outcome shows."""
    return statement.options(
        selectinload(Outcome.evidence).joinedload(Evidence.organisation), selectinload(Outcome.obligations),
        selectinload(Outcome.steps).joinedload(OutcomeStep.actor), joinedload(Outcome.programme),
        joinedload(Outcome.claimed_by), joinedload(Outcome.audited_by), joinedload(Outcome.claimed_for),
    )  # fmt: skip


def _sides() -> tuple[object, ...]:
    """What names an organisation on a line of a list needs, in a fixed number of queries."""
    parts = (Organisation.texts, Organisation.codes, Organisation.qualities, Organisation.contacts)
    loaded = tuple(selectinload(part) for part in parts)
    return tuple(
        selectinload(side).options(*loaded) for side in (Introduction.from_organisation, Introduction.to_organisation)
    )


def for_lists(statement: Outcomes) -> Outcomes:
    """`statement` with what a line of a list shows."""
    return statement.options(
        selectinload(Outcome.introduction).options(*_sides()),  # type: ignore[arg-type]
        selectinload(Outcome.evidence), selectinload(Outcome.obligations),
    )  # fmt: skip


def introductions_of(organisation_id: int) -> sa.Select[int]:
    """Ids of all introductions with this organisation on a side."""
    sides = sa.or_(Introduction.from_id == organisation_id, Introduction.to_id == organisation_id)
    return sa.select(Introduction.id).where(sides)


def of_organisation(organisation_id: int) -> Outcomes:
    """Outcomes of an organisation's introductions, latest first."""
    own = introduction_queries.of_organisation(organisation_id).with_only_columns(Introduction.id)
    return sa.select(Outcome).where(Outcome.introduction_id.in_(own)).order_by(*_LATEST_FIRST)


def in_care(staff: Actor) -> Outcomes:
    """Outcomes of introductions in this person's care, those to audit first, then the latest."""
    ids = introduction_queries.in_care_of(staff).with_only_columns(Introduction.id)
    found = sa.select(Outcome).where(Outcome.introduction_id.in_(ids))
    return found.order_by(_AUDIT_FIRST, *_LATEST_FIRST)


def filtered(statement: Outcomes, wanted: Wanted) -> Outcomes:
    """`statement` narrowed; `cluster` is that of either side."""
    if wanted.kind:
        statement = statement.where(Outcome.kind == wanted.kind)
    if wanted.state:
        statement = statement.where(Outcome.state == OutcomeState(wanted.state))
    if wanted.first:
        statement = statement.where(Outcome.happened_on >= wanted.first)
    if wanted.last:
        statement = statement.where(Outcome.happened_on <= wanted.last)
    return statement.where(of_cluster(wanted.cluster)) if wanted.cluster else statement


def of_cluster(cluster: str) -> sa.ColumnElement[bool]:
    """Whether a side of the outcome's introduction is in `cluster`."""
    members = sa.select(Organisation.id).where(Organisation.cluster == cluster)
    sides = sa.or_(Introduction.from_id.in_(members), Introduction.to_id.in_(members))
    return Outcome.introduction_id.in_(sa.select(Introduction.id).where(sides))


def to_audit(staff: Actor) -> Outcomes:
    """Claims that wait for an audit, the oldest first."""
    waiting = in_care(staff).where(Outcome.state == OutcomeState.CLAIMED)
    return waiting.order_by(None).order_by(Outcome.created_at, Outcome.id)


def without_promises(staff: Actor) -> Outcomes:
    """MoUs and LoIs that yield no obligation yet."""
    return in_care(staff).where(Outcome.kind.in_(sorted(NEEDS_PROMISES)), STANDING, ~Outcome.obligations.any())


def waiting_introductions(organisation_id: int) -> sa.Select[Introduction]:
    """Introductions of an organisation that were made: outcomes can be recorded for them; the latest first."""
    made = introduction_queries.of_organisation(organisation_id)
    made = made.where(Introduction.state == IntroductionState.INTRODUCED)
    return introduction_queries.for_lists(made.order_by(Introduction.introduced_at.desc(), Introduction.id.desc()))


def one_obligation(obligation_id: int) -> Obligations:
    """An obligation."""
    return sa.select(Obligation).where(Obligation.id == obligation_id)


def whole_obligation(statement: Obligations) -> Obligations:
    """`statement` with everything the page of an obligation shows."""
    return statement.options(
        joinedload(Obligation.owner), joinedload(Obligation.outcome), joinedload(Obligation.proposed_by),
        selectinload(Obligation.evidence).joinedload(Evidence.organisation),
        selectinload(Obligation.steps).joinedload(ObligationStep.actor),
    )  # fmt: skip


def _standing() -> Obligations:
    """Obligations of outcomes that were not rejected: others were never owed."""
    return sa.select(Obligation).join(Obligation.outcome).where(STANDING)


def obligations_of(introduction_ids: Collection[int]) -> Obligations:
    """Obligations that came of these introductions: open ones first, those due earliest first."""
    return _open_first(_standing().where(Outcome.introduction_id.in_(introduction_ids)))


def obligations_of_organisation(organisation_id: int, *, own: bool) -> Obligations:
    """Promises of an organisation (`own`) or made to it: open ones first, those due earliest first."""
    ids = introduction_queries.of_organisation(organisation_id).with_only_columns(Introduction.id)
    owner = Obligation.owner_id == organisation_id if own else Obligation.owner_id != organisation_id
    return _open_first(_standing().where(Outcome.introduction_id.in_(ids), owner))


def obligations_in_care(staff: Actor) -> Obligations:
    """Obligations in this person's care: open ones first, those due earliest (the overdue) first."""
    ids = introduction_queries.in_care_of(staff).with_only_columns(Introduction.id)
    return _open_first(_standing().where(Outcome.introduction_id.in_(ids)))


def _open_first(statement: Obligations) -> Obligations:
    is_settled = sa.case((Obligation.state == ObligationState.OPEN, 0), else_=1)
    return statement.order_by(is_settled, Obligation.due_on, Obligation.id)


def overdue(statement: Obligations, today: date) -> Obligations:
    """Those of `statement` whose day has passed."""
    return statement.where(Obligation.state == ObligationState.OPEN, Obligation.due_on < today)


def proposals_for(organisation_id: int) -> Obligations:
    """Obligations about which the other side has asked this organisation for its agreement."""
    ids = introduction_queries.of_organisation(organisation_id).with_only_columns(Introduction.id)
    asked = sa.and_(Obligation.proposal.is_not(None), Obligation.proposed_by_id != organisation_id)
    return _open_first(_standing().where(Outcome.introduction_id.in_(ids), asked))


def for_obligation_lists(statement: Obligations) -> Obligations:
    """`statement` (which joins the outcome) with what a line of a list shows."""
    outcome = contains_eager(Obligation.outcome).selectinload(Outcome.introduction)
    return statement.options(
        outcome.options(*_sides()),  # type: ignore[arg-type]
        selectinload(Obligation.owner),
    )


def to_remind(today: date, before: date) -> Obligations:
    """Open obligations due up to `before` about which nothing was said today, locked; held rows are passed over."""
    due = _standing().where(Obligation.state == ObligationState.OPEN, Obligation.due_on <= before)
    due = due.where(Obligation.reminded_on < today).order_by(Obligation.id)
    return due.with_for_update(skip_locked=True, of=Obligation)


def closing_of(introduction_id: int) -> sa.Select[Closing]:
    """The closing in force, if the chain is closed."""
    return sa.select(Closing).where(Closing.introduction_id == introduction_id, Closing.reopened_at.is_(None))


def one_evidence(evidence_id: int) -> sa.Select[Evidence]:
    """A piece of evidence."""
    return sa.select(Evidence).where(Evidence.id == evidence_id).options(joinedload(Evidence.organisation))


def file_keys() -> sa.Select[str | None]:
    """Keys of the files of all evidence."""
    return sa.select(Evidence.file_key).where(Evidence.file_key.is_not(None))


def programmes() -> sa.Select[Asset]:
    """Assets of the cluster through which outcomes come about, programmes first."""
    is_programme = sa.case((Asset.kind == "programme", 0), else_=1)
    return sa.select(Asset).order_by(is_programme, Asset.name_en, Asset.id)


def editors_of(outcome_id: int) -> sa.Select[int | None]:
    """Ids of people who claimed or changed the outcome: none of them audits it."""
    return sa.select(OutcomeStep.actor_id).where(OutcomeStep.outcome_id == outcome_id, OutcomeStep.act.in_(HANDS_IN))
