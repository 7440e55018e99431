"""Hand-overs: offered by the owner of a project or staff, confirmed or declined by whoever received it."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.assets.availability import usable_in
from matchmaker.assets.models import Asset
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.opportunities.drafting import measure
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations import visibility
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.service import touch
from matchmaker.routes import queries
from matchmaker.routes.handovers import letters
from matchmaker.routes.models import Handover
from matchmaker.routes.rules import ANSWER_MAX, WHAT_MAX, HandoverState, check_move, check_stages
from matchmaker.routes.sight import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is handed over: to an organisation or to an asset, for which stage, with what."""

    to_id: int | None
    asset_id: int | None
    to_stage: str
    next_stage: str
    what: str
    documents: tuple[int, ...] = ()
    """Ids of documents of the project that go along."""


def receivers(owner: Organisation) -> list[Organisation]:
    """Organisations to which `owner` can hand a project: those that it was introduced to."""
    found = list(db.session.scalars(queries.acquainted_with(owner.id)))
    closed = visibility.closed_between(owner, found)
    return [one for one in found if one.id not in closed]


def offered(project: Opportunity) -> Handover | None:
    """The hand-over of a project that waits for its answer."""
    statement = queries.handovers_of(project.id).where(Handover.state == HandoverState.OFFERED)
    return db.session.scalars(statement).first()


def hand_over(project: Opportunity, offer: Offer, *, actor_id: int) -> Handover:
    """Offer a project to whoever serves its next stage; it moves when the other side confirms.

    Raises RuleViolation: never published, same stage, no words, a receiver that its owner was not introduced to, or a
    hand-over that waits already.
    """
    if project.reference is None:
        raise RuleViolation("handover.not_published")
    check_stages(project.stage_now, offer.to_stage, offer.next_stage)
    what = offer.what.strip()
    if not 0 < len(what) <= WHAT_MAX:
        raise RuleViolation("handover.words_needed")
    receiver, asset = _receiver(project.organisation, offer)
    row = Handover(
        opportunity=project, giver=project.organisation, receiver=receiver, asset=asset,
        from_stage=project.stage_now, to_stage=offer.to_stage, next_stage=offer.next_stage, what=what,
        documents=_titles(project, offer.documents), state=HandoverState.OFFERED, offered_by_id=actor_id,
    )  # fmt: skip
    _keep(row)
    audit.record("handover.offered", row, actor_id=actor_id, details={"to_stage": offer.to_stage})
    letters.offered(row)
    return row


def _keep(row: Handover) -> None:
    """Store it; the unique index decides when two are made at once."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise RuleViolation("handover.waits_already") from error


def _receiver(owner: Organisation, offer: Offer) -> tuple[Organisation | None, Asset | None]:
    if offer.asset_id is not None:
        asset = db.session.scalars(sa.select(Asset).where(Asset.id == offer.asset_id)).first()
        if asset is None or offer.to_stage not in asset.codes_of("stage"):
            raise RuleViolation("handover.asset_serves_not")
        if not usable_in(asset, today(), today()).now:
            raise RuleViolation("handover.asset_not_open")
        if asset.operator is not None and visibility.are_blocked(owner, asset.operator):
            raise RuleViolation("handover.asset_serves_not")
        return None, asset
    found = next((one for one in receivers(owner) if one.id == offer.to_id), None)
    if found is None:
        raise RuleViolation("handover.not_acquainted")
    return found, None


def _titles(project: Opportunity, ids: Collection[int]) -> list[str]:
    return [one.title for one in project.attachments if one.id in ids]


def answer(row: Handover, words: str, *, accepted: bool, by: Reader, version: int | None) -> None:
    """Confirm that the project was received, which moves it to its stage, or decline with a reason.

    Raises Forbidden for others than the receiving side and staff; RuleViolation when it is settled, the project has
    moved meanwhile, or a no has no reason.
    """
    check_version(row, version)
    if row.state is HandoverState.OFFERED and not by.may_answer(row):
        raise Forbidden("forbidden")
    said = words.strip()[:ANSWER_MAX]
    if not said and not accepted:
        raise RuleViolation("handover.reason_needed")
    if not said and by.actor.is_staff:
        raise RuleViolation("handover.note_needed")
    check_move(row.state, HandoverState.CONFIRMED if accepted else HandoverState.DECLINED)
    if accepted:
        _move(row)
    row.state = HandoverState.CONFIRMED if accepted else HandoverState.DECLINED
    row.answer, row.answered_at, row.answered_by_id = said, now(), by.actor.user_id
    db.session.flush()
    audit.record(f"handover.{row.state.value}", row, actor_id=by.actor.user_id, details={"by_staff": by.actor.is_staff})
    letters.answered(row)


def _move(row: Handover) -> None:
    """The project stands at its new stage."""
    project = row.opportunity
    if project.stage_now != row.from_stage:
        raise RuleViolation("handover.moved_meanwhile")
    project.stage_now, project.stage_next = row.to_stage, row.next_stage
    measure(project)
    project.updated_at = now()
    if project.state is OpportunityState.PUBLISHED:
        touch(project.organisation)


def withdraw(row: Handover, *, by: Reader, version: int | None) -> None:
    """Take an offer back before it is answered. For the side that made it, and staff in its place."""
    check_version(row, version)
    if row.state is HandoverState.OFFERED and not by.may_withdraw(row):
        raise Forbidden("forbidden")
    check_move(row.state, HandoverState.WITHDRAWN)
    row.state, row.answered_at, row.answered_by_id = HandoverState.WITHDRAWN, now(), by.actor.user_id
    db.session.flush()
    audit.record("handover.withdrawn", row, actor_id=by.actor.user_id)
