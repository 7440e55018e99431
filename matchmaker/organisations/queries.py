"""Reads of organisations."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import User
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.organisations.models import Block, Contact, Disclosure, Membership, Organisation, OrganisationCode
from matchmaker.organisations.rules import MembershipState, VettingState


def of_member(user_id: int) -> sa.Select[Organisation]:
    """The organisation for which the person speaks."""
    return (
        sa.select(Organisation)
        .join(Membership)
        .where(Membership.user_id == user_id, Membership.state == MembershipState.ACTIVE)
    )


def membership_of(user_id: int) -> sa.Select[Membership]:
    """The person's membership, waiting or active."""
    return sa.select(Membership).where(Membership.user_id == user_id)


def members_of(organisation_id: int) -> sa.Select[Membership]:
    """People who speak for the organisation."""
    return (
        sa.select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.state == MembershipState.ACTIVE)
        .order_by(Membership.id)
    )


def in_care_of(staff: Actor) -> sa.Select[Organisation]:
    """Organisations that this member of staff may see: all, or those of a co-broker's own cluster."""
    statement = sa.select(Organisation)
    if staff.role is Role.CO_BROKER:
        return statement.where(Organisation.cluster == staff.cluster)
    return statement


def whole(statement: sa.Select[Organisation]) -> sa.Select[Organisation]:
    """`statement` with everything a profile page shows, in a fixed number of queries."""
    return statement.options(
        selectinload(Organisation.texts), selectinload(Organisation.codes), selectinload(Organisation.qualities),
        selectinload(Organisation.contacts),
    )  # fmt: skip


def waiting_for_vetting(staff: Actor) -> sa.Select[Organisation]:
    """Submitted organisations in this person's care, longest waiting first."""
    return (
        in_care_of(staff)
        .where(Organisation.state == VettingState.SUBMITTED)
        .order_by(Organisation.submitted_at, Organisation.id)
    )


def approved() -> sa.Select[Organisation]:
    """Organisations that take part in matching."""
    return sa.select(Organisation).where(Organisation.state == VettingState.APPROVED)


def disclosure(viewer_id: int, subject_id: int) -> sa.Select[Disclosure]:
    """The tier that one organisation has reached with another."""
    return sa.select(Disclosure).where(Disclosure.viewer_id == viewer_id, Disclosure.subject_id == subject_id)


def disclosures_to(viewer_id: int, subject_ids: list[int]) -> sa.Select[Disclosure]:
    """The tiers that `viewer_id` has reached with each of `subject_ids`."""
    return sa.select(Disclosure).where(Disclosure.viewer_id == viewer_id, Disclosure.subject_id.in_(subject_ids))


def blocks(*owner_ids: int) -> sa.Select[Block]:
    """Every entry of the block lists of `owner_ids`; of all when none is named."""
    statement = sa.select(Block).order_by(Block.id)
    return statement.where(Block.organisation_id.in_(owner_ids)) if owner_ids else statement


def blocks_by_words(domains: Collection[str]) -> sa.Select[int, str | None, str | None]:
    """Owner, domain and name of the entries of all block lists that name one of `domains`, or anybody by name."""
    named = sa.or_(Block.blocked_domain.in_(sorted(domains)), Block.blocked_name.is_not(None))
    return sa.select(Block.organisation_id, Block.blocked_domain, Block.blocked_name).where(named)


def named(domains: Collection[str] | None) -> sa.Select[int, str | None, str | None, list[str], str | None]:
    """Id, names and domain of the organisations that take part, or of those of them at or below one of `domains`."""
    columns = (
        Organisation.id, Organisation.name_ko, Organisation.name_en, Organisation.other_names,
        Organisation.website_domain,
    )  # fmt: skip
    found = sa.select(*columns).where(Organisation.state == VettingState.APPROVED)
    if domains is None:
        return found
    below = (Organisation.website_domain.endswith(f".{domain}", autoescape=True) for domain in sorted(domains))
    return found.where(sa.or_(Organisation.website_domain.in_(sorted(domains)), *below))


