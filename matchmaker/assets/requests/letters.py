"""Mails about requests: each side hears what the other did, in its own language."""

from collections.abc import Iterator

from matchmaker.accounts.models import User
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.assets.requests.rules import RequestState, Side
from matchmaker.clusters.rules import HOME
from matchmaker.foundation import outbox
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import AGENCY
from matchmaker.organisations import queries
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.visibility import tier_for


def news(request: AssetRequest, side: Side) -> None:
    """Tell the other side than `side` where the request stands now; both when it was accepted by itself."""
    words = request.steps[-1].words if request.steps else ""
    if side is Side.HANDLER or request.state is RequestState.ACCEPTED:
        _to_askers(request, words)
    if side is Side.ASKER:
        _to_handlers(request, words)


def _to_askers(request: AssetRequest, words: str) -> None:
    for person in _speakers(request.organisation):
        _post(request, person, "", words)


def _to_handlers(request: AssetRequest, words: str) -> None:
    for person in _agency(request):
        _post(request, person, request.organisation.name(person.locale), words)
    for handler in _handlers(request):
        tier = tier_for(handler, request.organisation)
        for person in _speakers(handler):
            _post(request, person, present(request.organisation, tier, person.locale).title, words)


def _handlers(request: AssetRequest) -> list[Organisation]:
    if request.agency_only:
        return []
    found = {side.id: side for side in (request.asset.operator, request.asset.contact) if side is not None}
    return [side for side in found.values() if side.id != request.organisation_id]


def _agency(request: AssetRequest) -> list[User]:
    """Who took the check up, else the brokers of the agency."""
    if request.handler is not None and request.handler.role in AGENCY and request.handler.enabled:
        return [request.handler]
    return [person for person in db.session.scalars(queries.brokers_of(HOME)) if person.role in AGENCY]


def _speakers(organisation: Organisation) -> Iterator[User]:
    return (row.user for row in db.session.scalars(queries.members_of(organisation.id)))


def _post(request: AssetRequest, person: User, asker: str, words: str) -> None:
    outbox.post(
        "asset_request_news", to=person.email, locale=person.locale, name=person.full_name, asset=request.asset,
        request_id=request.id, state=request.state.value, asker=asker, reason=request.refusal_reason, words=words,
    )  # fmt: skip
