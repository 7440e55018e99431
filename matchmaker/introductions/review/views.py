"""Pages of brokers: the queue and the introductions in it."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Actor, Permission
from matchmaker.foundation.wording import say
from matchmaker.introductions import moves, queries
from matchmaker.introductions.answers import answering
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.panels import panels_of
from matchmaker.introductions.questions import asking
from matchmaker.introductions.review import brokering
from matchmaker.introductions.review.forms import QueueForm, StaffForms
from matchmaker.introductions.review.presenting import queue_lines, staff_view
from matchmaker.introductions.rules import MENDABLE, Act

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


class Deed(Protocol):
    """A function of the rooms' services that changes an introduction as a member of staff saw it."""

    def __call__(self, introduction: Introduction, *, staff: Actor, version: int | None) -> None:
        """Do it. Raises RuleViolation, Forbidden."""


def done(introduction_id: int, words: str) -> ResponseReturnValue:
    """Say that it is done and show the introduction."""
    flash(words, "success")
    return redirect(url_for("introductions_staff.show", introduction_id=introduction_id))


def press(introduction_id: int, deed: Deed, words: Callable[[Introduction], str]) -> ResponseReturnValue:
    """Do what a button says; `words` tell what has come of it."""
    introduction = moves.get_in_care(actor(), introduction_id)
    with transaction():
        deed(introduction, staff=actor(), version=sent_version())
    return done(introduction_id, words(introduction))


def act(introduction_id: int, name: str, words: str, deed: Callable[[Any], Deed]) -> ResponseReturnValue:
    """Do what the form `name` says (`deed` reads the valid form), or show the page again with its errors."""
    introduction = moves.get_in_care(actor(), introduction_id)
    forms = StaffForms.sent(name)
    if name == "assign":
        forms.assign.offer(db.session.scalars(queries.brokers()).all())
    form = forms[name]
    if not form.validate_on_submit():
        return staff_page(introduction, forms)
    try:
        with transaction():
            deed(form)(introduction, staff=actor(), version=form.version.data)
    except RuleViolation as refusal:
        if refusal.code not in MENDABLE:
            raise
        form.form_errors.append(say(refusal))
        return staff_page(moves.get_in_care(actor(), introduction_id), forms)
    return done(introduction_id, words)


@bp.post("/<int:introduction_id>/take")
@require(Permission.INTRODUCTION_BROKER)
def take(introduction_id: int) -> ResponseReturnValue:
    """Begin the review."""
    return press(introduction_id, brokering.take, lambda _row: _("You are in charge now."))


@bp.post("/<int:introduction_id>/assign")
@require(Permission.INTRODUCTION_BROKER)
def assign(introduction_id: int) -> ResponseReturnValue:
    """Put a broker in charge."""
    words = _("The broker in charge is changed.")
    return act(introduction_id, "assign", words, lambda form: partial(brokering.assign, broker_id=form.broker.data))


@bp.post("/<int:introduction_id>/return")
@require(Permission.INTRODUCTION_BROKER)
def send_back(introduction_id: int) -> ResponseReturnValue:
    """Ask the requester for more."""
    words = _("Returned. The requester has been told.")
    return act(introduction_id, "send_back", words, lambda form: partial(brokering.send_back, reason=form.words.data))


@bp.post("/<int:introduction_id>/refuse")
@require(Permission.INTRODUCTION_BROKER)
def refuse(introduction_id: int) -> ResponseReturnValue:
    """End it before it is passed on."""

    def deed(form: Any) -> Deed:
        return partial(brokering.refuse, code=form.reason.data, reason=form.words.data)

    return act(introduction_id, "refuse", _("Refused. The requester has been told."), deed)


@bp.post("/<int:introduction_id>/withdraw")
@require(Permission.INTRODUCTION_BROKER)
def withdraw(introduction_id: int) -> ResponseReturnValue:
    """Take it back at the requester's wish."""

    def deed(form: Any) -> Deed:
        return partial(brokering.withdraw_on_request, note=form.note.data)

    return act(introduction_id, "withdraw", _("Withdrawn for the requester."), deed)


@bp.post("/<int:introduction_id>/answer")
@require(Permission.INTRODUCTION_BROKER)
def answer(introduction_id: int) -> ResponseReturnValue:
    """Record what the counterpart said."""

    def deed(form: Any) -> Deed:
        said = answering.Answer(form.answer.data == "yes", form.reason.data or "", form.words.data or "")
        return partial(answering.answer_on_behalf, said=said, note=form.note.data)

    return act(introduction_id, "answer", _("The answer is recorded and everybody has been told."), deed)


@bp.post("/<int:introduction_id>/question")
@require(Permission.INTRODUCTION_BROKER)
def ask(introduction_id: int) -> ResponseReturnValue:
    """Ask the requester something."""
    words = _("Your question is on its way to the requester.")
    return act(introduction_id, "ask", words, lambda form: partial(asking.ask_as_broker, text=form.question.data))


@bp.post("/<int:introduction_id>/reply")
@require(Permission.INTRODUCTION_BROKER)
def reply(introduction_id: int) -> ResponseReturnValue:
    """Record the requester's answer to a question."""
    words = _("The answer is recorded and on its way.")
    return act(introduction_id, "reply", words, lambda form: partial(asking.reply_on_behalf, text=form.reply.data))


@bp.post("/<int:introduction_id>/note")
@require(Permission.INTRODUCTION_BROKER)
def note(introduction_id: int) -> ResponseReturnValue:
    """Keep an internal note."""

    def deed(form: Any) -> Deed:
        def keep(introduction: Introduction, *, staff: Actor, version: int | None) -> None:  # noqa: ARG001
            """Whatever has changed meanwhile: a note hides nothing of it."""
            brokering.add_note(introduction, form.note.data, staff=staff)

        return keep

    return act(introduction_id, "note", _("The note is kept. Members do not see it."), deed)
