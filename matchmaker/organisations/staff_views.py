"""The back office's view of organisations: search, everything of one, writing on its behalf."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import paginate
from matchmaker.foundation.permissions import AGENCY, Permission
from matchmaker.foundation.wording import say
from matchmaker.organisations import editing_pages, evidence, parts, queries, service, viewing
from matchmaker.organisations.editing_pages import Addresses
from matchmaker.organisations.forms import ListFilter, ReasonForm
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.rules import NEXT, Step, Tier, VettingState, completeness, missing
from matchmaker.organisations.sections import Place, sections
from matchmaker.organisations.service import DECISIONS
from matchmaker.organisations.views import STEPS, refusal_with_names

bp = Blueprint("staff_organisations", __name__, url_prefix="/staff/organisations")


def addresses(organisation: Organisation) -> Addresses:
    """Where staff write the profile on behalf of its members."""
    key = organisation.id
    return Addresses(
        home=url_for("staff_organisations.show", organisation_id=key),
        step=lambda step: url_for("staff_organisations.edit", organisation_id=key, step=str(step)),
        add_block=url_for("staff_organisations.add_block", organisation_id=key),
        remove_block=lambda entry: url_for("staff_organisations.remove_block", organisation_id=key, block_id=entry),
        is_on_behalf=True,
    )


@bp.get("")
@require(Permission.ORGANISATION_BROWSE)
def index() -> ResponseReturnValue:
    """Search among the organisations in one's care."""
    form = ListFilter(request.args)
    page = paginate(queries.filtered(actor(), form.wanted()))
    return render_template("organisations/staff/index.html", form=form, page=page)


@bp.get("/<int:organisation_id>")
@require(Permission.ORGANISATION_BROWSE)
def show(organisation_id: int) -> ResponseReturnValue:
    """Everything of one organisation, and what can be done with it."""
    return page_of(service.get_in_care(organisation_id, actor())), 200


def page_of(organisation: Organisation, *, form: ReasonForm | None = None, refusal: str = "") -> str:
    """The back office's page of `organisation`; `form` and `refusal` when something just sent was refused."""
    filled = parts.filled_fields(organisation)
    alike = evidence.resemblances_of(organisation, service.duplicate_index(), actor())
    return render_template(
        "organisations/staff/show.html", organisation=organisation, addresses=addresses(organisation),
        view=present(organisation, Tier.DOCUMENTS, locale()), percent=completeness(filled), missing=missing(filled),
        memberships=db.session.scalars(queries.memberships_of(organisation.id)).all(), alike=alike,
        checklist=evidence.gather(organisation, evidence.addresses_of(organisation), alike),
        decisions=NEXT[organisation.state] & DECISIONS, may_submit=VettingState.SUBMITTED in NEXT[organisation.state],
        may_delete=actor().role in AGENCY, form=form or ReasonForm(formdata=None), refusal=refusal,
        changes=db.session.scalars(queries.identity_changes(organisation.id).limit(10)).all(),
        blocks=[(block.id, viewing.block_title(organisation, block, locale())) for block in organisation.blocks],
        sections=sections(Place.STAFF, organisation, Tier.DOCUMENTS, actor()),
    )  # fmt: skip


@bp.route(f"/<int:organisation_id>/edit/<{STEPS}:step>", methods=["GET", "POST"])
@require(Permission.ORGANISATION_VET)
def edit(organisation_id: int, step: str) -> ResponseReturnValue:
    """One step of the profile, written on behalf of its members."""
    organisation = service.get_in_care(organisation_id, actor())
    return editing_pages.step_page(organisation, Step(step), addresses(organisation))


@bp.post("/<int:organisation_id>/blocks")
@require(Permission.ORGANISATION_VET)
def add_block(organisation_id: int) -> ResponseReturnValue:
    """Put a web domain or a name on the organisation's block list."""
    organisation = service.get_in_care(organisation_id, actor())
    return editing_pages.add_block(organisation, addresses(organisation))


@bp.post("/<int:organisation_id>/blocks/<int:block_id>/remove")
@require(Permission.ORGANISATION_VET)
def remove_block(organisation_id: int, block_id: int) -> ResponseReturnValue:
    """Take an entry off the organisation's block list."""
    organisation = service.get_in_care(organisation_id, actor())
    return editing_pages.remove_block(organisation, block_id, addresses(organisation))


@bp.post("/<int:organisation_id>/submit")
@require(Permission.ORGANISATION_VET)
def submit(organisation_id: int) -> ResponseReturnValue:
    """Put a profile into the vetting queue on behalf of its members."""
    organisation = service.get_in_care(organisation_id, actor())
    try:
        with transaction():
            service.submit(organisation, actor_id=actor().user_id)
    except RuleViolation as refusal:
        incomplete = refusal.code == "organisation.incomplete"
        return page_of(
            organisation, refusal=refusal_with_names(refusal) if incomplete else say(refusal)
        ), refusal.status
    flash(_("The profile is in the vetting queue."), "success")
    return redirect(url_for("staff_organisations.show", organisation_id=organisation_id))


@bp.route("/<int:organisation_id>/delete", methods=["GET", "POST"])
@require(Permission.ORGANISATION_VET)
def delete(organisation_id: int) -> ResponseReturnValue:
    """Delete an organisation with all that hangs on it, after a page that says what that means."""
    organisation = service.get_in_care(organisation_id, actor())
    if actor().role not in AGENCY:
        raise Forbidden("forbidden")
    if request.method == "GET":
        members = db.session.scalars(queries.members_of(organisation.id)).all()
        return render_template("organisations/staff/delete.html", organisation=organisation, members=members)
    name = organisation.name(locale())
    with transaction():
        service.delete(organisation, staff=actor())
    flash(_("%(name)s was deleted.", name=name), "success")
    return redirect(url_for("staff_organisations.index"))
