"""What happens to an opportunity: begun, submitted, vetted, withdrawn, copied, deleted."""

from typing import Any

from matchmaker.accounts import queries as people
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.opportunities import drafting, queries, sight
from matchmaker.opportunities.changes import CODED_VALUES, OTHER_VALUES
from matchmaker.opportunities.models import Opportunity, OpportunityCode, OpportunityText
from matchmaker.opportunities.profile_types import profile_type
from matchmaker.opportunities.publication import publish
from matchmaker.opportunities.quality import Severity
from matchmaker.opportunities.rules import (
    TEXT_LIMITS,
    OpportunityState,
    check_deletable,
    check_editable,
    check_move,
    default_gateway,
)
from matchmaker.opportunities.sentences import demand_of
from matchmaker.organisations import service as organisations
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier, VettingState

COPIED_VALUES = (*CODED_VALUES, *sorted(OTHER_VALUES))
DECISIONS = frozenset({OpportunityState.PUBLISHED, OpportunityState.NEEDS_INFO, OpportunityState.REFUSED})


def get_own(opportunity_id: int, user_id: int) -> Opportunity:
    """An opportunity of the organisation for which the person speaks. Raises NotFound, RuleViolation."""
    own = organisations.get_own(user_id)
    return _first(queries.of_organisation(own.id).where(Opportunity.id == opportunity_id))


def get_in_care(opportunity_id: int, staff: Actor) -> Opportunity:
    """An opportunity in the care of `staff`. Raises NotFound."""
    return _first(queries.in_care_of(staff).where(Opportunity.id == opportunity_id))


def get_for_member(opportunity_id: int, user_id: int) -> tuple[Opportunity, Tier]:
    """An own opportunity, or a published one of others, with the tier to which the person sees it.

    Raises NotFound (also where one has blocked the other), RuleViolation without an organisation, Forbidden while it
    is not approved.
    """
    own = organisations.get_own(user_id)
    mine = db.session.scalars(
        queries.whole(queries.of_organisation(own.id).where(Opportunity.id == opportunity_id))
    ).first()
    if mine is not None:
        return mine, Tier.DOCUMENTS
    if own.state is not VettingState.APPROVED:
        raise Forbidden("opportunity.members_only")
    found = _first(queries.published().where(Opportunity.id == opportunity_id))
    if sight.are_blocked(own, found):
        raise NotFound("not_found")
    return found, sight.tier_of(own, found)


def begin(organisation: Organisation, *, profile_type_code: str, actor_id: int) -> Opportunity:
    """Begin a draft. Raises RuleViolation for an unknown type."""
    opportunity = Opportunity(
        organisation=organisation, profile_type=profile_type(profile_type_code).code,
        gateway=default_gateway(organisation.country), anonymity_tier=organisation.anonymity_tier,
        state=OpportunityState.DRAFT,
    )  # fmt: skip
    opportunity.codes.append(OpportunityCode(list_name="sensitivity", code="unknown"))
    return _add(opportunity, "opportunity.begun", actor_id=actor_id)


def change_type(opportunity: Opportunity, *, profile_type_code: str, actor_id: int) -> None:
    """Change the type; partnership types that the new one does not allow are dropped.

    Raises RuleViolation once it was published, while it may not be edited, or for an unknown type.
    """
    wanted = profile_type(profile_type_code)
    check_editable(opportunity.state, by_staff=False)
    if opportunity.reference is not None:
        raise RuleViolation("opportunity.type_fixed")
    opportunity.profile_type = wanted.code
    opportunity.codes = [
        row for row in opportunity.codes if row.list_name != "partnership_type" or row.code in wanted.partnership_types
    ]
    drafting.measure(opportunity)
    audit.record("opportunity.type_changed", opportunity, actor_id=actor_id, details={"type": wanted.code})


def submit(opportunity: Opportunity, *, actor_id: int) -> None:
    """Hand it to the brokers. Raises RuleViolation when something required is missing."""
    check_move(opportunity.state, OpportunityState.SUBMITTED)
    if drafting.measure(opportunity).holding_up:
        raise RuleViolation("opportunity.incomplete")
    was_public = opportunity.state is OpportunityState.PUBLISHED
    opportunity.state, opportunity.state_reason, opportunity.submitted_at = OpportunityState.SUBMITTED, None, now()
    audit.record("opportunity.submitted", opportunity, actor_id=actor_id)
    mail_brokers(opportunity.organisation, "opportunity_submitted", opportunity=opportunity)
    if was_public:
        organisations.touch(opportunity.organisation)


def recall(opportunity: Opportunity, *, actor_id: int) -> None:
    """Take it back to a draft: before the decision, or after a refusal or withdrawal. Raises RuleViolation."""
    check_move(opportunity.state, OpportunityState.DRAFT)
    opportunity.state, opportunity.state_reason = OpportunityState.DRAFT, None
    audit.record("opportunity.recalled", opportunity, actor_id=actor_id)


