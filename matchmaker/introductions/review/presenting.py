"""What staff see of introductions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_date
from flask_babel import lazy_gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor
from matchmaker.foundation.working_days import working_days
from matchmaker.introductions import queries
from matchmaker.introductions.deadlines import clocks
from matchmaker.introductions.deadlines.clocks import BROKERS
from matchmaker.introductions.deadlines.standing import KINDS, state_label, what_next
from matchmaker.introductions.history import Event, office_label, staff_history
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import acts_open_to, staff_parties
from matchmaker.introductions.offices import approvals
from matchmaker.introductions.questions.asking import open_question
from matchmaker.introductions.rules import WITH_BROKER, Act, Party, language_of
from matchmaker.introductions.why import why_for_staff
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import OpportunityView
from matchmaker.opportunities.presenting import present as present_opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import ProfileView
from matchmaker.organisations.presenting import present as present_organisation
from matchmaker.organisations.rules import Tier, VettingState
from matchmaker.suggestions.why import Why


@dataclass(frozen=True, slots=True)
class QueueLine:
    """An introduction in the queue; `age` in working days since it was sent in, None before.

    `due`: by when a broker must move; `waits_for`: offices that have yet to approve while another has.
    """

    id: int
    requester: str
    counterpart: str
    state: str
    kind: str
    broker: str
    age: int | None
    due: date | None
    is_late: bool
    waits_for: tuple[str, ...]


def queue_lines(introductions: Iterable[Introduction], moment: datetime, language: str) -> list[QueueLine]:
    """Lines of the queue as of `moment`."""
    staffed = approvals.staffed_clusters()
    return [_line(row, moment, language, staffed) for row in introductions]


def _line(row: Introduction, moment: datetime, language: str, staffed: Collection[str]) -> QueueLine:
    age = working_days(row.submitted_at, moment) if row.submitted_at else None
    clock = next((one for one in clocks.clocks_of(row, moment) if one.kind in BROKERS), None)
    return QueueLine(
        row.id, row.from_organisation.name(language), row.to_organisation.name(language), state_label(row),
        KINDS[row.state], row.broker.full_name if row.broker else "", age, clock.due if clock else None,
        clock.is_late if clock else False, waits_for(row, staffed),
    )  # fmt: skip


def waits_for(introduction: Introduction, staffed: Collection[str]) -> tuple[str, ...]:
    """Names of the offices whose approval is missing, once another office has given its own."""
    if introduction.state not in WITH_BROKER or not introduction.approvals:
        return ()
    return tuple(office_label(office) for office in approvals.offices_missing(introduction, staffed))


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office whose approval is needed: its name, and who gave it when, if it has."""

    name: str
    by: str = ""
    at: datetime | None = None


def _offices(introduction: Introduction) -> tuple[OfficeView, ...]:
    """The offices that must approve, while that is open; none where the agency alone decides."""
    needed = approvals.offices_needed(introduction)
    if introduction.state not in WITH_BROKER or len(needed) < 2:
        return ()
    given = {one.office: one for one in introduction.approvals}
    views = []
    for office in needed:
        one = given.get(office)
        by = one.by.full_name if one and one.by else ""
        views.append(OfficeView(office_label(office), by, one.at if one else None))
    return tuple(views)


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the two organisations as this member of staff may see it."""

    profile: ProfileView
    opportunity: OpportunityView | None
    in_care: bool
    has_members: bool
    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffView:
    """An introduction for the page on which a broker works."""

    id: int
    version: int
    state_label: str
    kind: str
    what_next: str
    requester: SideView
    counterpart: SideView
    why: Why | None
    message: str
    message_language: str | None
    reason: str
    reason_words: str
    broker: str
    proposed_by_staff: bool
    question: str
    offices: tuple[OfficeView, ...]
    is_with_broker: bool
    history: list[Event]
    acts: frozenset[Act]


def staff_view(introduction: Introduction, staff: Actor, language: str) -> StaffView:
    """`introduction` for `staff`: contacts only of organisations in their care."""
    parties = staff_parties(introduction, staff)
    requester, counterpart = introduction.from_organisation, introduction.to_organisation
    asked = _side(counterpart, introduction.to_opportunity, staff, language)
    asking = _side(requester, introduction.from_opportunity, staff, language)
    return StaffView(
        id=introduction.id, version=introduction.version, state_label=state_label(introduction),
        kind=KINDS[introduction.state], what_next=_what_next(introduction, counterpart.name(language)),
        requester=asking, counterpart=asked,
        why=why_for_staff(requester, counterpart), message=introduction.message,
        message_language=language_of(introduction.message),
        reason=code_label("decline_reason", introduction.decline_reason), reason_words=introduction.state_reason or "",
        broker=introduction.broker.full_name if introduction.broker else "",
        proposed_by_staff=introduction.proposed_by_staff, question=open_question(introduction),
        offices=_offices(introduction), is_with_broker=introduction.state in WITH_BROKER,
        history=staff_history(introduction.steps, introduction, staff.cluster),
        acts=acts_open_to(introduction, parties) - _not_now(introduction, staff, asking, asked),
    )  # fmt: skip


def _what_next(introduction: Introduction, name: str) -> str:
    """As `what_next`; once an office has approved, whose approval is missing."""
    missing = waits_for(introduction, approvals.staffed_clusters())
    if not missing or introduction.asked_at is not None:
        return what_next(introduction, Party.AGENCY, name)
    day = clocks.due_of(introduction)
    words = _("It is passed on once every office has approved. Missing by %(due)s: %(offices)s.")
    return str(words) % {"due": format_date(day, "medium") if day else "", "offices": ", ".join(missing)}


def _not_now(introduction: Introduction, staff: Actor, asking: SideView, asked: SideView) -> frozenset[Act]:
    """What the state would allow, but not who speaks for the sides, the question or the approvals there are."""
    office = approvals.office_of(staff)
    has_approved = approvals.has_approved(introduction, office)
    is_waiting = has_approved and bool(approvals.offices_missing(introduction))
    hidden = {
        Act.ANSWER: staff.cluster is None and asked.has_members,
        Act.ASK: introduction.asked_at is not None or not asking.has_members,
        Act.REPLY: introduction.asked_at is None or asking.has_members,
        Act.FORWARD: is_waiting,
        Act.APPROVE: has_approved,
        Act.TAKE_BACK_APPROVAL: not has_approved,
    }
    return frozenset(act for act, is_hidden in hidden.items() if is_hidden)


def _side(side: Organisation, opportunity: Opportunity | None, staff: Actor, language: str) -> SideView:
    in_care = staff.serves(side.cluster)
    tier = Tier.CONTACTS if in_care else Tier.NAMED
    return SideView(
        present_organisation(side, tier, language),
        present_opportunity(opportunity, tier, language) if opportunity else None,
        in_care, bool(db.session.scalar(queries.has_members(side.id))), side.state is VettingState.APPROVED,
    )  # fmt: skip
