"""Reads of saved views."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import User
from matchmaker.desk.care import in_office
from matchmaker.desk.models import SavedView, ViewPage
from matchmaker.foundation.permissions import Actor


def own(user_id: int) -> sa.Select[SavedView]:
    """A person's own views, by page and name."""
    found = sa.select(SavedView).where(SavedView.user_id == user_id)
    return found.order_by(SavedView.page, SavedView.name, SavedView.id)


def offered(staff: Actor, page: ViewPage) -> sa.Select[SavedView]:
    """Views of a page that this person can open: the own first, then what colleagues of the office share."""
    office = in_office(sa.select(User.id), staff)
    is_own = SavedView.user_id == staff.user_id
    is_shared = sa.and_(SavedView.is_shared.is_(True), SavedView.user_id.in_(office))
    return (
        sa.select(SavedView)
        .where(SavedView.page == page, sa.or_(is_own, is_shared))
        .options(joinedload(SavedView.user))
        .order_by(sa.case((is_own, 0), else_=1), SavedView.name, SavedView.id)
    )
