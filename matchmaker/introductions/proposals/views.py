"""Pages on which staff propose an introduction."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.addresses import row_number
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say
from matchmaker.introductions import moves, queries, service
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.proposals import proposing
from matchmaker.introductions.proposals.forms import PickForm, ProposalForm
from matchmaker.introductions.why import why_for_staff
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.rules import Tier

bp = Blueprint("introductions_proposing", __name__, url_prefix="/staff/introductions/propose")


@bp.get("")
@require(Permission.INTRODUCTION_BROKER)
def pick() -> ResponseReturnValue:
    """Choose the organisation that asks, then the one that is asked."""
    one_id = row_number("one")
    one = proposing.get_pickable(one_id, actor()) if one_id is not None else None
    form = PickForm(request.args)
    words = form.q.data or "" if form.validate() else ""
    found = db.session.scalars(queries.found_in_care(actor(), words, opposite_to=one)).all()
    return render_template(
        "introductions/pick.html",
        form=form,
        one=one,
        found=found,
        words=words,
    )


@bp.route("/<int:one_id>/<int:other_id>", methods=["GET", "POST"])
@require(Permission.INTRODUCTION_BROKER)
def propose(one_id: int, other_id: int) -> ResponseReturnValue:
    """Write the proposal."""
    staff = actor()
    one, other = proposing.get_pair(one_id, other_id, staff)
    moves.check_pair(one, other)
    if db.session.scalars(queries.open_of_pair(one.id, other.id)).first() is not None:
        return _to_open_one(moves.already_open(one.id, other.id))
    form = ProposalForm()
    has_members = bool(db.session.scalar(queries.has_members(one.id)))
    form.ask(has_members=has_members, in_care=staff.serves(one.cluster))
    form.offer(
        [(item, Tier.NAMED) for item in service.own_opportunities(one)],
        [(item, Tier.NAMED) for item in service.open_opportunities(other)],
    )
    if form.validate_on_submit() and form.is_complete(consent_needed=False):
        return _propose(form, one, other)
    page = render_template(
        "introductions/propose.html",
        form=form,
        one=present(one, Tier.NAMED, locale()),
        other=present(other, Tier.NAMED, locale()),
        has_members=has_members,
        in_care=staff.serves(one.cluster),
        why=why_for_staff(one, other),
    )
    return page, 422 if form.errors else 200


def _propose(form: ProposalForm, one: Organisation, other: Organisation) -> ResponseReturnValue:
    try:
        with transaction():
            introduction = _written(form, one, other)
    except RuleViolation as refusal:
        if refusal.code != "introduction.already_open" or "id" not in refusal.details:
            raise
        return _to_open_one(refusal)
    flash(_("The proposal is on its way."), "success")
    return redirect(url_for("introductions_staff.show", introduction_id=introduction.id))


def _written(form: ProposalForm, one: Organisation, other: Organisation) -> Introduction:
    if form.agreed.data == "agreed":
        note = form.note.data or ""
        return proposing.propose_agreed(one, other, form.interest(), note=note, staff=actor())
    return proposing.propose(one, other, form.interest(), staff=actor())


def _to_open_one(refusal: RuleViolation) -> ResponseReturnValue:
    flash(say(refusal), "warning")
    return redirect(url_for("introductions_staff.show", introduction_id=refusal.details["id"]))
