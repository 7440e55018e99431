"""Who sees a request and on which side they stand."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from matchmaker.assets.models import Asset
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.assets.requests.rules import FINAL, WAITS_FOR, Side
from matchmaker.clusters.models import Cluster, Site
from matchmaker.clusters.rules import HOME
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.permissions import AGENCY, Actor, Role
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
    def brokers_for(self) -> str | None:
        """The partner cluster of a co-broker, whose assets it handles and whose organisations it cares for."""
        return self.actor.cluster if self.actor.role is Role.CO_BROKER else None

    @property
    def handles(self) -> Organisation | None:
        """The organisation whose assets the person may handle: its own, once it is approved."""
        return self.own if self.own is not None and self.own.state is VettingState.APPROVED else None


def side_of(reader: Reader, request: AssetRequest) -> Side | None:
    """The side on which the reader stands; None for strangers, and for staff who only read along."""
    if reader.own is not None and reader.own.id == request.organisation_id:
        return Side.ASKER
    return Side.HANDLER if _may_handle(reader, request) else None


def _may_handle(reader: Reader, request: AssetRequest) -> bool:
    if reader.is_agency:
        return True
    if request.agency_only:
        return False
    if reader.brokers_for is not None:
        return cluster_of(request.asset) == reader.brokers_for
    own = reader.handles
    return own is not None and own.id in (request.asset.operator_id, request.asset.contact_id)


def cluster_of(asset: Asset) -> str:
    """Code of the cluster to which the asset belongs: that of its site, else its operator's, else the home cluster."""
    if asset.site is not None:
        return asset.site.cluster.code
    return asset.operator.cluster if asset.operator is not None else HOME


def get(reader: Reader, request_id: int) -> tuple[AssetRequest, Side | None]:
    """A request that the reader may see, and the reader's side; None for those who only read along. Raises NotFound."""
    found = db.session.get(AssetRequest, request_id)
    side = side_of(reader, found) if found is not None else None
    if found is None or (side is None and not reader.actor.serves(found.organisation.cluster)):
        raise NotFound("not_found")
    return found, side


def _listed() -> sa.Select[AssetRequest]:
    """Requests with what a line of a list shows."""
    return sa.select(AssetRequest).join(AssetRequest.asset).options(
        contains_eager(AssetRequest.asset).options(
            joinedload(Asset.operator), joinedload(Asset.site).joinedload(Site.cluster)
        ),
        joinedload(AssetRequest.organisation).selectinload(Organisation.codes),
    )  # fmt: skip


def visible_to(reader: Reader) -> sa.Select[AssetRequest]:
    """Requests of the reader's organisation or of those in its care, and those that the reader handles.

    The latest step comes first.
    """
    in_sight = sa.or_(_asked(reader), _handled(reader), _in_care(reader))
    return _listed().where(in_sight).order_by(AssetRequest.since.desc(), AssetRequest.id.desc())


def waiting_for(reader: Reader) -> sa.Select[AssetRequest]:
    """Those of them in which it is the reader's turn, the longest waiting first."""
    own_turn = [state for state, side in WAITS_FOR.items() if side is Side.ASKER]
    handlers = [state for state, side in WAITS_FOR.items() if side is Side.HANDLER]
    is_turn = sa.or_(
        sa.and_(_asked(reader), AssetRequest.state.in_(own_turn)),
        sa.and_(_handled(reader), sa.not_(_asked(reader)), AssetRequest.state.in_(handlers)),
    )
    return _listed().where(is_turn).order_by(AssetRequest.since, AssetRequest.id)


def narrowed(statement: sa.Select[AssetRequest], *, is_open: bool) -> sa.Select[AssetRequest]:
    """Those that go on, or those that have ended."""
    ended = AssetRequest.state.in_(FINAL)
    return statement.where(sa.not_(ended) if is_open else ended)


def handled_assets(reader: Reader) -> sa.Select[Asset]:
    """Assets whose requests the reader handles."""
    statement = sa.select(Asset).order_by(Asset.name_en, Asset.id)
    if reader.is_agency:
        return statement
    if reader.brokers_for is not None:
        return statement.where(_belongs_to(reader.brokers_for))
    own = reader.handles.id if reader.handles else 0
    return statement.where(sa.or_(Asset.operator_id == own, Asset.contact_id == own))


def _asked(reader: Reader) -> sa.ColumnElement[bool]:
    return AssetRequest.organisation_id == (reader.own.id if reader.own else 0)


def _in_care(reader: Reader) -> sa.ColumnElement[bool]:
    if reader.brokers_for is None:
        return sa.false()
    return AssetRequest.organisation.has(Organisation.cluster == reader.brokers_for)


def _handled(reader: Reader) -> sa.ColumnElement[bool]:
    if reader.is_agency:
        return sa.true()
    if reader.brokers_for is not None:
        return sa.and_(_belongs_to(reader.brokers_for), AssetRequest.agency_only.is_(False))
    own = reader.handles.id if reader.handles else 0
    its = sa.or_(Asset.operator_id == own, Asset.contact_id == own)
    return sa.and_(its, AssetRequest.agency_only.is_(False))


def _belongs_to(cluster: str) -> sa.ColumnElement[bool]:
    """The same as `cluster_of`, in SQL."""
    of_site = sa.select(Cluster.code).join(Cluster.sites).where(Site.id == Asset.site_id).scalar_subquery()
    of_operator = sa.select(Organisation.cluster).where(Organisation.id == Asset.operator_id).scalar_subquery()
    return sa.func.coalesce(of_site, of_operator, HOME) == cluster
