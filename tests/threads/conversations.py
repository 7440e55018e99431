"""Conversations for tests: who says what in which lane."""

from uuid import uuid4

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.files import Kept
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.service import organisation_of
from matchmaker.threads import service
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.rules import Lane, Reader

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def reader_of(user: User) -> Reader:
    own = organisation_of(user.id)
    return Reader(user.as_actor(), own.id if own else None)


def say(
    row: Introduction, user: User, lane: Lane, body: str = "Hello.", *, files: tuple[Kept, ...] = (),
    tier: Tier = Tier.NAMED, token: str = "", may_share: bool = True,
) -> ThreadMessage:  # fmt: skip
    draft = service.Draft(lane, body, token or uuid4().hex, files, tier, may_share)
    message = service.write(row, draft, reader=reader_of(user), author=user)
    db.session.flush()
    return message


def url_of(row: Introduction, *, staff: bool = False) -> str:
    return f"{'/staff' if staff else ''}/introductions/{row.id}/thread"
