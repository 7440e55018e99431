"""Introductions that staff propose, and organisations that nobody represents here yet."""

from dataclasses import dataclass

from matchmaker.accounts.rules import EMAIL_MAX
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import letters, queries
from matchmaker.introductions.brokering import words
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.service import Interest, check_complete, start, submit
from matchmaker.organisations.models import Contact, Organisation
from matchmaker.organisations.queries import whole
from matchmaker.organisations.rules import VettingState


def get_pair(one_id: int, other_id: int, staff: Actor) -> tuple[Organisation, Organisation]:
    """Two approved organisations of which one at least is in this person's care. Raises NotFound."""
    one, other = get_approved(one_id), get_approved(other_id)
    if not (staff.serves(one.cluster) or staff.serves(other.cluster)):
        raise NotFound("not_found")
    return one, other


def get_pickable(organisation_id: int, staff: Actor) -> Organisation:
    """An approved organisation in this person's care, for which a counterpart is looked for. Raises NotFound."""
    found = get_approved(organisation_id)
    if not staff.serves(found.cluster):
        raise NotFound("not_found")
    return found


def get_approved(organisation_id: int) -> Organisation:
    """An approved organisation. Raises NotFound."""
    statement = queries.organisation(organisation_id).where(Organisation.state == VettingState.APPROVED)
    found = db.session.scalars(whole(statement)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def propose(one: Organisation, other: Organisation, interest: Interest, *, staff: Actor) -> Introduction:
    """Write `one`'s interest in `other` for it and ask its people to look at it and send it.

    Raises RuleViolation when nobody speaks for `one`: then its yes must be on record (`propose_agreed`).
    """
    if not db.session.scalar(queries.has_members(one.id)):
        raise RuleViolation("introduction.nobody_to_ask")
    introduction = start(one, other, interest, actor_id=staff.user_id, by_staff=True)
    check_complete(introduction)
    _put_in_charge(introduction, staff)
    letters.to_members("introduction_proposed", introduction, one)
    return introduction


def propose_agreed(
    one: Organisation, other: Organisation, interest: Interest, *, note: str, staff: Actor
) -> Introduction:
    """As `propose`, where `one` has said yes by phone or letter (`note` says when and how): it waits for review."""
    if not staff.serves(one.cluster):
        raise Forbidden("forbidden")
    how = words(note, code="introduction.note_needed")
    introduction = start(one, other, interest, actor_id=staff.user_id, by_staff=True)
    check_complete(introduction)
    _put_in_charge(introduction, staff)
    submit(introduction, actor_id=staff.user_id, note=how, on_behalf_of=one)
    return introduction


def _put_in_charge(introduction: Introduction, staff: Actor) -> None:
    """Whoever of the agency proposes is in charge; a co-broker's proposal waits for a broker."""
    if staff.cluster is None:
        introduction.broker_id = staff.user_id
        db.session.flush()
        db.session.refresh(introduction, ["broker"])


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
