"""Pages of spaces for staff: the queue of demands, the units, the shortage report."""

from datetime import date
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import saved
from matchmaker.foundation.spreadsheets import csv_answer
from matchmaker.landing.blueprint import spaces
from matchmaker.landing.pages import act
from matchmaker.landing.rules import month_of, months
from matchmaker.landing.spaces import leasing, queries, rules, units
from matchmaker.landing.spaces import shortage as short
from matchmaker.landing.spaces.forms import ReasonForm, UnitForm
from matchmaker.landing.spaces.models import SpaceUnit
from matchmaker.landing.spaces.presenting import unit_view
from matchmaker.landing.spaces.views import demand_of, demand_page
from matchmaker.landing.wording import DEMAND_BADGES, DEMAND_STATES
from matchmaker.organisations.days import today
from matchmaker.organisations.readers import Reader, check_agency

bp = spaces.staff_bp


def _staff() -> Reader:
    return Reader(actor())


@bp.get("/spaces")
@require(Permission.LANDING_BROKER)
def index() -> ResponseReturnValue:
    """What waits, what is let, and every unit."""
    waiting = frozenset(rules.OPEN | {rules.DemandState.RESERVED})
    demands = db.session.scalars(queries.demands_in_care(actor(), waiting)).unique().all()
    moved_in = frozenset({rules.DemandState.MOVED_IN})
    tenants = db.session.scalars(queries.demands_in_care(actor(), moved_in)).unique().all()
    views = [unit_view(unit) for unit in db.session.scalars(queries.units(listed=False))]
    return render_template("landing/spaces/staff_index.html", demands=demands, tenants=tenants, units=views,
                           states=DEMAND_STATES, badges=DEMAND_BADGES, reader=_staff(), language=locale())  # fmt: skip


def _form_page(unit: SpaceUnit | None) -> ResponseReturnValue:
    check_agency(_staff())
    form = UnitForm()
    form.offer(db.session.scalars(queries.places()).all(), db.session.scalars(queries.sites()).all())
    if form.validate_on_submit():
        said, version, by = form.entered(), form.version.data, _staff()
        if saved(form, lambda: units.change(unit, said, by=by, version=version) if unit else units.enter(said, by=by)):
            flash(_("The unit is saved."), "success")
            return redirect(url_for(".index"))
    elif unit is not None and not form.is_submitted():
        form.fill(unit)
    return render_template("landing/spaces/unit.html", form=form, unit=unit), 422 if form.errors else 200


@bp.route("/spaces/units/new", methods=["GET", "POST"])
@require(Permission.LANDING_BROKER)
def new_unit() -> ResponseReturnValue:
    """Enter a unit."""
    return _form_page(None)


@bp.route("/spaces/units/<int:unit_id>/edit", methods=["GET", "POST"])
@require(Permission.LANDING_BROKER)
def edit_unit(unit_id: int) -> ResponseReturnValue:
    """Change a unit."""
    found = db.session.get(SpaceUnit, unit_id)
    if found is None:
        raise NotFound("not_found")
    return _form_page(found)


@bp.post("/spaces/demands/<int:demand_id>/accept")
@require(Permission.LANDING_BROKER)
def accept(demand_id: int) -> ResponseReturnValue:
    """Take a demand into the plan."""
    found, version, by = demand_of(_staff(), demand_id), sent_version(), _staff()
    url = url_for(".show", demand_id=demand_id)
    return act(lambda: leasing.accept(found, by=by, version=version), _("Accepted. Offer a unit that fits."), url)


def _with_reason(demand_id: int, name: str, words: str, deed: Any) -> ResponseReturnValue:
    found, by, form = demand_of(_staff(), demand_id), _staff(), ReasonForm(prefix=name)
    if not form.validate_on_submit():
        return demand_page(by, found, **{name: form})
    reason, version = form.words.data, form.version.data
    return act(lambda: deed(found, reason, by=by, version=version), words, url_for(".show", demand_id=demand_id))


@bp.post("/spaces/demands/<int:demand_id>/refuse")
@require(Permission.LANDING_BROKER)
def refuse(demand_id: int) -> ResponseReturnValue:
    """Refuse a demand."""
    return _with_reason(demand_id, "refuse", _("Refused. The members have been told the reason."), leasing.refuse)


