"""Handing a colleague's work over: what there is, and the giving of all or some of it in one transaction."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import User
from matchmaker.desk.board.queries import with_names
from matchmaker.desk.care import cared_ids, in_office
from matchmaker.desk.models import DeskTask
from matchmaker.desk.rules import TaskState
from matchmaker.desk.tasks import queries as task_queries
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.queries import in_care_of
from matchmaker.introductions.review import brokering
from matchmaker.introductions.rules import UNDER_WAY, IntroductionState
from matchmaker.meetings import arranging
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.people import By
from matchmaker.meetings.rules import OPEN as OPEN_MEETINGS

NOTE_MAX = 1000
SHOWN = 50
"""Things of a kind that are shown one by one; the others are given or kept together."""
Row = Introduction | DeskTask | Meeting


class Piece(StrEnum):
    """Kinds of things that are handed over."""

    INTRODUCTION = "introduction"
    TASK = "task"
    MEETING = "meeting"


_TABLES: Mapping[Piece, Any] = {
    Piece.INTRODUCTION: Introduction, Piece.TASK: DeskTask, Piece.MEETING: Meeting,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that would change hands."""

    piece: Piece
    id: int
    version: int

    @property
    def key(self) -> str:
        """Name of the thing in the form."""
        return f"{self.piece.value}-{self.id}"


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything that a person has in hand."""

    person: User
    items: Sequence[Item]

    @property
    def fingerprint(self) -> str:
        """Changes when anything is added, taken away or changed."""
        text = ",".join(f"{item.key}.{item.version}" for item in self.items)
        return hashlib.sha256(f"{self.person.id}:{text}".encode()).hexdigest()[:32]

    def of(self, piece: Piece) -> list[Item]:
        """The things of one kind."""
        return [item for item in self.items if item.piece is piece]

    def named(self, keys: Collection[str]) -> list[Item]:
        """The things that `keys` name, one by one or, as `others_key`, all of a kind that are not shown one by one."""
        found = [(item, place) for piece in Piece for place, item in enumerate(self.of(piece))]
        return [
            item for item, place in found
            if item.key in keys or (place >= SHOWN and others_key(item.piece) in keys)
        ]  # fmt: skip


def others_key(piece: Piece) -> str:
    """Name in the form of all things of a kind beyond the first `SHOWN`."""
    return f"{piece.value}-others"


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
    """What `person` has in hand, as far as it is in the care of `staff`; three queries of few columns."""
    states = UNDER_WAY | {IntroductionState.INTRODUCED}
    mine = in_care_of(staff).where(Introduction.broker_id == person.id, Introduction.state.in_(states))
    tasks = task_queries.readable(staff).where(DeskTask.assignee_id == person.id, DeskTask.state == TaskState.OPEN)
    meetings = sa.select(Meeting).where(
        Meeting.owner_id == person.id, Meeting.state.in_(OPEN_MEETINGS), Meeting.introduction_id.in_(cared_ids(staff))
    )
    return Portfolio(person, [
        *_items(Piece.INTRODUCTION, mine.order_by(Introduction.id)),
        *_items(Piece.TASK, tasks.order_by(DeskTask.due_on, DeskTask.id)),
        *_items(Piece.MEETING, meetings.order_by(Meeting.id)),
    ])  # fmt: skip


def _items(piece: Piece, statement: sa.Select[Any]) -> Iterator[Item]:
    kind = _TABLES[piece]
    for row_id, version in db.session.execute(statement.with_only_columns(kind.id, kind.version)):
        yield Item(piece, row_id, version)


def rows_of(items: Sequence[Item]) -> list[Row]:
    """The rows of things of one kind, with the names of their pairs, in the order of `items`."""
    if not items:
        return []
    sides = (Introduction.from_organisation, Introduction.to_organisation)
    whole: Mapping[Piece, sa.Select[Any]] = {
        Piece.INTRODUCTION: with_names(sa.select(Introduction)),
        Piece.TASK: sa.select(DeskTask),
        Piece.MEETING: sa.select(Meeting).options(
            *(joinedload(Meeting.introduction).joinedload(side) for side in sides)
        ),
    }
    kind = _TABLES[items[0].piece]
    found = db.session.scalars(whole[items[0].piece].where(kind.id.in_([item.id for item in items])))
    rows = {row.id: row for row in found}
    return [rows[item.id] for item in items if item.id in rows]


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
    given = held.named(keys)
    if not given:
        raise RuleViolation("desk.handover_nothing")
    for piece in Piece:
        for row in rows_of([item for item in given if item.piece is piece]):
            _give(row, to, staff)
    db.session.flush()
    counts = {piece: sum(1 for item in given if item.piece is piece) for piece in Piece}
    details = {"to": to.id, **{piece.value: number for piece, number in counts.items()}}
    audit.record("desk.handed_over", held.person, actor_id=staff.user_id, details=details)
    _tell(held.person, to, counts, note.strip()[:NOTE_MAX], staff)
    return counts


def _give(row: Row, to: User, staff: Actor) -> None:
    match row:
        case Introduction() as introduction:
            brokering.assign(introduction, to.id, staff=staff, version=introduction.version)
        case DeskTask() as task:
            task.assignee = to
        case Meeting() as meeting:
            mover = By(db.session.get_one(User, staff.user_id), None)
            arranging.give_to(meeting, to.id, by=mover, version=meeting.version)


def _tell(giver_: User, to: User, counts: dict[Piece, int], note: str, staff: Actor) -> None:
    if to.id == staff.user_id:
        return
    outbox.post(
        "portfolio_received", to=to.email, locale=to.locale, name=to.full_name, giver=giver_.full_name, note=note,
        introductions=counts[Piece.INTRODUCTION], tasks=counts[Piece.TASK], meetings=counts[Piece.MEETING],
    )  # fmt: skip
