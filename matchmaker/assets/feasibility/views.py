"""Pages of site feasibility: the sponsor's question, and the page on which the site answers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.assets.feasibility import service
from matchmaker.assets.feasibility.forms import AnswerForm, QuestionForm
from matchmaker.assets.requests import sight
from matchmaker.assets.requests.rules import RequestState, Side
from matchmaker.assets.requests.service import By
from matchmaker.assets.requests.sight import Reader
from matchmaker.assets.requests.views import asset_of, reader_now
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import RefusalsIn, saved
from matchmaker.opportunities.queries import listed, of_organisation
from matchmaker.organisations.service import get_own

bp = Blueprint("site_feasibility", __name__)


@bp.route("/assets/<key>/feasibility", methods=["GET", "POST"])
@require(Permission.ASSET_REQUEST)
def new(key: str) -> ResponseReturnValue:
    """Ask a hospital whether it can run a study."""
    asset, own = asset_of(key), get_own(actor().user_id)
    if not service.is_clinical_site(asset):
        raise NotFound("not_found")
    form = QuestionForm([(row.id, row.title(locale())) for row in db.session.scalars(listed(of_organisation(own.id)))])
    if form.validate_on_submit():
        with RefusalsIn(form):
            with transaction():
                made = service.ask(
                    asset, own, form.question(), reader=Reader(actor(), own), opportunity_id=form.opportunity_id
                )
            flash(_("Your request is on its way. You get a mail when it moves."), "success")
            return redirect(url_for("asset_requests.show", request_id=made.id))
    page = render_template("assets/feasibility/new.html", form=form, asset=asset)
    return page, 422 if form.errors else 200


@bp.route("/asset-requests/<int:request_id>/feasibility", methods=["GET", "POST"])
@require(Permission.ASSET_HANDLE)
def answer(request_id: int) -> ResponseReturnValue:
    """Answer a sponsor's question on one page."""
    reader = reader_now()
    found, side = sight.get(reader, request_id)
    sheet, form = service.get(found), AnswerForm()
    if side is not Side.HANDLER:
        raise NotFound("not_found")
    if found.state is not RequestState.ASKED:
        return redirect(url_for("asset_requests.show", request_id=request_id))
    if form.validate_on_submit():
        said, by, version = form.answer(), By(reader, side), form.version.data
        if saved(form, lambda: service.answer(found, said, by=by, version=version)):
            flash(_("Done. The other side has been told."), "success")
            return redirect(url_for("asset_requests.show", request_id=request_id))
    if request.method == "GET":
        form.fill(sheet)
        form.version.data = found.version
    page = render_template("assets/feasibility/answer.html", form=form, row=found, sheet=sheet)
    return page, 422 if form.errors else 200
