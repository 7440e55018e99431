"""How compliance shows itself on the page of an introduction and on the home pages."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.accounts.models import User
from matchmaker.compliance import queries
from matchmaker.compliance.lights import Standing, for_reader, standing_of, standings
from matchmaker.compliance.presenting import summary, worst_badge
from matchmaker.compliance.rules import Colour, Crossing
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Actor, Permission
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.panels import Panel, Todo
from matchmaker.introductions.rules import IntroductionState
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.visibility import tier_for

TODOS_MAX = 5


def panel(introduction: Introduction, reader: Organisation | None) -> Panel | None:
    """The five lights; nothing for what came to nothing."""
    if introduction.state not in queries.LIT:
        return None
    standing = for_reader(standing_of(introduction), reader)
    endpoint = "compliance.show" if reader is not None else "compliance_staff.show_staff"
    is_answered = reader is None or reader.id in standing.sheets
    return Panel(
        title=_("Compliance"), url=url_for(endpoint, introduction_id=introduction.id),
        action=_("See the lights") if is_answered else _("Answer the questions"), lines=summary(standing),
        badge=worst_badge(standing),
    )  # fmt: skip


def todos(user: User, organisation: Organisation | None) -> Sequence[Todo]:
    """For a member, answers of its own that hold files back; for the agency, how many red lights wait."""
    if organisation is not None:
        return _members_todos(organisation)
    staff = user.as_actor()
    return _staff_todos(staff) if staff.may(Permission.COMPLIANCE_DECIDE) else []


def _members_todos(organisation: Organisation) -> list[Todo]:
    found: list[Todo] = []
    for standing in standings(db.session.scalars(queries.of_organisation(organisation.id)).all()):
        row = standing.introduction
        own = [one for one in standing.blocking(Crossing.FILE_ABROAD) if one.side_id == organisation.id]
        is_asked = row.state is IntroductionState.INTRODUCED and any(one.colour is Colour.AMBER for one in own)
        if is_asked and len(found) < TODOS_MAX:
            other = row.other_side(organisation.id)
            name = present(other, tier_for(organisation, other), locale()).title
            text = _("Files cannot go to %(name)s before you answer about national core technology", name=name)
            found.append(Todo(text, url_for("compliance.show", introduction_id=row.id)))
    return found


def waiting(staff: Actor) -> list[Standing]:
    """Introductions in this person's care with a red light that nobody has decided on."""
    rows = db.session.scalars(queries.maybe_red_in_care(staff)).all()
    return [one for one in standings(rows) if one.blocking(Crossing.CONTACTS)]


def _staff_todos(staff: Actor) -> list[Todo]:
    count = len(waiting(staff))
    if not count:
        return []
    text = ngettext("%(num)s introduction has a red compliance light",
                    "%(num)s introductions have a red compliance light", count)  # fmt: skip
    return [Todo(text, url_for("compliance_staff.index"))]
