"""Further deeds of brokers on an introduction: approvals of offices, questions, and people to talk to."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions import asking, brokering, moves, proposing
from matchmaker.introductions.contact_forms import ContactForm, InvitationForm
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.introductions.staff_forms import StaffForms
from matchmaker.introductions.staff_views import act, bp, done, sent_version
from matchmaker.organisations.rules import Side


@bp.post("/<int:introduction_id>/approve")
@require(Permission.INTRODUCTION_BROKER)
def approve(introduction_id: int) -> ResponseReturnValue:
    """Approve for the co-broker's own cluster."""
    introduction = moves.get_in_care(actor(), introduction_id)
    with transaction():
        brokering.approve(introduction, staff=actor(), version=sent_version())
    if introduction.state is IntroductionState.FORWARDED:
        return done(introduction_id, _("Passed on. Both sides have been told and see each other's name now."))
    return done(introduction_id, _("Approved. It is passed on as soon as the other office approves, too."))


@bp.post("/<int:introduction_id>/take-back-approval")
@require(Permission.INTRODUCTION_BROKER)
def take_back_approval(introduction_id: int) -> ResponseReturnValue:
    """Take the own office's approval back."""
    introduction = moves.get_in_care(actor(), introduction_id)
    with transaction():
        brokering.take_back_approval(introduction, staff=actor(), version=sent_version())
    return done(introduction_id, _("Your office's approval is taken back."))


@bp.post("/<int:introduction_id>/question")
@require(Permission.INTRODUCTION_BROKER)
def ask(introduction_id: int) -> ResponseReturnValue:
    """Ask the requester something."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.ask
        asking.ask_as_broker(introduction, form.question.data, staff=actor(), version=sent_version(form))

    return act(introduction_id, "ask", _("Your question is on its way to the requester."), work)


@bp.post("/<int:introduction_id>/reply")
@require(Permission.INTRODUCTION_BROKER)
def reply(introduction_id: int) -> ResponseReturnValue:
    """Record the requester's answer to a question."""

    def work(introduction: Introduction, forms: StaffForms) -> None:
        form = forms.reply
        asking.reply_on_behalf(introduction, form.reply.data, staff=actor(), version=sent_version(form))

    return act(introduction_id, "reply", _("The answer is recorded and on its way."), work)


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
        return done(introduction_id, _("The contact is entered."))
    if invitation.was_sent() and invitation.validate():
        with transaction():
            proposing.invite(side, invitation.email.data, language=invitation.language.data, staff=actor())
        return done(introduction_id, _("The invitation is on its way."))
    page = render_template(
        "introductions/contact.html", introduction=introduction, side=side, form=form, invitation=invitation
    )
    return page, 422 if form.errors or invitation.errors else 200
