"""What is in a person's care, and what a pair is called."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.permissions import AGENCY, Actor, Role
from matchmaker.introductions import queries
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation


def cared_ids(staff: Actor) -> sa.Select[int]:
    """Ids of the introductions that this member of staff may see."""
    return queries.in_care_of(staff).with_only_columns(Introduction.id).order_by(None)


def pair_names(staff: Actor, ids: Collection[int], language: str) -> dict[int, str]:
    """ "Requester → counterpart" of each introduction in care among `ids`, in one query."""
    asking, asked = aliased(Organisation), aliased(Organisation)
    names = (asking.name_ko, asking.name_en, asked.name_ko, asked.name_en)
    rows = db.session.execute(
        queries.in_care_of(staff)
        .where(Introduction.id.in_(ids))
        .join(asking, Introduction.from_id == asking.id)
        .join(asked, Introduction.to_id == asked.id)
        .with_only_columns(Introduction.id, *names)
    )
    return {row[0]: f"{named(row[1], row[2], language)} → {named(row[3], row[4], language)}" for row in rows}


def named(korean: str | None, english: str | None, language: str) -> str:
    """The one of two names that a reader of `language` gets."""
    return (korean or english or "") if language == "ko" else (english or korean or "")


def organisation_names(ids: Collection[int], language: str) -> dict[int, str]:
    """Names of organisations, in one query. For staff only."""
    rows = db.session.execute(
        sa.select(Organisation.id, Organisation.name_ko, Organisation.name_en).where(Organisation.id.in_(ids))
    )
    return {row[0]: named(row[1], row[2], language) for row in rows}


def colleagues(staff: Actor) -> sa.Select[User]:
    """People of the same office who can work, by name: the agency's, or the co-brokers of one cluster."""
    statement = sa.select(User).where(User.enabled.is_(True), User.email_confirmed_at.is_not(None))
    return in_office(statement, staff).order_by(User.full_name, User.id)


def in_office(statement: sa.Select[User], staff: Actor) -> sa.Select[User]:
    """Those people of `statement` who sit in the same office as `staff`."""
    if staff.role is Role.CO_BROKER:
        return statement.where(User.role == Role.CO_BROKER, User.cluster == staff.cluster)
    return statement.where(User.role.in_(AGENCY))


def colleague(staff: Actor, user_id: int | None) -> User:
    """A person of the same office. Raises NotFound."""
    found = db.session.scalars(colleagues(staff).where(User.id == user_id)).first()
    if found is None:
        raise NotFound("not_found")
    return found
