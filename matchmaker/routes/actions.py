"""The link from a member's own offer or need to its route."""

from flask import url_for
from flask_babel import gettext as _

from matchmaker.opportunities.actions import OpportunityAction
from matchmaker.opportunities.models import Opportunity


def route_of(opportunity: Opportunity, for_staff: bool) -> OpportunityAction | None:
    """Once it was published, it has a route."""
    if opportunity.reference is None:
        return None
    url = url_for("routes_staff.show" if for_staff else "routes.show", opportunity_id=opportunity.id)
    return OpportunityAction(_("See the route"), url, "tertiary")
