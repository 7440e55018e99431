"""What waits for people on their way in, on their home pages and on the page of an introduction."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.accounts.models import User
from matchmaker.foundation.access import actor
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import AGENCY, Permission
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.panels import Panel, Todo
from matchmaker.introductions.rules import IntroductionState
from matchmaker.landing.checklists import queries as checklists
from matchmaker.landing.checklists import rules as landing_rules
from matchmaker.landing.checklists.models import LandingTask, SoftLanding
from matchmaker.landing.checklists.rules import SETTLED, OwnerKind
from matchmaker.landing.checklists.views import progress_of, title_of
from matchmaker.landing.spaces import queries as spaces
from matchmaker.landing.spaces.models import SpaceDemand
from matchmaker.landing.spaces.rules import DemandState
from matchmaker.landing.talent import queries as talent
from matchmaker.landing.talent.models import TalentApplication, TalentPost
from matchmaker.landing.talent.rules import ApplicationState, PostState
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation

TODOS_SHOWN = 3


def todos(user: User, organisation: Organisation | None) -> Sequence[Todo]:
    """Offered units, applications and late tasks; for staff demands, posts and people to put in touch."""
    if organisation is not None:
        return [*_offers(organisation), *_applications(organisation), *_late(organisation)]
    staff = user.as_actor()
    if not staff.may(Permission.LANDING_BROKER):
        return ()
    lines: list[tuple[int, str, str]] = []
    posts = _count(talent.posts_in_care(staff).where(TalentPost.state == PostState.SUBMITTED))
    lines.append((posts, ngettext("%(num)s post is to be checked", "%(num)s posts are to be checked", posts),
                  url_for("talent_staff.posts")))  # fmt: skip
    if staff.role in AGENCY:
        asked = _count(spaces.demands_in_care(staff, frozenset({DemandState.SUBMITTED})))
        lines.append((asked, ngettext("%(num)s demand for space waits", "%(num)s demands for space wait", asked),
                      url_for("spaces_staff.index")))  # fmt: skip
        ready = _count(talent.to_connect())
        lines.append((ready, ngettext("%(num)s application is to be put in touch",
                                      "%(num)s applications are to be put in touch", ready),
                      url_for("talent_staff.posts")))  # fmt: skip
    return [Todo(words, url) for count, words, url in lines if count]


def _count(statement: sa.Select[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())) or 0


def _offers(organisation: Organisation) -> list[Todo]:
    statement = spaces.demands_of(organisation.id).where(SpaceDemand.state == DemandState.OFFERED)
    return [Todo(_("A space unit is offered to you"), url_for("spaces.show", demand_id=one.id))
            for one in db.session.scalars(statement).unique()]  # fmt: skip


def _applications(organisation: Organisation) -> list[Todo]:
    statement = talent.posts().where(
        TalentPost.organisation_id == organisation.id,
        TalentPost.applications.any(TalentApplication.state == ApplicationState.RECEIVED),
    )
    return [Todo(_("An application waits for your answer: %(title)s", title=one.title),
                 url_for("talent.show_post", post_id=one.id)) for one in db.session.scalars(statement)]  # fmt: skip


def _late(organisation: Organisation) -> list[Todo]:
    statement = (
        sa.select(LandingTask)
        .join(LandingTask.landing)
        .where(SoftLanding.organisation_id == organisation.id, LandingTask.owner_kind == OwnerKind.MEMBER)
        .where(LandingTask.state.not_in(SETTLED), LandingTask.due_on < today())
        .order_by(LandingTask.due_on, LandingTask.id)
        .limit(TODOS_SHOWN)
    )
    return [Todo(_("Soft landing, overdue: %(title)s", title=title_of(one.key, one.title)),
                 url_for("checklists.task", task_id=one.id), is_late=True)
            for one in db.session.scalars(statement)]  # fmt: skip


def panel(introduction: Introduction, reader: Organisation | None) -> Panel | None:
    """How far the soft landing is: the reader's own, or for staff that of the side that has one."""
    if introduction.state is not IntroductionState.INTRODUCED:
        return None
    sides = [reader.id] if reader is not None else [introduction.from_id, introduction.to_id]
    rows = db.session.scalars(checklists.landings().where(SoftLanding.organisation_id.in_(sides))).all()
    found = next((row for row in rows if reader is not None or actor().serves(row.organisation.cluster)), None)
    if found is None:
        return None
    how: landing_rules.Progress = progress_of(found)
    room = "checklists" if reader is not None else "checklists_staff"
    return Panel(
        title=_("Soft landing"), url=url_for(f"{room}.show", landing_id=found.id), action=_("Open the list"),
        lines=(_("%(done)s of %(all)s tasks done", done=how.done, all=how.needed),),
        badge=str(ngettext("%(num)s overdue", "%(num)s overdue", how.late)) if how.late else "",
    )  # fmt: skip
