"""Reads of routes and hand-overs."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from matchmaker.assets.models import Asset
from matchmaker.clusters.rules import HOME
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.opportunities.models import Opportunity, OpportunityCode, OpportunityText
from matchmaker.opportunities.queries import in_care_of
from matchmaker.opportunities.queries import of_organisation as opportunities_of
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations import queries as organisations
from matchmaker.organisations.models import Disclosure, Organisation, OrganisationCode
from matchmaker.organisations.rules import Tier, VettingState
from matchmaker.routes.models import Handover
from matchmaker.routes.rules import HandoverState

OFFERED_ONCE = Opportunity.reference.is_not(None)
"""What was published at least once: a draft has no route yet."""


def projects_of(organisation_id: int) -> sa.Select[Opportunity]:
    """The organisation's projects that were published, newest first."""
    return opportunities_of(organisation_id).where(OFFERED_ONCE)


def projects_in_care(staff: Actor, *, following: str = "", words: str = "") -> sa.Select[Opportunity]:
    """Published projects in this person's care, by the stage that they need next and words of title or reference."""
    statement = in_care_of(staff).where(Opportunity.state == OpportunityState.PUBLISHED)
    if following:
        statement = statement.where(Opportunity.stage_next == following)
    for word in words.split():
        titled = Opportunity.texts.any(OpportunityText.title.icontains(word, autoescape=True))
        statement = statement.where(sa.or_(Opportunity.reference.icontains(word, autoescape=True), titled))
    return statement.order_by(Opportunity.published_at.desc(), Opportunity.id.desc())


def for_route(statement: sa.Select[Opportunity]) -> sa.Select[Opportunity]:
    """`statement` with what a route needs of its project."""
    return statement.options(
        joinedload(Opportunity.organisation).selectinload(Organisation.codes), selectinload(Opportunity.texts),
        selectinload(Opportunity.codes), selectinload(Opportunity.requirements), selectinload(Opportunity.attachments),
    )  # fmt: skip


def organisations_serving(areas: Collection[str], *, but_not: int, limit: int) -> sa.Select[Organisation]:
    """Approved organisations that say which stages they supply, most shared areas first."""
    shared = (
        sa.select(OrganisationCode.organisation_id, sa.func.count().label("shared"))
        .where(OrganisationCode.list_name == "area", OrganisationCode.code.in_(sorted(areas)))
        .group_by(OrganisationCode.organisation_id)
        .subquery()
    )
    supplies = Organisation.codes.any(OrganisationCode.list_name == "stage")
    statement = organisations.approved().join(shared, shared.c.organisation_id == Organisation.id)
    return (
        organisations.whole(statement.where(Organisation.id != but_not, supplies))
        .order_by(shared.c.shared.desc(), Organisation.id)
        .limit(limit)
    )


def operations_offered(organisation_ids: Collection[int]) -> sa.Select[int, str]:
    """Organisation and unit operation of each open opportunity of the organisations.

    What a named organisation offers anonymously is left out: its codes must not be read beside the name.
    """
    told = sa.or_(Opportunity.anonymity_tier >= Tier.NAMED, Organisation.anonymity_tier < Tier.NAMED)
    return (
        sa.select(Opportunity.organisation_id, OpportunityCode.code)
        .join(OpportunityCode, OpportunityCode.opportunity_id == Opportunity.id)
        .join(Organisation, Opportunity.organisation_id == Organisation.id)
        .where(
            Opportunity.organisation_id.in_(sorted(organisation_ids)),
            Opportunity.state == OpportunityState.PUBLISHED,
            told,
            OpportunityCode.list_name == "unit_operation",
        )
        .distinct()
    )


def assets() -> sa.Select[Asset]:
    """All assets with their codes and facts."""
    return sa.select(Asset).options(selectinload(Asset.codes), selectinload(Asset.facts)).order_by(Asset.id)


