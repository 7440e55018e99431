"""From a team to introductions: one for each organisation in it, by the broker's ordinary proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from matchmaker.consortia.models import Consortium, ConsortiumMember
from matchmaker.consortia.rules import ConsortiumState, check_draft
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.foundation.versions import check_version
from matchmaker.introductions import queries
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import check_pair
from matchmaker.introductions.proposals import proposing
from matchmaker.introductions.service import Interest, open_opportunities, own_opportunities
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Organisation

Ranked = Mapping[int, tuple[float, int | None]]


@dataclass(frozen=True, slots=True)
class Planned:
    """The introduction of one member: with whom, the one there is already, or why there can be none (a code)."""

    member: ConsortiumMember
    other: Organisation | None
    introduction: Introduction | None
    refusal: str = ""


def plan(row: Consortium, ranked: Ranked) -> list[Planned]:
    """For each organisation of the team with whom it is brought together, and the introduction there is.

    Introductions cross the border: a member on the other side meets the organisation whose need it is; one on the same
    side meets the member opposite that suits best. Without one it is left to the broker.
    """
    owner = row.opportunity.organisation
    members = [member for member in row.members if member.organisation is not None]
    opposite = [one.organisation for one in members if one.organisation and one.organisation.side is not owner.side]
    best = max(opposite, key=lambda one: (ranked.get(one.id, (0.0, None))[0], -one.id), default=None)
    return [_planned(member, owner, best) for member in members]


def _planned(member: ConsortiumMember, owner: Organisation, best: Organisation | None) -> Planned:
    one = member.organisation
    if one is None:
        raise ValueError("an asset is not introduced")
    other = owner if one.side is not owner.side else best
    if other is None:
        return Planned(member, None, None, "consortium.nobody_opposite")
    found = db.session.scalars(_of_pair(one.id, other.id)).first()
    return Planned(member, other, found)


def _of_pair(one_id: int, other_id: int) -> sa.Select[Introduction]:
    """The open introduction of a pair, else a draft that staff proposed to either."""
    drafts = [
        queries.draft_of(*pair).with_only_columns(Introduction.id) for pair in ((one_id, other_id), (other_id, one_id))
    ]
    opened = queries.open_of_pair(one_id, other_id).with_only_columns(Introduction.id)
    ids = [Introduction.id.in_(statement) for statement in (opened, *drafts)]
    seen = sa.or_(Introduction.proposed_by_staff.is_(True), Introduction.submitted_at.is_not(None))
    return (
        sa.select(Introduction).where(sa.or_(*ids), seen).order_by(Introduction.submitted_at.is_(None), Introduction.id)
    )


def introduce(row: Consortium, message: str, ranked: Ranked, *, staff: Actor, version: int | None) -> list[Planned]:
    """Propose an introduction for each organisation that has none with its counterpart yet.

    Members for whom none can be made come back with the reason. Raises RuleViolation when the team is no draft, or
    nothing could be proposed and nothing was there.
    """
    check_version(row, version)
    check_draft(row.state)
    need = row.opportunity
    if need.state is not OpportunityState.PUBLISHED or (need.expires_at is not None and need.expires_at <= now()):
        raise RuleViolation("consortium.need_closed")
    done = [_carried_out(one, row.opportunity, message, ranked, staff) for one in plan(row, ranked)]
    for one in done:
        one.member.introduction = one.introduction
    if not any(one.introduction for one in done):
        raise RuleViolation(next((one.refusal for one in done), "consortium.nobody_to_introduce"))
    row.state = ConsortiumState.INTRODUCED
    db.session.flush()
    made = [one.introduction.id for one in done if one.introduction]
    audit.record("consortium.introduced", row, actor_id=staff.user_id, details={"introductions": made})
    return done


def _carried_out(one: Planned, need: Opportunity, message: str, ranked: Ranked, staff: Actor) -> Planned:
    if one.introduction is not None or one.other is None or one.member.organisation is None:
        return one
    try:
        with db.session.begin_nested():
            made = _proposed(one.member.organisation, one.other, need, message, ranked, staff)
    except RuleViolation as refusal:
        return Planned(one.member, one.other, None, refusal.code)
    return Planned(one.member, one.other, made)


def _proposed(
    one: Organisation, other: Organisation, need: Opportunity, message: str, ranked: Ranked, staff: Actor
) -> Introduction:
    """Asked are the people of the need's owner where it is one of the two, else of whoever has people here."""
    first, second = (other, one) if other.id == need.organisation_id else (one, other)
    if not db.session.scalar(queries.has_members(first.id)):
        first, second = second, first
    proposing.get_pair(first.id, second.id, staff)
    check_pair(first, second)
    mine = _chosen(own_opportunities(first), need, ranked.get(first.id))
    theirs = _chosen(open_opportunities(second), need, ranked.get(second.id))
    return proposing.propose(first, second, Interest(mine, theirs, message), staff=staff)


def _chosen(offered: Sequence[Opportunity], need: Opportunity, ranked: tuple[float, int | None] | None) -> int | None:
    """The need itself, else what fits it best, else the first that is offered."""
    ids = [one.id for one in offered]
    best = ranked[1] if ranked else None
    return next((one for one in (need.id, best) if one in ids), ids[0] if ids else None)
