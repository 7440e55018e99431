"""A member's own organisation: made or joined, written, previewed, submitted."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say
from matchmaker.organisations import editing_pages, joining, parts, queries, service
from matchmaker.organisations.editing_pages import Addresses
from matchmaker.organisations.forms import BeginForm
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.rules import MembershipState, Step, Tier, completeness, missing
from matchmaker.organisations.sections import Place, sections
from matchmaker.organisations.wording import WANT_LABEL

bp = Blueprint("organisations", __name__, url_prefix="/organisation")

STEPS = "any(" + ",".join(step.value for step in Step) + ")"


def addresses() -> Addresses:
    """Where a member writes the own profile."""
    return Addresses(
        home=url_for("organisations.own"),
        step=lambda step: url_for("organisations.edit", step=str(step)),
        add_block=url_for("organisations.add_block"),
        remove_block=lambda block_id: url_for("organisations.remove_block", block_id=block_id),
    )


def _membership() -> Membership | None:
    return db.session.scalars(queries.membership_of(actor().user_id)).first()


@bp.get("")
@require(Permission.ORGANISATION_OWN)
def own() -> ResponseReturnValue:
    """The profile's home: how complete it is, where it stands, what to do next."""
    organisation = service.organisation_of(actor().user_id)
    if organisation is None:
        return redirect(url_for("organisations.start"))
    return _home(organisation), 200


def _home(organisation: Organisation, refusal: str = "") -> str:
    filled = parts.filled_fields(organisation)
    return render_template(
        "organisations/own.html", organisation=organisation, percent=completeness(filled), missing=missing(filled),
        members=db.session.scalars(queries.members_of(organisation.id)).all(), addresses=addresses(), refusal=refusal,
        sections=sections(Place.HOME, organisation, Tier.DOCUMENTS, actor()),
    )  # fmt: skip


@bp.route("/start", methods=["GET", "POST"])
@require(Permission.ORGANISATION_OWN)
def start() -> ResponseReturnValue:
    """Create a profile, or ask to join one that is here already."""
    membership = _membership()
    if membership is not None and membership.state is MembershipState.ACTIVE:
        return redirect(url_for("organisations.own"))
    if membership is not None:
        return render_template("organisations/waiting.html", membership=membership)
    form = BeginForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("organisations/start.html", form=form, alike=[]), status
    return _begin(form)


def _begin(form: BeginForm) -> ResponseReturnValue:
    """Join, create, or show first what is alike."""
    if request.form.get("join", "").isdecimal():
        return _join(int(request.form["join"][:12]), form)
    alike = joining.alike(form.beginning()) if "create" not in request.form else []
    if alike:
        shown = joining.shown_to_strangers(alike, form.beginning())
        return render_template("organisations/start.html", form=form, alike=shown)
    with transaction():
        joining.create(current_user, form.beginning())
    flash(_("The draft of your profile is saved. Fill it in at your own pace."), "success")
    return redirect(addresses().step(Step.IDENTITY))


def _join(organisation_id: int, form: BeginForm) -> ResponseReturnValue:
    with transaction():
        joining.ask_to_join(current_user, organisation_id, form.beginning())
    flash(_("Your request was sent. A broker will check it and write to you."), "success")
    return redirect(url_for("organisations.start"))


@bp.post("/join/withdraw")
@require(Permission.ORGANISATION_OWN)
def withdraw_join() -> ResponseReturnValue:
    """Take back a request to join."""
    with transaction():
        joining.withdraw(current_user)
    flash(_("Your request was withdrawn."), "success")
    return redirect(url_for("organisations.start"))


@bp.route(f"/edit/<{STEPS}:step>", methods=["GET", "POST"])
@require(Permission.ORGANISATION_OWN)
def edit(step: str) -> ResponseReturnValue:
    """One step of the profile."""
    return editing_pages.step_page(service.get_own(actor().user_id), Step(step), addresses())


@bp.post("/blocks")
@require(Permission.ORGANISATION_OWN)
def add_block() -> ResponseReturnValue:
    """Put a web domain or a name on the block list."""
    return editing_pages.add_block(service.get_own(actor().user_id), addresses())


@bp.post("/blocks/<int:block_id>/remove")
@require(Permission.ORGANISATION_OWN)
def remove_block(block_id: int) -> ResponseReturnValue:
    """Take an entry off the block list."""
    return editing_pages.remove_block(service.get_own(actor().user_id), block_id, addresses())


@bp.get("/preview")
@require(Permission.ORGANISATION_OWN)
def preview() -> ResponseReturnValue:
    """The own profile as readers of each tier see it."""
    organisation = service.get_own(actor().user_id)
    asked = request.args.get("tier", "")
    tier = Tier(int(asked)) if asked in {"0", "1", "2", "3"} else Tier(organisation.anonymity_tier)
    view = present(organisation, tier, locale())
    return render_template("organisations/preview.html", organisation=organisation, view=view)


@bp.post("/submit")
@require(Permission.ORGANISATION_OWN)
def submit() -> ResponseReturnValue:
    """Hand the profile to the brokers."""
    organisation = service.get_own(actor().user_id)
    try:
        with transaction():
            service.submit(organisation, actor_id=actor().user_id)
    except RuleViolation as refusal:
        if refusal.code != "organisation.incomplete":
            raise
        return _home(organisation, refusal_with_names(refusal)), refusal.status
    flash(_("Your profile was submitted. A broker will check it and write to you."), "success")
    return redirect(url_for("organisations.own"))


def refusal_with_names(refusal: RuleViolation) -> str:
    """The refusal of an incomplete profile, naming what is missing."""
    names = refusal.details["missing"]
    assert isinstance(names, list)  # noqa: S101 - the service raises it so
    return f"{say(refusal)} {', '.join(str(WANT_LABEL[name]) for name in names)}"


@bp.post("/take-back")
@require(Permission.ORGANISATION_OWN)
def take_back() -> ResponseReturnValue:
    """Make a submitted profile a draft again."""
    with transaction():
        service.take_back(service.get_own(actor().user_id), actor_id=actor().user_id)
    flash(_("Your profile is a draft again."), "success")
    return redirect(url_for("organisations.own"))
