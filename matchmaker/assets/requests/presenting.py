"""A request as one of its sides reads it; who asks is named by tier."""

from collections.abc import Mapping, Sequence
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
from matchmaker.assets.requests.wording import BADGES, NEXT, STATES, TURNS
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.organisations.presenting import teaser_title
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import tiers_for


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the history."""

    at: datetime
    title: str
    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request for one reader. `asker` is the name, or a teaser title, of who asks.

    `side` is None for staff who read along for an organisation in their care.
    """

    row: AssetRequest
    side: Side | None
    asker: str
    state: str
    badge: str
    next: str
    is_turn: bool
    span: Span | None


def view_of(request: AssetRequest, reader: Reader) -> RequestView:
    """The request as `reader`, who may see it, sees it."""
    return views_of([request], reader)[0]


def views_of(requests: Sequence[AssetRequest], reader: Reader) -> list[RequestView]:
    """Requests as `reader`, who may see them, sees them, in a fixed number of queries."""
    tiers = tiers_for(reader.own, {row.organisation for row in requests}) if reader.own is not None else {}
    return [_view(row, reader, tiers) for row in requests]


def _view(request: AssetRequest, reader: Reader, tiers: Mapping[int, Tier]) -> RequestView:
    side, turn = side_of(reader, request), WAITS_FOR.get(request.state)
    return RequestView(
        row=request, side=side, asker=_asker(request, reader, tiers), state=str(STATES[request.state]),
        badge=BADGES[request.state], next=_next(request, side, turn),
        is_turn=side is not None and turn is side, span=booking.span_of(request),
    )  # fmt: skip


def _next(request: AssetRequest, side: Side | None, turn: Side | None) -> str:
    if side is None:
        return str(TURNS[turn]) if turn is not None else ""
    return str(NEXT.get((request.state, side), ""))


def _asker(request: AssetRequest, reader: Reader, tiers: Mapping[int, Tier]) -> str:
    """Who asks: for staff and the asker itself the name, for the operator's people as far as they may know."""
    asker = request.organisation
    if reader.own in (None, asker) or tiers[asker.id] >= Tier.NAMED:
        return asker.name(locale())
    return teaser_title(asker, locale())


def history_of(request: AssetRequest) -> list[StepLine]:
    """All steps, the newest first; who of a side took them is not named."""
    said = {Side.ASKER: _("The organisation that asks"), Side.HANDLER: _("Operator or agency")}
    lines = [StepLine(step.at, str(STATES[step.state]), step.words, said[step.side]) for step in request.steps]
    return lines[::-1]


def handler_of(request: AssetRequest, reader: Reader) -> str:
    """Who took the check up, for staff."""
    person = db.session.get(User, request.handler_id) if request.handler_id and reader.is_agency else None
    return person.full_name if person else ""


def acts_of(request: AssetRequest, side: Side | None) -> list[str]:
    """Names of the steps that `side` may take now, in the order of the page; none for those who read along."""
    if side is None:
        return []
    ways = {
        "check": S.FEASIBILITY, "accept": S.ACCEPTED, "dates": S.DATES, "advise": S.ADVISED, "ask": S.ASKED,
        "use": S.IN_USE, "report": S.REPORTED, "review": S.CLOSED, "refuse": S.REFUSED, "withdraw": S.WITHDRAWN,
    }  # fmt: skip
    found = [name for name, new in ways.items() if may_move(request.state, new, side)]
    return ["use", *found] if request.state is S.IN_USE else found