def withdraw(opportunity: Opportunity, *, actor_id: int) -> None:
    """Take a published one off. Raises RuleViolation when it is not published."""
    check_move(opportunity.state, OpportunityState.WITHDRAWN)
    opportunity.state = OpportunityState.WITHDRAWN
    audit.record("opportunity.withdrawn", opportunity, actor_id=actor_id)
    organisations.touch(opportunity.organisation)


def decide(
    opportunity: Opportunity, new: OpportunityState, *, staff: Actor, reason: str = "", despite_blockers: bool = False
) -> None:
    """Publish it, ask for more, or refuse it; every answer but publication needs a reason.

    Raises RuleViolation: no reason, not waiting for a decision, stage now or stage needed next not said, organisation
    not approved, or a blocker of the second reader's list that nobody has taken responsibility for.
    """
    if new not in DECISIONS or opportunity.state is not OpportunityState.SUBMITTED:
        raise RuleViolation("opportunity.not_waiting")
    if new is OpportunityState.PUBLISHED:
        if not (opportunity.stage_now and opportunity.stage_next):
            raise RuleViolation("opportunity.stages_needed")
        _check_blockers(opportunity, despite_blockers=despite_blockers)
        publish(opportunity)
    elif not reason.strip():
        raise RuleViolation("opportunity.reason_needed")
    opportunity.state, opportunity.state_reason = new, reason.strip() or None
    opportunity.decided_at, opportunity.decided_by_id = now(), staff.user_id
    audit.record(
        f"opportunity.{new.value}", opportunity, actor_id=staff.user_id, details={"despite_blockers": despite_blockers}
    )
    if new is OpportunityState.PUBLISHED:
        organisations.touch(opportunity.organisation)
    organisations.mail_members(
        opportunity.organisation, "opportunity_decided", opportunity=opportunity, state=new.value,
        reason=opportunity.state_reason,
    )  # fmt: skip


def _check_blockers(opportunity: Opportunity, *, despite_blockers: bool) -> None:
    has_blocker = any(flag.severity is Severity.BLOCKER for flag in drafting.flags_of(opportunity))
    if has_blocker and not despite_blockers:
        raise RuleViolation("opportunity.blockers")


def note_looked_at(opportunity: Opportunity, *, staff: Actor) -> None:
    """A broker has read what changed since approval, and lets it stand."""
    opportunity.changed_at = None
    audit.record("opportunity.change_accepted", opportunity, actor_id=staff.user_id)


def duplicate(opportunity: Opportunity, *, actor_id: int) -> Opportunity:
    """A draft with the same contents; documents and reference stay with the original."""
    copy = Opportunity(
        organisation=opportunity.organisation, profile_type=opportunity.profile_type, state=OpportunityState.DRAFT,
        **{name: getattr(opportunity, name) for name in COPIED_VALUES},
    )  # fmt: skip
    copy.texts = [
        OpportunityText(language=text.language, **{name: getattr(text, name) for name in TEXT_LIMITS})
        for text in opportunity.texts
    ]
    copy.codes = [OpportunityCode(list_name=row.list_name, code=row.code) for row in opportunity.codes]
    copy.requirements = [drafting.requirement_row(demand_of(row)) for row in opportunity.requirements]
    copy.alternatives = [drafting.alternative_row(drafting.comparison_of(row)) for row in opportunity.alternatives]
    return _add(copy, "opportunity.copied", actor_id=actor_id)


def delete(opportunity: Opportunity, *, actor_id: int) -> None:
    """Delete a draft for good. Raises RuleViolation for what was ever published."""
    check_deletable(opportunity.state, opportunity.reference)
    audit.record("opportunity.deleted", opportunity, actor_id=actor_id)
    db.session.delete(opportunity)


def mail_brokers(organisation: Organisation, kind: str, **facts: Any) -> None:
    """Write mail `kind` to the brokers in whose care `organisation` is, each in their language."""
    for role in (Role.BROKER, Role.CO_BROKER):
        for person in db.session.scalars(people.people(role=role)):
            if person.is_active and person.as_actor().serves(organisation.cluster):
                outbox.post(kind, to=person.email, locale=person.locale, name=person.full_name,
                            organisation=organisation, **facts)  # fmt: skip


def _add(opportunity: Opportunity, deed: str, *, actor_id: int) -> Opportunity:
    drafting.measure(opportunity)
    db.session.add(opportunity)
    db.session.flush()
    audit.record(deed, opportunity, actor_id=actor_id)
    return opportunity


def _first(statement: queries.Found) -> Opportunity:
    found = db.session.scalars(queries.whole(statement)).first()
    if found is None:
        raise NotFound("not_found")
    return found
