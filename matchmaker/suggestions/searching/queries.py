"""Reads of what a search found: first what is open, by ids only, then what is shown, whole."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from matchmaker.foundation.permissions import Actor, Role
from matchmaker.matching import Side
from matchmaker.opportunities import queries as opportunity_queries
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import DOMESTIC_COUNTRY
from matchmaker.suggestions.models import Suggestion


def on_side(side: Side) -> sa.ColumnElement[bool]:
    """Organisations on one side of the gateway."""
    is_domestic = Organisation.country == DOMESTIC_COUNTRY
    return is_domestic if side is Side.DOMESTIC else ~is_domestic


def in_care_of(staff: Actor) -> sa.ColumnElement[bool]:
    """Organisations in the care of `staff`, on both sides."""
    return Organisation.cluster == staff.cluster if staff.role is Role.CO_BROKER else sa.true()


def open_opportunities(ids: Collection[int], which: sa.ColumnElement[bool]) -> sa.Select[int, int]:
    """Ids of those opportunities that are published, and of their organisations; `which` limits the organisations."""
    return (
        opportunity_queries.published()
        .with_only_columns(Opportunity.id, Opportunity.organisation_id)
        .where(Opportunity.id.in_(ids), which)
    )


def open_organisations(ids: Collection[int], which: sa.ColumnElement[bool]) -> sa.Select[int, int]:
    """Ids of those organisations that take part, twice."""
    return (
        organisation_queries.approved()
        .with_only_columns(Organisation.id, Organisation.id)
        .where(Organisation.id.in_(ids), which)
    )


def organisations(ids: Collection[int]) -> sa.Select[Organisation]:
    """Organisations with what a card shows, and with what must be struck out of it."""
    return (
        sa.select(Organisation)
        .where(Organisation.id.in_(ids))
        .options(
            selectinload(Organisation.texts), selectinload(Organisation.codes), selectinload(Organisation.contacts)
        )
    )


def opportunities(ids: Collection[int]) -> sa.Select[Opportunity]:
    """Opportunities with what a card shows; their organisations are loaded before."""
    return sa.select(Opportunity).where(Opportunity.id.in_(ids)).options(selectinload(Opportunity.texts))


def pairs_with(organisation_id: int, others: Collection[int]) -> sa.Select[int, int, int | None, int | None]:
    """The stored pairs of an organisation with `others`, from whichever side: both ids, both opportunities."""
    columns = (
        Suggestion.organisation_id, Suggestion.candidate_id, Suggestion.opportunity_id,
        Suggestion.candidate_opportunity_id,
    )  # fmt: skip
    return sa.union_all(
        sa.select(*columns).where(Suggestion.organisation_id == organisation_id, Suggestion.candidate_id.in_(others)),
        sa.select(*columns).where(Suggestion.candidate_id == organisation_id, Suggestion.organisation_id.in_(others)),
    )  # type: ignore[return-value]
