"""A request goes its way: asked, advised, dated, checked, accepted or refused, withdrawn."""

from dataclasses import dataclass

import sqlalchemy as sa

from matchmaker.assets.availability import usable_in
from matchmaker.assets.capacity.rules import Span, check_span
from matchmaker.assets.models import Asset
from matchmaker.assets.requests import booking, letters
from matchmaker.assets.requests.models import AssetRequest, AssetRequestStep
from matchmaker.assets.requests.rules import (
    PURPOSE_MAX,
    RequestState,
    Side,
    check_lead_time,
    check_move,
    check_words,
)
from matchmaker.assets.requests.sight import Reader
from matchmaker.assets.rules import LegalStatus
from matchmaker.assets.wording import published_date
from matchmaker.foundation import audit
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.versions import hold
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier, VettingState
from matchmaker.organisations.visibility import are_blocked, disclose

S = RequestState


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of an asset; without a span it is advice that is asked."""

    kind: str
    purpose: str
    opportunity_id: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and on which side."""

    reader: Reader
    side: Side

    @property
    def user_id(self) -> int:
        """The person."""
        return self.reader.actor.user_id


def ask(asset: Asset, own: Organisation, wish: Wish, *, reader: Reader) -> AssetRequest:
    """Ask advice about an asset, or dates at once. The operator may know from then on who asks.

    Raises RuleViolation when the organisation is not approved, or the asset cannot be used on those dates.
    """
    if own.state is not VettingState.APPROVED:
        raise RuleViolation("asset_request.not_approved")
    if not is_known("asset_request_kind", wish.kind):
        raise RuleViolation("asset_request.unknown_kind")
    request = AssetRequest(
        asset=asset, organisation=own, kind=wish.kind, purpose=check_words(wish.purpose, most=PURPOSE_MAX),
        state=S.ASKED, asked_by_id=reader.actor.user_id, opportunity_id=_own_opportunity(own, wish.opportunity_id),
        agency_only=_let_handlers_know(asset, own),
    )  # fmt: skip
    with db.session.no_autoflush:
        if wish.span is not None:
            _set_span(request, wish.span)
            request.state = S.DATES
    db.session.add(request)
    db.session.flush()
    by = By(reader, Side.ASKER)
    _note(request, "", by)
    audit.record("asset_request.asked", request, actor_id=by.user_id, details={"state": request.state.value})
    _accept_if_free(request, by)
    letters.news(request, by.side)
    return request


def ask_again(request: AssetRequest, words: str, *, by: By, version: int | None) -> None:
    """Ask a further question after advice was given."""
    _go(request, S.ASKED, check_words(words), by, version)


def request_dates(request: AssetRequest, span: Span, words: str, *, by: By, version: int | None) -> None:
    """Ask for dates. Raises RuleViolation when the asset is not open then, or an hour is not bookable or taken."""
    hold(request, version)
    check_move(request.state, S.DATES, by.side)
    _set_span(request, span)
    _move(request, S.DATES, words.strip(), by)
    _accept_if_free(request, by)
    letters.news(request, by.side)


def advise(request: AssetRequest, words: str, *, by: By, version: int | None) -> None:
    """Answer a question, or say that other dates are needed."""
    _go(request, S.ADVISED, check_words(words), by, version)


def take_up(request: AssetRequest, words: str, *, by: By, version: int | None) -> None:
    """Begin to check whether it is feasible on the dates asked."""
    hold(request, version)
    request.handler_id = by.user_id
    _move(request, S.FEASIBILITY, words.strip(), by)
    letters.news(request, by.side)


def accept(request: AssetRequest, words: str, *, by: By, version: int | None) -> None:
    """Accept the dates: the hours are booked. Raises RuleViolation when one is taken or the asset is not open."""
    hold(request, version)
    check_move(request.state, S.ACCEPTED, by.side)
    _check_open(request)
    hours = booking.book(request)
    _move(request, S.ACCEPTED, words.strip(), by, hours=hours)
    letters.news(request, by.side)


