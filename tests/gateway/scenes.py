"""Pairs across the border at every step of both funnels, made the short way."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from matchmaker.foundation.database import db, now
from matchmaker.gateway.models import Goal, Relation, Vision
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import MeetingState
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import Gateway
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import KOREA
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.rules import OutcomeState
from matchmaker.suggestions.models import Suggestion
from matchmaker.suggestions.rules import Basis, Direction
from tests.factories import make_opportunity, make_organisation, make_user


def suggest(own: Organisation, other: Organisation, opportunity: Opportunity | None = None,
            met: Opportunity | None = None) -> Suggestion:  # fmt: skip
    row = Suggestion(
        organisation=own, candidate=other, opportunity=opportunity, candidate_opportunity=met, score=0.5,
        basis=next(iter(Basis)), direction=next(iter(Direction)), explanation={}, refreshed_at=now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def introduce(asking: Organisation, asked: Organisation, opportunity: Opportunity | None = None, *,
              at: datetime | None = None, made: bool = True) -> Introduction:  # fmt: skip
    """An introduction asked for at `at`, made a day later unless it waits still."""
    start = at or now() - timedelta(days=30)
    later = start + timedelta(days=1) if made else None
    row = Introduction(
        from_id=asking.id, to_id=asked.id, first_id=min(asking.id, asked.id), second_id=max(asking.id, asked.id),
        from_opportunity=opportunity, message="Hello.", submitted_at=start, answered_at=later, introduced_at=later,
        state=IntroductionState.INTRODUCED if made else IntroductionState.SUBMITTED,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def meet(row: Introduction, at: datetime, state: MeetingState = MeetingState.HELD) -> Meeting:
    meeting = Meeting(
        introduction=row, state=state, owner=make_user(), starts_at=at, ends_at=at + timedelta(minutes=30),
        uid=f"{row.id}-{at.isoformat()}-{state}", proposed_at=at,
    )  # fmt: skip
    db.session.add(meeting)
    db.session.flush()
    return meeting


def outcome(row: Introduction, day: date, state: OutcomeState = OutcomeState.CLAIMED, kind: str = "mou") -> Outcome:
    audited = datetime.combine(day, datetime.min.time(), KOREA) if state is OutcomeState.AUDITED else None
    reason = "Not shown." if state is OutcomeState.REJECTED else ""
    found = Outcome(introduction=row, kind=kind, state=state, happened_on=day, title="It", audited_at=audited,
                    state_reason=reason)  # fmt: skip
    db.session.add(found)
    db.session.flush()
    return found


@dataclass
class Market:
    """One firm with an outbound technology offer and an inbound space offer; a partner in Boston and one in Basel."""

    firm: Organisation
    boston: Organisation
    basel: Organisation
    goes_out: Opportunity
    comes_in: Opportunity


def make_market() -> Market:
    firm = make_organisation(name_en="Firm A Bio", name_ko="가나바이오", areas=("CGT", "BPE"))
    boston = make_organisation(country="US", name_en="Partner B Therapeutics")
    basel = make_organisation(country="CH", cluster="BASEL", name_en="Rheinufer Zell")
    return Market(
        firm, boston, basel, make_opportunity(firm, profile_type="TO"),
        make_opportunity(firm, profile_type="SP", gateway=Gateway.INBOUND),
    )  # fmt: skip


def make_records() -> dict[str, list[int]]:
    """A vision with a goal, and a relation: real ids for the addresses of the pages."""
    vision = Vision(key="v", title_ko="비전", title_en="Vision", goals=[Goal(title_ko="목표", title_en="Goal")])
    relation = Relation(name="A bridge office", cluster="BOSTON")
    db.session.add_all([vision, relation])
    db.session.flush()
    return {"vision_id": [vision.id], "goal_id": [vision.goals[0].id], "relation_id": [relation.id]}