def acquainted_with(organisation_id: int) -> sa.Select[Organisation]:
    """Approved organisations that this one may name, and that may name it, for they were introduced."""
    there, back = aliased(Disclosure), aliased(Disclosure)
    return (
        organisations.approved()
        .join(there, sa.and_(there.viewer_id == organisation_id, there.subject_id == Organisation.id))
        .join(back, sa.and_(back.subject_id == organisation_id, back.viewer_id == Organisation.id))
        .where(there.tier >= Tier.NAMED, back.tier >= Tier.NAMED)
        .order_by(Organisation.name_en, Organisation.id)
    )


def _whole(statement: sa.Select[Handover]) -> sa.Select[Handover]:
    return statement.options(
        joinedload(Handover.opportunity).selectinload(Opportunity.texts),
        joinedload(Handover.giver), joinedload(Handover.receiver),
        joinedload(Handover.asset).joinedload(Asset.operator),
        joinedload(Handover.offered_by), joinedload(Handover.answered_by),
    )  # fmt: skip


def handovers_of(opportunity_id: int) -> sa.Select[Handover]:
    """The hand-overs of a project, latest first."""
    statement = sa.select(Handover).where(Handover.opportunity_id == opportunity_id)
    return _whole(statement.order_by(Handover.offered_at.desc(), Handover.id.desc()))


def handover(handover_id: int) -> sa.Select[Handover]:
    """One hand-over."""
    return _whole(sa.select(Handover).where(Handover.id == handover_id))


def waiting_for(organisation_id: int) -> sa.Select[Handover]:
    """What was handed to an organisation, or to an asset that it operates, and waits for its answer."""
    operated = sa.select(Asset.id).where(Asset.operator_id == organisation_id)
    mine = sa.or_(Handover.to_id == organisation_id, Handover.asset_id.in_(operated))
    return _whole(sa.select(Handover).where(mine, Handover.state == HandoverState.OFFERED).order_by(Handover.id))


def received_by(organisation_id: int) -> sa.Select[Handover]:
    """What was handed to an organisation, or to an asset that it operates, latest first."""
    operated = sa.select(Asset.id).where(Asset.operator_id == organisation_id)
    mine = sa.or_(Handover.to_id == organisation_id, Handover.asset_id.in_(operated))
    kept = Handover.state != HandoverState.WITHDRAWN
    return _whole(sa.select(Handover).where(mine, kept).order_by(Handover.offered_at.desc(), Handover.id.desc()))


def waiting_in_care(staff: Actor) -> sa.Select[Handover]:
    """Hand-overs in this person's care that nobody has answered, the longest waiting first."""
    giver, receiver, operator = aliased(Organisation), aliased(Organisation), aliased(Organisation)
    statement = (
        sa.select(Handover)
        .join(giver, Handover.from_id == giver.id)
        .outerjoin(receiver, Handover.to_id == receiver.id)
        .outerjoin(Asset, Handover.asset_id == Asset.id)
        .outerjoin(operator, Asset.operator_id == operator.id)
        .where(Handover.state == HandoverState.OFFERED)
        .order_by(Handover.offered_at, Handover.id)
    )
    if staff.role is Role.CO_BROKER:
        receiving = sa.func.coalesce(receiver.cluster, operator.cluster, HOME)
        statement = statement.where(sa.or_(giver.cluster == staff.cluster, receiving == staff.cluster))
    return _whole(statement)


def needed_next(staff: Actor) -> sa.Select[str | None, int]:
    """How many published projects in care need each stage next."""
    counted = in_care_of(staff).where(Opportunity.state == OpportunityState.PUBLISHED)
    return counted.with_only_columns(Opportunity.stage_next, sa.func.count(Opportunity.id)).group_by(
        Opportunity.stage_next
    )


def supplied_by_organisations() -> sa.Select[str, int]:
    """How many approved organisations supply each stage."""
    return (
        sa.select(OrganisationCode.code, sa.func.count(OrganisationCode.organisation_id))
        .join(Organisation, OrganisationCode.organisation_id == Organisation.id)
        .where(OrganisationCode.list_name == "stage", Organisation.state == VettingState.APPROVED)
        .group_by(OrganisationCode.code)
    )
