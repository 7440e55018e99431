"""Pages of the funnels for staff: the numbers, the pairs behind each number, the same as a table."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, wanted_page
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.spreadsheets import csv_answer
from matchmaker.gateway.funnels import queries, reading
from matchmaker.gateway.funnels.exporting import table
from matchmaker.gateway.funnels.forms import ScopeForm
from matchmaker.gateway.funnels.queries import Scope
from matchmaker.gateway.rules import Step
from matchmaker.opportunities.rules import Gateway

bp = Blueprint("gateway_funnels", __name__, url_prefix="/staff/gateway")
PER_PAGE = 50


def _asked() -> tuple[ScopeForm, Scope]:
    form = ScopeForm(formdata=request.args)
    return form, queries.in_care(actor(), form.scope())


@bp.get("")
@require(Permission.GATEWAY_REPORT)
def index() -> ResponseReturnValue:
    """Both funnels, their balance, and what flows between areas and clusters."""
    form, scope = _asked()
    step = form.flow_step()
    form.step.data = step.value
    return render_template(
        "gateway/funnels/index.html", form=form, funnels=reading.funnels(scope), flows=reading.flows(step, scope),
        step=step, wanted=request.args.to_dict(),
    )  # fmt: skip


@bp.get("/export.csv")
@require(Permission.GATEWAY_REPORT)
def export() -> ResponseReturnValue:
    """The same as a table."""
    _form, scope = _asked()
    return csv_answer(table(reading.funnels(scope)), "gateway.csv")


@bp.get("/<gateway>/<step>")
@require(Permission.GATEWAY_REPORT)
def pairs(gateway: str, step: str) -> ResponseReturnValue:
    """The pairs behind one number."""
    if gateway not in set(Gateway) or step not in set(Step):
        raise NotFound("not_found")
    _form, scope = _asked()
    return render_template(
        "gateway/funnels/pairs.html", page=_page(queries.listed(Step(step), Gateway(gateway), scope)),
        gateway=gateway, step=Step(step), wanted=request.args.to_dict(), name=lambda one: one.name(locale()),
    )  # fmt: skip


def _page(statement: sa.Select[Any]) -> Page[Any]:
    """The page of pairs asked for, each with the introduction that there is between the two."""
    total = db.session.scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = min(wanted_page(), max(1, -(-total // PER_PAGE)))
    rows = db.session.execute(statement.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()
    keys = [(min(one.id, other.id), max(one.id, other.id)) for one, other, _at in rows]
    found = db.session.execute(queries.introductions_of(keys)).all() if keys else []
    introductions = {(first, second): introduction for first, second, introduction in found}
    lines = [(*row, introductions.get(key)) for row, key in zip(rows, keys, strict=True)]
    return Page(lines, number, total, PER_PAGE)
