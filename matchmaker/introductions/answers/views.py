"""Pages of members on which the counterpart says yes or no."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.accounts.sessions import me
from matchmaker.foundation.access import require
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions import moves, service
from matchmaker.introductions.answers import answering
from matchmaker.introductions.blueprint import bp
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.pages import MemberForms, act, get_as, member_page
from matchmaker.introductions.rules import Act, Party


@bp.post("/introductions/<int:introduction_id>/accept")
@require(Permission.INTRODUCTION_OWN)
def accept(introduction_id: int) -> ResponseReturnValue:
    """Say yes: both sides get each other's contacts."""
    organisation, introduction = get_as(Party.COUNTERPART, introduction_id)
    forms, consenting = MemberForms.sent("accept"), service.consent_needed(me(), organisation)
    consent = forms.accept.consent
    if consenting and not consent.data and moves.is_open(introduction, Act.ANSWER, Party.COUNTERPART):
        consent.errors = [*consent.errors, _("It cannot go on without this consent.")]
        return member_page(organisation, introduction, forms)
    words = _("Both sides have agreed. You will find the contacts below; they are on their way by e-mail too.")
    return act(introduction_id, Party.COUNTERPART, "accept", words, _accept)


def _accept(introduction: Introduction, form: Any, user: User, version: int | None) -> None:
    said = answering.Answer(accepted=True)
    answering.answer(introduction, said, user=user, version=version, consent=bool(form.consent.data))


@bp.post("/introductions/<int:introduction_id>/decline")
@require(Permission.INTRODUCTION_OWN)
def decline(introduction_id: int) -> ResponseReturnValue:
    """Say no, with a reason."""
    words = _("Your answer is on its way. Thank you for answering.")
    return act(introduction_id, Party.COUNTERPART, "decline", words, _decline)


def _decline(introduction: Introduction, form: Any, user: User, version: int | None) -> None:
    said = answering.Answer(accepted=False, reason=form.reason.data, words=form.words.data or "")
    answering.answer(introduction, said, user=user, version=version)
