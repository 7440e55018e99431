"""Reads of triads."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from matchmaker.assets.models import Asset
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.routes.models import Triad
from matchmaker.suggestions.models import SuggestionMark
from matchmaker.suggestions.rules import Mark

_BEST_FIRST = (Triad.score.desc(), (Triad.pair_score * Triad.fit).desc(), Triad.id)


def _shown() -> sa.Select[Triad]:
    """Triads whose two organisations take part."""
    domestic, overseas = aliased(Organisation), aliased(Organisation)
    return (
        sa.select(Triad)
        .join(domestic, Triad.domestic_id == domestic.id)
        .join(overseas, Triad.overseas_id == overseas.id)
        .where(domestic.state == VettingState.APPROVED, overseas.state == VettingState.APPROVED)
        .options(joinedload(Triad.domestic), joinedload(Triad.overseas), joinedload(Triad.asset))
        .order_by(*_BEST_FIRST)
    )


def of_organisation(organisation_id: int) -> sa.Select[Triad]:
    """Triads of which the organisation is one, best first, without those whom it dismissed."""
    own = sa.or_(Triad.domestic_id == organisation_id, Triad.overseas_id == organisation_id)
    out = sa.select(SuggestionMark.candidate_id).where(
        SuggestionMark.organisation_id == organisation_id, SuggestionMark.mark == Mark.DISMISSED
    )
    return _shown().where(own, Triad.domestic_id.not_in(out), Triad.overseas_id.not_in(out))


def in_care_of(staff: Actor) -> sa.Select[Triad]:
    """Triads with a side in the care of `staff`, best first."""
    if staff.role is not Role.CO_BROKER:
        return _shown()
    own = sa.select(Organisation.id).where(Organisation.cluster == staff.cluster)
    return _shown().where(sa.or_(Triad.domestic_id.in_(own), Triad.overseas_id.in_(own)))


def of_pair(one_id: int, other_id: int) -> sa.Select[Triad]:
    """Triads of two organisations, best first."""
    pair = sa.or_(
        sa.and_(Triad.domestic_id == one_id, Triad.overseas_id == other_id),
        sa.and_(Triad.domestic_id == other_id, Triad.overseas_id == one_id),
    )
    return _shown().where(pair)


def others_in(statement: sa.Select[Triad], organisation_id: int) -> sa.Select[int]:
    """Ids of the organisations opposite to this one in `statement`, its own triads."""
    is_domestic = Triad.domestic_id == organisation_id
    other = sa.case((is_domestic, Triad.overseas_id), else_=Triad.domestic_id)
    return statement.order_by(None).with_only_columns(other)


def with_others(statement: sa.Select[Triad], ids: Collection[int]) -> sa.Select[Triad]:
    """`statement` of an organisation's own triads, limited to those opposite to whom `ids` stand."""
    return statement.where(sa.or_(Triad.domestic_id.in_(ids), Triad.overseas_id.in_(ids)))


def with_asset(statement: sa.Select[Triad], key: str) -> sa.Select[Triad]:
    """`statement` limited to one asset."""
    return statement.where(Triad.asset_id.in_(sa.select(Asset.id).where(Asset.key == key)))


def assets_in(statement: sa.Select[Triad]) -> sa.Select[Asset]:
    """Assets that occur in `statement`, by name."""
    ids = statement.order_by(None).with_only_columns(Triad.asset_id)
    return sa.select(Asset).where(Asset.id.in_(ids)).order_by(Asset.name_en, Asset.id)
