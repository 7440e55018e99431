"""Pages of staff about clusters: all of them, one, adding one, its facts."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.clusters import queries, service
from matchmaker.clusters.forms import ClusterForm, FactForm, NewClusterForm
from matchmaker.clusters.models import Cluster
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import RefusalsIn

bp = Blueprint("clusters", __name__, url_prefix="/staff/clusters")


@bp.get("")
@require(Permission.CLUSTER_MANAGE)
def index() -> ResponseReturnValue:
    """All clusters, with how many co-brokers look after each."""
    brokers = dict(iter(db.session.execute(queries.co_brokers())))
    return render_template(
        "clusters/index.html", clusters=db.session.scalars(queries.clusters()).all(), brokers=brokers
    )


@bp.route("/new", methods=["GET", "POST"])
@require(Permission.CLUSTER_MANAGE)
def new() -> ResponseReturnValue:
    """Add a cluster; organisations, co-brokers and filters know it at once."""
    form = NewClusterForm()
    if form.validate_on_submit():
        with RefusalsIn(form):
            with transaction():
                cluster = service.add(form.code.data, form.said(), actor_id=actor().user_id)
            flash(_("The cluster is added. Organisations and co-brokers can choose it from now on."), "success")
            return redirect(url_for(".show", code=cluster.code))
    return render_template("clusters/edit.html", form=form, cluster=None), 422 if form.errors else 200


@bp.get("/<code>")
@require(Permission.CLUSTER_MANAGE)
def show(code: str) -> ResponseReturnValue:
    """One cluster with its facts, sites and offices."""
    return _page(service.get(code), FactForm(formdata=None, prefix="fact"))


def _page(cluster: Cluster, form: FactForm) -> ResponseReturnValue:
    page = render_template("clusters/show.html", cluster=cluster, form=form, labels=_labels)
    return page, 422 if form.errors else 200


def _labels(list_name: str, codes: list[str]) -> list[str]:
    return [code_label(list_name, code) for code in codes]


@bp.route("/<code>/edit", methods=["GET", "POST"])
@require(Permission.CLUSTER_MANAGE)
def edit(code: str) -> ResponseReturnValue:
    """Correct what is said of a cluster."""
    cluster, form = service.get(code), ClusterForm()
    if form.validate_on_submit():
        with transaction():
            service.change(cluster, form.said(), version=form.version.data, actor_id=actor().user_id)
        flash(_("The cluster is changed."), "success")
        return redirect(url_for(".show", code=code))
    if not form.errors:
        form.fill(cluster)
    return render_template("clusters/edit.html", form=form, cluster=cluster), 422 if form.errors else 200


@bp.post("/<code>/facts")
@require(Permission.CLUSTER_MANAGE)
def add_fact(code: str) -> ResponseReturnValue:
    """Record a published fact."""
    cluster, form = service.get(code), FactForm(prefix="fact")
    if not form.validate_on_submit():
        return _page(cluster, form)
    with transaction():
        service.record_fact(cluster, form.fact(), actor_id=actor().user_id)
    flash(_("The fact is recorded."), "success")
    return redirect(url_for(".show", code=code))


@bp.post("/<code>/facts/<int:fact_id>/remove")
@require(Permission.CLUSTER_MANAGE)
def remove_fact(code: str, fact_id: int) -> ResponseReturnValue:
    """Take out a fact that was recorded by mistake."""
    with transaction():
        service.remove_fact(service.get(code), fact_id, actor_id=actor().user_id)
    flash(_("The fact is removed."), "success")
    return redirect(url_for(".show", code=code))
