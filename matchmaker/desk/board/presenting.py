"""Cards and lines: what a pair looks like on the board and in the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from matchmaker.desk.board.queries import Column
from matchmaker.desk.labels import act_label, stage_label
from matchmaker.desk.rules import AT_ONCE, Stage, act_towards, targets
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.deadlines.clocks import clocks_of
from matchmaker.introductions.deadlines.standing import KINDS, state_label
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import acts_open_to, staff_parties
from matchmaker.introductions.rules import Act
from matchmaker.organisations.days import today
from matchmaker.organisations.rules import KOREA


@dataclass(frozen=True, slots=True)
class Target:
    """A column to which a card may go: by a press (`url` is posted to), or by the form behind the link."""

    stage: str
    label: str
    column: str
    url: str
    is_at_once: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A pair: `age` in days since it was sent in, `due` the next day by which somebody must move."""

    id: int
    version: int
    requester: str
    counterpart: str
    stage: str
    state: str
    kind: str
    broker: str
    age: int
    due: date | None
    is_late: bool
    is_soon: bool
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column of the board."""

    stage: str
    label: str
    total: int
    cards: Sequence[Card]


def board(columns: dict[Stage, Column], staff: Actor, moment: datetime, language: str) -> list[BoardColumn]:
    """The columns from left to right."""
    return [
        BoardColumn(stage.value, stage_label(stage), column.total, cards(column.rows, stage, staff, moment, language))
        for stage, column in columns.items()
    ]


def cards(rows: Iterable[Introduction], stage: Stage, staff: Actor, moment: datetime, language: str) -> list[Card]:
    """Cards of introductions that all stand in `stage`."""
    return [card(row, stage, staff, moment, language) for row in rows]


def card(row: Introduction, stage: Stage, staff: Actor, moment: datetime, language: str) -> Card:
    """The card of one introduction, with the moves that this person can make."""
    clocks = clocks_of(row, moment)
    acts = acts_open_to(row, staff_parties(row, staff))
    return Card(
        id=row.id, version=row.version, requester=row.from_organisation.name(language),
        counterpart=row.to_organisation.name(language), stage=stage_label(stage), state=state_label(row),
        kind=KINDS[row.state], broker=row.broker.full_name if row.broker else "",
        age=(today() - (row.submitted_at or row.created_at).astimezone(KOREA).date()).days,
        due=min((clock.due for clock in clocks), default=None), is_late=any(clock.is_late for clock in clocks),
        is_soon=any(clock.is_soon for clock in clocks),
        targets=tuple(_target(row, new, act) for new in targets(stage, acts) if (act := act_towards(new, acts))),
    )  # fmt: skip


def _target(row: Introduction, new: Stage, act: Act) -> Target:
    at_once = act in AT_ONCE
    url = url_for("desk_board.move", introduction_id=row.id) if at_once else form_url(row.id, act)
    return Target(new.value, act_label(act), stage_label(new), url, at_once)


def form_url(introduction_id: int, act: Act) -> str:
    """Where the reason for `act` is given."""
    return url_for("desk_bulk.preview", id=introduction_id, act=act.value)