def refuse(request: AssetRequest, reason: str, words: str, *, by: By, version: int | None) -> None:
    """Refuse with a coded reason and words; hours that were booked are free again."""
    if not is_known("asset_refusal_reason", reason):
        raise RuleViolation("asset_request.reason_needed")
    said = check_words(words)
    hold(request, version)
    check_move(request.state, S.REFUSED, by.side)
    booking.release(request)
    request.refusal_reason = reason
    _move(request, S.REFUSED, said, by, reason=reason)
    letters.news(request, by.side)


def withdraw(request: AssetRequest, words: str, *, by: By, version: int | None) -> None:
    """Take a request back; hours that were booked are free again."""
    hold(request, version)
    check_move(request.state, S.WITHDRAWN, by.side)
    booking.release(request)
    _move(request, S.WITHDRAWN, words.strip(), by)
    letters.news(request, by.side)


def move(request: AssetRequest, new: RequestState, words: str, *, by: By) -> None:
    """Take a step of which the caller has checked the facts."""
    _move(request, new, words, by)


def _go(request: AssetRequest, new: RequestState, words: str, by: By, version: int | None) -> None:
    hold(request, version)
    _move(request, new, words, by)
    letters.news(request, by.side)


def _move(request: AssetRequest, new: RequestState, words: str, by: By, **details: object) -> None:
    check_move(request.state, new, by.side)
    request.state, request.since = new, now()
    _note(request, words, by)
    audit.record(f"asset_request.{new.value}", request, actor_id=by.user_id, details=details)
    db.session.flush()


def _note(request: AssetRequest, words: str, by: By) -> None:
    request.steps.append(AssetRequestStep(actor_id=by.user_id, side=by.side, state=request.state, words=words))


def _set_span(request: AssetRequest, span: Span) -> None:
    check_span(span)
    check_usable(request.asset, span)
    check_lead_time(span.first_day, request.asset.lead_time_days, today())
    request.first_day, request.last_day = span.first_day, span.last_day
    request.first_hour, request.end_hour = span.first_hour, span.end_hour
    booking.check_free(request)


def check_usable(asset: Asset, span: Span) -> None:
    """Raises RuleViolation, with the published date, when the asset is not to be used when the span begins."""
    if usable_in(asset, span.first_day, span.first_day).ever:
        return
    published = usable_in(asset, span.first_day, span.last_day).from_text
    if published is None:
        raise RuleViolation("asset_request.no_opening_date")
    raise RuleViolation("asset_request.opens_later", opens=published_date(published))


def _check_open(request: AssetRequest) -> None:
    if request.asset.legal_status is not LegalStatus.OPEN:
        raise RuleViolation("asset_request.not_open")


def _accept_if_free(request: AssetRequest, by: By) -> None:
    """An asset that needs no approval takes dates that are free at once."""
    if request.state is not S.DATES or request.asset.needs_approval:
        return
    if request.asset.legal_status is not LegalStatus.OPEN:
        return
    hours = booking.book(request)
    request.state, request.since = S.ACCEPTED, now()
    request.steps.append(AssetRequestStep(side=Side.HANDLER, state=S.ACCEPTED))
    audit.record("asset_request.accepted", request, actor_id=None, details={"hours": hours, "by": by.side.value})
    db.session.flush()


def _own_opportunity(own: Organisation, opportunity_id: int | None) -> int | None:
    if opportunity_id is None:
        return None
    mine = sa.select(Opportunity.id).where(Opportunity.id == opportunity_id, Opportunity.organisation_id == own.id)
    if db.session.scalar(mine) is None:
        raise NotFound("not_found")
    return opportunity_id


def _let_handlers_know(asset: Asset, own: Organisation) -> bool:
    """Let the operator and the contact see who asks, as the asker was told; True when the agency alone may know."""
    handlers = {side.id: side for side in (asset.operator, asset.contact) if side is not None and side.id != own.id}
    if any(are_blocked(own, side) for side in handlers.values()):
        return True
    for side in handlers.values():
        disclose(side, own, Tier.NAMED)
    return False
