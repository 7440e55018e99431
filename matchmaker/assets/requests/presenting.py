"""A request as one of its sides reads it; who asks is named by tier."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.assets.capacity.rules import Span
from matchmaker.assets.requests import booking
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.assets.requests.rules import WAITS_FOR, Side, may_move
from matchmaker.assets.requests.rules import RequestState as S
from matchmaker.assets.requests.sight import Reader, side_of
from matchmaker.assets.requests.wording import BADGES, NEXT, STATES
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.organisations.presenting import present
from matchmaker.organisations.visibility import tier_for


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the history."""

    at: datetime
    title: str
    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request for one reader. `asker` is the name, or a teaser title, of who asks."""

    row: AssetRequest
    side: Side
    asker: str
    state: str
    badge: str
    next: str
    is_turn: bool
    span: Span | None


def view_of(request: AssetRequest, reader: Reader) -> RequestView:
    """The request as `reader` sees it; the reader stands on one of its sides."""
    side = side_of(reader, request) or Side.ASKER
    return RequestView(
        row=request, side=side, asker=asker_of(request, reader), state=str(STATES[request.state]),
        badge=BADGES[request.state], next=str(NEXT.get((request.state, side), "")),
        is_turn=WAITS_FOR.get(request.state) is side, span=booking.span_of(request),
    )  # fmt: skip


def asker_of(request: AssetRequest, reader: Reader) -> str:
    """Who asks: for staff and the asker itself the name, for the operator's people as far as they may know."""
    if reader.is_agency or reader.own is None:
        return request.organisation.name(locale())
    return present(request.organisation, tier_for(reader.own, request.organisation), locale()).title


def history_of(request: AssetRequest) -> list[StepLine]:
    """All steps, the newest first; who of a side took them is not named."""
    said = {Side.ASKER: _("The organisation that asks"), Side.HANDLER: _("Operator or agency")}
    lines = [StepLine(step.at, str(STATES[step.state]), step.words, said[step.side]) for step in request.steps]
    return lines[::-1]


def handler_of(request: AssetRequest, reader: Reader) -> str:
    """Who took the check up, for staff."""
    person = db.session.get(User, request.handler_id) if request.handler_id and reader.is_agency else None
    return person.full_name if person else ""


def acts_of(request: AssetRequest, side: Side) -> list[str]:
    """Names of the steps that `side` may take now, in the order of the page."""
    ways = {
        "check": S.FEASIBILITY, "accept": S.ACCEPTED, "dates": S.DATES, "advise": S.ADVISED, "ask": S.ASKED,
        "use": S.IN_USE, "report": S.REPORTED, "review": S.CLOSED, "refuse": S.REFUSED, "withdraw": S.WITHDRAWN,
    }  # fmt: skip
    found = [name for name, new in ways.items() if may_move(request.state, new, side)]
    return ["use", *found] if request.state is S.IN_USE else found
