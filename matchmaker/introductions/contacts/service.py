"""Entering whom to reach at an organisation that nobody represents here, and inviting its people."""

from dataclasses import dataclass

from matchmaker.accounts.rules import EMAIL_MAX
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import queries
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Contact, Organisation


@dataclass(frozen=True, slots=True)
class NewContact:
    """A person to talk to at an organisation, as a broker learnt it."""

    name: str
    position: str
    email: str
    phone: str
    language: str


def side_without_members(introduction: Introduction, organisation_id: int, staff: Actor) -> Organisation:
    """The side `organisation_id`, in this person's care, for which nobody speaks. Raises NotFound, RuleViolation."""
    sides = {side.id: side for side in (introduction.from_organisation, introduction.to_organisation)}
    side = sides.get(organisation_id)
    if side is None or not staff.serves(side.cluster):
        raise NotFound("not_found")
    if db.session.scalar(queries.has_members(side.id)):
        raise RuleViolation("introduction.answers_itself")
    return side


def add_contact(side: Organisation, contact: NewContact, *, staff: Actor) -> None:
    """Enter whom to reach at an organisation that nobody represents here."""
    first = not side.contacts
    row = Contact(
        name=contact.name, position=contact.position, email=contact.email.lower(), phone=contact.phone,
        language=contact.language, is_primary=first,
    )  # fmt: skip
    side.contacts.append(row)
    db.session.flush()
    audit.record("organisation.contact_added", side, actor_id=staff.user_id)


def invite(side: Organisation, email: str, *, language: str, staff: Actor) -> None:
    """Mail somebody of an organisation that nobody represents how to sign up and join it."""
    address = email.strip().lower()
    if not address or len(address) > EMAIL_MAX:
        raise RuleViolation("introduction.address_needed")
    name = side.name("ko" if language == "ko" else "en")
    outbox.post("introduction_invitation", to=address, locale=language, organisation=name)
    audit.record("organisation.invited", side, actor_id=staff.user_id)
