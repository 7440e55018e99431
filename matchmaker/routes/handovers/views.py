"""Pages of hand-overs: make one, look at one, confirm, decline, take back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.assets.availability import usable_in
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.saving import saved
from matchmaker.foundation.wording import say
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import organisation_title
from matchmaker.organisations import days
from matchmaker.organisations.visibility import tiers_for
from matchmaker.routes import queries, sight
from matchmaker.routes.blueprint import on_both
from matchmaker.routes.handovers import service
from matchmaker.routes.handovers.forms import AnswerForm, HandoverForm
from matchmaker.routes.handovers.presenting import present
from matchmaker.routes.models import Handover
from matchmaker.routes.sight import Reader


@on_both("/routes/<int:opportunity_id>/hand-over", "GET", "POST")
def hand_over(reader: Reader, opportunity_id: int) -> ResponseReturnValue:
    """Hand a project to whoever serves its next stage."""
    project = sight.project_of(reader, opportunity_id)
    form = _form(project)
    if form.validate_on_submit():
        said = form.said()
        if saved(form, lambda: service.hand_over(project, said, actor_id=reader.actor.user_id)):
            flash(_("The hand-over is on record. The project moves when the other side confirms."), "success")
            return redirect(url_for(".show", opportunity_id=opportunity_id))
    page = render_template(
        "routes/hand_over.html", form=form, project=project, title=project.title(locale()),
        has_receivers=len(form.to.choices) > 1,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _form(project: Opportunity) -> HandoverForm:
    form = HandoverForm()
    organisations = service.receivers(project.organisation)
    tiers = tiers_for(project.organisation, organisations)
    named = [(one.id, organisation_title(one, tiers[one.id], locale())) for one in organisations]
    today = days.today()
    opened = [one for one in db.session.scalars(queries.assets()) if usable_in(one, today, today).now]
    form.offer_receivers(named, [(one.id, one.name(locale())) for one in opened], project.attachments)
    if not form.is_submitted():
        form.to_stage.data = project.stage_next
    return form


@on_both("/routes/handovers/<int:handover_id>")
def handover(reader: Reader, handover_id: int) -> ResponseReturnValue:
    """One hand-over, and what can be done about it."""
    return _page(reader, sight.handover_of(reader, handover_id), AnswerForm(formdata=None)), 200


def _page(reader: Reader, row: Handover, form: AnswerForm) -> str:
    if not form.is_submitted():
        form.version.data = row.version
    return render_template("routes/handover.html", view=present(row, reader), form=form, reader=reader)


@on_both("/routes/handovers/<int:handover_id>/confirm", "POST")
def confirm(reader: Reader, handover_id: int) -> ResponseReturnValue:
    """The project was received."""
    return _answer(reader, handover_id, accepted=True)


@on_both("/routes/handovers/<int:handover_id>/decline", "POST")
def decline(reader: Reader, handover_id: int) -> ResponseReturnValue:
    """The project was not accepted."""
    return _answer(reader, handover_id, accepted=False)


def _answer(reader: Reader, handover_id: int, *, accepted: bool) -> ResponseReturnValue:
    row, form = sight.handover_of(reader, handover_id), AnswerForm()
    if form.validate():
        words, version = form.words.data or "", form.version.data
        try:
            with transaction():
                service.answer(row, words, accepted=accepted, by=reader, version=version)
        except RuleViolation as refusal:
            if refusal.code not in {"handover.reason_needed", "handover.note_needed"}:
                raise
            form.words.errors = [say(refusal)]
        else:
            flash(
                _("Confirmed: the project has moved on.") if accepted else _("The hand-over was declined."), "success"
            )
            return redirect(url_for(".handover", handover_id=handover_id))
    return _page(reader, sight.handover_of(reader, handover_id), form), 422


@on_both("/routes/handovers/<int:handover_id>/withdraw", "POST")
def withdraw(reader: Reader, handover_id: int) -> ResponseReturnValue:
    """Take an offer back."""
    row, form = sight.handover_of(reader, handover_id), AnswerForm()
    with transaction():
        service.withdraw(row, by=reader, version=form.version.data)
    flash(_("The hand-over was taken back."), "success")
    return redirect(url_for(".show", opportunity_id=row.opportunity_id))
