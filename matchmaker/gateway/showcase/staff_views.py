"""Pages on which staff write the sentences for the public."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import saved
from matchmaker.gateway.showcase import queries, teasers
from matchmaker.gateway.showcase.forms import TeaserForm
from matchmaker.gateway.showcase.presenting import present
from matchmaker.opportunities.models import Opportunity

bp = Blueprint("showcase_staff", __name__, url_prefix="/staff/showcase")


@bp.get("")
@require(Permission.OPPORTUNITY_VET)
def index() -> ResponseReturnValue:
    """Open offers and needs with their sentences; `show=waiting` keeps those without one."""
    waiting = request.args.get("show") == "waiting"
    page = paginate(queries.for_staff(actor(), without_sentence=waiting))
    found = db.session.scalars(queries.teasers_of([row.id for row in page.rows]))
    sentences = {teaser.opportunity_id: teaser for teaser in found}
    return render_template("gateway/showcase/staff_index.html", page=page, teasers=sentences, waiting=waiting)


@bp.get("/<int:opportunity_id>")
@require(Permission.OPPORTUNITY_VET)
def edit(opportunity_id: int) -> ResponseReturnValue:
    """The sentence of one offer or need, beside what the public sees already."""
    form = TeaserForm()
    opportunity = teasers.get(actor(), opportunity_id)
    form.fill(teasers.teaser_of(opportunity))
    return _page(opportunity, form)


@bp.post("/<int:opportunity_id>")
@require(Permission.OPPORTUNITY_VET)
def approve(opportunity_id: int) -> ResponseReturnValue:
    """Show it, or nothing."""
    form, opportunity = TeaserForm(), teasers.get(actor(), opportunity_id)
    if not form.validate_on_submit():
        return _page(opportunity, form), 422
    said, version = form.sentence(), form.version.data
    if not saved(form, lambda: teasers.approve(opportunity, said, staff=actor(), version=version)):
        return _page(teasers.get(actor(), opportunity_id), form), 422
    flash(_("Saved. The public sees it like this from now on."), "success")
    return redirect(url_for(".index"))


def _page(opportunity: Opportunity, form: TeaserForm) -> str:
    language = locale()
    return render_template(
        "gateway/showcase/edit.html", opportunity=opportunity, form=form,
        shown=present(opportunity, None, language), title=opportunity.title(language),
    )  # fmt: skip
