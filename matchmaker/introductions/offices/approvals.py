"""Which offices must approve before an introduction is passed on, and which have."""

from collections.abc import Collection

from sqlalchemy.exc import IntegrityError

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import queries
from matchmaker.introductions.models import Introduction, IntroductionApproval
from matchmaker.introductions.moves import add_step
from matchmaker.introductions.rules import AGENCY_OFFICE, StepKind, is_forwardable


def staffed_clusters() -> frozenset[str]:
    """Clusters in which a co-broker works at present."""
    return frozenset(cluster for cluster in db.session.scalars(queries.staffed_clusters()) if cluster)


def offices_needed(introduction: Introduction, staffed: Collection[str] | None = None) -> tuple[str, ...]:
    """The agency, and the cluster of each side in which a co-broker works (`staffed`; None: looked up)."""
    known = staffed_clusters() if staffed is None else staffed
    sides = (introduction.from_organisation.cluster, introduction.to_organisation.cluster)
    return (AGENCY_OFFICE, *(cluster for cluster in dict.fromkeys(sides) if cluster in known))


def offices_missing(introduction: Introduction, staffed: Collection[str] | None = None) -> tuple[str, ...]:
    """Offices that have yet to approve."""
    given = {approval.office for approval in introduction.approvals}
    return tuple(office for office in offices_needed(introduction, staffed) if office not in given)


def office_of(staff: Actor) -> str:
    """The office for which a member of staff speaks."""
    return staff.cluster or AGENCY_OFFICE


def has_approved(introduction: Introduction, *offices: str) -> bool:
    """Whether one of `offices` has approved."""
    return any(approval.office in offices for approval in introduction.approvals)


def may_be_forwarded(introduction: Introduction) -> bool:
    """Whether all offices that are needed have approved, by what the database holds."""
    db.session.flush()
    given = db.session.scalars(queries.approving_offices(introduction.id)).all()
    return is_forwardable(offices_needed(introduction), given)


def give(introduction: Introduction, *, staff: Actor) -> None:
    """Record that the office of `staff` approves. Raises RuleViolation when it has already and others have not."""
    office = office_of(staff)
    if has_approved(introduction, office):
        if offices_missing(introduction):
            raise RuleViolation("introduction.approved_already")
        return
    approval = IntroductionApproval(office=office, by_id=staff.user_id, at=now())
    try:
        with db.session.begin_nested():
            introduction.approvals.append(approval)
            introduction.updated_at = now()  # a new version: of two offices at once, one sees the other's
    except IntegrityError as error:
        raise RuleViolation("changed_meanwhile") from error
    _write_down(introduction, StepKind.APPROVAL, staff)


def take_back(introduction: Introduction, *, staff: Actor) -> None:
    """Take the approval of the office of `staff` back. Raises RuleViolation when there is none."""
    office = office_of(staff)
    found = next((approval for approval in introduction.approvals if approval.office == office), None)
    if found is None:
        raise RuleViolation("introduction.not_approved_yet")
    introduction.approvals.remove(found)
    introduction.updated_at = now()
    db.session.flush()
    _write_down(introduction, StepKind.APPROVAL_TAKEN_BACK, staff)


def clear(introduction: Introduction) -> None:
    """Forget all approvals: what was approved is going to change."""
    introduction.approvals.clear()


def _write_down(introduction: Introduction, kind: StepKind, staff: Actor) -> None:
    """Where the agency alone decides, passing on says it all."""
    if len(offices_needed(introduction)) == 1:
        return
    state, office = introduction.state, office_of(staff)
    add_step(introduction, state, state, actor_id=staff.user_id, internal=True, kind=kind, note=office)
    audit.record(f"introduction.{kind.value}", introduction, actor_id=staff.user_id, details={"office": office})
