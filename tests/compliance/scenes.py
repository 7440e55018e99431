"""A pair that was introduced, and what the firm's offer marks as sensitive."""

from matchmaker.foundation.database import db
from matchmaker.introductions.models import Introduction
from matchmaker.opportunities.models import Opportunity, OpportunityCode
from tests.introductions.scenes import Scene
from tests.meetings.scenes import introduced


def mark(opportunity: Opportunity, *codes: str) -> None:
    opportunity.codes = [row for row in opportunity.codes if row.list_name != "sensitivity"]
    db.session.flush()
    opportunity.codes += [OpportunityCode(list_name="sensitivity", code=code) for code in codes]
    db.session.flush()


def scene_with(*codes: str) -> tuple[Scene, Introduction]:
    scene, row = introduced()
    mark(scene.firm_offer, *codes)
    return scene, row
