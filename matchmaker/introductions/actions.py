"""Buttons that this room puts on pages upstream."""

from flask import url_for
from flask_babel import gettext as _

from matchmaker.foundation.database import db
from matchmaker.introductions import queries
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import OPEN, IntroductionState
from matchmaker.opportunities.actions import OpportunityAction
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions.actions import PairAction


def interest_in_candidate(viewer: Organisation, candidate: Organisation) -> PairAction | None:
    """On a suggestion: express interest, go on with the draft, or see the introduction."""
    if not _may_meet(viewer, candidate):
        return None
    known = _known_to(viewer, candidate)
    if known is None:
        return PairAction(_("Express interest"), url_for("introductions.new", candidate_id=candidate.id), "primary")
    return PairAction(_label_of(known), url_for("introductions.show", introduction_id=known.id), "primary")


def interest_in_opportunity(viewer: Organisation, opportunity: Opportunity) -> OpportunityAction | None:
    """On somebody's offer or need that is open for interest."""
    if not opportunity.open_for_interest:
        return None
    action = interest_in_candidate(viewer, opportunity.organisation)
    if action is None:
        return None
    if _known_to(viewer, opportunity.organisation) is not None:
        return OpportunityAction(action.label, action.url, action.kind)
    url = url_for("introductions.new", candidate_id=opportunity.organisation_id, theirs=opportunity.id)
    return OpportunityAction(action.label, url, action.kind)


def proposal(organisation: Organisation, candidate: Organisation) -> PairAction | None:
    """On the staff page of a pair: propose an introduction, or see the one there is."""
    found = db.session.scalars(queries.open_of_pair(organisation.id, candidate.id)).first()
    if found is not None:
        return PairAction(
            _("See the introduction"), url_for("introductions_staff.show", introduction_id=found.id), "primary"
        )
    url = url_for("introductions_proposing.propose", one_id=organisation.id, other_id=candidate.id)
    return PairAction(_("Propose an introduction"), url, "primary")


def _known_to(viewer: Organisation, candidate: Organisation) -> Introduction | None:
    """The open introduction or draft of the two that `viewer` may see."""
    pair = Introduction.first_id == min(viewer.id, candidate.id), Introduction.second_id == max(viewer.id, candidate.id)
    statement = queries.of_organisation(viewer.id).where(
        *pair, Introduction.state.in_(OPEN | {IntroductionState.DRAFT})
    )
    return db.session.scalars(statement).first()


def _label_of(introduction: Introduction) -> str:
    is_draft = introduction.state is IntroductionState.DRAFT
    return str(_("Go on with the draft") if is_draft else _("See the introduction"))


def _may_meet(viewer: Organisation, candidate: Organisation) -> bool:
    approved = viewer.state is VettingState.APPROVED and candidate.state is VettingState.APPROVED
    return approved and viewer.side is not candidate.side
