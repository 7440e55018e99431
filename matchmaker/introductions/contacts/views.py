"""The page on which a broker enters whom to reach at an organisation that nobody represents here."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions import moves
from matchmaker.introductions.contacts import service
from matchmaker.introductions.contacts.forms import ContactForm, InvitationForm
from matchmaker.introductions.review.views import bp, done
from matchmaker.organisations.rules import Side


@bp.route("/<int:introduction_id>/contact/<int:organisation_id>", methods=["GET", "POST"])
@require(Permission.INTRODUCTION_BROKER)
def contact(introduction_id: int, organisation_id: int) -> ResponseReturnValue:
    """Enter whom to reach at an organisation that nobody represents here, or invite somebody."""
    introduction = moves.get_in_care(actor(), introduction_id)
    side = service.side_without_members(introduction, organisation_id, actor())
    language = "ko" if side.side is Side.DOMESTIC else "en"
    form, invitation = ContactForm.read(language), InvitationForm.read(language)
    if form.was_sent() and form.validate():
        with transaction():
            service.add_contact(side, form.contact(), staff=actor())
        return done(introduction_id, _("The contact is entered."))
    if invitation.was_sent() and invitation.validate():
        with transaction():
            service.invite(side, invitation.email.data, language=invitation.language.data, staff=actor())
        return done(introduction_id, _("The invitation is on its way."))
    page = render_template(
        "introductions/contact.html", introduction=introduction, side=side, form=form, invitation=invitation
    )
    return page, 422 if form.errors or invitation.errors else 200
