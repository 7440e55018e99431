"""What staff do with an introduction: take it, approve and forward it, return it, refuse it, note things down."""

from matchmaker.accounts.models import User
from matchmaker.foundation import audit
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import letters, queries
from matchmaker.introductions.deadlines import clocks
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import add_step, check_act, check_still_possible, move, staff_parties
from matchmaker.introductions.offices import approvals
from matchmaker.introductions.rules import Act, IntroductionState, words
from matchmaker.introductions.service import take_back
from matchmaker.organisations.presenting import redactor_of
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import disclose, tier_for


def check(introduction: Introduction, act: Act, staff: Actor, version: int | None) -> None:
    """Raise RuleViolation or Forbidden unless `staff` may do `act` now."""
    check_act(introduction, act, staff_parties(introduction, staff), version=version)


def check_names_nobody(introduction: Introduction, text: str) -> None:
    """A broker's words reach the requester before it may know who the counterpart is. Raises RuleViolation."""
    other = introduction.to_organisation
    if tier_for(introduction.from_organisation, other) < Tier.NAMED and redactor_of(other)(text) != text:
        raise RuleViolation("introduction.names_counterpart")


def take(introduction: Introduction, *, staff: Actor, version: int | None) -> None:
    """Begin the review of what was sent in, or take a review over from a colleague."""
    check(introduction, Act.TAKE, staff, version)
    introduction.broker_id = staff.user_id
    if introduction.state is IntroductionState.SUBMITTED:
        move(introduction, IntroductionState.BROKER_REVIEW, actor_id=staff.user_id)
    else:
        _note_assignment(introduction, staff)


def assign(introduction: Introduction, broker_id: int, *, staff: Actor, version: int | None) -> None:
    """Put a broker of the agency in charge. Raises RuleViolation when the person is none."""
    check(introduction, Act.ASSIGN, staff, version)
    if db.session.scalars(queries.brokers().where(User.id == broker_id)).first() is None:
        raise RuleViolation("introduction.not_a_broker")
    introduction.broker_id = broker_id
    _note_assignment(introduction, staff)


def _note_assignment(introduction: Introduction, staff: Actor) -> None:
    db.session.flush()
    db.session.refresh(introduction, ["broker"])
    name = introduction.broker.full_name if introduction.broker else ""
    state = introduction.state
    add_step(introduction, state, state, actor_id=staff.user_id, note=f"→ {name}", internal=True)
    details = {"broker_id": introduction.broker_id}
    audit.record("introduction.assigned", introduction, actor_id=staff.user_id, details=details)


def forward(introduction: Introduction, *, staff: Actor, version: int | None) -> None:
    """Approve for the agency, and pass the interest on unless another office has yet to approve.

    Once it is passed on both sides know each other's name. Raises RuleViolation.
    """
    check(introduction, Act.FORWARD, staff, version)
    check_still_possible(introduction)
    introduction.broker_id = introduction.broker_id or staff.user_id
    _approve(introduction, staff)


def approve(introduction: Introduction, *, staff: Actor, version: int | None) -> None:
    """Approve for a co-broker's cluster; with the last approval missing it is passed on. Raises RuleViolation."""
    check(introduction, Act.APPROVE, staff, version)
    check_still_possible(introduction)
    _approve(introduction, staff)


def _approve(introduction: Introduction, staff: Actor) -> None:
    approvals.give(introduction, staff=staff)
    missing = approvals.offices_missing(introduction)
    if not missing:
        _pass_on(introduction, staff)
        return
    if staff.cluster is None and introduction.state is IntroductionState.SUBMITTED:
        move(introduction, IntroductionState.BROKER_REVIEW, actor_id=staff.user_id)
    letters.to_offices("introduction_approval_wanted", introduction, missing, by=approvals.office_of(staff))


def take_back_approval(introduction: Introduction, *, staff: Actor, version: int | None) -> None:
    """Take the own office's approval back while others are missing. Raises RuleViolation."""
    check(introduction, Act.TAKE_BACK_APPROVAL, staff, version)
    approvals.take_back(introduction, staff=staff)


def _pass_on(introduction: Introduction, staff: Actor) -> None:
    """Let both sides see each other's name. Raises RuleViolation unless every office has approved."""
    if not approvals.may_be_forwarded(introduction):
        raise RuleViolation("introduction.approval_missing")
    introduction.forwarded_at = now()
    move(introduction, IntroductionState.FORWARDED, actor_id=staff.user_id)
    disclose_both(introduction, Tier.NAMED)
    due = clocks.due_of(introduction)
    letters.to_members("introduction_forwarded", introduction, introduction.to_organisation, due=due)
    letters.to_members("introduction_sent_on", introduction, introduction.from_organisation)


def disclose_both(introduction: Introduction, tier: Tier) -> None:
    """Let both sides see each other up to `tier`."""
    disclose(introduction.from_organisation, introduction.to_organisation, tier)
    disclose(introduction.to_organisation, introduction.from_organisation, tier)


def send_back(introduction: Introduction, reason: str, *, staff: Actor, version: int | None) -> None:
    """Ask the requester for more. Raises RuleViolation without a reason."""
    check(introduction, Act.RETURN, staff, version)
    check_names_nobody(introduction, reason)
    introduction.state_reason = words(reason)
    introduction.returned_at = now()
    introduction.broker_id = introduction.broker_id or staff.user_id
    approvals.clear(introduction)
    move(introduction, IntroductionState.NEED_INFO, actor_id=staff.user_id, note=introduction.state_reason)
    due = clocks.due_of(introduction)
    letters.to_members("introduction_need_info", introduction, introduction.from_organisation, due=due)


def refuse(introduction: Introduction, code: str, reason: str, *, staff: Actor, version: int | None) -> None:
    """End it before it reaches the counterpart; the agency may, and a co-broker for its own cluster.

    Raises RuleViolation without coded reason and words.
    """
    check(introduction, Act.REFUSE, staff, version)
    check_names_nobody(introduction, reason)
    introduction.decline_reason = known_reason(code)
    introduction.state_reason = words(reason)
    if staff.cluster is None:
        introduction.broker_id = introduction.broker_id or staff.user_id
    move(introduction, IntroductionState.DECLINED, actor_id=staff.user_id, note=introduction.state_reason)
    others = [office for office in approvals.offices_needed(introduction) if office != approvals.office_of(staff)]
    if staff.cluster is not None or approvals.has_approved(introduction, *others):
        letters.to_offices("introduction_office_refused", introduction, others, by=approvals.office_of(staff))
    letters.to_members("introduction_refused", introduction, introduction.from_organisation)


def withdraw_on_request(introduction: Introduction, note: str, *, staff: Actor, version: int | None) -> None:
    """Take it back because the requester asked for it by phone or letter; `note` says when and how."""
    check(introduction, Act.WITHDRAW, staff, version)
    how = words(note, code="introduction.note_needed")
    take_back(introduction, actor_id=staff.user_id, note=how, on_behalf_of=introduction.from_organisation)


def add_note(introduction: Introduction, note: str, *, staff: Actor) -> None:
    """Keep a note for colleagues; a co-broker's notes stay within its cluster and the agency."""
    check(introduction, Act.NOTE, staff, introduction.version)
    state = introduction.state
    add_step(introduction, state, state, actor_id=staff.user_id, note=words(note), internal=True)
    audit.record("introduction.noted", introduction, actor_id=staff.user_id)


def known_reason(code: str) -> str:
    """`code` if it is in the list of decline reasons. Raises RuleViolation."""
    if not is_known("decline_reason", code):
        raise RuleViolation("introduction.unknown_reason")
    return code
