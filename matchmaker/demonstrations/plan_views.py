"""Pages on which the plan of a demonstration is written, for both members and staff."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.assets.models import Asset
from matchmaker.demonstrations import planning, sight
from matchmaker.demonstrations.blueprint import on_both
from matchmaker.demonstrations.models import Demonstration
from matchmaker.demonstrations.plan_forms import PlanForm
from matchmaker.demonstrations.rules import EDITABLE, Plan
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.saving import RefusalsIn
from matchmaker.foundation.wording import say
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes.presenting import Names, sides
from matchmaker.outcomes.sight import introduction_of


@on_both("/demonstrations/with/<int:introduction_id>/new", "GET", "POST")
def new(reader: Reader, introduction_id: int) -> ResponseReturnValue:
    """Begin a plan."""
    introduction = introduction_of(reader, introduction_id)
    form = PlanForm()
    if (row := _sent(form, introduction, reader, None)) is not None:
        flash(_("The plan is kept. Complete it, then propose it for signature."), "success")
        return redirect(url_for(".show", demonstration_id=row.id))
    return _plan_page(form, introduction, reader, None)


@on_both("/demonstrations/<int:demonstration_id>/edit", "GET", "POST")
def edit(reader: Reader, demonstration_id: int) -> ResponseReturnValue:
    """Change the plan."""
    row = sight.demonstration_of(reader, demonstration_id)
    if row.state not in EDITABLE:
        flash(say(RuleViolation("demonstration.text_stands")), "warning")
        return redirect(url_for(".show", demonstration_id=row.id))
    form = PlanForm() if request.method == "POST" else PlanForm.showing(sight.plan_of(row), row.version)
    if _sent(form, row.introduction, reader, row) is not None:
        flash(_("The plan is kept."), "success")
        return redirect(url_for(".show", demonstration_id=demonstration_id))
    return _plan_page(form, row.introduction, reader, row)


def _sent(
    form: PlanForm, introduction: Introduction, reader: Reader, row: Demonstration | None
) -> Demonstration | None:
    """The demonstration with the plan that was sent; None while there is none, with the refusal told in the form."""
    if request.method == "POST" and "more" in request.form:
        form.add_rows()
    form.dress(sides(introduction, Names(reader, [introduction]), reader), known_assets())
    if "more" in request.form or not form.validate_on_submit():
        return None
    with RefusalsIn(form), transaction():
        return _kept(form.plan(), introduction, reader, row, form.version.data)
    return None


def _kept(
    plan: Plan, introduction: Introduction, reader: Reader, row: Demonstration | None, version: int | None
) -> Demonstration:
    known = {one.id for one in known_assets()}
    if any(site.asset_id is not None and site.asset_id not in known for site in plan.sites):
        raise NotFound("not_found")
    if row is None:
        return planning.begin(introduction, plan, by=reader)
    planning.edit(row, plan, by=reader, version=version)
    return row


def known_assets() -> Sequence[Asset]:
    """Every asset of the cluster, by name."""
    return db.session.scalars(sa.select(Asset).order_by(Asset.name_en, Asset.id)).all()


def _plan_page(
    form: PlanForm, introduction: Introduction, reader: Reader, row: Demonstration | None
) -> ResponseReturnValue:
    page = render_template(
        "demonstrations/plan.html", reader=reader, form=form, introduction=introduction, demonstration=row,
        pair=Names(reader, [introduction]).pair(introduction),
    )  # fmt: skip
    return page, 422 if form.errors else 200
