"""When members first saw whom suggested to them: noted with the page, told to brokers in the story of a pair."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from matchmaker.foundation.database import db, now, transaction
from matchmaker.suggestions.models import SuggestionShown


def note(organisation_id: int, candidate_ids: Collection[int]) -> None:
    """Keep that these candidates are shown to members of the organisation now, unless they were before.

    In a transaction of its own, and only when there is something new: a page seen twice writes once.
    """
    before = sa.select(SuggestionShown.candidate_id).where(
        SuggestionShown.organisation_id == organisation_id, SuggestionShown.candidate_id.in_(sorted(candidate_ids))
    )
    fresh = set(candidate_ids) - set(db.session.scalars(before))
    if not fresh:
        return
    moment = now()
    rows = [{"organisation_id": organisation_id, "candidate_id": one, "at": moment} for one in sorted(fresh)]
    dialects: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    insert = dialects[db.session.get_bind().dialect.name]
    with transaction():
        db.session.execute(insert(SuggestionShown).values(rows).on_conflict_do_nothing())


def first_shown(organisation_id: int, candidate_id: int) -> datetime | None:
    """When members of the organisation first saw the candidate suggested; None: they have not."""
    return db.session.scalar(
        sa.select(SuggestionShown.at).where(
            SuggestionShown.organisation_id == organisation_id, SuggestionShown.candidate_id == candidate_id
        )
    )
