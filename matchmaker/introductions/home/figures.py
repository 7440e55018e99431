"""What the home page counts and lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor
from matchmaker.foundation.working_days import working_days
from matchmaker.introductions import queries
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.presenting import Line, lines
from matchmaker.introductions.rules import IntroductionState
from matchmaker.opportunities import queries as opportunity_queries
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.profile_types import profile_type
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.parts import filled_fields
from matchmaker.organisations.presenting import Words
from matchmaker.organisations.rules import DOMESTIC_COUNTRY, VettingState, Want, completeness, missing
from matchmaker.suggestions import queries as suggestion_queries
from matchmaker.suggestions.models import ShortlistEntry, Suggestion
from matchmaker.suggestions.presenting import SuggestionView, for_member, seen_from

EXPIRING_WITHIN = timedelta(days=30)
SUGGESTIONS_SHOWN = 3
OLDEST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """What the service holds: approved organisations, open offers and needs (one can be both), introductions made."""

    domestic: int
    overseas: int
    offers: int
    needs: int
    introductions: int


def figures() -> Figures:
    """The figures of this moment, in three queries."""
    is_domestic = Organisation.country == DOMESTIC_COUNTRY
    sides = dict(
        db.session.execute(
            sa.select(is_domestic, sa.func.count())
            .where(Organisation.state == VettingState.APPROVED)
            .group_by(is_domestic)
        ).all()
    )
    published = opportunity_queries.published().with_only_columns(Opportunity.profile_type, sa.func.count())
    types = [(profile_type(code), n) for code, n in db.session.execute(published.group_by(Opportunity.profile_type))]
    made = sa.select(sa.func.count(Introduction.id)).where(Introduction.state == IntroductionState.INTRODUCED)
    return Figures(
        domestic=sides.get(True, 0), overseas=sides.get(False, 0),
        offers=sum(n for kind, n in types if kind.offers), needs=sum(n for kind, n in types if kind.needs),
        introductions=db.session.scalar(made) or 0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expiring:
    """An own opportunity whose time runs out."""

    id: int
    title: Words
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What a member can do today."""

    organisation: Organisation
    name: str
    completeness: int
    missing: Sequence[Want]
    published: int
    waiting: Sequence[Line]
    suggestions: Sequence[SuggestionView]
    expiring: Sequence[Expiring]


def today(organisation: Organisation, moment: datetime, language: str) -> Today:
    """The page of today of a member of `organisation`."""
    filled = filled_fields(organisation)
    published = opportunity_queries.published_of(organisation.id)
    return Today(
        organisation=organisation, name=organisation.name(language), completeness=completeness(filled),
        missing=missing(filled), published=_count(published), waiting=_waiting(organisation),
        suggestions=_suggestions(organisation, language), expiring=_expiring(published, moment, language),
    )  # fmt: skip


def _waiting(organisation: Organisation) -> list[Line]:
    """Introductions that wait for this organisation."""
    found = db.session.scalars(queries.for_lists(queries.waiting_for(organisation.id))).all()
    return lines(found, organisation)


def _suggestions(organisation: Organisation, language: str) -> list[SuggestionView]:
    """The best suggestions that were not dismissed and lead to no introduction yet."""
    if organisation.state is not VettingState.APPROVED:
        return []
    fresh = suggestion_queries.of_organisation(organisation.id, None)
    fresh = fresh.where(Suggestion.candidate_id.not_in(queries.partners_of(organisation.id)))
    rows = db.session.scalars(suggestion_queries.whole(fresh).limit(SUGGESTIONS_SHOWN)).all()
    return for_member(organisation, [seen_from(organisation.id, row) for row in rows], language)


def _expiring(published: sa.Select[Opportunity], moment: datetime, language: str) -> list[Expiring]:
    soon = published.where(Opportunity.expires_at < moment + EXPIRING_WITHIN).order_by(None)
    rows = db.session.scalars(opportunity_queries.listed(soon.order_by(Opportunity.expires_at))).all()
    return [Expiring(row.id, _title(row, language), row.expires_at) for row in rows if row.expires_at]


def _title(opportunity: Opportunity, language: str) -> Words:
    """The own title in the reader's language, else in the first that it was written in."""
    written = {text.language: text.title for text in opportunity.texts if text.title}
    found = next((code for code in (language, "en", *written) if code in written), "")
    return Words(written.get(found, opportunity.reference or ""), found or language, bool(found) and found != language)


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a queue; `age` in working days."""

    id: int
    label: str
    age: int


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of the desk: how many wait, and the oldest of them."""

    count: int
    oldest: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for a member of staff."""

    organisations: Queue
    opportunities: Queue
    joins: Queue
    introductions: Queue
    mine: int
    shortlist: Sequence[ShortlistEntry]
    shortlisted: int


def desk(staff: Actor, moment: datetime, language: str) -> Desk:
    """The desk of `staff`: only what is in their care."""

    def age(since: datetime | None) -> int:
        return working_days(since, moment) if since else 0

    def organisation(row: Organisation) -> Item:
        return Item(row.id, row.name(language), age(row.submitted_at))

    def opportunity(row: Opportunity) -> Item:
        return Item(row.id, _title(row, language).text or row.organisation.name(language), age(row.submitted_at))

    def join(row: Membership) -> Item:
        return Item(row.organisation_id, row.organisation.name(language), age(row.created_at))

    def introduction(row: Introduction) -> Item:
        pair = (row.from_organisation.name(language), row.to_organisation.name(language))
        return Item(row.id, " → ".join(pair), age(row.submitted_at))

    waiting = queries.waiting_for_broker(staff)
    mine = waiting.where(Introduction.broker_id == staff.user_id)
    shortlist = suggestion_queries.shortlist(staff)
    return Desk(
        organisations=_queue(organisation_queries.waiting_for_vetting(staff), organisation),
        opportunities=_queue(opportunity_queries.waiting_for_vetting(staff), opportunity),
        joins=_queue(organisation_queries.joins_waiting(staff), join),
        introductions=_queue(waiting, introduction),
        mine=_count(mine),
        shortlist=db.session.scalars(shortlist.limit(OLDEST_SHOWN)).all(),
        shortlisted=_count(shortlist),
    )


def _queue(statement: sa.Select[Any], item: Any) -> Queue:
    rows = db.session.scalars(statement.limit(OLDEST_SHOWN)).all()
    return Queue(_count(statement), [item(row) for row in rows])


def _count(statement: sa.Select[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())) or 0
