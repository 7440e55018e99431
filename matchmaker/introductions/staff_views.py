"""Pages of brokers: the queue and the introductions in it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions import answering, brokering, moves, queries
from matchmaker.introductions.forms import QueueForm, VersionedForm
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.panels import panels_of
from matchmaker.introductions.rules import Act, IntroductionState
from matchmaker.introductions.staff_forms import StaffForms
from matchmaker.introductions.staff_presenting import queue_lines, staff_view

bp = Blueprint("introductions_staff", __name__, url_prefix="/staff/introductions")


@bp.get("")
@require(Permission.INTRODUCTION_BROKER)
def index() -> ResponseReturnValue:
    """The queue of introductions."""
    form = QueueForm(request.args)
    state, whose = form.state.data or "", form.whose.data or ""
    if not form.validate():
        state = whose = ""
    statement = queries.filtered(queries.in_care_of(actor()), state=state, whose=whose, user_id=actor().user_id)
    statement = statement.options(selectinload(Introduction.approvals))
    found = paginate(queries.for_lists(queries.queue_order(statement)))
    page = Page(queue_lines(found.rows, now(), locale()), found.number, found.total, found.per_page)
    may_enter_holidays = actor().may(Permission.HOLIDAY_MANAGE)
    return render_template("introductions/queue.html", page=page, form=form, may_enter_holidays=may_enter_holidays)


@bp.get("/<int:introduction_id>")
@require(Permission.INTRODUCTION_BROKER)
def show(introduction_id: int) -> ResponseReturnValue:
    """One introduction with everything staff may know."""
    introduction = moves.get_in_care(actor(), introduction_id)
    return staff_page(introduction, StaffForms.empty())


def staff_page(introduction: Introduction, forms: StaffForms) -> ResponseReturnValue:
    """The page of an introduction for staff, with `forms` as they were sent."""
    staff = actor()
    view = staff_view(introduction, staff, locale())
    if Act.ASSIGN in view.acts:
        forms.assign.offer(db.session.scalars(queries.brokers()).all())
    forms.show_version(introduction.version)
    page = render_template(
        "introductions/staff_show.html", view=view, forms=forms, panels=panels_of(introduction, None)
    )
    return page, 422 if forms.has_errors() else 200


def sent_version(form: VersionedForm | None = None) -> int | None:
    """The version that the sender saw."""
    return form.version.data if form else request.form.get("version", type=int)


def done(introduction_id: int, words: str) -> ResponseReturnValue:
    """Say that it is done and show the introduction."""
    flash(words, "success")
    return redirect(url_for("introductions_staff.show", introduction_id=introduction_id))


def act(
    introduction_id: int, name: str, words: str, work: Callable[[Introduction, StaffForms], None]
) -> ResponseReturnValue:
    """Read the form `name`, do `work` with it, or show the page again with its errors."""
    introduction = moves.get_in_care(actor(), introduction_id)
    forms = StaffForms.sent(name)
    if name == "assign":
        forms.assign.offer(db.session.scalars(queries.brokers()).all())
    if not forms[name].validate_on_submit():
        return staff_page(introduction, forms)
    with transaction():
        work(introduction, forms)
    return done(introduction_id, words)


@bp.post("/<int:introduction_id>/take")
@require(Permission.INTRODUCTION_BROKER)
def take(introduction_id: int) -> ResponseReturnValue:
    """Begin the review."""
    introduction = moves.get_in_care(actor(), introduction_id)
    with transaction():
        brokering.take(introduction, staff=actor(), version=sent_version())
    return done(introduction_id, _("You are in charge now."))


@bp.post("/<int:introduction_id>/forward")
@require(Permission.INTRODUCTION_BROKER)
def forward(introduction_id: int) -> ResponseReturnValue:
    """Pass it on to the counterpart."""
    introduction = moves.get_in_care(actor(), introduction_id)
    with transaction():
        brokering.forward(introduction, staff=actor(), version=sent_version())
    if introduction.state is not IntroductionState.FORWARDED:
        return done(introduction_id, _("Approved. It is passed on as soon as the other office approves, too."))
    return done(introduction_id, _("Passed on. Both sides have been told and see each other's name now."))


@bp.post("/<int:introduction_id>/assign")
@require(Permission.INTRODUCTION_BROKER)
def assign(introduction_id: int) -> ResponseReturnValue:
    """Put a broker in charge."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.assign
        brokering.assign(introduction, form.broker.data, staff=actor(), version=sent_version(form))

    return act(introduction_id, "assign", _("The broker in charge is changed."), work)


@bp.post("/<int:introduction_id>/return")
@require(Permission.INTRODUCTION_BROKER)
def send_back(introduction_id: int) -> ResponseReturnValue:
    """Ask the requester for more."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.send_back
        brokering.send_back(introduction, form.words.data, staff=actor(), version=sent_version(form))

    return act(introduction_id, "send_back", _("Returned. The requester has been told."), work)


@bp.post("/<int:introduction_id>/refuse")
@require(Permission.INTRODUCTION_BROKER)
def refuse(introduction_id: int) -> ResponseReturnValue:
    """End it before it is passed on."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.refuse
        brokering.refuse(introduction, form.reason.data, form.words.data, staff=actor(), version=sent_version(form))

    return act(introduction_id, "refuse", _("Refused. The requester has been told."), work)


@bp.post("/<int:introduction_id>/withdraw")
@require(Permission.INTRODUCTION_BROKER)
def withdraw(introduction_id: int) -> ResponseReturnValue:
    """Take it back at the requester's wish."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.withdraw
        brokering.withdraw_on_request(introduction, form.note.data, staff=actor(), version=sent_version(form))

    return act(introduction_id, "withdraw", _("Withdrawn for the requester."), work)


@bp.post("/<int:introduction_id>/answer")
@require(Permission.INTRODUCTION_BROKER)
def answer(introduction_id: int) -> ResponseReturnValue:
    """Record what the counterpart said."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.answer
        said = answering.Answer(form.answer.data == "yes", form.reason.data or "", form.words.data or "")
        note = form.note.data
        answering.answer_on_behalf(introduction, said, note=note, staff=actor(), version=sent_version(form))

    return act(introduction_id, "answer", _("The answer is recorded and everybody has been told."), work)


@bp.post("/<int:introduction_id>/note")
@require(Permission.INTRODUCTION_BROKER)
def note(introduction_id: int) -> ResponseReturnValue:
    """Keep an internal note."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        brokering.add_note(introduction, forms.note.note.data, staff=actor())

    return act(introduction_id, "note", _("The note is kept. Members do not see it."), work)
