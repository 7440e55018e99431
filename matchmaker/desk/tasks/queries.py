"""Reads of tasks."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import User
from matchmaker.desk.care import cared_ids, in_office
from matchmaker.desk.models import DeskTask
from matchmaker.desk.rules import TaskState
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.models import Introduction
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations.models import Organisation


def readable(staff: Actor) -> sa.Select[DeskTask]:
    """Tasks of the person's own office, about what is in its care; those of another cluster stay there."""
    office = in_office(sa.select(User.id), staff)
    organisations = organisation_queries.in_care_of(staff).with_only_columns(Organisation.id)
    return sa.select(DeskTask).where(
        sa.or_(DeskTask.created_by_id.in_(office), DeskTask.assignee_id.in_(office)),
        sa.or_(DeskTask.introduction_id.is_(None), DeskTask.introduction_id.in_(cared_ids(staff))),
        sa.or_(DeskTask.organisation_id.is_(None), DeskTask.organisation_id.in_(organisations)),
    )


def filtered(
    statement: sa.Select[DeskTask], *, whose: str, state: str, user_id: int, today: date
) -> sa.Select[DeskTask]:
    """`statement` narrowed to whose (empty: mine, `all`) and to which (empty: open, `late`, `closed`, `all`)."""
    if whose != "all":
        statement = statement.where(DeskTask.assignee_id == user_id)
    if state in {"", "late"}:
        statement = statement.where(DeskTask.state == TaskState.OPEN)
    if state == "late":
        statement = statement.where(DeskTask.due_on < today)
    if state == "closed":
        statement = statement.where(DeskTask.state != TaskState.OPEN)
    return statement


def listed(statement: sa.Select[DeskTask]) -> sa.Select[DeskTask]:
    """`statement` for a list: open ones first, by due day."""
    pair = joinedload(DeskTask.introduction)
    return statement.options(
        joinedload(DeskTask.assignee), joinedload(DeskTask.organisation),
        pair.joinedload(Introduction.from_organisation), pair.joinedload(Introduction.to_organisation),
    ).order_by(sa.case((DeskTask.state == TaskState.OPEN, 0), else_=1), DeskTask.due_on, DeskTask.id)  # fmt: skip


def of_introduction(staff: Actor, introduction_id: int) -> sa.Select[DeskTask]:
    """Tasks about one pair that this person may read, by due day."""
    found = readable(staff).where(DeskTask.introduction_id == introduction_id)
    return found.options(joinedload(DeskTask.assignee)).order_by(DeskTask.due_on, DeskTask.id)


def to_remind(today: date) -> sa.Select[DeskTask]:
    """Open tasks that are due and of which the assignee has not been reminded for this due day."""
    return (
        sa.select(DeskTask)
        .where(
            DeskTask.state == TaskState.OPEN, DeskTask.due_on <= today, DeskTask.assignee_id.is_not(None),
            sa.or_(DeskTask.reminded_on.is_(None), DeskTask.reminded_on != DeskTask.due_on),
        )
        .order_by(DeskTask.id)
    )  # fmt: skip
