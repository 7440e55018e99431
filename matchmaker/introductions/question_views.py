"""Pages of members on which a question is put to the requester, and answered."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.sessions import me
from matchmaker.foundation.access import require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions import asking, moves
from matchmaker.introductions.blueprint import bp
from matchmaker.introductions.question_forms import MemberForms, QuestionForm, ReplyForm
from matchmaker.introductions.rules import Party
from matchmaker.introductions.views import member_page, own


@bp.post("/introductions/<int:introduction_id>/question")
@require(Permission.INTRODUCTION_OWN)
def ask(introduction_id: int) -> ResponseReturnValue:
    """Ask the requester something before answering."""
    organisation = own()
    introduction = moves.get_of(organisation, introduction_id)
    moves.check_side(introduction, organisation, Party.COUNTERPART)
    form = QuestionForm()
    if not form.validate_on_submit():
        return member_page(organisation, introduction, MemberForms(question=form))
    with transaction():
        asking.ask(introduction, form.question.data, user=me(), version=form.version.data)
    flash(_("Your question is on its way. The time for your answer starts anew when it is answered."), "success")
    return redirect(url_for("introductions.show", introduction_id=introduction_id))


@bp.post("/introductions/<int:introduction_id>/reply")
@require(Permission.INTRODUCTION_OWN)
def reply(introduction_id: int) -> ResponseReturnValue:
    """Answer a question."""
    organisation = own()
    introduction = moves.get_of(organisation, introduction_id)
    moves.check_side(introduction, organisation, Party.REQUESTER)
    form = ReplyForm()
    if not form.validate_on_submit():
        return member_page(organisation, introduction, MemberForms(reply=form))
    with transaction():
        asking.reply(introduction, form.reply.data, user=me(), version=form.version.data)
    flash(_("Your answer is on its way."), "success")
    return redirect(url_for("introductions.show", introduction_id=introduction_id))
