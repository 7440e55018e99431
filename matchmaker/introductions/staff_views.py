"""Pages of brokers: the queue and the introductions in it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions import answering, brokering, moves, proposing, queries
from matchmaker.introductions.contact_forms import ContactForm, InvitationForm
from matchmaker.introductions.forms import QueueForm, VersionedForm
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import Act
from matchmaker.introductions.staff_forms import StaffForms
from matchmaker.introductions.staff_presenting import queue_lines, staff_view
from matchmaker.organisations.rules import Side

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
    found = paginate(queries.for_lists(queries.queue_order(statement)))
    page = Page(queue_lines(found.rows, now(), locale()), found.number, found.total, found.per_page)
    return render_template("introductions/queue.html", page=page, form=form)


@bp.get("/<int:introduction_id>")
@require(Permission.INTRODUCTION_BROKER)
def show(introduction_id: int) -> ResponseReturnValue:
    """One introduction with everything staff may know."""
    introduction = moves.get_in_care(actor(), introduction_id)
    return _page(introduction, StaffForms.empty())


def _page(introduction: Introduction, forms: StaffForms) -> ResponseReturnValue:
    staff = actor()
    view = staff_view(introduction, staff, locale())
    if Act.ASSIGN in view.acts:
        forms.assign.offer(db.session.scalars(queries.brokers()).all())
    forms.show_version(introduction.version)
    page = render_template("introductions/staff_show.html", view=view, introduction=introduction, forms=forms)
    return page, 422 if forms.has_errors() else 200


def _version(form: VersionedForm | None = None) -> int | None:
    return form.version.data if form else request.form.get("version", type=int)


def _done(introduction_id: int, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("introductions_staff.show", introduction_id=introduction_id))


def _act(
    introduction_id: int, name: str, words: str, work: Callable[[Introduction, StaffForms], None]
) -> ResponseReturnValue:
    """Read the form `name`, do `work` with it, or show the page again with its errors."""
    introduction = moves.get_in_care(actor(), introduction_id)
    forms = StaffForms.sent(name)
    if name == "assign":
        forms.assign.offer(db.session.scalars(queries.brokers()).all())
    if not forms[name].validate_on_submit():
        return _page(introduction, forms)
    with transaction():
        work(introduction, forms)
    return _done(introduction_id, words)


@bp.post("/<int:introduction_id>/take")
@require(Permission.INTRODUCTION_BROKER)
def take(introduction_id: int) -> ResponseReturnValue:
    """Begin the review."""
    introduction = moves.get_in_care(actor(), introduction_id)
    with transaction():
        brokering.take(introduction, staff=actor(), version=_version())
    return _done(introduction_id, _("You are in charge now."))


@bp.post("/<int:introduction_id>/forward")
@require(Permission.INTRODUCTION_BROKER)
def forward(introduction_id: int) -> ResponseReturnValue:
    """Pass it on to the counterpart."""
    introduction = moves.get_in_care(actor(), introduction_id)
    with transaction():
        brokering.forward(introduction, staff=actor(), version=_version())
    return _done(introduction_id, _("Passed on. Both sides have been told and see each other's name now."))


@bp.post("/<int:introduction_id>/assign")
@require(Permission.INTRODUCTION_BROKER)
def assign(introduction_id: int) -> ResponseReturnValue:
    """Put a broker in charge."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.assign
        brokering.assign(introduction, form.broker.data, staff=actor(), version=_version(form))

    return _act(introduction_id, "assign", _("The broker in charge is changed."), work)


@bp.post("/<int:introduction_id>/return")
@require(Permission.INTRODUCTION_BROKER)
def send_back(introduction_id: int) -> ResponseReturnValue:
    """Ask the requester for more."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.send_back
        brokering.send_back(introduction, form.words.data, staff=actor(), version=_version(form))

    return _act(introduction_id, "send_back", _("Returned. The requester has been told."), work)


@bp.post("/<int:introduction_id>/refuse")
@require(Permission.INTRODUCTION_BROKER)
def refuse(introduction_id: int) -> ResponseReturnValue:
    """End it before it is passed on."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.refuse
        brokering.refuse(introduction, form.reason.data, form.words.data, staff=actor(), version=_version(form))

    return _act(introduction_id, "refuse", _("Refused. The requester has been told."), work)


@bp.post("/<int:introduction_id>/withdraw")
@require(Permission.INTRODUCTION_BROKER)
def withdraw(introduction_id: int) -> ResponseReturnValue:
    """Take it back at the requester's wish."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.withdraw
        brokering.withdraw_on_request(introduction, form.note.data, staff=actor(), version=_version(form))

    return _act(introduction_id, "withdraw", _("Withdrawn for the requester."), work)


@bp.post("/<int:introduction_id>/answer")
@require(Permission.INTRODUCTION_BROKER)
def answer(introduction_id: int) -> ResponseReturnValue:
    """Record what the counterpart said."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.answer
        said = answering.Answer(form.answer.data == "yes", form.reason.data or "", form.words.data or "")
        note = form.note.data
        answering.answer_on_behalf(introduction, said, note=note, staff=actor(), version=_version(form))

    return _act(introduction_id, "answer", _("The answer is recorded and everybody has been told."), work)


@bp.post("/<int:introduction_id>/note")
@require(Permission.INTRODUCTION_BROKER)
def note(introduction_id: int) -> ResponseReturnValue:
    """Keep an internal note."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        brokering.add_note(introduction, forms.note.note.data, staff=actor())

    return _act(introduction_id, "note", _("The note is kept. Members do not see it."), work)


@bp.route("/<int:introduction_id>/contact/<int:organisation_id>", methods=["GET", "POST"])
@require(Permission.INTRODUCTION_BROKER)
def contact(introduction_id: int, organisation_id: int) -> ResponseReturnValue:
    """Enter whom to reach at an organisation that nobody represents here, or invite somebody."""
    introduction = moves.get_in_care(actor(), introduction_id)
    side = proposing.side_without_members(introduction, organisation_id, actor())
    language = "ko" if side.side is Side.DOMESTIC else "en"
    form, invitation = ContactForm.read(language), InvitationForm.read(language)
    if form.was_sent() and form.validate():
        with transaction():
            proposing.add_contact(side, form.contact(), staff=actor())
        return _done(introduction_id, _("The contact is entered."))
    if invitation.was_sent() and invitation.validate():
        with transaction():
            proposing.invite(side, invitation.email.data, language=invitation.language.data, staff=actor())
        return _done(introduction_id, _("The invitation is on its way."))
    page = render_template(
        "introductions/contact.html", introduction=introduction, side=side, form=form, invitation=invitation
    )
    return page, 422 if form.errors or invitation.errors else 200
