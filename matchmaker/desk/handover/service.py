"""Handing a colleague's work over: what there is, and the giving of all or some of it in one transaction."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import User
from matchmaker.desk.board.queries import in_care, with_names
from matchmaker.desk.care import cared_ids, in_office
from matchmaker.desk.models import DeskTask
from matchmaker.desk.rules import TaskState
from matchmaker.desk.tasks import queries as task_queries
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import brokering
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import UNDER_WAY, IntroductionState
from matchmaker.meetings import arranging
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.people import By
from matchmaker.meetings.rules import OPEN as OPEN_MEETINGS

NOTE_MAX = 1000


class Piece(StrEnum):
    """Kinds of things that are handed over."""

    INTRODUCTION = "introduction"
    TASK = "task"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that would change hands."""

    piece: Piece
    row: Introduction | DeskTask | Meeting

    @property
    def key(self) -> str:
        """Name of the thing in the form."""
        return f"{self.piece.value}-{self.row.id}"


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything that a person has in hand."""

    person: User
    items: Sequence[Item]

    @property
    def fingerprint(self) -> str:
        """Changes when anything is added, taken away or changed."""
        text = ",".join(f"{item.key}.{item.row.version}" for item in self.items)
        return hashlib.sha256(f"{self.person.id}:{text}".encode()).hexdigest()[:32]

    def of(self, piece: Piece) -> list[Item]:
        """The things of one kind."""
        return [item for item in self.items if item.piece is piece]


def givers(staff: Actor) -> sa.Select[User]:
    """People of the office whose work can be handed over: also those who can no longer sign in, by name."""
    found = sa.select(User).where(User.closed_at.is_(None))
    return in_office(found, staff).order_by(User.full_name, User.id)


def giver(staff: Actor, user_id: int | None) -> User:
    """A person whose work can be handed over. Raises NotFound."""
    found = db.session.scalars(givers(staff).where(User.id == user_id)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def portfolio(staff: Actor, person: User) -> Portfolio:
    """What `person` has in hand, as far as it is in the care of `staff`; three queries."""
    states = UNDER_WAY | {IntroductionState.INTRODUCED}
    mine = in_care(staff).where(Introduction.broker_id == person.id, Introduction.state.in_(states))
    tasks = task_queries.readable(staff).where(DeskTask.assignee_id == person.id, DeskTask.state == TaskState.OPEN)
    meetings = (
        sa.select(Meeting)
        .where(Meeting.owner_id == person.id, Meeting.state.in_(OPEN_MEETINGS),
               Meeting.introduction_id.in_(cared_ids(staff)))
        .options(joinedload(Meeting.introduction).joinedload(Introduction.from_organisation),
                 joinedload(Meeting.introduction).joinedload(Introduction.to_organisation))
        .order_by(Meeting.id)
    )  # fmt: skip
    found: list[Item] = []
    found += [Item(Piece.INTRODUCTION, row) for row in db.session.scalars(with_names(mine).order_by(Introduction.id))]
    found += [Item(Piece.TASK, row) for row in db.session.scalars(task_queries.listed(tasks))]
    found += [Item(Piece.MEETING, row) for row in db.session.scalars(meetings)]
    return Portfolio(person, found)


def hand_over(
    held: Portfolio, keys: Collection[str], to: User, note: str, *, fingerprint: str, staff: Actor
) -> dict[Piece, int]:
    """Give the things named by `keys` to `to`, and tell them; how many of each kind.

    Raises RuleViolation `desk.handover_changed` when something was added or changed since `fingerprint`.
    """
    if to.id == held.person.id:
        raise RuleViolation("desk.handover_same")
    if fingerprint != held.fingerprint:
        raise RuleViolation("desk.handover_changed")
    given = [item for item in held.items if item.key in keys]
    if not given:
        raise RuleViolation("desk.handover_nothing")
    for item in given:
        _give(item, to, staff)
    db.session.flush()
    counts = {piece: sum(1 for item in given if item.piece is piece) for piece in Piece}
    details = {"to": to.id, **{piece.value: number for piece, number in counts.items()}}
    audit.record("desk.handed_over", held.person, actor_id=staff.user_id, details=details)
    _tell(held.person, to, counts, note.strip()[:NOTE_MAX], staff)
    return counts


def _give(item: Item, to: User, staff: Actor) -> None:
    match item.row:
        case Introduction() as introduction:
            brokering.assign(introduction, to.id, staff=staff, version=introduction.version)
        case DeskTask() as task:
            task.assignee = to
        case Meeting() as meeting:
            wanted = arranging.Arrangements(meeting.title, meeting.place, meeting.video_link, to.id)
            arranging.arrange(meeting, wanted, by=By(db.session.get_one(User, staff.user_id), None),
                              version=meeting.version)  # fmt: skip


def _tell(giver_: User, to: User, counts: dict[Piece, int], note: str, staff: Actor) -> None:
    if to.id == staff.user_id:
        return
    outbox.post(
        "portfolio_received", to=to.email, locale=to.locale, name=to.full_name, giver=giver_.full_name, note=note,
        introductions=counts[Piece.INTRODUCTION], tasks=counts[Piece.TASK], meetings=counts[Piece.MEETING],
    )  # fmt: skip
