"""Who sees a request and on which side they stand."""

from dataclasses import dataclass

import sqlalchemy as sa

from matchmaker.assets.models import Asset
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.assets.requests.rules import FINAL, WAITS_FOR, Side
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.permissions import AGENCY, Actor
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, and the organisation for which the person speaks; None for staff."""

    actor: Actor
    own: Organisation | None = None

    @property
    def is_agency(self) -> bool:
        """Whether the person works for the agency."""
        return self.actor.role in AGENCY

    @property
    def handles(self) -> Organisation | None:
        """The organisation whose assets the person may handle: its own, once it is approved."""
        return self.own if self.own is not None and self.own.state is VettingState.APPROVED else None


def side_of(reader: Reader, request: AssetRequest) -> Side | None:
    """The side on which the reader stands; None for strangers."""
    if reader.own is not None and reader.own.id == request.organisation_id:
        return Side.ASKER
    return Side.HANDLER if _may_handle(reader, request) else None


def _may_handle(reader: Reader, request: AssetRequest) -> bool:
    if reader.is_agency:
        return True
    own = reader.handles
    if own is None or request.agency_only:
        return False
    return own.id in (request.asset.operator_id, request.asset.contact_id)


def get(reader: Reader, request_id: int) -> tuple[AssetRequest, Side]:
    """A request that the reader may see, and the reader's side. Raises NotFound."""
    found = db.session.get(AssetRequest, request_id)
    side = side_of(reader, found) if found is not None else None
    if found is None or side is None:
        raise NotFound("not_found")
    return found, side


def visible_to(reader: Reader) -> sa.Select[AssetRequest]:
    """Requests of the reader's organisation, and those that the reader handles; the latest step first."""
    statement = sa.select(AssetRequest).join(Asset, Asset.id == AssetRequest.asset_id)
    return statement.where(_asked_or_handled(reader)).order_by(AssetRequest.since.desc(), AssetRequest.id.desc())


def waiting_for(reader: Reader) -> sa.Select[AssetRequest]:
    """Those of them in which it is the reader's turn, the longest waiting first."""
    own_turn = [state for state, side in WAITS_FOR.items() if side is Side.ASKER]
    handlers = [state for state, side in WAITS_FOR.items() if side is Side.HANDLER]
    statement = sa.select(AssetRequest).join(Asset, Asset.id == AssetRequest.asset_id)
    return statement.where(
        sa.or_(
            sa.and_(_asked(reader), AssetRequest.state.in_(own_turn)),
            sa.and_(_handled(reader), sa.not_(_asked(reader)), AssetRequest.state.in_(handlers)),
        )
    ).order_by(AssetRequest.since, AssetRequest.id)


def narrowed(statement: sa.Select[AssetRequest], *, is_open: bool) -> sa.Select[AssetRequest]:
    """Those that go on, or those that have ended."""
    ended = AssetRequest.state.in_(FINAL)
    return statement.where(sa.not_(ended) if is_open else ended)


def handled_assets(reader: Reader) -> sa.Select[Asset]:
    """Assets whose requests the reader handles."""
    statement = sa.select(Asset).order_by(Asset.name_en, Asset.id)
    if reader.is_agency:
        return statement
    own = reader.handles.id if reader.handles else 0
    return statement.where(sa.or_(Asset.operator_id == own, Asset.contact_id == own))


def _asked_or_handled(reader: Reader) -> sa.ColumnElement[bool]:
    return sa.or_(_asked(reader), _handled(reader))


def _asked(reader: Reader) -> sa.ColumnElement[bool]:
    return AssetRequest.organisation_id == (reader.own.id if reader.own else 0)


def _handled(reader: Reader) -> sa.ColumnElement[bool]:
    if reader.is_agency:
        return sa.true()
    own = reader.handles.id if reader.handles else 0
    its = sa.or_(Asset.operator_id == own, Asset.contact_id == own)
    return sa.and_(its, AssetRequest.agency_only.is_(False))
