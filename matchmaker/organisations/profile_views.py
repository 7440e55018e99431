"""Pages of other organisations, as far as the reader may see them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.organisations import blocking, service, viewing
from matchmaker.organisations.presenting import present
from matchmaker.organisations.sections import Place, sections

bp = Blueprint("profiles", __name__, url_prefix="/organisations")


@bp.get("/<int:organisation_id>")
@require(Permission.ORGANISATION_VIEW)
def show(organisation_id: int) -> ResponseReturnValue:
    """The page of an organisation at the tier that the reader has reached."""
    seen = viewing.look(organisation_id, actor())
    may_block = not actor().is_staff and not seen.is_own and service.organisation_of(actor().user_id) is not None
    return render_template(
        "organisations/show.html", view=present(seen.organisation, seen.tier, locale()), seen=seen, may_block=may_block,
        sections=sections(Place.PROFILE, seen.organisation, seen.tier, actor()),
    )  # fmt: skip


@bp.post("/<int:organisation_id>/block")
@require(Permission.ORGANISATION_OWN)
def block(organisation_id: int) -> ResponseReturnValue:
    """Never see this organisation again, nor be seen by it."""
    own = service.get_own(actor().user_id)
    with transaction():
        other = viewing.look(organisation_id, actor()).organisation
        blocking.block_organisation(own, other, actor_id=actor().user_id)
    flash(_("You and this organisation will not be shown to each other any more."), "success")
    return redirect(url_for("organisations.edit", step="visibility") + "#blocks")
