"""What happens to an organisation: submitted, vetted, suspended, deleted."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import InvalidRequestError, OperationalError

from matchmaker.foundation import audit, jobs, outbox
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.permissions import AGENCY, Actor
from matchmaker.organisations import parts, queries
from matchmaker.organisations.duplicates import Candidate, DuplicateIndex
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState, check_move, completeness, missing

MATCH_JOB = "suggestions.refresh"
DECISIONS = frozenset({VettingState.APPROVED, VettingState.NEEDS_INFO, VettingState.REFUSED, VettingState.SUSPENDED})


class NoOrganisationYet(RuleViolation):
    """The person speaks for no organisation; pages answer by leading to where one is made or joined."""

    def __init__(self) -> None:
        super().__init__("organisation.none_yet")


def organisation_of(user_id: int) -> Organisation | None:
    """The organisation for which the person speaks, if there is one yet."""
    return db.session.scalars(queries.whole(queries.of_member(user_id))).first()


def get_own(user_id: int) -> Organisation:
    """As `organisation_of`. Raises RuleViolation when there is none yet."""
    found = organisation_of(user_id)
    if found is None:
        raise NoOrganisationYet
    return found


def get_in_care(organisation_id: int, staff: Actor) -> Organisation:
    """An organisation in the care of `staff`. Raises NotFound."""
    statement = queries.whole(queries.in_care_of(staff).where(Organisation.id == organisation_id))
    found = db.session.scalars(statement).first()
    if found is None:
        raise NotFound("not_found")
    return found


def lock(organisation: Organisation) -> None:
    """Read `organisation` anew and keep others from changing it until the transaction ends. Raises NotFound."""
    db.session.flush()
    try:
        db.session.refresh(organisation, with_for_update=True)
    except InvalidRequestError as error:  # deleted meanwhile
        raise NotFound("not_found") from error


def touch(organisation: Organisation) -> None:
    """Note that something the matching sees has changed; its suggestions are made anew after the commit.

    `version` stays: two brokers who decide on two opportunities of one organisation are not in each other's way.
    """
    db.session.flush()
    db.session.execute(
        sa.update(Organisation)
        .where(Organisation.id == organisation.id)
        .values(revision=Organisation.revision + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(organisation, ["revision", "updated_at"])
    jobs.after_commit(MATCH_JOB)


def mail_members(organisation: Organisation, kind: str, **facts: Any) -> None:
    """Write mail `kind` to everybody who speaks for `organisation`, each in their language."""
    for membership in db.session.scalars(queries.members_of(organisation.id)):
        person = membership.user
        outbox.post(
            kind, to=person.email, locale=person.locale, name=person.full_name, organisation=organisation, **facts
        )


def mail_brokers(organisation: Organisation, kind: str, **facts: Any) -> None:
    """Write mail `kind` to every broker in whose care `organisation` is."""
    for person in db.session.scalars(queries.brokers_of(organisation.cluster)):
        outbox.post(
            kind, to=person.email, locale=person.locale, name=person.full_name, organisation=organisation, **facts
        )


def submit(organisation: Organisation, *, actor_id: int) -> None:
    """Hand a profile to the brokers. Raises RuleViolation when something required is missing."""
    lock(organisation)
    filled = parts.filled_fields(organisation)
    if left := missing(filled, required_only=True):
        raise RuleViolation("organisation.incomplete", missing=[want.field for want in left])
    _move(organisation, VettingState.SUBMITTED)
    organisation.submitted_at, organisation.state_reason = now(), None
    organisation.completeness = completeness(filled)
    audit.record("organisation.submitted", organisation, actor_id=actor_id)
    mail_brokers(organisation, "organisation_submitted")
    db.session.flush()


def take_back(organisation: Organisation, *, actor_id: int) -> None:
    """Make a submitted profile a draft again before it is decided. Raises RuleViolation."""
    lock(organisation)
    _move(organisation, VettingState.DRAFT)
    organisation.submitted_at = None
    audit.record("organisation.taken_back", organisation, actor_id=actor_id)
    db.session.flush()


def decide(organisation: Organisation, new: VettingState, *, staff: Actor, reason: str = "") -> None:
    """Approve, ask for more, refuse, suspend or lift a suspension; every answer but approval needs a reason.

    Raises RuleViolation, for the second of two who decide at once too.
    """
    if new not in DECISIONS:
        raise RuleViolation("organisation.bad_move", new=new.value)
    if new is not VettingState.APPROVED and not reason.strip():
        raise RuleViolation("organisation.reason_needed")
    lock(organisation)
    _move(organisation, new)
    organisation.state_reason = reason.strip() or None
    organisation.decided_at, organisation.decided_by_id = now(), staff.user_id
    audit.record(f"organisation.{new.value}", organisation, actor_id=staff.user_id)
    touch(organisation)
    mail_members(organisation, "organisation_decided", state=new.value, reason=organisation.state_reason)


def accept_identity(organisation: Organisation, *, staff: Actor) -> None:
    """Note that a broker has looked at what changed of an approved organisation's identity. Raises RuleViolation."""
    lock(organisation)
    if organisation.state is not VettingState.APPROVED:
        raise RuleViolation("organisation.bad_move", current=organisation.state.value)
    organisation.decided_at, organisation.decided_by_id = now(), staff.user_id
    audit.record("organisation.identity_accepted", organisation, actor_id=staff.user_id)
    db.session.flush()


def delete(organisation: Organisation, *, staff: Actor) -> None:
    """Delete an organisation with everything that hangs on it.

    Raises Forbidden for co-brokers, RuleViolation while the matching holds its rows.
    """
    if staff.role not in AGENCY:
        raise Forbidden("forbidden")
    try:
        lock(organisation)
        audit.record(
            "organisation.deleted", organisation, actor_id=staff.user_id, details={"source": organisation.source}
        )
        db.session.execute(sa.delete(Organisation).where(Organisation.id == organisation.id))
    except OperationalError as error:  # the database broke a deadlock with a running build
        raise RuleViolation("organisation.busy") from error
    db.session.expunge(organisation)
    jobs.after_commit(MATCH_JOB)


def duplicate_index() -> DuplicateIndex:
    """Every organisation that is here, ready to be compared; keys are ids."""
    return DuplicateIndex(as_candidate(row) for row in db.session.execute(queries.identities()))


def as_candidate(row: Organisation | sa.Row[*tuple[Any, ...]]) -> Candidate:
    """What is compared of an organisation when duplicates are looked for."""
    names = tuple(name for name in (row.name_ko, row.name_en, *(row.other_names or ())) if name)
    return Candidate(row.id, names, row.country, row.website_domain, row.registration_number)


def _move(organisation: Organisation, new: VettingState) -> None:
    check_move(organisation.state, new)
    organisation.state = new
