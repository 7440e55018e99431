"""Pages of members: expressing interest, and their introductions."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.sessions import me
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say
from matchmaker.introductions import moves, queries, service
from matchmaker.introductions.blueprint import bp
from matchmaker.introductions.forms import InterestForm
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.pages import MemberForms, get_as, member_page, own
from matchmaker.introductions.panels import links
from matchmaker.introductions.presenting import lines
from matchmaker.introductions.rules import EDITABLE, Party
from matchmaker.introductions.why import why_for_member
from matchmaker.opportunities.presenting import present as present_opportunity
from matchmaker.opportunities.sight import tiers_of
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present as present_organisation
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.service import organisation_of
from matchmaker.organisations.visibility import tier_for


@bp.get("/introductions")
@require(Permission.INTRODUCTION_OWN)
def index() -> ResponseReturnValue:
    """The organisation's introductions: received and sent."""
    organisation = organisation_of(actor().user_id)
    if organisation is None:
        return render_template("introductions/none_yet.html")
    statements = {"received": queries.received_by(organisation.id), "sent": queries.sent_by(organisation.id)}
    counts = {name: db.session.scalar(queries.count_of(one)) for name, one in statements.items()}
    tab = request.args.get("tab", "")
    tab = tab if tab in statements else "sent" if counts["sent"] and not counts["received"] else "received"
    found = paginate(queries.for_lists(statements[tab]))
    page = Page(lines(found.rows, organisation), found.number, found.total, found.per_page)
    return render_template("introductions/index.html", page=page, tab=tab, counts=counts, links=links())


@bp.route("/introductions/new/<int:candidate_id>", methods=["GET", "POST"])
@require(Permission.INTRODUCTION_OWN)
def new(candidate_id: int) -> ResponseReturnValue:
    """Express interest in another organisation."""
    organisation = own()
    candidate = service.get_candidate(organisation, candidate_id)
    known = _known(organisation, candidate)
    if known is not None:
        return known
    form = InterestForm()
    _offer(form, organisation, candidate)
    if request.method == "GET":
        form.from_opportunity.data = request.args.get("ours", type=int)
        form.to_opportunity.data = request.args.get("theirs", type=int)
    elif _is_good(form, organisation):
        return _start(form, organisation, candidate)
    return _interest_page(form, organisation, candidate, None)


def _known(organisation: Organisation, candidate: Organisation) -> ResponseReturnValue | None:
    """Where to go instead when there is a draft, or an introduction, of the two already."""
    draft = db.session.scalars(queries.draft_of(organisation.id, candidate.id)).first()
    if draft is not None:
        return redirect(url_for("introductions.edit", introduction_id=draft.id))
    if db.session.scalars(queries.open_of_pair(organisation.id, candidate.id)).first() is not None:
        return _to_open_one(moves.already_open(organisation.id, candidate.id), organisation)
    return None


def _to_open_one(refusal: RuleViolation, organisation: Organisation) -> ResponseReturnValue:
    """Lead to the introduction that is open already, or to the list when it is not to be seen yet."""
    flash(say(refusal), "warning")
    facts = refusal.details
    if facts.get("forwarded") or facts.get("from_id") == organisation.id:
        return redirect(url_for("introductions.show", introduction_id=facts["id"]))
    return redirect(url_for("introductions.index"))


def _offer(form: InterestForm, organisation: Organisation, candidate: Organisation) -> None:
    theirs = service.open_opportunities(candidate)
    tiers = tiers_of(organisation, theirs)
    form.offer(
        [(item, Tier.DOCUMENTS) for item in service.own_opportunities(organisation)],
        [(item, tiers[item.id]) for item in theirs],
    )


def _is_good(form: InterestForm, organisation: Organisation) -> bool:
    valid: bool = form.validate_on_submit()
    if "send" not in request.form:
        return valid
    complete = form.is_complete(consent_needed=service.consent_needed(me(), organisation))
    return valid and complete


