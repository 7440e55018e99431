"""Pages of talent for members and staff: training seats, people needed, guidance."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from matchmaker.foundation.access import require
from matchmaker.foundation.codes import code_label, is_known
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import PASSES, saved
from matchmaker.foundation.spreadsheets import csv_answer
from matchmaker.foundation.wording import say
from matchmaker.landing.blueprint import talent
from matchmaker.landing.pages import act
from matchmaker.landing.spaces import queries as spaces
from matchmaker.landing.spaces.models import SpaceDemand
from matchmaker.landing.spaces.rules import COUNTED, OPEN
from matchmaker.landing.talent import coverage, queries, seating
from matchmaker.landing.talent.forms import NeedForm, SeatsForm, SessionForm
from matchmaker.landing.talent.hints import hints
from matchmaker.landing.talent.models import SeatReservation, StaffingNeed, TrainingSession
from matchmaker.landing.talent.rules import NeedState
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader, check_agency

on_both, staff_bp = talent.on_both, talent.staff_bp


@on_both("/talent")
def index(reader: Reader) -> ResponseReturnValue:
    """Training sessions with their free seats, and the people needed."""
    skill = code if is_known("skill", code := request.args.get("skill", "")) else ""
    sessions = db.session.scalars(queries.sessions(today(), skill=skill)).all()
    if reader.organisation is not None:
        needs = queries.needs().where(StaffingNeed.organisation_id == reader.organisation.id)
        held = db.session.scalars(queries.reservations_of(reader.organisation.id)).all()
    else:
        needs, held = queries.needs_in_care(reader.actor), []
    return render_template(
        "landing/talent/index.html", reader=reader, sessions=sessions, needs=coverage.lines(db.session.scalars(needs)),
        held=held, skill=skill, today=today(),
    )  # fmt: skip


@on_both("/talent/guidance")
def guidance(reader: Reader) -> ResponseReturnValue:
    """What exists for people from abroad, and whom to ask."""
    return render_template("landing/talent/guidance.html", reader=reader, hints=hints())


@on_both("/talent/needs/new", "GET", "POST")
def new_need(reader: Reader) -> ResponseReturnValue:
    """Say how many people are needed by a day; members only."""
    if reader.organisation is None:
        raise NotFound("not_found")
    organisation: Organisation = reader.organisation
    form, demands = NeedForm(), _demands(organisation)
    form.demand.choices = [("", "–"), *((str(one.id), _demand_label(one)) for one in demands)]
    if request.method == "GET":
        asked = request.args.get("demand", "")
        form.demand.data = int(asked) if asked in {str(one.id) for one in demands} else None
    elif form.validate_on_submit():
        demand = next((one for one in demands if one.id == form.demand.data), None)
        if saved(form, lambda: seating.need_people(organisation, form.need(), demand, by=reader)):
            flash(_("Saved. Reserve the seats that are there, or see what is short."), "success")
            return redirect(url_for(".index"))
    return render_template("landing/talent/need.html", form=form), 422 if form.errors else 200


def _demands(organisation: Organisation) -> list[SpaceDemand]:
    statement = spaces.demands_of(organisation.id).where(SpaceDemand.state.in_(COUNTED | OPEN))
    return list(db.session.scalars(statement).unique())


def _demand_label(one: SpaceDemand) -> str:
    return f"{code_label('space_type', one.unit_type)} · {one.area_m2} m² · {format_date(one.move_in, _('MMMM yyyy'))}"


def _need_of(reader: Reader, need_id: int) -> StaffingNeed:
    found = db.session.scalars(queries.needs().where(StaffingNeed.id == need_id)).first()
    if found is None or not reader.speaks_for(found.organisation) or found.state is not NeedState.OPEN:
        raise NotFound("not_found")
    return found


@on_both("/talent/needs/<int:need_id>/cover", "POST")
def cover(reader: Reader, need_id: int) -> ResponseReturnValue:
    """Reserve the seats that are there in time, and say what is short."""
    found = _need_of(reader, need_id)
    try:
        with transaction():
            plan = seating.cover(found, by=reader)
    except RuleViolation as refusal:
        if refusal.code in PASSES:
            raise
        flash(say(refusal), "error")
        return redirect(url_for(".index"))
    if plan.planned:
        flash(ngettext("%(num)s seat is reserved.", "%(num)s seats are reserved.", plan.planned), "success")
    if plan.shortfall:
        flash(ngettext("There is no seat in time for %(num)s person. The agency sees this in its report.",
                       "There is no seat in time for %(num)s people. The agency sees this in its report.",
                       plan.shortfall), "warning")  # fmt: skip
    return redirect(url_for(".index"))


@on_both("/talent/needs/<int:need_id>/drop", "POST")
def drop(reader: Reader, need_id: int) -> ResponseReturnValue:
    """Nobody is needed any more."""
    found, version = _need_of(reader, need_id), sent_version()
    return act(lambda: seating.drop(found, by=reader, version=version),
               _("Taken off the list. Its seats are free again."), url_for(".index"))  # fmt: skip


@on_both("/talent/sessions/<int:session_id>")
def session(reader: Reader, session_id: int) -> ResponseReturnValue:
    """One session, with the seats that one's own organisation holds."""
    return session_page(reader, _session(session_id))


