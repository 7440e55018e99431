"""The page of an introduction for members, the forms on it, and what answers a form that was sent from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matchmaker.accounts.models import User
from matchmaker.accounts.sessions import me
from matchmaker.foundation.access import actor
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import VersionedForm
from matchmaker.foundation.wording import say
from matchmaker.introductions import moves, service
from matchmaker.introductions.answers.forms import ConsentForm, DeclineForm
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.panels import panels_of
from matchmaker.introductions.presenting import member_view
from matchmaker.introductions.questions.forms import QuestionForm, ReplyForm
from matchmaker.introductions.rules import MENDABLE, Party
from matchmaker.introductions.why import why_for_member
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.service import get_own

_KINDS: dict[str, type[VersionedForm]] = {
    "accept": ConsentForm, "decline": DeclineForm, "question": QuestionForm, "reply": ReplyForm,
}  # fmt: skip
Deed = Callable[[Introduction, Any, User, int | None], None]
"""What a form does: to which introduction, with which valid form, by whom, who saw which version."""


@dataclass(frozen=True, slots=True)
class MemberForms:
    """All forms of a member's page, of which at most one was sent."""

    accept: ConsentForm
    decline: DeclineForm
    question: QuestionForm
    reply: ReplyForm

    @classmethod
    def sent(cls, name: str = "") -> "MemberForms":
        """Forms of which `name` holds what was sent; none does for no name."""
        made: dict[str, Any] = {
            kind: form() if kind == name else form(formdata=None) for kind, form in _KINDS.items()
        }  # fmt: skip
        return cls(**made)

    def __getitem__(self, name: str) -> VersionedForm:
        form: VersionedForm = getattr(self, name)
        return form

    def show_version(self, version: int) -> None:
        """Let each form name the version that the reader sees."""
        for name in _KINDS:
            self[name].version.data = version

    def has_errors(self) -> bool:
        """Whether what was sent was refused."""
        return any(self[name].errors for name in _KINDS)


def own() -> Organisation:
    """The organisation for which the reader speaks. Raises RuleViolation when there is none yet."""
    return get_own(actor().user_id)


def member_page(organisation: Organisation, introduction: Introduction, forms: MemberForms) -> ResponseReturnValue:
    """The page of an introduction for members of `organisation`, one of its sides."""
    forms.show_version(introduction.version)
    page = render_template(
        "introductions/show.html",
        view=member_view(introduction, organisation),
        why=why_for_member(organisation, introduction.other_side(organisation.id)),
        forms=forms,
        panels=panels_of(introduction, organisation),
        consent_needed=service.consent_needed(me(), organisation),
    )
    return page, 422 if forms.has_errors() else 200


def get_as(party: Party, introduction_id: int) -> tuple[Organisation, Introduction]:
    """The reader's organisation and the introduction in which it is `party`. Raises NotFound, Forbidden."""
    organisation = own()
    introduction = moves.get_of(organisation, introduction_id)
    moves.check_side(introduction, organisation, party)
    return organisation, introduction


def act(introduction_id: int, party: Party, name: str, words: str, work: Deed) -> ResponseReturnValue:
    """Do `work` with the form `name` that `party` sent and say `words`, or show the page again with its errors."""
    organisation, introduction = get_as(party, introduction_id)
    forms = MemberForms.sent(name)
    form = forms[name]
    if not form.validate_on_submit():
        return member_page(organisation, introduction, forms)
    try:
        with transaction():
            work(introduction, form, me(), form.version.data)
    except RuleViolation as refusal:
        if refusal.code not in MENDABLE:
            raise
        form.form_errors.append(say(refusal))
        return member_page(*get_as(party, introduction_id), forms)
    return done(introduction_id, words)


def done(introduction_id: int, words: str) -> ResponseReturnValue:
    """Say that it is done and show the introduction."""
    flash(words, "success")
    return redirect(url_for("introductions.show", introduction_id=introduction_id))
