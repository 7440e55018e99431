"""Reads of the board: a fixed number, however many introductions there are."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from matchmaker.desk.filters import Filters
from matchmaker.desk.rules import Stage
from matchmaker.desk.stages import stage_column
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.queries import in_care_of


@dataclass(frozen=True, slots=True)
class Column:
    """The introductions of a column that are shown, and how many it has."""

    rows: list[Introduction]
    total: int


def columns(staff: Actor, filters: Filters, *, shown: int) -> dict[Stage, Column]:
    """For each stage its `shown` longest waiting (of the closed, the latest) and its total, in one query."""
    ranked = _ranked(staff, filters)
    found = sa.select(Introduction, ranked.c.stage, ranked.c.total).join(ranked, ranked.c.id == Introduction.id)
    found = with_names(found.where(ranked.c.place <= shown).order_by(ranked.c.place))
    listed: dict[Stage, Column] = {stage: Column([], 0) for stage in Stage}
    for introduction, stage, total in db.session.execute(found):
        listed[Stage(stage)] = Column([*listed[Stage(stage)].rows, introduction], total)
    return listed


def with_names(statement: sa.Select[Any]) -> sa.Select[Any]:
    """`statement` with the names of both sides and of the broker."""
    return statement.options(
        joinedload(Introduction.from_organisation), joinedload(Introduction.to_organisation),
        joinedload(Introduction.broker),
    )  # fmt: skip


def _ranked(staff: Actor, filters: Filters) -> sa.Subquery:
    """Id, stage, place within the stage, and number of introductions in the stage."""
    since = sa.func.coalesce(Introduction.submitted_at, Introduction.created_at)
    chosen = filters.apply(in_care_of(staff), staff).with_only_columns(
        Introduction.id.label("id"), stage_column().label("stage"), since.label("since"),
        Introduction.updated_at.label("updated_at"),
    )  # fmt: skip
    staged = chosen.subquery()
    latest_first = sa.case((staged.c.stage == Stage.CLOSED.value, staged.c.updated_at)).desc()
    place = sa.func.row_number().over(partition_by=staged.c.stage, order_by=(latest_first, staged.c.since, staged.c.id))
    total = sa.func.count().over(partition_by=staged.c.stage)
    return sa.select(staged.c.id, staged.c.stage, place.label("place"), total.label("total")).subquery()


def listed(staff: Actor, filters: Filters) -> sa.Select[Introduction]:
    """The filtered introductions for the list, the oldest first."""
    since = sa.func.coalesce(Introduction.submitted_at, Introduction.created_at)
    return with_names(filters.apply(in_care_of(staff), staff)).order_by(since, Introduction.id)


def ids_of(staff: Actor, filters: Filters, *, most: int) -> list[int]:
    """Ids of the first `most` of the filtered introductions, the oldest first."""
    since = sa.func.coalesce(Introduction.submitted_at, Introduction.created_at)
    found = filters.apply(in_care_of(staff), staff).with_only_columns(Introduction.id).order_by(since, Introduction.id)
    return list(db.session.scalars(found.limit(most)))


def stages_of(ids: list[int]) -> dict[int, Stage]:
    """The stage of each introduction."""
    rows = db.session.execute(sa.select(Introduction.id, stage_column()).where(Introduction.id.in_(ids)))
    return {row[0]: Stage(row[1]) for row in rows}
