"""Public pages of the cluster and its partners."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.assets import linkage
from matchmaker.assets.models import Asset
from matchmaker.clusters.models import Cluster
from matchmaker.clusters.rules import HOME
from matchmaker.foundation.access import public
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.gateway.face import clusters, structured
from matchmaker.gateway.face.heads import head, public_url
from matchmaker.gateway.funnels import daily
from matchmaker.organisations.days import today

bp = Blueprint("gateway_face", __name__)


@bp.get("/cluster")
@public
def cluster() -> ResponseReturnValue:
    """The cluster at home: regime, sites, facilities as far as they are, the agency, the city's strategies."""
    language = locale()
    home, assets = clusters.find(HOME), clusters.facilities()
    name = home.name(language) if home else code_label("cluster", HOME)
    lead = home.summary(language) if home else ""
    things = [
        structured.place("Place", name, public_url("gateway_face.cluster"), lead, address=_address("KR", "Siheung"),
                         containsPlace=[_facility(one) for one in assets]),
        structured.breadcrumbs([(_("Home"), public_url("introductions.home")),
                                (_("Cluster"), public_url("gateway_face.cluster"))]),
    ]  # fmt: skip
    return render_template(
        "gateway/cluster.html", cluster=home, name=name, lead=lead, assets=assets,
        coverage=clusters.coverage(assets), partners=clusters.partners(), operating=daily.latest().operating,
        connectedness=linkage.of_cluster(today()), head=head("gateway_face.cluster", name, lead, things),
    )  # fmt: skip


@bp.get("/clusters/<code>")
@public
def partner(code: str) -> ResponseReturnValue:
    """A partner cluster: where it is strong, what has been published, what flows between it and Siheung."""
    if code == HOME:
        return redirect(url_for(".cluster"))
    found, language = clusters.get(code), locale()
    name, lead = found.name(language), found.summary(language)
    flows = [flow for flow in daily.latest().flows if flow.cluster == code]
    return render_template(
        "gateway/partner.html", cluster=found, name=name, lead=lead, flows=flows,
        head=head("gateway_face.partner", name, lead, _things(found, name, lead), code=code),
    )  # fmt: skip


def _things(found: Cluster, name: str, lead: str) -> list[structured.Thing]:
    url = public_url("gateway_face.partner", code=found.code)
    return [
        structured.place("Place", name, url, lead, address=_address(found.country)),
        structured.breadcrumbs([(_("Home"), public_url("introductions.home")), (name, url)]),
    ]


def _address(country: str, city: str = "") -> structured.Thing:
    plain = {"@type": "PostalAddress", "addressCountry": country}
    return plain | ({"addressLocality": city, "addressRegion": "Gyeonggi-do"} if city else {})


def _facility(asset: Asset) -> structured.Thing:
    language = locale()
    url = public_url("assets.show", key=asset.key)
    return structured.place("Place", asset.name(language), url, asset.summary(language))
