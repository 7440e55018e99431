"""What people say of meetings, and what they are shown and told of them."""

from contextlib import AbstractContextManager

import sqlalchemy as sa
from flask import Flask, current_app

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.introductions.panels import Panel, Todo
from matchmaker.meetings.afterwards.sections import todos as afterwards_todos
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.sections import sections_of
from matchmaker.organisations.models import Organisation
from tests.client import Client


def place(meeting: Meeting, user: User) -> int:
    """The person's place in the meeting."""
    return next(one.id for one in meeting.participants if one.user_id == user.id)


def mails(kind: str) -> list[str]:
    """Addresses that mails of this kind went to."""
    statement = sa.select(OutboxMail.to_address).where(OutboxMail.kind == kind).order_by(OutboxMail.id)
    return list(db.session.scalars(statement))


def come(client: Client, meeting: Meeting, user: User) -> None:
    """Say that one will come."""
    client.send(f"/meetings/{meeting.id}/reconfirm/{place(meeting, user)}", {"version": meeting.version})


def say(client: Client, meeting: Meeting, outcome: str, *absent: User, comment: str = "", status: int = 302,
        version: str = "") -> None:  # fmt: skip
    """Say how it went, and who was absent."""
    gone = [place(meeting, user) for user in absent]
    data = {"outcome": outcome, "absent": gone, "comment": comment, "version": version}
    client.send(f"/meetings/{meeting.id}/rate", data, status=status)
    db.session.refresh(meeting)


def reading(app: Flask) -> AbstractContextManager[object]:
    """A request for a page in English, which is where boxes and things to do are made."""
    return app.test_request_context(headers={"Accept-Language": "en"})


def panels(meeting: Meeting, reader: Organisation | None) -> list[Panel]:
    """Boxes on the meeting's page."""
    with reading(current_app._get_current_object()):  # type: ignore[attr-defined]
        return sections_of(meeting, reader)


def todos(user: User, organisation: Organisation | None) -> list[Todo]:
    """Things that wait for the person."""
    db.session.commit()
    with reading(current_app._get_current_object()):  # type: ignore[attr-defined]
        return afterwards_todos(user, organisation)


def titles(meeting: Meeting, reader: Organisation | None) -> list[tuple[str, str]]:
    """Titles and badges of the boxes."""
    return [(panel.title, panel.badge) for panel in panels(meeting, reader)]
