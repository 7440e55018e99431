"""Pages of members on which a question is put to the requester, and answered."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import require
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions.blueprint import bp
from matchmaker.introductions.pages import act
from matchmaker.introductions.questions import asking
from matchmaker.introductions.rules import Party


@bp.post("/introductions/<int:introduction_id>/question")
@require(Permission.INTRODUCTION_OWN)
def ask(introduction_id: int) -> ResponseReturnValue:
    """Ask the requester something before answering."""
    return act(
        introduction_id, Party.COUNTERPART, "question",
        _("Your question is on its way. The time for your answer starts anew when it is answered."),
        lambda row, form, user, version: asking.ask(row, form.question.data, user=user, version=version),
    )  # fmt: skip


@bp.post("/introductions/<int:introduction_id>/reply")
@require(Permission.INTRODUCTION_OWN)
def reply(introduction_id: int) -> ResponseReturnValue:
    """Answer a question."""
    return act(
        introduction_id, Party.REQUESTER, "reply", _("Your answer is on its way."),
        lambda row, form, user, version: asking.reply(row, form.reply.data, user=user, version=version),
    )  # fmt: skip