@bp.post("/spaces/demands/<int:demand_id>/release")
@require(Permission.LANDING_BROKER)
def release(demand_id: int) -> ResponseReturnValue:
    """Give a reservation up."""
    return _with_reason(demand_id, "release", _("The reservation is given up."), leasing.release)


@bp.post("/spaces/demands/<int:demand_id>/offer/<int:unit_id>")
@require(Permission.LANDING_BROKER)
def offer(demand_id: int, unit_id: int) -> ResponseReturnValue:
    """Offer a unit."""
    found, by, version = demand_of(_staff(), demand_id), _staff(), sent_version()
    unit = db.session.get(SpaceUnit, unit_id)
    if unit is None:
        raise NotFound("not_found")
    url = url_for(".show", demand_id=demand_id)
    words = _("Offered. The members have been told.")
    return act(lambda: leasing.offer(found, unit, by=by, version=version), words, url)


@bp.post("/spaces/demands/<int:demand_id>/move-in")
@require(Permission.LANDING_BROKER)
def move_in(demand_id: int) -> ResponseReturnValue:
    """The tenancy starts."""
    found, by, version = demand_of(_staff(), demand_id), _staff(), sent_version()
    url = url_for(".show", demand_id=demand_id)
    return act(lambda: leasing.move_in(found, by=by, version=version), _("The tenancy has started."), url)


@bp.post("/spaces/demands/<int:demand_id>/end")
@require(Permission.LANDING_BROKER)
def end(demand_id: int) -> ResponseReturnValue:
    """The tenancy ends."""
    found, by, version = demand_of(_staff(), demand_id), _staff(), sent_version()
    url = url_for(".show", demand_id=demand_id)
    return act(lambda: leasing.end(found, by=by, version=version), _("The tenancy has ended."), url)


def cells() -> list[short.Cell]:
    """The shortage report from this month on."""
    claims = [short.Claim(unit_type=one.unit_type, move_in=one.move_in, lease_months=one.lease_months,
                          area_m2=one.area_m2) for one in db.session.scalars(queries.accepted())]  # fmt: skip
    present = month_of(today())
    there = [unit.unit() for unit in db.session.scalars(queries.units(listed=False))
             if unit.is_listed or any(row.month >= present for row in unit.months)]  # fmt: skip
    return short.shortage(claims, there, months(month_of(today()), short.HORIZON), today())


@bp.get("/spaces/shortage")
@require(Permission.LANDING_BROKER)
def shortage() -> ResponseReturnValue:
    """Accepted demand less supply, by month and kind of space."""
    found = cells()
    kinds = sorted({cell.unit_type for cell in found})
    by_month: dict[date, dict[str, short.Cell]] = {}
    for cell in found:
        by_month.setdefault(cell.month, {})[cell.unit_type] = cell
    rows = [(format_date(month, _("MMMM yyyy")), by_month[month]) for month in by_month]
    worst = max(found, key=lambda cell: cell.shortage, default=None)
    return render_template(
        "landing/spaces/shortage.html", rows=rows, kinds=[(code, code_label("space_type", code)) for code in kinds],
        worst=worst if worst and worst.shortage > 0 else None,
        worst_words=_words_of(worst) if worst else (),
    )  # fmt: skip


def _words_of(cell: short.Cell) -> tuple[str, str]:
    return code_label("space_type", cell.unit_type), str(format_date(cell.month, _("MMMM yyyy")))


@bp.get("/spaces/shortage.csv")
@require(Permission.LANDING_BROKER)
def shortage_csv() -> Response:
    """The same as a table."""
    head = [_("Month"), _("Kind of space"), _("Units asked for"), _("Units there"), _("Units short"),
            _("Area asked for (m²)"), _("Area there (m²)"), _("Area short (m²)")]  # fmt: skip
    rows = [(cell.month.isoformat()[:7], code_label("space_type", cell.unit_type), cell.demand, cell.supply,
             cell.shortage, cell.demand_m2, cell.supply_m2, cell.shortage_m2) for cell in cells()]  # fmt: skip
    return csv_answer([head, *rows], "space-shortage.csv")
