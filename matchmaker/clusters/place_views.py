"""Pages of staff on which the sites and offices of a cluster are corrected."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.clusters import places, service
from matchmaker.clusters.models import Cluster, Office, Site
from matchmaker.clusters.place_forms import OfficeForm, SiteForm
from matchmaker.clusters.views import bp
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.permissions import Permission


@bp.route("/<code>/sites/<int:site_id>/edit", methods=["GET", "POST"])
@require(Permission.CLUSTER_MANAGE)
def edit_site(code: str, site_id: int) -> ResponseReturnValue:
    """Correct what is said of a site."""
    cluster, form = service.get(code), SiteForm()
    site = places.site_of(cluster, site_id)
    if form.validate_on_submit():
        with transaction():
            places.change_site(site, form.said(), version=form.version.data, actor_id=actor().user_id)
        flash(_("The site is changed."), "success")
        return redirect(url_for(".show", code=code))
    if not form.errors:
        form.fill(site)
    return _page(cluster, site, form, _("Change the site"))


@bp.route("/<code>/offices/<int:office_id>/edit", methods=["GET", "POST"])
@require(Permission.CLUSTER_MANAGE)
def edit_office(code: str, office_id: int) -> ResponseReturnValue:
    """Correct what is said of an office."""
    cluster, form = service.get(code), OfficeForm()
    office = places.office_of(cluster, office_id)
    form.offer(office)
    if form.validate_on_submit():
        with transaction():
            places.change_office(office, form.said(), version=form.version.data, actor_id=actor().user_id)
        flash(_("The office is changed."), "success")
        return redirect(url_for(".show", code=code))
    if not form.errors:
        form.fill(office)
    return _page(cluster, office, form, _("Change the office"))


def _page(cluster: Cluster, place: Site | Office, form: SiteForm | OfficeForm, title: str) -> ResponseReturnValue:
    page = render_template("clusters/place.html", cluster=cluster, place=place, form=form, title=title)
    return page, 422 if form.errors else 200
