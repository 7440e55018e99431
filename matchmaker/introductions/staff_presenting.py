"""What staff see of introductions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import queries
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import acts_open_to, staff_parties
from matchmaker.introductions.presenting import Event, staff_history
from matchmaker.introductions.rules import FIRST_TOUCH_WORKING_DAYS, WITH_BROKER, Act, Party, language_of
from matchmaker.introductions.standing import KINDS, state_label, what_next
from matchmaker.introductions.why import why_for_staff
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import OpportunityView
from matchmaker.opportunities.presenting import present as present_opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import ProfileView
from matchmaker.organisations.presenting import present as present_organisation
from matchmaker.organisations.rules import Tier, VettingState, working_days
from matchmaker.suggestions.why import Why


@dataclass(frozen=True, slots=True)
class QueueLine:
    """An introduction in the queue; `age` in working days since it was sent in, None before."""

    id: int
    requester: str
    counterpart: str
    state: str
    kind: str
    broker: str
    age: int | None
    is_late: bool


def queue_lines(introductions: Iterable[Introduction], moment: datetime, language: str) -> list[QueueLine]:
    """Lines of the queue as of `moment`."""
    return [_line(row, moment, language) for row in introductions]


def _line(row: Introduction, moment: datetime, language: str) -> QueueLine:
    age = working_days(row.submitted_at, moment) if row.submitted_at else None
    late = row.state in WITH_BROKER and age is not None and age > FIRST_TOUCH_WORKING_DAYS
    return QueueLine(
        row.id, row.from_organisation.name(language), row.to_organisation.name(language), state_label(row),
        KINDS[row.state], row.broker.full_name if row.broker else "", age, late,
    )  # fmt: skip


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
    history: list[Event]
    acts: frozenset[Act]


def staff_view(introduction: Introduction, staff: Actor, language: str) -> StaffView:
    """`introduction` for `staff`: contacts only of organisations in their care."""
    parties = staff_parties(introduction, staff)
    requester, counterpart = introduction.from_organisation, introduction.to_organisation
    asked = _side(counterpart, introduction.to_opportunity, staff, language)
    acts = acts_open_to(introduction, parties)
    if Act.ANSWER in acts and Party.AGENCY in parties and asked.has_members:
        acts -= {Act.ANSWER}
    return StaffView(
        id=introduction.id, version=introduction.version, state_label=state_label(introduction),
        kind=KINDS[introduction.state], what_next=what_next(introduction, Party.AGENCY, counterpart.name(language)),
        requester=_side(requester, introduction.from_opportunity, staff, language), counterpart=asked,
        why=why_for_staff(requester, counterpart), message=introduction.message,
        message_language=language_of(introduction.message),
        reason=code_label("decline_reason", introduction.decline_reason), reason_words=introduction.state_reason or "",
        broker=introduction.broker.full_name if introduction.broker else "",
        proposed_by_staff=introduction.proposed_by_staff,
        history=staff_history(introduction.steps, introduction, staff.cluster), acts=acts,
    )  # fmt: skip


def _side(side: Organisation, opportunity: Opportunity | None, staff: Actor, language: str) -> SideView:
    in_care = staff.serves(side.cluster)
    tier = Tier.CONTACTS if in_care else Tier.NAMED
    return SideView(
        present_organisation(side, tier, language),
        present_opportunity(opportunity, tier, language) if opportunity else None,
        in_care, bool(db.session.scalar(queries.has_members(side.id))), side.state is VettingState.APPROVED,
    )  # fmt: skip
