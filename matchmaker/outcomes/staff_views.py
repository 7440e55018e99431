"""Pages of staff alone: what is to be audited, figures, the audit, the export."""

from typing import Protocol

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import PASSES, saved
from matchmaker.foundation.spreadsheets import csv_answer
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes import auditing, closing, queries, sight
from matchmaker.outcomes.blueprint import staff, staff_bp
from matchmaker.outcomes.exporting import table
from matchmaker.outcomes.figures import figures
from matchmaker.outcomes.forms import AuditForm, FilterForm, ReasonForm
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.presenting import money_words, outcome_lines
from matchmaker.outcomes.views import chain_page, outcome_page

_MOVED_ON = PASSES | {"outcome.bad_move"}
_KINDS: dict[str, type[AuditForm | ReasonForm]] = {"audit": AuditForm, "reject": ReasonForm, "revoke": ReasonForm}


class Decision(Protocol):
    """What staff decide of an outcome as they saw it, in some words."""

    def __call__(self, outcome: Outcome, words: str, /, *, by: Reader, version: int | None) -> None:
        """Do it. Raises RuleViolation, Forbidden."""


def _wanted(form: FilterForm) -> queries.Wanted:
    """What is looked for; a filter that is none is left out."""
    if not form.validate():
        return queries.Wanted()
    return queries.Wanted(
        kind=form.kind.data or "", state=form.state.data or "", cluster=form.cluster.data or "",
        first=form.first.data, last=form.last.data,
    )  # fmt: skip


@staff_bp.get("/outcomes")
@require(Permission.OUTCOME_BROKER)
def index() -> ResponseReturnValue:
    """Outcomes in this person's care, those to audit first, with their figures."""
    form = FilterForm(formdata=request.args)
    statement = queries.filtered(queries.in_care(actor()), _wanted(form))
    found = paginate(queries.for_lists(statement))
    page = Page(outcome_lines(found.rows, staff()), found.number, found.total, found.per_page)
    return render_template(
        "outcomes/staff_index.html", form=form, page=page, figures=figures(statement), money_words=money_words
    )


@staff_bp.get("/outcomes/export.csv")
@require(Permission.OUTCOME_BROKER)
def export() -> ResponseReturnValue:
    """The same as a table."""
    statement = queries.filtered(queries.in_care(actor()), _wanted(FilterForm(formdata=request.args)))
    rows = db.session.scalars(queries.for_lists(statement))
    return csv_answer(table(rows, locale()), "outcomes.csv")


def _decide(outcome_id: int, name: str, words: str, decide: Decision) -> ResponseReturnValue:
    """Decide as the form `name` says, else show the page again; so also when the rules refuse it."""
    outcome, form = sight.outcome_of(staff(), outcome_id), _KINDS[name](prefix=name)
    if not form.validate_on_submit():
        return outcome_page(staff(), outcome, **{name: form})
    given, version = form.words.data or "", form.version.data
    if not saved(form, lambda: decide(outcome, given, by=staff(), version=version), passes=_MOVED_ON):
        return outcome_page(staff(), sight.outcome_of(staff(), outcome_id), **{name: form})
    flash(words, "success")
    return redirect(url_for(".show", outcome_id=outcome_id))


@staff_bp.post("/outcomes/<int:outcome_id>/audit")
@require(Permission.OUTCOME_BROKER)
def audit(outcome_id: int) -> ResponseReturnValue:
    """Believe a claim."""
    return _decide(outcome_id, "audit", _("Audited. Both sides have been told."), auditing.audit)


@staff_bp.post("/outcomes/<int:outcome_id>/reject")
@require(Permission.OUTCOME_BROKER)
def reject(outcome_id: int) -> ResponseReturnValue:
    """Not believe a claim."""
    return _decide(outcome_id, "reject", _("Rejected. Both sides have been told the reason."), auditing.reject)


@staff_bp.post("/outcomes/<int:outcome_id>/revoke")
@require(Permission.OUTCOME_BROKER)
def revoke(outcome_id: int) -> ResponseReturnValue:
    """Take an audit back."""
    return _decide(outcome_id, "revoke", _("The audit is revoked. It is a claim again."), auditing.revoke)


@staff_bp.post("/outcomes/with/<int:introduction_id>/reopen")
@require(Permission.OUTCOME_BROKER)
def reopen(introduction_id: int) -> ResponseReturnValue:
    """Take a closing back."""
    introduction, form = sight.introduction_of(staff(), introduction_id), ReasonForm()
    ended = closing.closing_of(introduction)
    if ended is None:
        raise RuleViolation("changed_meanwhile")
    if not form.validate_on_submit():
        return chain_page(staff(), introduction, form)
    with transaction():
        closing.reopen(ended, form.words.data, by=staff(), version=form.version.data)
    flash(_("Reopened. Both sides have been told."), "success")
    return redirect(url_for(".chain", introduction_id=introduction_id))
