"""The gates that this room puts up in rooms upstream."""

from matchmaker.compliance import queries
from matchmaker.compliance.rules import Crossing
from matchmaker.compliance.service import crossing_of, require_clear
from matchmaker.foundation.database import db
from matchmaker.introductions.models import Introduction
from matchmaker.opportunities.models import Attachment, Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier


def contacts(introduction: Introduction) -> None:
    """Contacts are given while no light is red. Raises RuleViolation."""
    require_clear(introduction, Crossing.CONTACTS)


def document(viewer: Organisation, opportunity: Opportunity, attachment: Attachment) -> None:
    """A document that waits for the pair passes as a file does, with the marks of its own opportunity.

    Raises RuleViolation.
    """
    if attachment.tier < Tier.CONTACTS:
        return
    introduction = db.session.scalars(queries.between(viewer.id, opportunity.organisation_id)).first()
    if introduction is not None:
        require_clear(introduction, crossing_of(opportunity.organisation), opened=opportunity)
