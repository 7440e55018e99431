"""What this room shows of itself on the pages of introductions and on the home pages."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.accounts.models import User
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor, Permission
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.panels import Panel, Todo
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings.afterwards.rating import both_see_cooperation, ratings_of
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import Tier
from matchmaker.outcomes import closing, queries, rules
from matchmaker.outcomes.ledger import fulfilling
from matchmaker.outcomes.ledger.presenting import rate_words
from matchmaker.outcomes.models import Obligation, Outcome
from matchmaker.outcomes.presenting import outcome_lines
from matchmaker.outcomes.rules import ObligationState, OutcomeState, is_overdue
from matchmaker.outcomes.wording import OUTCOME_STATES

OUTCOMES_SHOWN = 10
TODOS_SHOWN = 5
"""Obligations named one by one on a home page; the rest are counted."""


def panel(introduction: Introduction, reader: Organisation | None) -> Panel | None:
    """What came of an introduction so far, and what is owed."""
    if introduction.state is not IntroductionState.INTRODUCED:
        return None
    outcomes = db.session.scalars(queries.outcomes_of([introduction.id]).where(queries.STANDING)).all()
    promised = queries.obligations_of([introduction.id]).where(Obligation.state == ObligationState.OPEN)
    promises = db.session.scalars(promised).all()
    late = sum(1 for row in promises if is_overdue(row.state, row.due_on, today()))
    room = "outcomes" if reader is not None else "outcomes_staff"
    if reader is None and not outcomes and both_see_cooperation(ratings_of(introduction)):
        return _next_step(introduction)
    return Panel(
        title=_("Outcomes"), url=url_for(f"{room}.chain", introduction_id=introduction.id),
        action=_("Outcomes and obligations") if outcomes else _("Record an outcome"),
        lines=(*_chain_lines(introduction, outcomes), *_promise_lines(promises)), badge=_badge(outcomes, late, reader),
    )  # fmt: skip


def _next_step(introduction: Introduction) -> Panel:
    """After a meeting: only staff know what both sides said of it."""
    words = _("Both sides said after a meeting that they can work together. What has come of it?")
    url = url_for("outcomes_staff.new", introduction_id=introduction.id)
    return Panel(_("Outcomes"), url, _("Record the next step"), (words,), _("To do"))


def _chain_lines(introduction: Introduction, outcomes: Sequence[Outcome]) -> list[str]:
    if closing.closing_of(introduction) is not None:
        return [_("Closed without a result.")]
    if not outcomes:
        return [_("Nothing is recorded yet. The chain usually begins with an NDA.")]
    return [f"{code_label('outcome_kind', row.kind)}: {OUTCOME_STATES[row.state]}" for row in outcomes]


def _promise_lines(promises: Sequence[Obligation]) -> list[str]:
    if not promises:
        return []
    return [ngettext("%(num)s open obligation", "%(num)s open obligations", len(promises))]


def _badge(outcomes: Sequence[Outcome], late: int, reader: Organisation | None) -> str:
    if late:
        return str(ngettext("%(num)s overdue", "%(num)s overdue", late))
    claimed = any(row.state is OutcomeState.CLAIMED for row in outcomes)
    return str(_("To audit")) if claimed and reader is None else ""


def todos(user: User, organisation: Organisation | None) -> list[Todo]:
    """Obligations that are overdue or soon due, proposals to answer; for staff claims to audit too."""
    if organisation is not None:
        return _members_todos(organisation)
    return _staff_todos(user) if user.as_actor().may(Permission.OUTCOME_BROKER) else []


def _members_todos(organisation: Organisation) -> list[Todo]:
    owed = queries.obligations_of_organisation(organisation.id, own=True)
    soon = owed.where(Obligation.state == ObligationState.OPEN, Obligation.due_on <= _horizon())
    found = [_owed(row) for row in db.session.scalars(soon.limit(TODOS_SHOWN))]
    asked = _count(queries.proposals_for(organisation.id))
    if asked:
        text = ngettext("%(num)s proposal about an obligation waits for your answer",
                        "%(num)s proposals about obligations wait for your answer", asked)  # fmt: skip
        found.append(Todo(text, url_for("outcomes.obligations")))
    return found


def _horizon() -> date:
    return today() + timedelta(days=max(rules.REMIND_BEFORE))


def _owed(row: Obligation) -> Todo:
    late = is_overdue(row.state, row.due_on, today())
    text = _("Overdue: %(text)s", text=row.text) if late else _("Due soon: %(text)s", text=row.text)
    return Todo(text, url_for("outcomes.obligation", obligation_id=row.id), is_late=late)


def _staff_todos(user: User) -> list[Todo]:
    staff = user.as_actor()
    late = _count(queries.overdue(queries.obligations_in_care(staff), today()))
    audit, lacking = _count(queries.to_audit(staff)), _count(queries.without_promises(staff))
    lines = [
        (late, ngettext("%(num)s obligation is overdue", "%(num)s obligations are overdue", late),
         url_for("outcomes_staff.obligations_in_care", tab="overdue"), True),
        (audit, ngettext("%(num)s outcome waits for an audit", "%(num)s outcomes wait for an audit", audit),
         url_for("outcomes_staff.index", state=OutcomeState.CLAIMED.value), False),
        (lacking, ngettext("%(num)s MoU or LoI has no obligation yet", "%(num)s MoUs or LoIs have no obligation yet",
                           lacking), url_for("outcomes_staff.index"), False),
    ]  # fmt: skip
    return [Todo(text, url, is_late=is_late) for count, text, url, is_late in lines if count]


def _count(statement: sa.Select[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())) or 0


def of_organisation(organisation: Organisation, _tier: Tier, asker: Actor) -> dict[str, object]:
    """For the staff page of an organisation: what came of its introductions, and how it keeps its word."""
    found = queries.in_care(asker).where(Outcome.introduction_id.in_(queries.introductions_of(organisation.id)))
    lines = outcome_lines(db.session.scalars(queries.for_lists(found.limit(OUTCOMES_SHOWN))).all(), Reader(asker))
    promised = queries.obligations_in_care(asker).where(Obligation.owner_id == organisation.id)
    figures = fulfilling.total(promised, today())
    return {
        "lines": lines, "total": _count(found), "obligations": figures.total, "rate": rate_words(figures),
        "overdue": figures.overdue, "organisation_id": organisation.id,
    }  # fmt: skip
