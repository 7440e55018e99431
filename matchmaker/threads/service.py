"""Deeds of threads: write, delete, open a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.compliance.service import crossing_of, require_clear
from matchmaker.foundation import audit, files
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.files import Kept
from matchmaker.foundation.permissions import AGENCY
from matchmaker.foundation.virus_scan import Scan
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.rules import Tier, VettingState
from matchmaker.threads import letters, queries
from matchmaker.threads.models import SharingPromise, ThreadAttachment, ThreadMessage
from matchmaker.threads.rules import (
    DELETABLE_FOR,
    FILES_MAX,
    MESSAGES_MAX,
    MESSAGES_WITHIN,
    Lane,
    Reader,
    check_body,
    is_deletable,
)
from matchmaker.threads.standing import check_writable, has_documents, may_open, own_side

AREA = "threads"
"""Where this room's files lie in the store."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is about to say. `token` is the form's own: sent twice, it is said once."""

    lane: Lane
    body: str
    token: str
    files: tuple[Kept, ...] = ()
    tier: Tier = Tier.NAMED
    may_share: bool = False


class TooMany(RuleViolation):
    """Somebody sends more than a person writes."""

    status = 429


def take_files(uploads: Sequence[tuple[str, bytes]]) -> tuple[Kept, ...]:
    """Check, scan and keep the files (name, content) of a message, before the transaction that writes it.

    Raises RuleViolation as `files.take`, or for too many; what is kept already is removed then.
    """
    if len(uploads) > FILES_MAX:
        raise RuleViolation("thread.too_many_files", most=FILES_MAX)
    kept: list[Kept] = []
    try:
        for name, content in uploads:
            kept.append(files.take(name, content, area=AREA))
    except BaseException:
        drop_files(kept)
        raise
    return tuple(kept)


def drop_files(kept: Sequence[Kept]) -> None:
    """Remove files of a message that was not written after all."""
    for one in kept:
        files.delete(one.key)


def write(introduction: Introduction, draft: Draft, *, reader: Reader, author: User) -> ThreadMessage:
    """Say something in a lane and tell its other readers. The same form sent again gives the message it made.

    Raises NotFound for a lane that is not the author's, RuleViolation when the rules refuse.
    """
    _lock(introduction)
    said = db.session.scalars(queries.by_token(introduction.id, author.id, draft.token)).first()
    if said is not None:
        return said
    check_may_write(introduction, draft.lane, reader)
    body = check_body(draft.body, has_files=bool(draft.files))
    if draft.files and draft.lane is Lane.ALL:
        require_clear(introduction, crossing_of(own_side(introduction, reader)))
    if draft.files:
        _check_promise(introduction, draft, author)
    message = ThreadMessage(
        introduction=introduction, lane=draft.lane, author=author, author_side_id=reader.organisation_id,
        by_staff=reader.actor.is_staff, body=body, token=draft.token,
        attachments=[_attachment(one, draft) for one in draft.files],
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    details = {"lane": draft.lane.value, "files": len(draft.files)}
    audit.record("thread.written", message, actor_id=author.id, details=details)
    letters.tell(message)
    return message


def _lock(introduction: Introduction) -> None:
    """One writer at a time, so that ids rise in the order in which messages appear, and nobody writes into its end."""
    db.session.execute(sa.select(Introduction.id).where(Introduction.id == introduction.id).with_for_update())
    db.session.refresh(introduction)


def check_may_write(introduction: Introduction, lane: Lane, reader: Reader) -> None:
    """Raise NotFound for a lane that is not the reader's, RuleViolation where nothing can be said (now)."""
    check_writable(introduction, lane, reader)
    own = own_side(introduction, reader)
    if own is not None and own.state is not VettingState.APPROVED:
        raise RuleViolation("thread.own_not_approved")
    written = db.session.scalar(queries.written_since(reader.actor.user_id, now() - MESSAGES_WITHIN)) or 0
    if written >= MESSAGES_MAX:
        raise TooMany("thread.too_many_messages", most=MESSAGES_MAX, minutes=_minutes(MESSAGES_WITHIN))


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _attachment(kept: Kept, draft: Draft) -> ThreadAttachment:
    """Only where both sides read is there another side to keep a document from."""
    tier = draft.tier if draft.lane is Lane.ALL else Tier.NAMED
    return ThreadAttachment(
        file_key=kept.key, file_name=kept.name, content_type=kept.content_type, size=kept.size, sha256=kept.sha256,
        tier=int(tier), scan=kept.scan,
    )  # fmt: skip


def has_promised(introduction: Introduction, user_id: int) -> bool:
    """Whether this person has said that they may share files here."""
    return db.session.scalars(queries.promise(user_id, introduction.id)).first() is not None


def _check_promise(introduction: Introduction, draft: Draft, author: User) -> None:
    """The reminder before a person's first file in a thread is answered once, and kept with its time."""
    if has_promised(introduction, author.id):
        return
    if not draft.may_share:
        raise RuleViolation("thread.sharing_not_confirmed")
    db.session.add(SharingPromise(user_id=author.id, introduction_id=introduction.id))
    audit.record("thread.sharing_confirmed", introduction, actor_id=author.id)


def delete(introduction: Introduction, message_id: int, *, reader: Reader) -> ThreadMessage:
    """Take back one's own message with its files; an empty line stays.

    Raises NotFound for a message that is not the reader's own, RuleViolation when it is too late.
    """
    statement = queries.of_introduction(reader, introduction.id).where(ThreadMessage.id == message_id)
    message = db.session.scalars(statement.with_for_update(of=ThreadMessage)).first()
    if message is None or message.author_id != reader.actor.user_id:
        raise NotFound("not_found")
    check_writable(introduction, message.lane, reader)
    if message.deleted_at is not None:
        return message
    if not is_deletable(message.created_at, now()):
        raise RuleViolation("thread.too_late_to_delete", minutes=_minutes(DELETABLE_FOR))
    message.deleted_at, message.body = now(), ""
    message.attachments.clear()
    audit.record("thread.deleted", message, actor_id=reader.actor.user_id)
    return message


def open_file(introduction: Introduction, attachment_id: int, *, reader: Reader) -> tuple[ThreadAttachment, bytes]:
    """A file and its bytes, for somebody who may open it; who opened what is kept.

    Raises NotFound when the reader does not see the message or the bytes are gone, Forbidden before the pair's
    agreement, RuleViolation while the scanner has yet to look.
    """
    found = db.session.scalars(queries.attachment_for(reader, introduction.id, attachment_id)).first()
    if found is None or found.scan is Scan.INFECTED:
        raise NotFound("not_found")
    if not may_open(found, reader, with_documents=has_documents(introduction, reader)):
        raise Forbidden("thread.opens_after_nda")
    if found.message.lane is Lane.ALL and not _is_at_home(found.message, reader):
        require_clear(introduction, crossing_of(found.message.author_side))
    if found.scan is Scan.WAITING:
        raise RuleViolation("file.waits_for_scan")
    content = files.read(found.file_key)
    audit.record("thread.file_opened", found, actor_id=reader.actor.user_id)
    return found, content


def _is_at_home(message: ThreadMessage, reader: Reader) -> bool:
    """Whether a file of `message` crosses no border on its way to the reader: own side, or an office in its care."""
    if reader.organisation_id is not None:
        return reader.organisation_id == message.author_side_id
    side = message.author_side
    return reader.actor.role in AGENCY or (side is not None and reader.actor.serves(side.cluster))
