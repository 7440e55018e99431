"""One move of an introduction: the rules asked, the step and the audit row written."""

from sqlalchemy.exc import IntegrityError

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.permissions import AGENCY, Actor
from matchmaker.foundation.versions import check_version
from matchmaker.introductions import queries
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.rules import WITH_BROKER, Act, IntroductionState, Party, StepKind, check_move, may
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.organisations.visibility import blocked_pairs


def get_of(organisation: Organisation, introduction_id: int) -> Introduction:
    """An introduction that `organisation` may see. Raises NotFound."""
    statement = queries.of_organisation(organisation.id).where(Introduction.id == introduction_id)
    return _one(queries.whole(statement))


def get_in_care(staff: Actor, introduction_id: int) -> Introduction:
    """An introduction that this member of staff may see. Raises NotFound."""
    return _one(queries.whole(queries.in_care_of(staff).where(Introduction.id == introduction_id)))


def _one(statement: queries.Found) -> Introduction:
    found = db.session.scalars(statement).first()
    if found is None:
        raise NotFound("not_found")
    return found


def party_of(introduction: Introduction, organisation: Organisation) -> Party:
    """Which side `organisation` is on."""
    return Party.REQUESTER if introduction.from_id == organisation.id else Party.COUNTERPART


def check_side(introduction: Introduction, organisation: Organisation, party: Party) -> None:
    """Raise Forbidden unless `organisation` is `party` here."""
    if party_of(introduction, organisation) is not party:
        raise Forbidden("forbidden")


def is_open(introduction: Introduction, act: Act, party: Party) -> bool:
    """Whether `party` can do `act` now."""
    return may(party, act, introduction.state)


def staff_parties(introduction: Introduction, staff: Actor) -> frozenset[Party]:
    """What a member of staff is to the introduction; empty when it is not in their care."""
    if staff.role in AGENCY:
        return frozenset({Party.AGENCY})
    sides = {
        Party.CO_BROKER_OF_REQUESTER: introduction.from_organisation,
        Party.CO_BROKER_OF_COUNTERPART: introduction.to_organisation,
    }
    return frozenset(party for party, side in sides.items() if staff.serves(side.cluster))


def acts_open_to(introduction: Introduction, parties: frozenset[Party]) -> frozenset[Act]:
    """What people who are `parties` can do now."""
    return frozenset(act for act in Act if any(may(party, act, introduction.state) for party in parties))


def check_act(introduction: Introduction, act: Act, parties: frozenset[Party], *, version: int | None) -> None:
    """Raise unless `parties` may do `act` now to what they saw (`version`).

    RuleViolation `changed_meanwhile` when it has changed since, Forbidden when they never may, and
    `introduction.bad_move` when they may in another state.
    """
    if not any(may(party, act, state) for party in parties for state in IntroductionState):
        raise Forbidden("forbidden")
    check_version(introduction, version)
    if act not in acts_open_to(introduction, parties):
        raise RuleViolation("introduction.bad_move", current=introduction.state.value, new=act.value)


def move(
    introduction: Introduction,
    new: IntroductionState,
    *,
    actor_id: int | None,
    note: str = "",
    on_behalf_of: Organisation | None = None,
) -> None:
    """Bring `introduction` to the state `new` and write it down.

    The row is written at once, so that of two who move it together the second fails here and nothing of theirs
    is kept. Raises RuleViolation when the rules refuse, or when the pair has another open introduction.
    """
    old = introduction.state
    check_move(old, new)
    try:
        with db.session.begin_nested():
            introduction.state = new
            _end_questions(introduction, old)
    except IntegrityError as error:
        raise already_open(introduction.from_id, introduction.to_id) from error
    add_step(introduction, old, new, actor_id=actor_id, note=note, on_behalf_of=on_behalf_of)
    details = {"from": old.value, "on_behalf_of": on_behalf_of.id if on_behalf_of else None}
    audit.record(f"introduction.{new.value}", introduction, actor_id=actor_id, details=details)


def _end_questions(introduction: Introduction, old: IntroductionState) -> None:
    """With a move all clocks start anew; only a broker who takes it up leaves the colleague's question open."""
    restart_clock(introduction)
    if not {old, introduction.state} <= WITH_BROKER:
        introduction.asked_at = introduction.replied_at = None


def restart_clock(introduction: Introduction) -> None:
    """Let whoever must move next be reminded and warned."""
    introduction.reminded_at = introduction.warned_at = None


def add_step(
    introduction: Introduction,
    old: IntroductionState | None,
    new: IntroductionState,
    *,
    actor_id: int | None,
    note: str = "",
    on_behalf_of: Organisation | None = None,
    internal: bool = False,
    kind: StepKind = StepKind.MOVE,
) -> None:
    """Write one line of the history."""
    step = IntroductionStep(
        at=now(), actor_id=actor_id, from_state=old.value if old else None, to_state=new.value, note=note, kind=kind,
        on_behalf_of_id=on_behalf_of.id if on_behalf_of else None, internal=internal,
    )  # fmt: skip
    introduction.steps.append(step)


def already_open(one_id: int, other_id: int) -> RuleViolation:
    """The refusal of a second introduction of a pair, with the id of the first and who asked for it."""
    found = db.session.scalars(queries.open_of_pair(one_id, other_id)).first()
    if found is None:
        return NotFound("not_found")
    return RuleViolation(
        "introduction.already_open", id=found.id, from_id=found.from_id, forwarded=found.forwarded_at is not None
    )


def check_still_possible(introduction: Introduction) -> None:
    """Raise RuleViolation when the two may no longer be brought together."""
    check_pair(introduction.from_organisation, introduction.to_organisation)


def check_pair(one: Organisation, other: Organisation) -> None:
    """Raise RuleViolation unless both are approved, on different sides, and neither avoids the other."""
    for organisation in (one, other):
        if organisation.state is not VettingState.APPROVED:
            raise RuleViolation("introduction.not_approved")
    if one.side is other.side:
        raise RuleViolation("introduction.same_side")
    blocked = blocked_pairs([one, other])
    if other.id in blocked.get(one.id, frozenset()) or one.id in blocked.get(other.id, frozenset()):
        raise RuleViolation("introduction.blocked")
