"""Writing the plan: begun, changed, proposed. A change of what was proposed makes its sign-offs void."""

from matchmaker.demonstrations import letters
from matchmaker.demonstrations.models import (
    AcceptanceCriterion,
    CostShare,
    Demonstration,
    DemonstrationDeed,
    DemonstrationSite,
    FlowStep,
)
from matchmaker.demonstrations.rules import EDITABLE, Deed, Plan, State, check_move, check_plan, lacking
from matchmaker.demonstrations.sight import check_may_act, domestic_side, plan_of
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes.sight import sides_of


def begin(introduction: Introduction, plan: Plan, *, by: Reader) -> Demonstration:
    """Begin the plan of a demonstration. Raises RuleViolation."""
    check_may_act(by)
    check_plan(plan, sides=[side.id for side in sides_of(introduction)])
    row = Demonstration(introduction=introduction, title=plan.title, begun_by_id=by.actor.user_id)
    _write(row, plan)
    db.session.add(row)
    db.session.flush()
    note_deed(row, Deed.STARTED, by=by)
    audit.record("demonstration.begun", row, actor_id=by.actor.user_id)
    return row


def edit(row: Demonstration, plan: Plan, *, by: Reader, version: int | None) -> bool:
    """Change the plan; whether sign-offs became void by it. Raises RuleViolation."""
    check_may_act(by)
    check_version(row, version)
    if row.state not in EDITABLE:
        raise RuleViolation("demonstration.text_stands")
    check_plan(plan, sides=[side.id for side in sides_of(row.introduction)])
    if plan == plan_of(row):
        return False
    was_proposed = row.state is not State.DRAFT
    was_signed = any(site.signed_version is not None for site in row.sites)
    _write(row, plan)
    row.updated_at = now()
    if was_proposed:
        check_move(row.state, State.DRAFT)
        row.state, row.text_version = State.DRAFT, row.text_version + 1
    note_deed(row, Deed.VOIDED if was_signed else Deed.EDITED, by=by)
    db.session.flush()
    audit.record("demonstration.edited", row, actor_id=by.actor.user_id, details={"voided": was_signed})
    if was_signed:
        letters.tell(row, Deed.VOIDED, by=by)
    return was_signed


def propose(row: Demonstration, *, by: Reader, version: int | None) -> None:
    """Put the whole plan before both sites to sign. Raises RuleViolation when something is missing."""
    check_may_act(by)
    check_version(row, version)
    check_move(row.state, State.PROPOSED)
    if lacking(plan_of(row), domestic_side=domestic_side(row.introduction).id):
        raise RuleViolation("demonstration.incomplete")
    row.state = State.PROPOSED
    note_deed(row, Deed.PROPOSED, by=by)
    db.session.flush()
    audit.record("demonstration.proposed", row, actor_id=by.actor.user_id)
    letters.tell(row, Deed.PROPOSED, by=by)


def note_deed(row: Demonstration, deed: Deed, *, by: Reader, note: str = "") -> None:
    """Write one line of the history."""
    line = DemonstrationDeed(
        at=now(), deed=deed, actor_id=by.actor.user_id, side_id=by.side_id, text_version=row.text_version, note=note
    )
    row.history.append(line)


def _write(row: Demonstration, plan: Plan) -> None:
    """Store a plan; its rows are made anew, so no sign-off outlives them."""
    for name in ("title", "hypothesis", "protocol", "ip_terms", "data_terms", "starts_on", "ends_on"):
        setattr(row, name, getattr(plan, name))
    row.sites = [DemonstrationSite(side_id=one.side_id, asset_id=one.asset_id, place=one.place) for one in plan.sites]
    row.steps = [
        FlowStep(material=one.material, origin=one.origin, goal=one.goal, quantity=one.quantity,
                 needs_permit=one.needs_permit, permit=one.permit)
        for one in plan.steps
    ]  # fmt: skip
    row.criteria = [
        AcceptanceCriterion(name=one.name, operator=one.operator, target=one.target, unit=one.unit, before=one.before)
        for one in plan.criteria
    ]
    row.shares = [CostShare(payer=one.payer, percent=one.percent) for one in plan.shares]