def identities() -> sa.Select[int, str | None, str | None, list[str], str, str | None, str | None]:
    """Id, names, country, domain and number of every organisation, for the search for duplicates."""
    return sa.select(
        Organisation.id, Organisation.name_ko, Organisation.name_en, Organisation.other_names, Organisation.country,
        Organisation.website_domain, Organisation.registration_number,
    ).order_by(Organisation.id)  # fmt: skip


def brokers_of(cluster: str) -> sa.Select[User]:
    """Brokers in whose care organisations of `cluster` are."""
    own = sa.and_(User.role == Role.CO_BROKER, User.cluster == cluster)
    return (
        sa.select(User)
        .where(User.enabled, User.email_confirmed_at.is_not(None), sa.or_(User.role == Role.BROKER, own))
        .order_by(User.id)
    )


def joins_waiting(staff: Actor) -> sa.Select[Membership]:
    """Requests to join organisations in this person's care, longest waiting first."""
    statement = (
        sa.select(Membership)
        .join(Organisation)
        .where(Membership.state == MembershipState.PENDING)
        .options(joinedload(Membership.user), joinedload(Membership.organisation))
        .order_by(Membership.created_at, Membership.id)
    )
    return statement.where(Organisation.cluster == staff.cluster) if staff.role is Role.CO_BROKER else statement


def memberships_of(organisation_id: int) -> sa.Select[Membership]:
    """People who speak for the organisation or asked to."""
    return (
        sa.select(Membership)
        .where(Membership.organisation_id == organisation_id)
        .options(joinedload(Membership.user))
        .order_by(Membership.id)
    )


def changed_since_approval(staff: Actor) -> sa.Select[Organisation]:
    """Approved organisations in care that changed name, website, number or country after a broker last looked."""
    changed = sa.exists().where(
        AuditEntry.subject_type == "organisation", AuditEntry.subject_id == Organisation.id,
        AuditEntry.action == "organisation.identity_changed",
        sa.or_(Organisation.decided_at.is_(None), AuditEntry.at > Organisation.decided_at),
    )  # fmt: skip
    return (
        in_care_of(staff)
        .where(Organisation.state == VettingState.APPROVED, changed)
        .order_by(Organisation.updated_at, Organisation.id)
    )


def identity_changes(organisation_id: int) -> sa.Select[AuditEntry]:
    """Changes of the identity of an approved organisation, newest first."""
    return (
        sa.select(AuditEntry)
        .where(
            AuditEntry.subject_type == "organisation", AuditEntry.subject_id == organisation_id,
            AuditEntry.action == "organisation.identity_changed",
        )
        .order_by(AuditEntry.id.desc())
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the back office looks for; empty values ask nothing."""

    text: str = ""
    """Part of a name in either script, of the web domain, or of a contact's mail address."""
    state: str = ""
    country: str = ""
    cluster: str = ""
    area: str = ""


def filtered(staff: Actor, wanted: Filter) -> sa.Select[Organisation]:
    """Organisations in this person's care that fit `wanted`, last changed first."""
    statement = in_care_of(staff).options(selectinload(Organisation.codes))
    for name in ("state", "country", "cluster"):
        if value := getattr(wanted, name):
            statement = statement.where(getattr(Organisation, name) == value)
    if wanted.area:
        carries = OrganisationCode.list_name == "area", OrganisationCode.code == wanted.area
        statement = statement.where(Organisation.codes.any(sa.and_(*carries)))
    if wanted.text:
        statement = statement.where(_mentions(wanted.text))
    return statement.order_by(Organisation.updated_at.desc(), Organisation.id.desc())


def _mentions(text: str) -> sa.ColumnElement[bool]:
    columns = (Organisation.name_ko, Organisation.name_en, Organisation.website_domain)
    in_contacts = Organisation.contacts.any(Contact.email.icontains(text, autoescape=True))
    return sa.or_(*(column.icontains(text, autoescape=True) for column in columns), in_contacts)
