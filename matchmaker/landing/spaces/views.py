"""Pages of spaces for members: what there is, what we asked for, what is offered to us."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import RefusalsIn
from matchmaker.landing.blueprint import spaces
from matchmaker.landing.pages import act
from matchmaker.landing.spaces import leasing, queries
from matchmaker.landing.spaces.forms import ReasonForm, WishForm
from matchmaker.landing.spaces.models import SpaceDemand, SpaceOffer
from matchmaker.landing.spaces.presenting import fit_views, unit_view
from matchmaker.landing.spaces.rules import DemandState, OfferState
from matchmaker.landing.talent import coverage
from matchmaker.landing.wording import DEMAND_AHEAD, DEMAND_BADGES, DEMAND_STATES, OFFER_STATES
from matchmaker.organisations.days import today
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.service import organisation_of

bp, on_both = spaces.bp, spaces.on_both
SHOWN_FITS = 12


@bp.get("/spaces")
@require(Permission.LANDING_OWN)
def index() -> ResponseReturnValue:
    """Units to let, honest about their dates, and what the organisation asked for."""
    organisation = organisation_of(actor().user_id)
    if organisation is None:
        return render_template("introductions/none_yet.html")
    kind = code if is_known("space_type", code := request.args.get("kind", "")) else ""
    units = [unit_view(unit) for unit in db.session.scalars(queries.units(unit_type=kind[:40]))]
    demands = db.session.scalars(queries.demands_of(organisation.id)).unique().all()
    return render_template("landing/spaces/index.html", units=units, demands=demands, kind=kind,
                           states=DEMAND_STATES, badges=DEMAND_BADGES)  # fmt: skip


@bp.route("/spaces/demands/new", methods=["GET", "POST"])
@require(Permission.LANDING_OWN)
def new() -> ResponseReturnValue:
    """Ask for space."""
    organisation, form = organisation_of(actor().user_id), WishForm()
    if organisation is None:
        return render_template("introductions/none_yet.html")
    if form.validate_on_submit():
        by, wish, purpose = Reader(actor(), organisation), form.wish(), form.purpose.data or ""
        with RefusalsIn(form):
            with transaction():
                demand = leasing.ask(organisation, wish, purpose, by=by)
            flash(_("Your demand is with the agency. Below you see what fits already."), "success")
            return redirect(url_for(".show", demand_id=demand.id))
    return render_template("landing/spaces/new.html", form=form), 422 if form.errors else 200


def demand_of(reader: Reader, demand_id: int) -> SpaceDemand:
    """A demand that `reader` may see. Raises NotFound."""
    found = db.session.scalars(queries.one_demand(demand_id)).unique().first()
    if found is None or not reader.speaks_for(found.organisation):
        raise NotFound("not_found")
    return found


@on_both("/spaces/demands/<int:demand_id>")
def show(reader: Reader, demand_id: int) -> ResponseReturnValue:
    """One demand: the wishes, the units against them, the offers, the people needed."""
    return demand_page(reader, demand_of(reader, demand_id))


def demand_page(reader: Reader, demand: SpaceDemand, **sent: ReasonForm) -> tuple[str, int]:
    """The page, with the form that was refused among `sent`."""
    units = list(db.session.scalars(queries.units()))
    forms = {name: ReasonForm(formdata=None, prefix=name) for name in ("refuse", "release")}
    for form in forms.values():
        form.version.data = demand.version
    page = render_template(
        "landing/spaces/demand.html", reader=reader, demand=demand, state=DEMAND_STATES[demand.state],
        badge=DEMAND_BADGES[demand.state], fits=fit_views(demand, units, today())[:SHOWN_FITS],
        offers=[(one, unit_view(one.unit), OFFER_STATES[one.state]) for one in demand.offers],
        offered={one.unit_id for one in demand.offers if one.state is OfferState.OFFERED},
        name=demand.organisation.name(locale()), forms=forms | sent, may=_acts(demand, reader),
        needs=coverage.lines_of_demand(demand.id), lease=demand.lease,
        ahead=None if reader.by_staff else DEMAND_AHEAD.get(demand.state),
    )  # fmt: skip
    return page, 422 if sent else 200


def _acts(demand: SpaceDemand, reader: Reader) -> dict[str, bool]:
    state, agency = demand.state, reader.by_agency
    return {
        "accept": agency and state is DemandState.SUBMITTED,
        "refuse": agency and state in {DemandState.SUBMITTED, DemandState.ACCEPTED, DemandState.OFFERED},
        "offer": agency and state in {DemandState.ACCEPTED, DemandState.OFFERED},
        "take": state is DemandState.OFFERED,
        "release": agency and state is DemandState.RESERVED,
        "move_in": agency and state is DemandState.RESERVED,
        "end": agency and state is DemandState.MOVED_IN,
        "withdraw": not reader.by_staff and state in {DemandState.SUBMITTED, DemandState.ACCEPTED, DemandState.OFFERED,
                                                      DemandState.RESERVED},
    }  # fmt: skip


def offer_of(reader: Reader, offer_id: int) -> SpaceOffer:
    """An offer that `reader` may see. Raises NotFound."""
    found = db.session.get(SpaceOffer, offer_id)
    if found is None or not reader.speaks_for(found.demand.organisation):
        raise NotFound("not_found")
    return found


@on_both("/spaces/offers/<int:offer_id>/take", "POST")
def take(reader: Reader, offer_id: int) -> ResponseReturnValue:
    """Reserve an offered unit."""
    found, version = offer_of(reader, offer_id), sent_version()
    url = url_for(".show", demand_id=found.demand_id)
    return act(lambda: leasing.take(found, by=reader, version=version), _("The unit is reserved."), url)


@on_both("/spaces/offers/<int:offer_id>/decline", "POST")
def decline(reader: Reader, offer_id: int) -> ResponseReturnValue:
    """Not take an offered unit."""
    found, version = offer_of(reader, offer_id), sent_version()
    url = url_for(".show", demand_id=found.demand_id)
    return act(lambda: leasing.decline(found, by=reader, version=version), _("The agency has been told."), url)


@on_both("/spaces/demands/<int:demand_id>/withdraw", "POST")
def withdraw(reader: Reader, demand_id: int) -> ResponseReturnValue:
    """Take a demand back."""
    found, version = demand_of(reader, demand_id), sent_version()
    url = url_for(".show", demand_id=demand_id)
    return act(lambda: leasing.withdraw(found, by=reader, version=version), _("The demand is taken back."), url)
