"""Reads of introductions."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from matchmaker.accounts.models import User
from matchmaker.foundation.database import UtcDateTime
from matchmaker.foundation.permissions import AGENCY, Actor, Role
from matchmaker.introductions.models import Introduction, IntroductionApproval, IntroductionStep
from matchmaker.introductions.rules import ASKABLE, EDITABLE, OPEN, UNDER_WAY, WITH_BROKER, IntroductionState
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.rules import DOMESTIC_COUNTRY, MembershipState, Side, VettingState

Found = sa.Select[Introduction]
SEEN_BY_COUNTERPART = Introduction.forwarded_at.is_not(None)
SENT = Introduction.state != IntroductionState.DRAFT
_NEVER_SENT = sa.and_(
    Introduction.state == IntroductionState.WITHDRAWN, Introduction.submitted_at.is_(None),
    Introduction.proposed_by_staff.is_(False),
)  # fmt: skip


def sent_by(organisation_id: int) -> sa.Select[Introduction]:
    """What an organisation asked for, drafts too, latest first; discarded drafts are left out."""
    return _latest_first(sa.select(Introduction).where(Introduction.from_id == organisation_id, ~_NEVER_SENT))


def received_by(organisation_id: int) -> sa.Select[Introduction]:
    """What was forwarded to an organisation, latest first."""
    return _latest_first(sa.select(Introduction).where(Introduction.to_id == organisation_id, SEEN_BY_COUNTERPART))


def waiting_for(organisation_id: int) -> sa.Select[Introduction]:
    """What waits for an organisation itself: to be answered, completed, or looked at; the oldest first."""
    is_asked = Introduction.asked_at.is_not(None)
    asked = sa.and_(Introduction.to_id == organisation_id, Introduction.state == IntroductionState.FORWARDED, ~is_asked)
    questioned = sa.and_(Introduction.state.in_(ASKABLE), is_asked)
    asking = sa.and_(Introduction.from_id == organisation_id, sa.or_(Introduction.state.in_(EDITABLE), questioned))
    return sa.select(Introduction).where(sa.or_(asked, asking)).order_by(Introduction.updated_at, Introduction.id)


def partners_of(organisation_id: int) -> sa.Select[int]:
    """Ids of organisations with which this one has an open introduction that it may know of."""
    other = sa.case((Introduction.from_id == organisation_id, Introduction.to_id), else_=Introduction.from_id)
    return of_organisation(organisation_id).where(Introduction.state.in_(OPEN)).with_only_columns(other)


def of_organisation(organisation_id: int) -> sa.Select[Introduction]:
    """Everything that an organisation may see: what it asked for, and what was forwarded to it."""
    return sa.select(Introduction).where(
        sa.or_(
            Introduction.from_id == organisation_id,
            sa.and_(Introduction.to_id == organisation_id, SEEN_BY_COUNTERPART),
        )
    )


def open_of_pair(one_id: int, other_id: int) -> sa.Select[Introduction]:
    """The open introduction of two organisations, whoever asked."""
    return sa.select(Introduction).where(
        Introduction.first_id == min(one_id, other_id), Introduction.second_id == max(one_id, other_id),
        Introduction.state.in_(OPEN),
    )  # fmt: skip


def draft_of(from_id: int, to_id: int) -> sa.Select[Introduction]:
    """The draft with which one organisation turns to another."""
    return sa.select(Introduction).where(
        Introduction.from_id == from_id, Introduction.to_id == to_id, Introduction.state == IntroductionState.DRAFT
    )


def in_care_of(staff: Actor) -> sa.Select[Introduction]:
    """What staff may see: what was sent, or proposed by staff; for co-brokers with a side in their cluster."""
    statement = sa.select(Introduction).where(sa.or_(SENT, Introduction.proposed_by_staff.is_(True)), ~_NEVER_SENT)
    if staff.role is not Role.CO_BROKER:
        return statement
    asking, asked = aliased(Organisation), aliased(Organisation)
    return (
        statement.join(asking, Introduction.from_id == asking.id)
        .join(asked, Introduction.to_id == asked.id)
        .where(sa.or_(asking.cluster == staff.cluster, asked.cluster == staff.cluster))
    )


def waiting_for_broker(staff: Actor) -> sa.Select[Introduction]:
    """What waits for a broker, longest waiting first."""
    waiting = in_care_of(staff).where(Introduction.state.in_(WITH_BROKER))
    return waiting.order_by(Introduction.submitted_at, Introduction.id)


def with_broker_since(before: datetime) -> sa.Select[Introduction]:
    """What was sent in before `before` and still waits for a broker."""
    waiting = sa.and_(Introduction.state.in_(WITH_BROKER), Introduction.submitted_at < before)
    return sa.select(Introduction).where(waiting).order_by(Introduction.id)


def queue_order(statement: sa.Select[Introduction]) -> sa.Select[Introduction]:
    """`statement` as a broker works: not yet taken, in hand, waiting for others, the rest; the oldest of each first."""
    rank = {
        IntroductionState.SUBMITTED: 0, IntroductionState.BROKER_REVIEW: 1, IntroductionState.FORWARDED: 2,
        IntroductionState.NEED_INFO: 3, IntroductionState.DRAFT: 4,
    }  # fmt: skip
    order = sa.case(*((Introduction.state == state, n) for state, n in rank.items()), else_=9)
    oldest = sa.func.coalesce(Introduction.submitted_at, Introduction.created_at)
    return statement.order_by(order, oldest, Introduction.id)


def filtered(statement: Found, *, state: str, whose: str, user_id: int) -> Found:
    """`statement` narrowed to a state (empty: under way, `all`: every one) and to whose it is (`mine`, `nobody`)."""
    if not state:
        statement = statement.where(Introduction.state.in_(UNDER_WAY))
    elif state != "all":
        statement = statement.where(Introduction.state == IntroductionState(state))
    if whose == "mine":
        return statement.where(Introduction.broker_id == user_id)
    return statement.where(Introduction.broker_id.is_(None)) if whose == "nobody" else statement


def for_lists(statement: sa.Select[Introduction]) -> sa.Select[Introduction]:
    """`statement` with what a line of a list shows, in a fixed number of queries."""
    sides = (Introduction.from_organisation, Introduction.to_organisation)
    return statement.options(
        *(selectinload(side).options(selectinload(Organisation.texts), selectinload(Organisation.codes),
                                     selectinload(Organisation.qualities), selectinload(Organisation.contacts))
          for side in sides),
        joinedload(Introduction.broker),
    )  # fmt: skip


def whole(statement: sa.Select[Introduction]) -> sa.Select[Introduction]:
    """`statement` with everything the page of an introduction shows."""
    return for_lists(statement).options(selectinload(Introduction.steps).joinedload(IntroductionStep.actor))


def brokers() -> sa.Select[User]:
    """People of the agency who can work, by name."""
    return (
        sa.select(User)
        .where(User.role.in_(AGENCY), User.enabled.is_(True), User.email_confirmed_at.is_not(None))
        .order_by(User.full_name, User.id)
    )


def held_by(user_id: int) -> sa.Select[Introduction]:
    """Introductions still under way that have this person as broker."""
    return sa.select(Introduction).where(Introduction.broker_id == user_id, Introduction.state.in_(UNDER_WAY))


def co_brokers_of(clusters: Collection[str]) -> sa.Select[User]:
    """Co-brokers who can work for one of `clusters`."""
    return (
        sa.select(User)
        .where(User.role == Role.CO_BROKER, User.enabled.is_(True), User.email_confirmed_at.is_not(None))
        .where(User.cluster.in_(sorted(clusters)))
        .order_by(User.id)
    )


def staffed_clusters() -> sa.Select[str | None]:
    """Clusters in which a co-broker can work."""
    can_work = sa.and_(User.role == Role.CO_BROKER, User.enabled.is_(True), User.email_confirmed_at.is_not(None))
    return sa.select(User.cluster).where(can_work, User.cluster.is_not(None)).distinct()


def approving_offices(introduction_id: int) -> sa.Select[str]:
    """Offices that have approved an introduction."""
    return sa.select(IntroductionApproval.office).where(IntroductionApproval.introduction_id == introduction_id)


def waits_since() -> sa.ColumnElement[Any]:
    """Since when the side that must move has had its turn: the requester returned to or asked, or the counterpart."""
    forwarded = sa.func.coalesce(Introduction.asked_at, Introduction.replied_at, Introduction.forwarded_at)
    return sa.case((Introduction.state == IntroductionState.FORWARDED, forwarded), else_=Introduction.returned_at)


def lapsing(before: datetime) -> sa.Select[Introduction]:
    """What waits since before `before` for one of its sides and will lapse."""
    states = (IntroductionState.FORWARDED, IntroductionState.NEED_INFO)
    return (
        sa.select(Introduction)
        .where(Introduction.state.in_(states), sa.type_coerce(waits_since(), UtcDateTime) < before)
        .order_by(Introduction.id)
    )


def organisation(organisation_id: int) -> sa.Select[Organisation]:
    """One organisation."""
    return sa.select(Organisation).where(Organisation.id == organisation_id)


def count_of(statement: sa.Select[Introduction]) -> sa.Select[int]:
    """How many rows `statement` gives."""
    return sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())


def has_members(organisation_id: int) -> sa.Select[bool]:
    """Whether somebody speaks for the organisation."""
    return sa.select(
        sa.exists().where(Membership.organisation_id == organisation_id, Membership.state == MembershipState.ACTIVE)
    )


def found_in_care(staff: Actor, words: str, *, opposite_to: Organisation | None) -> sa.Select[Organisation]:
    """Approved organisations that this person may bring together, by words of the name; at most 20.

    A co-broker starts with a member of its own cluster; the other side may then be anybody.
    """
    statement = sa.select(Organisation).where(Organisation.state == VettingState.APPROVED)
    if opposite_to is not None:
        domestic = Organisation.country == DOMESTIC_COUNTRY
        statement = statement.where(~domestic if opposite_to.side is Side.DOMESTIC else domestic)
    if staff.role is Role.CO_BROKER and (opposite_to is None or opposite_to.cluster != staff.cluster):
        statement = statement.where(Organisation.cluster == staff.cluster)
    for word in words.split():
        statement = statement.where(
            sa.or_(
                Organisation.name_ko.icontains(word, autoescape=True),
                Organisation.name_en.icontains(word, autoescape=True),
            )
        )
    return statement.order_by(Organisation.name_en, Organisation.id).limit(20)


def _latest_first(statement: sa.Select[Introduction]) -> sa.Select[Introduction]:
    return statement.order_by(Introduction.updated_at.desc(), Introduction.id.desc())
