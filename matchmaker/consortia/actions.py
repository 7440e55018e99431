"""The link from a need on the staff's page to the teams that could meet it."""

from flask import url_for
from flask_babel import gettext as _

from matchmaker.opportunities.actions import OpportunityAction
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import OpportunityState


def team_for(opportunity: Opportunity, for_staff: bool) -> OpportunityAction | None:
    """For staff, while it is published."""
    if not for_staff or opportunity.state is not OpportunityState.PUBLISHED:
        return None
    return OpportunityAction(_("Find a team"), url_for("consortia.propose", opportunity_id=opportunity.id), "tertiary")