def _start(form: InterestForm, organisation: Organisation, candidate: Organisation) -> ResponseReturnValue:
    sending = "send" in request.form
    organisation_id, candidate_id = organisation.id, candidate.id
    try:
        with transaction():
            introduction = service.start(organisation, candidate, form.interest(), actor_id=actor().user_id)
            if sending:
                service.send(introduction, user=me(), version=introduction.version, consent=bool(form.consent.data))
    except RuleViolation as refusal:
        if refusal.code == "introduction.draft_exists":
            return redirect(url_for("introductions.new", candidate_id=candidate_id))
        if refusal.code != "introduction.already_open" or "id" not in refusal.details:
            raise
        return _to_open_one(refusal, db.session.get_one(Organisation, organisation_id))
    return _saved(introduction, sending=sending)


def _saved(introduction: Introduction, *, sending: bool) -> ResponseReturnValue:
    flash(_("Sent to the agency. A broker reads it next.") if sending else _("The draft is saved."), "success")
    return redirect(url_for("introductions.show", introduction_id=introduction.id))


def _interest_page(
    form: InterestForm, organisation: Organisation, candidate: Organisation, introduction: Introduction | None
) -> ResponseReturnValue:
    """The form beside what the candidate needs and offers, as far as the reader's tier allows."""
    theirs = service.open_opportunities(candidate)
    tiers = tiers_of(organisation, theirs)
    page = render_template(
        "introductions/interest.html",
        form=form,
        introduction=introduction,
        candidate=present_organisation(candidate, min(tier_for(organisation, candidate), Tier.NAMED), locale()),
        theirs=[present_opportunity(item, tiers[item.id], locale()) for item in theirs],
        why=why_for_member(organisation, candidate),
        consent_needed=service.consent_needed(me(), organisation),
    )
    return page, 422 if form.errors else 200


@bp.get("/introductions/<int:introduction_id>")
@require(Permission.INTRODUCTION_OWN)
def show(introduction_id: int) -> ResponseReturnValue:
    """One introduction, as the reader's side sees it."""
    organisation = own()
    return member_page(organisation, moves.get_of(organisation, introduction_id), MemberForms.sent())


@bp.route("/introductions/<int:introduction_id>/edit", methods=["GET", "POST"])
@require(Permission.INTRODUCTION_OWN)
def edit(introduction_id: int) -> ResponseReturnValue:
    """Complete a draft, or what the broker returned."""
    organisation = own()
    introduction = moves.get_of(organisation, introduction_id)
    if introduction.from_id != organisation.id or introduction.state not in EDITABLE:
        return redirect(url_for("introductions.show", introduction_id=introduction.id))
    form = InterestForm()
    _offer(form, organisation, introduction.to_organisation)
    if request.method == "GET":
        form.fill(
            service.Interest(introduction.from_opportunity_id, introduction.to_opportunity_id, introduction.message)
        )
        form.version.data = introduction.version
    elif _is_good(form, organisation):
        return _edit(form, introduction)
    return _interest_page(form, organisation, introduction.to_organisation, introduction)


def _edit(form: InterestForm, introduction: Introduction) -> ResponseReturnValue:
    sending, consent = "send" in request.form, bool(form.consent.data)
    with transaction():
        service.edit(introduction, form.interest(), user=me(), version=form.version.data)
        if sending:
            service.send(introduction, user=me(), version=introduction.version, consent=consent)
    return _saved(introduction, sending=sending)


@bp.post("/introductions/<int:introduction_id>/withdraw")
@require(Permission.INTRODUCTION_OWN)
def withdraw(introduction_id: int) -> ResponseReturnValue:
    """Take back what was asked."""
    _organisation, introduction = get_as(Party.REQUESTER, introduction_id)
    with transaction():
        service.withdraw(introduction, user=me(), version=sent_version())
    flash(_("The expression of interest is withdrawn."), "success")
    return redirect(url_for("introductions.index", tab="sent"))
