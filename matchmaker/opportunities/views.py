"""Pages of a member's own opportunities, and the page on which others read one."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.opportunities import attachments, publication, queries, service, writing
from matchmaker.opportunities.actions import actions_for, owner_actions
from matchmaker.opportunities.drafting import completeness_of
from matchmaker.opportunities.gates import check_document
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import file_name_for, present
from matchmaker.opportunities.profile_types import profile_types
from matchmaker.opportunities.wording import FIELDS, NEXT
from matchmaker.opportunities.writing import Desk
from matchmaker.organisations import service as organisations
from matchmaker.organisations.rules import Tier

bp = Blueprint("opportunities", __name__, url_prefix="/opportunities")


def desk() -> Desk:
    """The member's own pages."""
    return Desk("opportunities", actor().user_id, by_staff=False)


def own(opportunity_id: int) -> Opportunity:
    """The member's own opportunity."""
    return service.get_own(opportunity_id, actor().user_id)


@bp.get("")
@require(Permission.OPPORTUNITY_OWN)
def index() -> ResponseReturnValue:
    """The organisation's own opportunities and what to do next."""
    organisation = organisations.get_own(actor().user_id)
    page = paginate(queries.listed(queries.of_organisation(organisation.id)))
    return render_template("opportunities/index.html", page=page, organisation=organisation, next_of=NEXT)


@bp.get("/new")
@require(Permission.OPPORTUNITY_OWN)
def new() -> ResponseReturnValue:
    """Choose the type."""
    organisations.get_own(actor().user_id)
    return render_template("opportunities/new.html", kinds=profile_types(), opportunity=None)


@bp.post("/new")
@require(Permission.OPPORTUNITY_OWN)
def begin() -> ResponseReturnValue:
    """Begin a draft of the type chosen."""
    organisation = organisations.get_own(actor().user_id)
    with transaction():
        opportunity = service.begin(
            organisation, profile_type_code=request.form.get("profile_type", ""), actor_id=actor().user_id
        )
    return redirect(url_for(".edit", opportunity_id=opportunity.id, step="what"))


@bp.get("/<int:opportunity_id>/type")
@require(Permission.OPPORTUNITY_OWN)
def choose_type(opportunity_id: int) -> ResponseReturnValue:
    """Choose another type for a draft."""
    return render_template("opportunities/new.html", kinds=profile_types(), opportunity=own(opportunity_id))


@bp.post("/<int:opportunity_id>/type")
@require(Permission.OPPORTUNITY_OWN)
def change_type(opportunity_id: int) -> ResponseReturnValue:
    """Store another type."""
    with transaction():
        service.change_type(
            own(opportunity_id), profile_type_code=request.form.get("profile_type", ""), actor_id=actor().user_id
        )
    flash(_("Saved."), "success")
    return redirect(url_for(".show", opportunity_id=opportunity_id))


@bp.get("/<int:opportunity_id>")
@require(Permission.OPPORTUNITY_VIEW)
def show(opportunity_id: int) -> ResponseReturnValue:
    """One opportunity: the owner's page, or what a reader may see."""
    if actor().is_staff:
        found = service.get_in_care(opportunity_id, actor())
        return redirect(url_for("opportunity_desk.show", opportunity_id=found.id))
    opportunity, tier = service.get_for_member(opportunity_id, actor().user_id)
    viewer = organisations.get_own(actor().user_id)
    if viewer.id == opportunity.organisation_id:
        return _own_page(opportunity)
    view = present(opportunity, tier, locale())
    return render_template("opportunities/show.html", view=view, actions=actions_for(viewer, opportunity))


def _own_page(opportunity: Opportunity) -> str:
    return render_template(
        "opportunities/own.html", opportunity=opportunity, view=present(opportunity, Tier.DOCUMENTS, locale()),
        completeness=completeness_of(opportunity), fields=FIELDS, next_of=NEXT,
        may_extend=publication.may_extend(opportunity), actions=owner_actions(opportunity),
    )  # fmt: skip


@bp.get("/<int:opportunity_id>/preview")
@require(Permission.OPPORTUNITY_OWN)
def preview(opportunity_id: int) -> ResponseReturnValue:
    """What a reader of each tier sees."""
    tier = writing.wanted_tier()
    opportunity = own(opportunity_id)
    view = present(opportunity, tier, locale())
    return render_template("opportunities/preview.html", opportunity=opportunity, view=view, tier=int(tier))


