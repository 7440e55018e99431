"""Pages of the staff: the list, what waits for vetting, and one opportunity with its checklist."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say
from matchmaker.opportunities import drafting, queries, service, writing
from matchmaker.opportunities.actions import owner_actions
from matchmaker.opportunities.desk_forms import DecisionForm, FilterForm
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import present
from matchmaker.opportunities.quality import Severity
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.opportunities.sentences import requirement_sentence
from matchmaker.opportunities.wording import DONE, FIELDS, FLAGS, SEVERITIES
from matchmaker.opportunities.writing import Desk
from matchmaker.organisations.rules import Tier

bp = Blueprint("opportunity_desk", __name__, url_prefix="/staff/opportunities")


def desk() -> Desk:
    """The staff's pages."""
    return Desk("opportunity_desk", actor().user_id, by_staff=True)


def in_care(opportunity_id: int) -> Opportunity:
    """The opportunity, if it is in this person's care."""
    return service.get_in_care(opportunity_id, actor())


@bp.get("")
@require(Permission.OPPORTUNITY_VET)
def index() -> ResponseReturnValue:
    """All opportunities in this person's care."""
    form = FilterForm(formdata=request.args)
    wanted = queries.Wanted(
        words=form.q.data or "", state=form.state.data or "", profile_type=form.profile_type.data or "",
        gateway=form.gateway.data or "", cluster=form.cluster.data or "", area=form.area.data or "",
        initiative=form.initiative.data or "", changed=form.changed.data,
    ) if form.validate() else queries.Wanted()  # fmt: skip
    page = paginate(queries.listed(queries.search(actor(), wanted)))
    waiting = db.session.scalar(queries.waiting_count(actor())) or 0
    return render_template("opportunities/desk.html", form=form, page=page, waiting=waiting)


@bp.get("/vetting")
@require(Permission.OPPORTUNITY_VET)
def vetting() -> ResponseReturnValue:
    """What waits for a decision, longest first."""
    page = paginate(queries.listed(queries.waiting_for_vetting(actor())))
    return render_template("opportunities/vetting.html", page=page, today=now())


@bp.get("/<int:opportunity_id>")
@require(Permission.OPPORTUNITY_VET)
def show(opportunity_id: int) -> ResponseReturnValue:
    """One opportunity with everything."""
    return _page(in_care(opportunity_id), DecisionForm(formdata=None)), 200


@bp.post("/<int:opportunity_id>/decision")
@require(Permission.OPPORTUNITY_VET)
def decide(opportunity_id: int) -> ResponseReturnValue:
    """Publish, ask for more, or refuse."""
    opportunity, form = in_care(opportunity_id), DecisionForm()
    if not form.validate():
        return _page(opportunity, form), 422
    new = OpportunityState(form.decision.data)
    try:
        with transaction():
            service.decide(
                opportunity, new, staff=actor(), reason=form.reason.data, despite_blockers=form.despite_blockers.data
            )
    except RuleViolation as error:
        form.form_errors.append(say(error))
        return _page(opportunity, form), 409 if error.code == "opportunity.not_waiting" else 422
    flash(str(DONE[new]), "success")
    return redirect(url_for(".vetting"))


@bp.post("/<int:opportunity_id>/accept-change")
@require(Permission.OPPORTUNITY_VET)
def accept_change(opportunity_id: int) -> ResponseReturnValue:
    """Let stand what was changed since approval."""
    with transaction():
        service.note_looked_at(in_care(opportunity_id), staff=actor())
    flash(_("The change is noted as checked."), "success")
    return redirect(url_for(".show", opportunity_id=opportunity_id))


@bp.get("/<int:opportunity_id>/edit/<step>")
@require(Permission.OPPORTUNITY_VET)
def edit(opportunity_id: int, step: str) -> ResponseReturnValue:
    """One page of the writing, on the member's behalf."""
    return writing.show_step(desk(), in_care(opportunity_id), writing.step_named(step))


@bp.post("/<int:opportunity_id>/edit/<step>")
@require(Permission.OPPORTUNITY_VET)
def save(opportunity_id: int, step: str) -> ResponseReturnValue:
    """Store one page of the writing, on the member's behalf."""
    return writing.save_step(desk(), in_care(opportunity_id), writing.step_named(step))


@bp.post("/<int:opportunity_id>/attachments")
@require(Permission.OPPORTUNITY_VET)
def attach(opportunity_id: int) -> ResponseReturnValue:
    """Attach a document on the member's behalf."""
    return writing.take_upload(desk(), in_care(opportunity_id))


@bp.post("/<int:opportunity_id>/attachments/<int:attachment_id>/remove")
@require(Permission.OPPORTUNITY_VET)
def detach(opportunity_id: int, attachment_id: int) -> ResponseReturnValue:
    """Remove a document on the member's behalf."""
    return writing.drop_upload(desk(), in_care(opportunity_id), attachment_id)


def _page(opportunity: Opportunity, form: DecisionForm) -> str:
    found = drafting.flags_of(opportunity)
    sentences = {flag: requirement_sentence(flag.demand, locale()) for flag in found if flag.demand}
    return render_template(
        "opportunities/desk_show.html", opportunity=opportunity, form=form, flags=found, sentences=sentences,
        view=present(opportunity, Tier.DOCUMENTS, locale()), teaser=present(opportunity, Tier.TEASER, locale()),
        flag_words=FLAGS, severity_words=SEVERITIES, fields=FIELDS, completeness=drafting.completeness_of(opportunity),
        has_blocker=any(flag.severity is Severity.BLOCKER for flag in found),
        actions=owner_actions(opportunity, for_staff=True),
    )  # fmt: skip
