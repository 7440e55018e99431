"""Pages on which offices approve passing an introduction on, or take their approval back."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import require
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.review import brokering
from matchmaker.introductions.review.views import bp, press
from matchmaker.introductions.rules import IntroductionState


@bp.post("/<int:introduction_id>/forward")
@require(Permission.INTRODUCTION_BROKER)
def forward(introduction_id: int) -> ResponseReturnValue:
    """Approve for the agency, and pass it on to the counterpart if nobody else must approve."""
    return press(introduction_id, brokering.forward, _approved)


@bp.post("/<int:introduction_id>/approve")
@require(Permission.INTRODUCTION_BROKER)
def approve(introduction_id: int) -> ResponseReturnValue:
    """Approve for the co-broker's own cluster."""
    return press(introduction_id, brokering.approve, _approved)


def _approved(introduction: Introduction) -> str:
    if introduction.state is IntroductionState.FORWARDED:
        return str(_("Passed on. Both sides have been told and see each other's name now."))
    return str(_("Approved. It is passed on as soon as the other office approves, too."))


@bp.post("/<int:introduction_id>/take-back-approval")
@require(Permission.INTRODUCTION_BROKER)
def take_back_approval(introduction_id: int) -> ResponseReturnValue:
    """Take the own office's approval back."""
    return press(introduction_id, brokering.take_back_approval, lambda _row: _("Your office's approval is taken back."))