@bp.get("/<int:opportunity_id>/edit/<step>")
@require(Permission.OPPORTUNITY_OWN)
def edit(opportunity_id: int, step: str) -> ResponseReturnValue:
    """One page of the writing."""
    return writing.show_step(desk(), own(opportunity_id), writing.step_named(step))


@bp.post("/<int:opportunity_id>/edit/<step>")
@require(Permission.OPPORTUNITY_OWN)
def save(opportunity_id: int, step: str) -> ResponseReturnValue:
    """Store one page of the writing."""
    return writing.save_step(desk(), own(opportunity_id), writing.step_named(step))


@bp.post("/<int:opportunity_id>/attachments")
@require(Permission.OPPORTUNITY_OWN)
def attach(opportunity_id: int) -> ResponseReturnValue:
    """Attach a document."""
    return writing.take_upload(desk(), own(opportunity_id))


@bp.post("/<int:opportunity_id>/attachments/<int:attachment_id>/remove")
@require(Permission.OPPORTUNITY_OWN)
def detach(opportunity_id: int, attachment_id: int) -> ResponseReturnValue:
    """Remove a document."""
    return writing.drop_upload(desk(), own(opportunity_id), attachment_id)


@bp.get("/<int:opportunity_id>/attachments/<int:attachment_id>")
@require(Permission.OPPORTUNITY_VIEW)
def download(opportunity_id: int, attachment_id: int) -> ResponseReturnValue:
    """A document, for whom its tier is open."""
    if actor().is_staff:
        opportunity, tier = service.get_in_care(opportunity_id, actor()), Tier.DOCUMENTS
    else:
        opportunity, tier = service.get_for_member(opportunity_id, actor().user_id)
    document = attachments.get(opportunity, attachment_id, tier)
    if not actor().is_staff:
        check_document(organisations.get_own(actor().user_id), opportunity, document)
    answer = send_file(
        attachments.path_of(document), mimetype=document.media_type, as_attachment=True,
        download_name=file_name_for(document, tier), etag=False,
    )  # fmt: skip
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@bp.post("/<int:opportunity_id>/submit")
@require(Permission.OPPORTUNITY_OWN)
def submit(opportunity_id: int) -> ResponseReturnValue:
    """Hand it to the brokers."""
    return _act(opportunity_id, service.submit, _("The opportunity was handed in for review."))


@bp.post("/<int:opportunity_id>/recall")
@require(Permission.OPPORTUNITY_OWN)
def recall(opportunity_id: int) -> ResponseReturnValue:
    """Take it back to a draft."""
    return _act(opportunity_id, service.recall, _("The opportunity is a draft again."))


@bp.post("/<int:opportunity_id>/withdraw")
@require(Permission.OPPORTUNITY_OWN)
def withdraw(opportunity_id: int) -> ResponseReturnValue:
    """Take it off."""
    return _act(opportunity_id, service.withdraw, _("The opportunity is withdrawn."))


@bp.post("/<int:opportunity_id>/extend")
@require(Permission.OPPORTUNITY_OWN)
def extend(opportunity_id: int) -> ResponseReturnValue:
    """Publish it for longer."""
    return _act(opportunity_id, publication.extend, _("The publication is extended."))


def _act(opportunity_id: int, deed: Callable[..., None], said: str) -> ResponseReturnValue:
    with transaction():
        deed(own(opportunity_id), actor_id=actor().user_id)
    flash(said, "success")
    return redirect(url_for(".show", opportunity_id=opportunity_id))


@bp.post("/<int:opportunity_id>/copy")
@require(Permission.OPPORTUNITY_OWN)
def copy(opportunity_id: int) -> ResponseReturnValue:
    """Begin a draft with the same contents."""
    with transaction():
        made = service.duplicate(own(opportunity_id), actor_id=actor().user_id)
    flash(_("A draft with the same contents was made."), "success")
    return redirect(url_for(".show", opportunity_id=made.id))


@bp.post("/<int:opportunity_id>/delete")
@require(Permission.OPPORTUNITY_OWN)
def delete(opportunity_id: int) -> ResponseReturnValue:
    """Delete a draft."""
    with transaction():
        service.delete(own(opportunity_id), actor_id=actor().user_id)
    flash(_("The draft is deleted."), "success")
    return redirect(url_for(".index"))
