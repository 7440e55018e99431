"""Reads of threads. What a reader may see is decided in `messages_for`, and nowhere else."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import User
from matchmaker.foundation.permissions import AGENCY, Actor, Role
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.queries import in_care_of
from matchmaker.organisations.models import Organisation
from matchmaker.threads.models import ReadMark, SharingPromise, ThreadAttachment, ThreadMessage
from matchmaker.threads.rules import Lane, Reader

M = ThreadMessage


def messages_for(reader: Reader) -> sa.Select[ThreadMessage]:
    """Every message that `reader` may see, of all introductions; every other read of messages starts from here."""
    statement = sa.select(M).join(Introduction, M.introduction_id == Introduction.id)
    if reader.actor.is_staff:
        return statement.where(_of_staff(reader.actor))
    return statement.where(_of_member(reader.organisation_id or 0))


def _of_member(organisation_id: int) -> sa.ColumnElement[bool]:
    """Its own lane, which opens for the counterpart when it was asked, and the common one once both agreed."""
    asking = Introduction.from_id == organisation_id
    asked = sa.and_(Introduction.to_id == organisation_id, Introduction.forwarded_at.is_not(None))
    agreed = sa.and_(sa.or_(asking, asked), Introduction.introduced_at.is_not(None))
    return sa.or_(
        sa.and_(asking, M.lane == Lane.REQUESTER),
        sa.and_(asked, M.lane == Lane.COUNTERPART),
        sa.and_(agreed, M.lane == Lane.ALL),
    )


def _of_staff(staff: Actor) -> sa.ColumnElement[bool]:
    """All lanes of what is in their care; for a co-broker the lanes of its own cluster's sides and the common ones."""
    cared_for = M.introduction_id.in_(in_care_of(staff).with_only_columns(Introduction.id))
    if staff.role in AGENCY:
        return cared_for
    own = sa.select(Organisation.id).where(Organisation.cluster == staff.cluster)
    lanes = sa.or_(
        M.lane.in_((Lane.ALL, Lane.NOTES)),
        sa.and_(M.lane == Lane.REQUESTER, Introduction.from_id.in_(own)),
        sa.and_(M.lane == Lane.COUNTERPART, Introduction.to_id.in_(own)),
    )
    return sa.and_(cared_for, lanes)


def of_introduction(reader: Reader, introduction_id: int) -> sa.Select[ThreadMessage]:
    """What `reader` may see of one introduction, oldest first."""
    return messages_for(reader).where(M.introduction_id == introduction_id).order_by(M.id)


def newest(
    reader: Reader, introduction_id: int, lane: Lane, *, before: int | None, most: int
) -> sa.Select[ThreadMessage]:
    """The newest messages of a lane (older than message `before`), newest first, whole."""
    statement = of_introduction(reader, introduction_id).where(M.lane == lane).order_by(None).order_by(M.id.desc())
    if before is not None:
        statement = statement.where(M.id < before)
    return whole(statement).limit(most)


def whole(statement: sa.Select[ThreadMessage]) -> sa.Select[ThreadMessage]:
    """`statement` with authors and files, in a fixed number of queries."""
    return statement.options(joinedload(M.author), selectinload(M.attachments))


def attachment_for(reader: Reader, introduction_id: int, attachment_id: int) -> sa.Select[ThreadAttachment]:
    """A file of a message that `reader` may see; whether it may be opened too is another question."""
    seen = of_introduction(reader, introduction_id).order_by(None).with_only_columns(M.id)
    return sa.select(ThreadAttachment).where(
        ThreadAttachment.id == attachment_id, ThreadAttachment.message_id.in_(seen)
    )


def found(reader: Reader, words: str) -> sa.Select[ThreadMessage]:
    """Messages that `reader` may see and that hold all of `words`, newest first."""
    statement = messages_for(reader).where(M.deleted_at.is_(None))
    for word in words.split():
        statement = statement.where(M.body.icontains(word, autoescape=True))
    return whole(statement).order_by(M.id.desc())


def unread(reader: Reader, introduction_ids: Collection[int] | None = None) -> sa.Select[int, Lane, int]:
    """Rows (introduction, lane, count) of what `reader` has yet to read; deleted and own messages do not count."""
    user_id = reader.actor.user_id
    statement = (
        messages_for(reader)
        .outerjoin(
            ReadMark,
            sa.and_(ReadMark.user_id == user_id, ReadMark.introduction_id == M.introduction_id,
                    ReadMark.lane == M.lane),
        )
        .where(M.author_id.is_distinct_from(user_id), M.deleted_at.is_(None),
               M.id > sa.func.coalesce(ReadMark.last_read_id, 0))
        .with_only_columns(M.introduction_id, M.lane, sa.func.count())
        .group_by(M.introduction_id, M.lane)
    )  # fmt: skip
    return statement if introduction_ids is None else statement.where(M.introduction_id.in_(introduction_ids))


def unread_at_hand(reader: Reader) -> sa.Select[int, Lane, int]:
    """As `unread`, of what this person works on: a broker's own introductions and those that nobody has taken."""
    statement = unread(reader)
    actor = reader.actor
    if not actor.is_staff or actor.role is Role.CO_BROKER:
        return statement
    own = Introduction.broker_id == actor.user_id
    return statement.where(sa.or_(own, Introduction.broker_id.is_(None)) if actor.role is Role.BROKER else own)


def written_since(author_id: int, moment: datetime) -> sa.Select[int]:
    """How many messages a person has written since `moment`."""
    return sa.select(sa.func.count(M.id)).where(M.author_id == author_id, M.created_at > moment)


def by_token(introduction_id: int, author_id: int, token: str) -> sa.Select[ThreadMessage]:
    """The message that a form has made already."""
    return sa.select(M).where(M.introduction_id == introduction_id, M.author_id == author_id, M.token == token)


def promise(user_id: int, introduction_id: int) -> sa.Select[SharingPromise]:
    """That the person said they may share."""
    return sa.select(SharingPromise).where(
        SharingPromise.user_id == user_id, SharingPromise.introduction_id == introduction_id
    )


def staff_who_wrote(introduction_id: int, lane: Lane) -> sa.Select[User]:
    """Staff who have written in a lane."""
    wrote = sa.select(M.author_id).where(M.introduction_id == introduction_id, M.lane == lane, M.by_staff.is_(True))
    return sa.select(User).where(User.id.in_(wrote)).order_by(User.id)


def kept_files() -> sa.Select[str]:
    """Keys of all files that messages name."""
    return sa.select(ThreadAttachment.file_key)
