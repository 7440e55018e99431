"""Pages of the catalogue of cluster assets: facts are public."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.assets import linkage, queries
from matchmaker.assets.forms import FilterForm
from matchmaker.assets.rules import LegalStatus, milestones_reached, topics
from matchmaker.assets.sketch import draw
from matchmaker.clusters import queries as cluster_queries
from matchmaker.foundation.access import public
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import paginate
from matchmaker.organisations import days
from matchmaker.vocabulary import vocabulary

bp = Blueprint("assets", __name__)


@bp.get("/assets")
@public
def index() -> ResponseReturnValue:
    """The catalogue, narrowed by stage, area, kind, status and words."""
    form = FilterForm(request.args)
    wanted = form.wanted()
    page = paginate(queries.catalogue(wanted))
    counts = dict(iter(db.session.execute(queries.count_by_status())))
    return render_template(
        "assets/index.html", form=form, page=page, counts=counts, statuses=list(LegalStatus), window=wanted.window()
    )


@bp.get("/assets/map")
@public
def sketch_map() -> ResponseReturnValue:
    """A sketch of the city with its sites and facilities, and the same as a list."""
    assets, sites = db.session.scalars(queries.placed()).all(), db.session.scalars(cluster_queries.sites()).all()
    return render_template("assets/map.html", sketch=draw(sites, assets, locale()), assets=assets, sites=sites)


@bp.get("/assets/links")
@public
def links() -> ResponseReturnValue:
    """What serves what in the cluster, and how much of it was used in the last twelve months."""
    today, found = days.today(), linkage.all_links()
    return render_template(
        "assets/links.html", links=found, today=today, figure=linkage.of_cluster(today), is_alive=linkage.is_alive
    )


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
        links=linkage.links_of(asset.id), today=days.today(), is_alive=linkage.is_alive,
    )  # fmt: skip
