"""How a person comes to speak for an organisation: by making it, or by asking and being let in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.models import User
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.organisations import parts, queries, service
from matchmaker.organisations.duplicates import Candidate, Duplicate, Reason
from matchmaker.organisations.models import Contact, Membership, Organisation
from matchmaker.organisations.names import domain_of, name_key
from matchmaker.organisations.rules import DOMESTIC_COUNTRY, MembershipState, Tier, VettingState, completeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a person first says of their organisation; one of the names is there."""

    name_ko: str | None
    name_en: str | None
    website: str | None
    country: str


def alike(beginning: Beginning) -> list[Duplicate]:
    """Organisations here already that may be the one described, the surest first."""
    names = tuple(name for name in (beginning.name_ko, beginning.name_en) if name)
    return service.duplicate_index().find(Candidate(None, names, beginning.country, beginning.website))


@dataclass(frozen=True, slots=True)
class Alike:
    """An organisation here that may be the one described; `names` are empty when they are not for a stranger."""

    id: int
    names: tuple[str, ...]
    country: str
    reasons: tuple[Reason, ...]


def shown_to_strangers(found: Sequence[Duplicate], beginning: Beginning) -> list[Alike]:
    """What somebody who has yet to join may read of `found`: names that are public, or that were typed just now."""
    ids = [one.candidate.key for one in found]
    rows = {row.id: row for row in db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(ids)))}
    typed = {name_key(name) for name in (beginning.name_ko, beginning.name_en) if name}
    listed = [(rows[key], one.reasons) for one in found if (key := one.candidate.key) in rows]
    return [Alike(row.id, _open_names(row, typed), row.country, reasons) for row, reasons in listed]


def _open_names(organisation: Organisation, typed: set[str]) -> tuple[str, ...]:
    names = tuple(name for name in (organisation.name_ko, organisation.name_en) if name)
    if organisation.state is VettingState.APPROVED and organisation.anonymity_tier >= Tier.NAMED:
        return names
    return tuple(name for name in names if name_key(name) in typed)


def create(user: User, beginning: Beginning) -> Organisation:
    """A draft that `user` speaks for. Raises RuleViolation when the person speaks for one or has asked to."""
    organisation = Organisation(
        name_ko=beginning.name_ko, name_en=beginning.name_en, other_names=[], website=beginning.website,
        website_domain=domain_of(beginning.website), country=beginning.country, time_zone=user.time_zone,
        cluster="OTHER_KR" if beginning.country == DOMESTIC_COUNTRY else "OTHER", source="self",
    )  # fmt: skip
    organisation.contacts.append(Contact(name=user.full_name, email=user.email, language=user.locale, is_primary=True))
    db.session.add(organisation)
    db.session.flush()
    organisation.completeness = completeness(parts.filled_fields(organisation))
    _add_membership(user, organisation, MembershipState.ACTIVE)
    audit.record("organisation.created", organisation, actor_id=user.id)
    return organisation


def ask_to_join(user: User, organisation_id: int, beginning: Beginning) -> Membership:
    """Ask to speak for an organisation that resembles what the person described; a broker answers.

    Raises NotFound for one that does not resemble it, RuleViolation when the person speaks for one or has asked.
    """
    if organisation_id not in {found.candidate.key for found in alike(beginning)}:
        raise NotFound("not_found")
    organisation = db.session.get_one(Organisation, organisation_id)
    membership = _add_membership(user, organisation, MembershipState.PENDING)
    audit.record("membership.asked", membership, actor_id=user.id, details={"organisation": organisation.id})
    facts = {"person": user.full_name, "person_email": user.email}
    service.mail_members(organisation, "join_asked", **facts)
    service.mail_brokers(organisation, "join_asked", **facts)
    return membership


def withdraw(user: User) -> None:
    """Take back a request that is not answered yet. Raises NotFound when there is none."""
    membership = db.session.scalars(queries.membership_of(user.id).with_for_update()).first()
    if membership is None or membership.state is not MembershipState.PENDING:
        raise NotFound("not_found")
    audit.record("membership.withdrawn", membership, actor_id=user.id)
    db.session.delete(membership)
    db.session.flush()


def get_request(membership_id: int, staff: Actor) -> Membership:
    """A request to join an organisation in this person's care, held until the transaction ends. Raises NotFound."""
    membership = db.session.get(Membership, membership_id, with_for_update=True, populate_existing=True)
    if membership is None or not staff.serves(membership.organisation.cluster):
        raise NotFound("not_found")
    return membership


def answer(membership_id: int, *, staff: Actor, accept: bool) -> Membership:
    """Let a person in or not, and tell them and the members. Raises NotFound, RuleViolation when it was answered."""
    membership = get_request(membership_id, staff)
    if membership.state is not MembershipState.PENDING:
        raise RuleViolation("organisation.join_answered")
    organisation, person = membership.organisation, membership.user
    facts: dict[str, Any] = {"organisation": organisation, "person": person.full_name, "accepted": accept}
    if accept:
        service.mail_members(organisation, "join_decided", **{k: v for k, v in facts.items() if k != "organisation"})
        membership.state = MembershipState.ACTIVE
    else:
        db.session.delete(membership)
    outbox.post("join_decided", to=person.email, locale=person.locale, name=person.full_name, **facts)
    action = "membership.accepted" if accept else "membership.refused"
    audit.record(action, membership, actor_id=staff.user_id, details={"organisation": organisation.id})
    db.session.flush()
    return membership


def leave(user: User) -> None:
    """Take a person who closes the account, and the contact with that address, out of the organisation.

    The profile stays, in the brokers' care.
    """
    membership = db.session.scalars(queries.membership_of(user.id)).first()
    if membership is None:
        return
    organisation = membership.organisation
    service.lock(organisation)
    organisation.contacts = [one for one in organisation.contacts if one.email.lower() != user.email]
    audit.record("membership.ended", membership, actor_id=user.id, details={"organisation": organisation.id})
    db.session.delete(membership)
    db.session.flush()


def _add_membership(user: User, organisation: Organisation, state: MembershipState) -> Membership:
    membership = Membership(user_id=user.id, organisation_id=organisation.id, state=state)
    try:
        with db.session.begin_nested():
            db.session.add(membership)
    except IntegrityError as error:  # a person speaks for one organisation
        raise RuleViolation("organisation.already_member") from error
    return membership
