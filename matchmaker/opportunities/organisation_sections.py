"""The part of an organisation's page that lists its opportunities."""

from collections.abc import Mapping

from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Actor
from matchmaker.opportunities import queries, sight
from matchmaker.opportunities.presenting import present
from matchmaker.organisations import service as organisations
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier, VettingState


def published_here(organisation: Organisation, tier: Tier, asker: Actor) -> Mapping[str, object] | None:
    """Published opportunities for a reader of the organisation's page, each at the tier it is open to them."""
    viewer = None if asker.is_staff else organisations.organisation_of(asker.user_id)
    if not asker.is_staff and (viewer is None or viewer.state is not VettingState.APPROVED):
        return None
    found = db.session.scalars(queries.whole(queries.published_of(organisation.id))).all()
    tiers = sight.tiers_of(viewer, found) if viewer is not None else dict.fromkeys((one.id for one in found), tier)
    return {"views": [present(one, tiers[one.id], locale()) for one in found]}


def all_here(organisation: Organisation, _tier: Tier, _asker: Actor) -> Mapping[str, object] | None:
    """All opportunities, for staff."""
    return {"rows": db.session.scalars(queries.listed(queries.of_organisation(organisation.id))).all()}
