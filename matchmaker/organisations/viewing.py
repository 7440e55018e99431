"""Who may open the page of an organisation, and how much of it."""

from dataclasses import dataclass

import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.permissions import Actor
from matchmaker.organisations import queries, service, visibility
from matchmaker.organisations.models import Block, Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.rules import Tier, VettingState


@dataclass(frozen=True, slots=True)
class Seen:
    """An organisation, how much of it the asker sees, and whether it is theirs or in their care."""

    organisation: Organisation
    tier: Tier
    is_own: bool = False
    is_in_care: bool = False


def look(organisation_id: int, asker: Actor) -> Seen:
    """The organisation as `asker` may see it.

    Raises NotFound for one that is not approved or blocked, unless it is the asker's own or in their care.
    """
    subject = db.session.scalars(
        queries.whole(sa.select(Organisation).where(Organisation.id == organisation_id))
    ).first()
    if subject is None:
        raise NotFound("not_found")
    return _as_staff(subject, asker) if asker.is_staff else _as_member(subject, asker)


def _as_staff(subject: Organisation, asker: Actor) -> Seen:
    if asker.serves(subject.cluster):
        return Seen(subject, Tier.DOCUMENTS, is_in_care=True)
    if subject.state is not VettingState.APPROVED:
        raise NotFound("not_found")
    return Seen(subject, Tier(subject.anonymity_tier))


def _as_member(subject: Organisation, asker: Actor) -> Seen:
    own = service.organisation_of(asker.user_id)
    if own is not None and own.id == subject.id:
        return Seen(subject, Tier.DOCUMENTS, is_own=True)
    if subject.state is not VettingState.APPROVED or (own is not None and visibility.are_blocked(own, subject)):
        raise NotFound("not_found")
    return Seen(subject, visibility.tier_for(own, subject))


def block_title(owner: Organisation, block: Block, language: str) -> str:
    """What an entry of the block list of `owner` is called there; it tells no more than the owner may know."""
    if block.blocked is None:
        return block.blocked_domain or block.blocked_name or ""
    return present(block.blocked, visibility.tier_for(owner, block.blocked), language).title
