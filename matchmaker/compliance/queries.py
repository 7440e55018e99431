"""Reads of compliance."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.compliance.models import ComplianceAnswer, ComplianceDecision, ComplianceSheet
from matchmaker.compliance.questions import questions
from matchmaker.compliance.rules import Answer, Colour
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import queries as introductions
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.opportunities.models import Opportunity, OpportunityCode
from matchmaker.opportunities.queries import published

LIT = (IntroductionState.SUBMITTED, IntroductionState.BROKER_REVIEW, IntroductionState.FORWARDED,
       IntroductionState.ACCEPTED, IntroductionState.INTRODUCED)  # fmt: skip
"""States in which something may still cross the border."""
MOST = 300
"""Introductions that a list of lights reads at once, the latest first."""


def sheets(introduction_ids: Collection[int]) -> sa.Select[ComplianceSheet]:
    """The answers of both sides of these introductions."""
    return sa.select(ComplianceSheet).where(ComplianceSheet.introduction_id.in_(introduction_ids))


def sheet(introduction_id: int, organisation_id: int) -> sa.Select[ComplianceSheet]:
    """The answers of one side."""
    return sheets([introduction_id]).where(ComplianceSheet.organisation_id == organisation_id)


def standing(introduction_ids: Collection[int]) -> sa.Select[ComplianceDecision]:
    """Decisions that stand."""
    return sa.select(ComplianceDecision).where(
        ComplianceDecision.introduction_id.in_(introduction_ids), ComplianceDecision.revoked_at.is_(None)
    )


def decisions(introduction_id: int) -> sa.Select[ComplianceDecision]:
    """All decisions about an introduction, latest first."""
    found = sa.select(ComplianceDecision).where(ComplianceDecision.introduction_id == introduction_id)
    return found.order_by(ComplianceDecision.id.desc()).options(
        joinedload(ComplianceDecision.decided_by), joinedload(ComplianceDecision.revoked_by)
    )


def lit(statement: sa.Select[Introduction]) -> sa.Select[Introduction]:
    """`statement` narrowed to introductions between which something may still pass, with what lights need."""
    brought = (Introduction.from_opportunity, Introduction.to_opportunity)
    return (
        statement.where(Introduction.state.in_(LIT))
        .order_by(None)
        .order_by(Introduction.updated_at.desc(), Introduction.id.desc())
        .limit(MOST)
        .options(
            joinedload(Introduction.from_organisation), joinedload(Introduction.to_organisation),
            *(selectinload(one).selectinload(Opportunity.codes) for one in brought),
        )
    )  # fmt: skip


def maybe_red_in_care(staff: Actor) -> sa.Select[Introduction]:
    """Lit introductions in this person's care with an answer or a mark that can make a light red."""
    return lit(introductions.in_care_of(staff).where(sa.or_(_has_red_answer(), _has_red_mark())))


def _has_red_answer() -> sa.ColumnElement[bool]:
    grave = [question.code for question in questions() if question.on_yes is Colour.RED]
    found = sa.select(ComplianceAnswer.id).join(ComplianceSheet, ComplianceAnswer.sheet_id == ComplianceSheet.id)
    return found.where(
        ComplianceSheet.introduction_id == Introduction.id,
        ComplianceAnswer.question.in_(grave), ComplianceAnswer.answer == Answer.YES,
    ).correlate(Introduction).exists()  # fmt: skip


def _has_red_mark() -> sa.ColumnElement[bool]:
    """Of the opportunities that were brought in, or of anything that a side has published."""
    grave = sorted({code for one in questions() if one.on_yes is Colour.RED for code in one.sensitivity})
    marked = Opportunity.codes.any(sa.and_(OpportunityCode.list_name == "sensitivity", OpportunityCode.code.in_(grave)))
    brought = sa.select(Opportunity.id).where(
        Opportunity.id.in_([Introduction.from_opportunity_id, Introduction.to_opportunity_id]), marked
    )
    shown = published().where(Opportunity.organisation_id.in_([Introduction.from_id, Introduction.to_id]), marked)
    return sa.or_(*(found.correlate(Introduction).exists() for found in (brought, shown)))


def of_organisation(organisation_id: int) -> sa.Select[Introduction]:
    """Lit introductions that an organisation may know of."""
    return lit(introductions.of_organisation(organisation_id))


def published_by(organisation_ids: Collection[int]) -> sa.Select[Opportunity]:
    """What these organisations have published, with its codes."""
    found = published().where(Opportunity.organisation_id.in_(organisation_ids))
    return found.options(selectinload(Opportunity.codes))


def between(one_id: int, other_id: int) -> sa.Select[Introduction]:
    """The introduction of two organisations that is or was open, the latest."""
    return introductions.open_of_pair(one_id, other_id).order_by(Introduction.id.desc()).limit(1)
