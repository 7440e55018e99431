"""What staff do with a team: save it, change its members, note, drop."""

from collections.abc import Collection, Iterable, Sequence

from matchmaker.consortia import queries
from matchmaker.consortia.gathering import Around
from matchmaker.consortia.models import Consortium, ConsortiumMember
from matchmaker.consortia.rules import NOTE_MAX, ConsortiumState, check_draft, check_size
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.foundation.versions import check_version
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.opportunities.service import get_in_care


def get_need(opportunity_id: int, staff: Actor) -> Opportunity:
    """A published opportunity in the care of `staff`. Raises NotFound."""
    need = get_in_care(opportunity_id, staff)
    if need.state is not OpportunityState.PUBLISHED:
        raise NotFound("not_found")
    return need


def get(consortium_id: int, staff: Actor) -> Consortium:
    """A consortium for a need in the care of `staff`. Raises NotFound."""
    found = db.session.scalars(queries.in_care(staff).where(Consortium.id == consortium_id)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def create(
    need: Opportunity, members: Sequence[str], stages: Iterable[str], around: Around, *, staff: Actor
) -> Consortium:
    """Save a team as a draft. Raises RuleViolation for too many members, or one that may not join."""
    keys = list(dict.fromkeys(members))
    check_size(len(keys))
    row = Consortium(opportunity=need, stages=list(stages), made_by_id=staff.user_id, state=ConsortiumState.DRAFT)
    row.members = [_member(key, around) for key in keys]
    db.session.add(row)
    db.session.flush()
    audit.record("consortium.made", row, actor_id=staff.user_id, details={"members": len(keys)})
    return row


def _member(key: str, around: Around) -> ConsortiumMember:
    kind, _dash, number = key.partition("-")
    one = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    if kind == "org" and one in around.organisations:
        return ConsortiumMember(organisation_id=one)
    if kind == "asset" and one in around.assets:
        return ConsortiumMember(asset_id=one)
    raise RuleViolation("consortium.cannot_join")


def add(row: Consortium, key: str, around: Around, *, staff: Actor, version: int | None) -> None:
    """Let somebody join. Raises RuleViolation: not a draft, changed meanwhile, too many, there already, may not."""
    _check(row, version)
    check_size(len(row.members) + 1)
    if key in {member.key for member in row.members}:
        raise RuleViolation("consortium.member_already")
    row.members.append(_member(key, around))
    _changed(row, "consortium.member_added", staff, {"member": key})


def remove(row: Consortium, key: str, *, staff: Actor, version: int | None) -> None:
    """Let somebody leave. Raises RuleViolation as `add`."""
    _check(row, version)
    check_size(len(row.members) - 1)
    found = _of_key(row.members, key)
    row.members.remove(found)
    _changed(row, "consortium.member_removed", staff, {"member": key})


def swap(row: Consortium, key: str, other: str, around: Around, *, staff: Actor, version: int | None) -> None:
    """Put one in the place of another. Raises RuleViolation as `add`."""
    _check(row, version)
    if other in {member.key for member in row.members}:
        raise RuleViolation("consortium.member_already")
    row.members.remove(_of_key(row.members, key))
    row.members.append(_member(other, around))
    _changed(row, "consortium.member_swapped", staff, {"member": key, "other": other})


def _of_key(members: Collection[ConsortiumMember], key: str) -> ConsortiumMember:
    found = next((member for member in members if member.key == key), None)
    if found is None:
        raise RuleViolation("consortium.no_member")
    return found


def note(row: Consortium, words: str, *, staff: Actor, version: int | None) -> None:
    """Keep what colleagues should know."""
    check_version(row, version)
    row.note = words.strip()[:NOTE_MAX]
    _changed(row, "consortium.noted", staff, {})


def drop(row: Consortium, *, staff: Actor, version: int | None) -> None:
    """Give a draft up. Raises RuleViolation when it is none."""
    _check(row, version)
    row.state = ConsortiumState.DROPPED
    _changed(row, "consortium.dropped", staff, {})


def _check(row: Consortium, version: int | None) -> None:
    check_version(row, version)
    check_draft(row.state)


def _changed(row: Consortium, action: str, staff: Actor, details: dict[str, object]) -> None:
    row.updated_at = now()
    db.session.flush()
    audit.record(action, row, actor_id=staff.user_id, details=details)
