"""Introductions that staff propose."""

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import letters, queries
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.review.brokering import check_names_nobody
from matchmaker.introductions.rules import words
from matchmaker.introductions.service import Interest, check_complete, start, submit
from matchmaker.organisations.models import Organisation
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
    introduction = _started(one, other, interest, staff)
    letters.to_members("introduction_proposed", introduction, one)
    return introduction


def propose_agreed(
    one: Organisation, other: Organisation, interest: Interest, *, note: str, staff: Actor
) -> Introduction:
    """As `propose`, where `one` has said yes by phone or letter (`note` says when and how): it waits for review."""
    if not staff.serves(one.cluster):
        raise Forbidden("forbidden")
    how = words(note, code="introduction.note_needed")
    introduction = _started(one, other, interest, staff)
    submit(introduction, actor_id=staff.user_id, note=how, on_behalf_of=one)
    return introduction


def _started(one: Organisation, other: Organisation, interest: Interest, staff: Actor) -> Introduction:
    """The complete draft, which `one` may read before it knows who `other` is."""
    introduction = start(one, other, interest, actor_id=staff.user_id, by_staff=True)
    check_complete(introduction)
    check_names_nobody(introduction, introduction.message)
    _put_in_charge(introduction, staff)
    return introduction


def _put_in_charge(introduction: Introduction, staff: Actor) -> None:
    """Whoever of the agency proposes is in charge; a co-broker's proposal waits for a broker."""
    if staff.cluster is None:
        introduction.broker_id = staff.user_id
        db.session.flush()
        db.session.refresh(introduction, ["broker"])
