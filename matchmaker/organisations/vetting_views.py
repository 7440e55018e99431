"""The vetting queue: who waits, for how long, and the answers to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.paging import paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say
from matchmaker.foundation.working_days import working_days
from matchmaker.organisations import evidence, joining, queries, service
from matchmaker.organisations.evidence import Evidence, Resemblance
from matchmaker.organisations.forms import ReasonForm
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.names import is_same_owner, mail_domain
from matchmaker.organisations.rules import VettingState
from matchmaker.organisations.staff_views import page_of

bp = Blueprint("vetting", __name__, url_prefix="/staff")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An organisation in the queue: its age in working days and what speaks for it."""

    organisation: Organisation
    age: int
    checklist: Sequence[Evidence]
    alike: Sequence[Resemblance]


@dataclass(frozen=True, slots=True)
class Joining:
    """A request to join: its age, and whether the person's address fits the organisation's website."""

    membership: Membership
    age: int
    fits: bool


@bp.get("/vetting")
@require(Permission.ORGANISATION_VET)
def queue() -> ResponseReturnValue:
    """Organisations and people that wait for an answer, longest waiting first."""
    page = paginate(queries.whole(queries.waiting_for_vetting(actor())))
    index = service.duplicate_index() if page.rows else None
    waiting = [_waiting(one, evidence.resemblances_of(one, index, actor())) for one in page.rows] if index else []
    return render_template(
        "organisations/staff/vetting.html", page=page, waiting=waiting,
        joins=[_joining(one) for one in db.session.scalars(queries.joins_waiting(actor()))],
        changed=db.session.scalars(queries.changed_since_approval(actor()).limit(50)).all(),
    )  # fmt: skip


def _waiting(organisation: Organisation, alike: Sequence[Resemblance]) -> Waiting:
    age = working_days(organisation.submitted_at or organisation.updated_at, now())
    return Waiting(organisation, age, evidence.gather(organisation, evidence.addresses_of(organisation), alike), alike)


def _joining(membership: Membership) -> Joining:
    fits = is_same_owner(mail_domain(membership.user.email), membership.organisation.website_domain)
    return Joining(membership, working_days(membership.created_at, now()), fits)


@bp.post("/organisations/<int:organisation_id>/decide")
@require(Permission.ORGANISATION_VET)
def decide(organisation_id: int) -> ResponseReturnValue:
    """Approve, ask for more, refuse, suspend, or lift a suspension."""
    organisation = service.get_in_care(organisation_id, actor())
    form = ReasonForm()
    answer = request.form.get("answer", "")
    if answer not in set(VettingState) or not form.validate():
        return page_of(organisation, form=form), 422
    try:
        with transaction():
            service.decide(organisation, VettingState(answer), staff=actor(), reason=form.reason.data or "")
    except RuleViolation as refusal:
        if refusal.code == "organisation.reason_needed":
            form.reason.errors = [say(refusal)]
            return page_of(organisation, form=form), 422
        return page_of(organisation, form=form, refusal=say(refusal)), refusal.status
    flash(_("The organisation was told of your decision."), "success")
    return redirect(url_for("staff_organisations.show", organisation_id=organisation_id))


@bp.post("/organisations/<int:organisation_id>/accept-identity")
@require(Permission.ORGANISATION_VET)
def accept_identity(organisation_id: int) -> ResponseReturnValue:
    """Take an approved organisation off the list of those that changed."""
    with transaction():
        service.accept_identity(service.get_in_care(organisation_id, actor()), staff=actor())
    flash(_("The change was noted as checked."), "success")
    return redirect(url_for("vetting.queue"))


@bp.post("/joins/<int:membership_id>")
@require(Permission.ORGANISATION_VET)
def answer_join(membership_id: int) -> ResponseReturnValue:
    """Let a person into an organisation, or not."""
    said = request.form.get("answer")
    with transaction():
        joining.get_request(membership_id, actor())
        if said not in {"accept", "refuse"}:
            abort(422)
        joining.answer(membership_id, staff=actor(), accept=said == "accept")
    flash(_("The person was told of your decision."), "success")
    return redirect(url_for("vetting.queue"))
