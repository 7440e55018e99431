"""Pages of the catalogue of cluster assets: facts are public."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.assets import queries
from matchmaker.assets.forms import FilterForm
from matchmaker.assets.rules import LegalStatus, milestones_reached, topics
from matchmaker.foundation.access import public
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.paging import paginate
from matchmaker.vocabulary import vocabulary

bp = Blueprint("assets", __name__)


@bp.get("/assets")
@public
def index() -> ResponseReturnValue:
    """The catalogue, narrowed by stage, area, kind, status and words."""
    form = FilterForm(request.args)
    page = paginate(queries.catalogue(form.wanted()))
    counts = dict(iter(db.session.execute(queries.count_by_status())))
    return render_template("assets/index.html", form=form, page=page, counts=counts, statuses=list(LegalStatus))


@bp.get("/assets/<key>")
@public
def show(key: str) -> ResponseReturnValue:
    """One asset: what it can do, how far it is, and what has been published about it."""
    asset = db.session.scalars(queries.whole(key)).first()
    if asset is None:
        raise NotFound("not_found")
    return render_template(
        "assets/show.html", asset=asset, statuses=list(LegalStatus), reached=milestones_reached(asset.legal_status),
        stages=[stage.code for stage in vocabulary().codes("stage")], topics=topics(asset.facts),
    )  # fmt: skip
