"""Who a reader is to an introduction and how far that lets them into its thread."""

from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import staff_parties
from matchmaker.introductions.rules import Party
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import tier_for
from matchmaker.threads.models import ThreadAttachment
from matchmaker.threads.rules import Lane, Reader, Stand, lanes_of, may_write


def stand_of(introduction: Introduction) -> Stand:
    """What of `introduction` decides on its lanes."""
    return Stand(
        introduction.state, introduction.forwarded_at is not None, introduction.introduced_at is not None,
        introduction.proposed_by_staff,
    )  # fmt: skip


def parties_of(introduction: Introduction, reader: Reader) -> frozenset[Party]:
    """What `reader` is to `introduction`; empty for strangers."""
    if reader.actor.is_staff:
        return staff_parties(introduction, reader.actor)
    sides = {introduction.from_id: Party.REQUESTER, introduction.to_id: Party.COUNTERPART}
    return frozenset({sides[reader.organisation_id]} if reader.organisation_id in sides else ())


def lanes_open_to(introduction: Introduction, reader: Reader) -> tuple[Lane, ...]:
    """Lanes that `reader` may read, the most public first."""
    return lanes_of(parties_of(introduction, reader), stand_of(introduction))


def is_writable(introduction: Introduction, lane: Lane) -> bool:
    """Whether those who read `lane` may write in it now."""
    return may_write(lane, stand_of(introduction))


def check_writable(introduction: Introduction, lane: Lane, reader: Reader) -> None:
    """Raise NotFound for a lane that is not this reader's, RuleViolation for one in which nothing more is said."""
    if lane not in lanes_open_to(introduction, reader):
        raise NotFound("not_found")
    if not is_writable(introduction, lane):
        raise RuleViolation("thread.closed")


def own_side(introduction: Introduction, reader: Reader) -> Organisation | None:
    """The side for which `reader` speaks; None for staff."""
    if reader.organisation_id is None:
        return None
    return introduction.other_side(introduction.other_side(reader.organisation_id).id)


def has_documents(introduction: Introduction, reader: Reader) -> bool:
    """Whether `reader` may open the other side's documents that wait for a non-disclosure agreement."""
    own = own_side(introduction, reader)
    return own is None or tier_for(own, introduction.other_side(own.id)) >= Tier.DOCUMENTS


def may_open(attachment: ThreadAttachment, reader: Reader, *, with_documents: bool) -> bool:
    """Whether `reader`, who sees the message, may open its file: not what waits for an agreement of the pair."""
    by_own_side = reader.organisation_id is not None and attachment.message.author_side_id == reader.organisation_id
    return attachment.tier < Tier.DOCUMENTS or by_own_side or with_documents
