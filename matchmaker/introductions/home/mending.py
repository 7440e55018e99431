"""What an organisation can mend, from the reasons for which it was declined."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.models import AuditEntry
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.panels import Todo
from matchmaker.introductions.rules import MENDING_WITHIN, IntroductionState, Mending, Refused, to_mend
from matchmaker.opportunities.contents import Step
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation

_STEPS: Mapping[str, tuple[LazyString, Step]] = {
    "benefit_unclear": (
        _l("Declined %(times)s times because the benefit is unclear: add the comparison with the best alternative."),
        Step.DETAILS,
    ),
    "description_unclear": (
        _l("Declined %(times)s times because the description is unclear: rewrite title and summary for a stranger."),
        Step.WHAT,
    ),
    "commercial_route_unclear": (
        _l("Declined %(times)s times because the route to market is unclear: say who buys, and what partners gain."),
        Step.PARTNER,
    ),
    "scientific_concern": (
        _l("Declined %(times)s times for scientific concerns: add data, publications or certificates as evidence."),
        Step.DETAILS,
    ),
    "too_early_stage": (
        _l("Declined %(times)s times as too early: state the stage of today and the next one with its date."),
        Step.CLASSIFICATION,
    ),
    "geography_regulatory": (
        _l("Declined %(times)s times because of region or regulation: say for which countries it is meant."),
        Step.PARTNER,
    ),
}  # fmt: skip
"""For each reason: what to do, and the page of the offer or need on which to do it."""


def todos(_user: User, organisation: Organisation | None) -> Sequence[Todo]:
    """What the members of `organisation` should mend; nothing for staff."""
    if organisation is None:
        return []
    moment = now()
    return [_todo(mending) for mending in to_mend(_refusals(organisation, moment), moment)]


def _todo(mending: Mending) -> Todo:
    words, step = _STEPS[mending.reason]
    url = (
        url_for("opportunities.edit", opportunity_id=mending.opportunity_id, step=step.value)
        if mending.opportunity_id else url_for("organisations.own")
    )  # fmt: skip
    return Todo(str(words) % {"times": mending.times}, url)


def _refusals(organisation: Organisation, moment: datetime) -> list[Refused]:
    """The noes of counterparts to what `organisation` asked for, with the last edit of what each was about."""
    edits = (
        sa.select(AuditEntry.subject_id, sa.func.max(AuditEntry.at).label("at"))
        .where(AuditEntry.subject_type == "opportunity", AuditEntry.action == "opportunity.edited")
        .group_by(AuditEntry.subject_id)
        .subquery()
    )
    own = sa.select(Opportunity.id).where(Opportunity.organisation_id == organisation.id)
    last_edits = sa.select(edits.c.subject_id, edits.c.at).where(edits.c.subject_id.in_(own))
    edited = dict(db.session.execute(last_edits).all())
    rows = db.session.execute(
        sa.select(Introduction.decline_reason, Introduction.answered_at, Introduction.from_opportunity_id)
        .where(Introduction.from_id == organisation.id, Introduction.state == IntroductionState.DECLINED)
        .where(Introduction.answered_at >= moment - MENDING_WITHIN, Introduction.decline_reason.is_not(None))
    )
    return [
        Refused(reason, at, about, edited.get(about) if about else None)
        for reason, at, about in rows
        if reason is not None and at is not None
    ]
