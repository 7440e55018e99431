"""Pages for manufacturers, and for the staff who bring them to bio needs."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.manufacturing import presenting, queries, service
from matchmaker.manufacturing.forms import MadeForm, SingleSourceForm
from matchmaker.opportunities.service import get_in_care
from matchmaker.organisations.rules import VettingState
from matchmaker.organisations.service import get_own, organisation_of

bp = Blueprint("manufacturing", __name__, url_prefix="/manufacturing")
staff_bp = Blueprint("manufacturing_staff", __name__, url_prefix="/staff/manufacturing")


@bp.get("")
@require(Permission.MANUFACTURING_OWN)
def index() -> ResponseReturnValue:
    """What the reader's organisation makes, which operations that serves, which needs, and what lacks."""
    own = organisation_of(actor().user_id)
    profile = service.profile_of(own) if own is not None else None
    if own is None or profile is None:
        return render_template("manufacturing/begin.html", organisation=own)
    able, certificates = service.operations_of(profile), service.certificates_of(own)
    is_approved = own.state is VettingState.APPROVED
    return render_template(
        "manufacturing/index.html", profile=profile, operations=presenting.operation_views(able),
        capabilities=[code_label("machine_capability", code) for code in profile.codes()],
        certificates=[code_label("standard", code) for code in sorted(certificates.held)],
        needs=presenting.needs_for(own, able) if is_approved else presenting.Needs(), is_approved=is_approved,
    )  # fmt: skip


@bp.route("/edit", methods=["GET", "POST"])
@require(Permission.MANUFACTURING_OWN)
def edit() -> ResponseReturnValue:
    """Say what is made."""
    own = get_own(actor().user_id)
    form = MadeForm(held=service.certificates_of(own).held)
    if request.method == "GET":
        form.fill(service.profile_of(own))
    elif form.validate_on_submit():
        with transaction():
            service.describe(own, form.made(), actor_id=actor().user_id, version=form.version.data)
        flash(_("Kept. Below you see which operations of bioprocessing it serves."), "success")
        return redirect(url_for(".index"))
    return render_template("manufacturing/edit.html", form=form), 422 if form.errors else 200


@bp.post("/offer")
@require(Permission.MANUFACTURING_OWN)
def offer() -> ResponseReturnValue:
    """Make a draft offer of it."""
    profile = service.profile_of(get_own(actor().user_id))
    if profile is None:
        raise RuleViolation("manufacturing.describe_first")
    with transaction():
        draft = service.make_offer(profile, actor_id=actor().user_id)
    flash(_("A draft offer is ready. Read it, complete it and hand it in; then it is matched with needs."), "success")
    return redirect(url_for("opportunities.edit", opportunity_id=draft.id, step="what"))


@staff_bp.get("")
@require(Permission.MANUFACTURING_ANY)
def makers() -> ResponseReturnValue:
    """Manufacturers and the certificates that they lack."""
    found = paginate(queries.profiles_in_care(actor()))
    page = Page(presenting.maker_lines(found.rows), found.number, found.total, found.per_page)
    return render_template("manufacturing/makers.html", page=page)


@staff_bp.get("/needs")
@require(Permission.MANUFACTURING_ANY)
def needs() -> ResponseReturnValue:
    """Needs, how many manufacturers could serve them, and which have one source."""
    return _needs_page()


def _needs_page(refused: SingleSourceForm | None = None, refused_id: int | None = None) -> ResponseReturnValue:
    found = paginate(queries.needs_in_care(actor(), presenting.all_operations()))
    page = Page(presenting.risk_lines(found.rows), found.number, found.total, found.per_page)
    forms = {line.id: SingleSourceForm(formdata=None, prefix=f"need-{line.id}") for line in page.rows}
    if refused is not None and refused_id in forms:
        forms[refused_id] = refused
    return render_template("manufacturing/needs.html", page=page, forms=forms), 422 if refused is not None else 200


@staff_bp.post("/needs/<int:opportunity_id>/single-source")
@require(Permission.MANUFACTURING_ANY)
def mark(opportunity_id: int) -> ResponseReturnValue:
    """Mark a need as having one source."""
    need = get_in_care(opportunity_id, actor())
    form = SingleSourceForm(prefix=f"need-{need.id}")
    if not form.validate_on_submit():
        return _needs_page(form, need.id)
    with transaction():
        service.mark_single_source(need, form.note.data or "", staff=actor())
    flash(_("Marked as single-source."), "success")
    return _back_to_needs()


@staff_bp.post("/needs/<int:opportunity_id>/several-sources")
@require(Permission.MANUFACTURING_ANY)
def unmark(opportunity_id: int) -> ResponseReturnValue:
    """Take the mark away."""
    need = get_in_care(opportunity_id, actor())
    with transaction():
        service.unmark_single_source(need, staff=actor())
    flash(_("The mark is taken away."), "success")
    return _back_to_needs()


def _back_to_needs() -> ResponseReturnValue:
    return redirect(url_for(".needs", page=request.args.get("page", type=int)))