def _session(session_id: int) -> TrainingSession:
    found = db.session.get(TrainingSession, session_id)
    if found is None:
        raise NotFound("not_found")
    return found


def session_page(reader: Reader, found: TrainingSession, form: SeatsForm | None = None) -> tuple[str, int]:
    """The page, with the form that was refused if one was."""
    held = sorted({seat.reservation for seat in found.seats if seat.reservation is not None}, key=lambda row: row.id)
    mine = [row for row in held if reader.speaks_for(row.organisation)]
    page = render_template(
        "landing/talent/session.html", reader=reader, session=found, held=mine, language=locale(),
        form=form or SeatsForm(formdata=None), is_over=found.is_over(today()),
    )  # fmt: skip
    return page, 422 if form else 200


@on_both("/talent/sessions/<int:session_id>/reserve", "POST")
def reserve(reader: Reader, session_id: int) -> ResponseReturnValue:
    """Hold seats for one's own organisation."""
    found, form, organisation = _session(session_id), SeatsForm(), reader.organisation
    if organisation is None:
        raise NotFound("not_found")
    if not form.validate_on_submit():
        return session_page(reader, found, form)
    if not saved(form, lambda: seating.reserve(found, organisation, form.count.data, by=reader)):
        return session_page(reader, _session(session_id), form)
    flash(_("The seats are reserved."), "success")
    return redirect(url_for(".session", session_id=session_id))


@on_both("/talent/reservations/<int:reservation_id>/give-back", "POST")
def give_back(reader: Reader, reservation_id: int) -> ResponseReturnValue:
    """Free seats again."""
    found = db.session.get(SeatReservation, reservation_id)
    if found is None or not reader.speaks_for(found.organisation):
        raise NotFound("not_found")
    return act(lambda: seating.give_back(found, by=reader), _("The seats are free again."), url_for(".index"))


@staff_bp.route("/talent/sessions/new", methods=["GET", "POST"])
@require(Permission.LANDING_BROKER)
def new_session() -> ResponseReturnValue:
    """Offer a session."""
    by, form = talent.staff(), SessionForm()
    check_agency(by)
    form.asset.choices = [(str(one.id), one.name(locale())) for one in db.session.scalars(queries.hosts())]
    if form.validate_on_submit() and saved(form, lambda: seating.hold_session(form.session(), by=by)):
        flash(_("The session is open for reservations."), "success")
        return redirect(url_for(".index"))
    return render_template("landing/talent/session_form.html", form=form), 422 if form.errors else 200


@staff_bp.post("/talent/sessions/<int:session_id>/call-off")
@require(Permission.LANDING_BROKER)
def call_off(session_id: int) -> ResponseReturnValue:
    """Call a session off."""
    found, by, version = _session(session_id), talent.staff(), sent_version()
    return act(lambda: seating.call_off(found, by=by, version=version), _("The session is called off."),
               url_for(".index"))  # fmt: skip


@staff_bp.get("/talent/report")
@require(Permission.LANDING_BROKER)
def report() -> ResponseReturnValue:
    """Seats against demand by month and skill."""
    rows = [(format_date(one.month, _("MMMM yyyy")), code_label("skill", one.skill), one) for one in coverage.report()]
    return render_template("landing/talent/report.html", rows=rows)


@staff_bp.get("/talent/report.csv")
@require(Permission.LANDING_BROKER)
def report_csv() -> Response:
    """The same as a table."""
    head = [_("Month"), _("Skill"), _("People needed"), _("Seats"), _("Needed so far"), _("Seats so far"), _("Short")]
    rows = [(one.month.isoformat()[:7], code_label("skill", one.skill), one.needed, one.seats, one.needed_so_far,
             one.seats_so_far, one.short) for one in coverage.report()]  # fmt: skip
    return csv_answer([head, *rows], "seats-and-demand.csv")
