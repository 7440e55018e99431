"""Pages of saved views."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.desk.models import ViewPage
from matchmaker.desk.saved import queries, service
from matchmaker.desk.saved.opening import PAGE_LABELS, address
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.forms import clean_line
from matchmaker.foundation.permissions import Permission

bp = Blueprint("desk_views", __name__, url_prefix="/desk/views")


@bp.get("")
@require(Permission.DESK_USE)
def index() -> ResponseReturnValue:
    """The person's own views."""
    found = db.session.scalars(queries.own(actor().user_id)).all()
    return render_template("desk/views.html", found=found, labels=PAGE_LABELS, address=address)


@bp.post("/<page>")
@require(Permission.DESK_USE)
def keep(page: str) -> ResponseReturnValue:
    """Keep the present filters under a name."""
    if page not in list(ViewPage):
        raise NotFound("not_found")
    with transaction():
        view = service.keep(
            ViewPage(page), clean_line(request.form.get("name")), request.form.get("query", ""), staff=actor(),
            is_shared="is_shared" in request.form, is_default="is_default" in request.form,
        )  # fmt: skip
    flash(_("The view “%(name)s” is kept.", name=view.name), "success")
    return redirect(address(view))


@bp.post("/<int:view_id>/<any(share, unshare, default, no_default, drop):deed>")
@require(Permission.DESK_USE)
def change(view_id: int, deed: str) -> ResponseReturnValue:
    """Share it, let it open by itself, delete it."""
    view = service.own_view(actor(), view_id)
    with transaction():
        if deed == "drop":
            service.drop(view, staff=actor())
        elif deed in {"share", "unshare"}:
            service.share(view, staff=actor(), is_shared=deed == "share")
        else:
            service.make_default(view, staff=actor(), is_default=deed == "default")
    flash(_("The view is deleted.") if deed == "drop" else _("The view is changed."), "success")
    return redirect(url_for("desk_views.index"))
