"""What the page of a thread shows: lanes in words, messages, files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import now
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.markdown import render
from matchmaker.foundation.virus_scan import Scan
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import language_of
from matchmaker.organisations.presenting import present
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import tier_for
from matchmaker.threads.models import ThreadAttachment, ThreadMessage
from matchmaker.threads.rules import Lane, Reader, is_deletable
from matchmaker.threads.standing import has_documents, is_writable, may_open, own_side


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a message. `obstacle` says why it cannot be opened now; its name is hidden with it from strangers."""

    id: int
    name: str
    size: int
    obstacle: str
    after_agreement: bool


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as this reader sees it."""

    id: int
    at: datetime
    author: str
    office: str
    """The organisation or the office for which the author wrote."""
    is_own: bool
    is_new: bool
    is_deleted: bool
    is_deletable: bool
    body: Markup
    text: str
    language: str | None
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What this reader may call the two sides, by their ids, and the whole of the two."""

    sides: dict[int, str]
    title: str


def names_for(introduction: Introduction, reader: Reader) -> Names:
    """Names by the tier reached; staff see both by name."""
    own, language = own_side(introduction, reader), locale()
    one, other = introduction.from_organisation, introduction.to_organisation
    if own is None:
        sides = {side.id: side.name(language) for side in (one, other)}
        return Names(sides, f"{sides[one.id]} – {sides[other.id]}")
    opposite = introduction.other_side(own.id)
    title = present(opposite, tier_for(own, opposite), language).title
    return Names({own.id: own.name(language), opposite.id: title}, title)


def lane_label(lane: Lane, introduction: Introduction, names: Names, *, for_staff: bool) -> str:
    """The lane as its tab names it."""
    if lane is Lane.NOTES:
        return str(_("Notes of staff"))
    if lane is Lane.ALL:
        return str(_("All together"))
    if not for_staff:
        return str(_("With the broker"))
    side = introduction.from_id if lane is Lane.REQUESTER else introduction.to_id
    return str(_("With %(name)s", name=names.sides[side]))


def readers_words(lane: Lane, introduction: Introduction, names: Names, *, for_staff: bool) -> str:
    """Who reads what is written in the lane: said above the box, so that nobody writes to the wrong ones."""
    if lane is Lane.NOTES:
        return str(_("Only brokers of this introduction read this. Members never see it."))
    if lane is Lane.ALL:
        if for_staff:
            return str(_("Both organisations and the brokers read this."))
        return str(_("%(name)s, your organisation and the brokers read this.", name=names.title))
    if not for_staff:
        return str(_("Your organisation and its broker read this; %(name)s does not.", name=names.title))
    side = introduction.from_id if lane is Lane.REQUESTER else introduction.to_id
    return str(_("%(name)s and its brokers read this; the other side does not.", name=names.sides[side]))


def message_views(
    messages: Sequence[ThreadMessage], introduction: Introduction, reader: Reader, names: Names, *, read_up_to: int
) -> list[MessageView]:
    """`messages` as `reader` sees them; new are those after `read_up_to`."""
    with_documents = has_documents(introduction, reader)
    return [_view(row, introduction, reader, names, read_up_to, with_documents=with_documents) for row in messages]


def _view(
    row: ThreadMessage, introduction: Introduction, reader: Reader, names: Names, read_up_to: int,
    *, with_documents: bool,
) -> MessageView:  # fmt: skip
    is_own, is_deleted = row.author_id == reader.actor.user_id, row.deleted_at is not None
    in_time = is_deletable(row.created_at, now()) and is_writable(introduction, row.lane)
    return MessageView(
        id=row.id, at=row.created_at, author=row.author.full_name if row.author else str(_("Former user")),
        office=_office(row, names), is_own=is_own, is_new=not is_own and not is_deleted and row.id > read_up_to,
        is_deleted=is_deleted, is_deletable=is_own and not is_deleted and in_time, body=render(row.body), text=row.body,
        language=language_of(row.body),
        files=tuple(_file(one, reader, with_documents=with_documents) for one in row.attachments),
    )  # fmt: skip


def _office(row: ThreadMessage, names: Names) -> str:
    if row.by_staff:
        cluster = row.author.cluster if row.author else None
        return str(_("Broker, %(cluster)s", cluster=code_label("cluster", cluster)) if cluster else _("The agency"))
    return names.sides.get(row.author_side_id or 0, "")


def _file(one: ThreadAttachment, reader: Reader, *, with_documents: bool) -> FileView:
    """A name can tell as much as a document: who may not open a file does not read its name."""
    after_agreement = one.tier >= Tier.DOCUMENTS
    if not may_open(one, reader, with_documents=with_documents):
        return FileView(one.id, str(_("A document")), 0, str(_("Opens after the NDA")), after_agreement)
    obstacles = {
        Scan.WAITING: _("Being checked for viruses"),
        Scan.INFECTED: _("Removed: the virus scanner found something"),
    }
    return FileView(one.id, one.file_name, one.size, str(obstacles.get(one.scan, "")), after_agreement)
