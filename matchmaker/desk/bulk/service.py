"""One deed for many introductions: what would become of each, and the doing of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from matchmaker.desk.board.queries import with_names
from matchmaker.desk.bulk.rules import AS_ACT, BulkAct
from matchmaker.desk.models import BulkRun
from matchmaker.desk.rules import BULK_MOST
from matchmaker.desk.tasks import service as tasks
from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.queries import in_care_of
from matchmaker.introductions.review import brokering


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be done, with the words or the person that it needs."""

    act: BulkAct
    words: str = ""
    reason: str = ""
    broker_id: int = 0
    title: str = ""
    due_on: date = date.min


@dataclass(frozen=True, slots=True)
class Chosen:
    """An introduction and the version of it that the person saw."""

    id: int
    version: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """An introduction of the preview, and why nothing will be done to it, if anything speaks against it."""

    introduction: Introduction
    refusal: RuleViolation | None


def chosen_rows(staff: Actor, ids: Sequence[int]) -> list[Introduction]:
    """The introductions in care among `ids`, the oldest first. Raises RuleViolation for none or too many."""
    if not ids:
        raise RuleViolation("desk.nothing_chosen")
    if len(set(ids)) > BULK_MOST:
        raise RuleViolation("desk.too_many", most=BULK_MOST)
    found = with_names(in_care_of(staff).where(Introduction.id.in_(set(ids)))).order_by(Introduction.id)
    rows = list(db.session.scalars(found))
    if not rows:
        raise RuleViolation("desk.nothing_chosen")
    return rows


def look_at(rows: Sequence[Introduction], act: BulkAct, *, staff: Actor) -> list[Line]:
    """What would become of each: nothing is changed."""
    return [Line(row, refusal(row, act, staff=staff)) for row in rows]


def refusal(introduction: Introduction, act: BulkAct, *, staff: Actor) -> RuleViolation | None:
    """Why `act` cannot be done to `introduction` now; None when it can."""
    try:
        if act in AS_ACT:
            brokering.check(introduction, AS_ACT[act], staff, introduction.version)
    except RuleViolation as refused:
        return refused
    return None


def run(chosen: Sequence[Chosen], deed: Deed, *, token: str, staff: Actor) -> BulkRun:
    """Do `deed` to each that allows it, and keep what became of each under `token`.

    A row that refuses leaves the others as they are. Raises AlreadyDone when the same form was sent before.
    """
    rows = {row.id: row for row in chosen_rows(staff, [one.id for one in chosen])}
    record = _open(token, deed.act, staff)
    results = [_do(rows.get(one.id), one, deed, staff) for one in chosen]
    record.results = results
    done = sum(1 for result in results if result["code"] is None)
    audit.record("desk.bulk_done", record, actor_id=staff.user_id, details={"act": deed.act.value, "done": done})
    return record


class AlreadyDone(RuleViolation):
    """The same form was sent twice: the first did it."""


def _open(token: str, act: BulkAct, staff: Actor) -> BulkRun:
    record = BulkRun(token=token, user_id=staff.user_id, act=act.value)
    try:
        with db.session.begin_nested():
            db.session.add(record)
    except IntegrityError as error:
        raise AlreadyDone("changed_meanwhile") from error
    return record


def _do(introduction: Introduction | None, one: Chosen, deed: Deed, staff: Actor) -> dict[str, object]:
    """What became of one row. What it wrote before it was refused is taken back."""
    try:
        if introduction is None:
            raise NotFound("not_found")
        with db.session.begin_nested():
            _act(introduction, deed, one.version, staff)
            db.session.flush()
    except StaleDataError:
        return {"id": one.id, "code": "changed_meanwhile", "details": {}}
    except RuleViolation as refused:
        return {"id": one.id, "code": refused.code, "details": {k: str(v) for k, v in refused.details.items()}}
    return {"id": one.id, "code": None, "details": {}}


def _act(introduction: Introduction, deed: Deed, version: int | None, staff: Actor) -> None:
    match deed.act:
        case BulkAct.TAKE:
            brokering.take(introduction, staff=staff, version=version)
        case BulkAct.ASSIGN:
            brokering.assign(introduction, deed.broker_id, staff=staff, version=version)
        case BulkAct.RETURN:
            brokering.send_back(introduction, deed.words, staff=staff, version=version)
        case BulkAct.REFUSE:
            brokering.refuse(introduction, deed.reason, deed.words, staff=staff, version=version)
        case BulkAct.NOTE:
            brokering.add_note(introduction, deed.words, staff=staff)
        case BulkAct.TASK:
            wanted = tasks.Wanted(deed.title, deed.due_on, deed.broker_id, deed.words)
            tasks.add(wanted, staff=staff, introduction_id=introduction.id)


def run_of(staff: Actor, token: str) -> BulkRun:
    """A bulk action that this person did. Raises NotFound."""
    found = db.session.scalars(
        sa.select(BulkRun).where(BulkRun.token == token, BulkRun.user_id == staff.user_id)
    ).first()
    if found is None:
        raise NotFound("not_found")
    return found
