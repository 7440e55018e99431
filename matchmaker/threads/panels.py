"""How threads show themselves on the page of an introduction and on the home pages."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import url_for
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.foundation.access import actor
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.panels import Panel, Todo
from matchmaker.introductions.queries import for_lists
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.visibility import tiers_for
from matchmaker.threads import queries, reading
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.rules import Reader
from matchmaker.threads.standing import is_writable, lanes_open_to

TODOS_MAX = 5


def panel(introduction: Introduction, organisation: Organisation | None) -> Panel | None:
    """How much was said and what of it is new; nothing while nobody else could read it."""
    reader = Reader(actor(), organisation.id if organisation else None)
    count, latest = _count(introduction, reader)
    is_open = any(is_writable(introduction, lane) for lane in lanes_open_to(introduction, reader))
    if not count and not is_open:
        return None
    new = sum(reading.unread_by_lane(reader, introduction.id).values())
    return Panel(
        title=_("Messages"), url=_url(introduction.id, reader), action=_("Open the conversation"),
        lines=(_summary(count, latest, reader),), badge=_("%(count)s new", count=new) if new else "",
    )  # fmt: skip


def _summary(count: int, latest: datetime | None, reader: Reader) -> str:
    if latest is None:
        return str(_("Nothing has been said yet.") if reader.actor.is_staff else _("Ask the broker anything here."))
    said = ngettext("%(num)s message", "%(num)s messages", count)
    return str(
        _("%(messages)s, the latest on %(at)s", messages=said, at=format_datetime(latest, _("d MMM yyyy, HH:mm")))
    )


def _count(introduction: Introduction, reader: Reader) -> tuple[int, datetime | None]:
    """How many messages there are for `reader`, and when the latest was written."""
    statement = (
        queries.of_introduction(reader, introduction.id).order_by(None).where(ThreadMessage.deleted_at.is_(None))
    )
    counted = statement.with_only_columns(sa.func.count(), sa.func.max(ThreadMessage.created_at))
    count, latest = db.session.execute(counted).one()
    return count, latest


def _url(introduction_id: int, reader: Reader) -> str:
    return url_for("threads_staff.show" if reader.actor.is_staff else "threads.show", introduction_id=introduction_id)


def todos(user: User, organisation: Organisation | None) -> Sequence[Todo]:
    """Messages that wait to be read, by introduction, in a fixed number of queries."""
    reader = Reader(user.as_actor(), organisation.id if organisation else None)
    unread = reading.unread_at_hand(reader)
    wanted = sorted(unread, reverse=True)[:TODOS_MAX]
    if not wanted:
        return []
    rows = db.session.scalars(for_lists(sa.select(Introduction).where(Introduction.id.in_(wanted)))).all()
    titles = _titles(rows, organisation)
    return [
        Todo(
            ngettext("%(num)s unread message: %(about)s", "%(num)s unread messages: %(about)s", unread[row.id],
                     about=titles[row.id]),
            _url(row.id, reader),
        )
        for row in sorted(rows, key=lambda row: -row.id)
    ]  # fmt: skip


def _titles(rows: Sequence[Introduction], organisation: Organisation | None) -> dict[int, str]:
    """What the reader may call each introduction."""
    language = locale()
    if organisation is None:
        return {
            row.id: f"{row.from_organisation.name(language)} – {row.to_organisation.name(language)}" for row in rows
        }
    others = {row.id: row.other_side(organisation.id) for row in rows}
    tiers = tiers_for(organisation, others.values())
    return {key: present(other, tiers[other.id], language).title for key, other in others.items()}
