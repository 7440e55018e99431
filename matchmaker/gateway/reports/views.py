"""The report of staff: speed, deals of small firms, hybrids, strategic technologies, operation of assets."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.assets import linkage
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.spreadsheets import csv_answer
from matchmaker.gateway.funnels import queries
from matchmaker.gateway.funnels.forms import ScopeForm
from matchmaker.gateway.funnels.queries import Scope
from matchmaker.gateway.reports import deals, ministry, operating
from matchmaker.gateway.reports.speed import speed
from matchmaker.organisations.days import today

bp = Blueprint("gateway_reports", __name__, url_prefix="/staff/gateway")


def _asked() -> tuple[ScopeForm, Scope]:
    form = ScopeForm(formdata=request.args)
    return form, queries.in_care(actor(), form.scope())


@bp.get("/report")
@require(Permission.GATEWAY_REPORT)
def index() -> ResponseReturnValue:
    """All of it on one page."""
    form, scope = _asked()
    return render_template(
        "gateway/reports/index.html", form=form, speed=speed(scope), small=deals.deals_of_small_firms(scope),
        hybrids=deals.hybrids(scope), strategic=deals.strategic(scope), stages=operating.stages(),
        cluster=deals.cluster_figures(), connectedness=linkage.of_cluster(today()),
        wanted=request.args.to_dict(),
    )  # fmt: skip


@bp.get("/ministry.csv")
@require(Permission.GATEWAY_REPORT)
def export() -> ResponseReturnValue:
    """The lines that the ministry asks for, as a table."""
    _form, scope = _asked()
    return csv_answer(ministry.table(scope), "ministry.csv")
