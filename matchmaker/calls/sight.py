"""Who may open which call, and who acts for its anchor."""

from matchmaker.calls import queries
from matchmaker.calls.models import Call, CallAnswer
from matchmaker.calls.rules import CallState
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.organisations import visibility
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import VettingState


def call_of(reader: Reader, call_id: int) -> Call:
    """A call that `reader` may see. Raises NotFound."""
    found = db.session.scalars(queries.one(call_id)).first()
    if found is None or not _may_see(found, reader):
        raise NotFound("not_found")
    return found


def _may_see(call: Call, reader: Reader) -> bool:
    if reader.speaks_for(call.organisation):
        return True
    if call.state is CallState.DRAFT:
        return False
    if reader.organisation is None:
        return _is_on_offer(call) or _concerns(call, reader)
    if any(one.organisation_id == reader.organisation.id for one in call.answers):
        return True
    vetted = reader.organisation.state is VettingState.APPROVED
    blocked = visibility.are_blocked(reader.organisation, call.organisation)
    return vetted and _is_on_offer(call) and not blocked


def _is_on_offer(call: Call) -> bool:
    return call.state is CallState.OPEN and call.organisation.state is VettingState.APPROVED


def _concerns(call: Call, reader: Reader) -> bool:
    passed = any(reader.actor.serves(one.cluster) for one in call.passings)
    return passed or any(reader.speaks_for(one.organisation) for one in call.answers)


def own_call(reader: Reader, call_id: int) -> Call:
    """A call for whose anchor `reader` acts. Raises NotFound."""
    found = call_of(reader, call_id)
    if not reader.speaks_for(found.organisation):
        raise NotFound("not_found")
    return found


def own_answer(reader: Reader, answer_id: int) -> CallAnswer:
    """An answer to a call for whose anchor `reader` acts. Raises NotFound."""
    found = db.session.get(CallAnswer, answer_id)
    if found is None:
        raise NotFound("not_found")
    own_call(reader, found.call_id)
    return found


def lock(call: Call) -> None:
    """Let one at a time answer, assess or end the call, each with all answers before its eyes."""
    db.session.refresh(call, with_for_update={"of": Call})
    db.session.expire(call, ["answers"])
