"""Who sees how much of which opportunity."""

from collections.abc import Iterable

from matchmaker.foundation.database import db
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier, VettingState


def tier_of(viewer: Organisation, opportunity: Opportunity) -> Tier:
    """How much of `opportunity` the organisation `viewer` sees; see `tiers_of`."""
    return tiers_of(viewer, [opportunity])[opportunity.id]


def tiers_of(viewer: Organisation, opportunities: Iterable[Opportunity]) -> dict[int, Tier]:
    """By opportunity id, in one query.

    Its owner is named only if the organisation shows its name and the opportunity does too, or if a disclosure to the
    viewer was agreed on.
    """
    listed = list(opportunities)
    owners = {one.organisation_id: one.organisation for one in listed}
    rows = db.session.scalars(organisation_queries.disclosures_to(viewer.id, list(owners)))
    reached = {row.subject_id: row for row in rows} if viewer.state is VettingState.APPROVED else {}
    found: dict[int, Tier] = {}
    for one in listed:
        if one.organisation_id == viewer.id:
            found[one.id] = Tier.DOCUMENTS
            continue
        agreed = reached.get(one.organisation_id)
        shown = visibility.tier_from(one.organisation, agreed)
        named = viewer.state is VettingState.APPROVED and (one.anonymity_tier >= Tier.NAMED or agreed is not None)
        found[one.id] = shown if named else Tier.TEASER
    return found


def are_blocked(viewer: Organisation, opportunity: Opportunity) -> bool:
    """Whether one of the two organisations must not see the other."""
    return viewer.id != opportunity.organisation_id and visibility.are_blocked(viewer, opportunity.organisation)
