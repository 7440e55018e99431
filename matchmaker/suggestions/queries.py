"""Reads of suggestions."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from matchmaker.accounts.models import User
from matchmaker.foundation.database import now
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Organisation, OrganisationCode, OrganisationQuality
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions.models import IndexBuild, Judgement, ShortlistEntry, Suggestion, SuggestionMark
from matchmaker.suggestions.rules import Direction, Mark

_RANKED = (Suggestion.likelihood.desc().nulls_last(), Suggestion.score.desc())
"""By what was learned, where it was worked in, then by the engine's score."""


def finished_builds() -> sa.Select[IndexBuild]:
    """Finished builds, newest first."""
    return sa.select(IndexBuild).where(IndexBuild.finished_at.is_not(None)).order_by(IndexBuild.id.desc())


def pending() -> sa.Select[int]:
    """Ids of organisations that changed since their suggestions were made."""
    return sa.select(Organisation.id).where(Organisation.revision != Organisation.matched_revision)


def taking_part() -> sa.Select[int]:
    """How many organisations take part."""
    approved = Organisation.state == VettingState.APPROVED
    return sa.select(sa.func.count()).select_from(Organisation).where(approved)


def lapsed(since: datetime) -> sa.Select[int]:
    """Ids of opportunities that ran out since the moment `since` but are still marked as published."""
    return sa.select(Opportunity.id).where(
        Opportunity.state == OpportunityState.PUBLISHED, Opportunity.expires_at > since, Opportunity.expires_at <= now()
    )


def standards_lapsed(first: date, last: date) -> sa.Select[int]:
    """Ids of quality standards whose last valid day lies from `first` to the day before `last`."""
    return sa.select(OrganisationQuality.id).where(
        OrganisationQuality.valid_to >= first, OrganisationQuality.valid_to < last
    )


def marks_of(organisation_id: int) -> sa.Select[SuggestionMark]:
    """What the members of an organisation saved or dismissed."""
    return sa.select(SuggestionMark).where(SuggestionMark.organisation_id == organisation_id)


def mark(organisation_id: int, candidate_id: int) -> sa.Select[SuggestionMark]:
    """The mark of a pair."""
    return marks_of(organisation_id).where(SuggestionMark.candidate_id == candidate_id)


def of_organisation(organisation_id: int, mark: Mark | None) -> sa.Select[Suggestion]:
    """Suggestions of an organisation whose candidates still take part, best first; ties by id.

    Those with `mark`, or without one all that were not dismissed.
    """
    which = Mark.DISMISSED if mark is None else mark
    ids = marks_of(organisation_id).with_only_columns(SuggestionMark.candidate_id).where(SuggestionMark.mark == which)
    chosen = Suggestion.candidate_id.not_in(ids) if mark is None else Suggestion.candidate_id.in_(ids)
    return (
        sa.select(Suggestion)
        .join(Organisation, Suggestion.candidate_id == Organisation.id)
        .where(Suggestion.organisation_id == organisation_id, Organisation.state == VettingState.APPROVED, chosen)
        .order_by(*_RANKED, Suggestion.candidate_id)
    )


def countries_of_candidates(organisation_id: int) -> sa.Select[str]:
    """Countries in which the candidates of an organisation are."""
    return (
        sa.select(Organisation.country)
        .distinct()
        .join(Suggestion, Suggestion.candidate_id == Organisation.id)
        .where(Suggestion.organisation_id == organisation_id)
    )


def facing(statement: sa.Select[Suggestion], direction: Direction | None) -> sa.Select[Suggestion]:
    """`statement` limited to one direction; who gives and takes is found under both."""
    if direction is None:
        return statement
    both = {Direction.BOTH} if direction in (Direction.FORWARD, Direction.BACKWARD) else set()
    return statement.where(Suggestion.direction.in_({direction} | both))


def with_code(statement: sa.Select[Suggestion], list_name: str, code: str) -> sa.Select[Suggestion]:
    """`statement` limited to candidates that carry `code` of `list_name`."""
    ids = sa.select(OrganisationCode.organisation_id).where(
        OrganisationCode.list_name == list_name, OrganisationCode.code == code
    )
    return statement.where(Suggestion.candidate_id.in_(ids))


def pair(organisation_id: int, candidate_id: int) -> sa.Select[Suggestion]:
    """The row of a pair, seen from `organisation_id`."""
    return sa.select(Suggestion).where(
        Suggestion.organisation_id == organisation_id, Suggestion.candidate_id == candidate_id
    )


def whole(statement: sa.Select[Suggestion]) -> sa.Select[Suggestion]:
    """`statement` with what a page shows of both organisations and opportunities, in a fixed number of queries."""
    return statement.options(
        *_profile(Suggestion.organisation),
        *_profile(Suggestion.candidate),
        *_opportunity(Suggestion.opportunity),
        *_opportunity(Suggestion.candidate_opportunity),
    )


def _profile(side: InstrumentedAttribute[Organisation]) -> list[LoaderOption]:
    parts = (Organisation.texts, Organisation.codes, Organisation.qualities, Organisation.contacts)
    return [selectinload(side).selectinload(part) for part in parts]


def _opportunity(side: InstrumentedAttribute[Opportunity | None]) -> list[LoaderOption]:
    parts = (
        Opportunity.texts, Opportunity.codes, Opportunity.requirements, Opportunity.alternatives,
        Opportunity.attachments,
    )  # fmt: skip
    owner = selectinload(side).joinedload(Opportunity.organisation)
    return [*(selectinload(side).selectinload(part) for part in parts), owner]


def best_pairs(staff: Actor) -> sa.Select[Suggestion]:
    """Every stored pair in the care of `staff` once, seen from the domestic side where that row exists, best first."""
    one, other, twin = aliased(Organisation), aliased(Organisation), aliased(Suggestion)
    seen_from_home = sa.exists().where(
        twin.organisation_id == Suggestion.candidate_id, twin.candidate_id == Suggestion.organisation_id
    )
    statement = (
        sa.select(Suggestion)
        .join(one, Suggestion.organisation_id == one.id)
        .join(other, Suggestion.candidate_id == other.id)
        .where(one.state == VettingState.APPROVED, other.state == VettingState.APPROVED)
        .where(sa.or_(one.country == "KR", ~seen_from_home))
        .order_by(*_RANKED, Suggestion.organisation_id, Suggestion.candidate_id)
    )
    if staff.role is Role.CO_BROKER:
        statement = statement.where(sa.or_(one.cluster == staff.cluster, other.cluster == staff.cluster))
    return statement


def touching(statement: sa.Select[Suggestion], ids: sa.Select[int]) -> sa.Select[Suggestion]:
    """`statement` limited to pairs of which one side is among `ids`."""
    return statement.where(sa.or_(Suggestion.organisation_id.in_(ids), Suggestion.candidate_id.in_(ids)))


def not_shortlisted(statement: sa.Select[Suggestion]) -> sa.Select[Suggestion]:
    """`statement` without pairs that staff picked already, from whichever side."""
    picked = sa.exists().where(
        sa.or_(
            sa.and_(
                ShortlistEntry.organisation_id == Suggestion.organisation_id,
                ShortlistEntry.candidate_id == Suggestion.candidate_id,
            ),
            sa.and_(
                ShortlistEntry.organisation_id == Suggestion.candidate_id,
                ShortlistEntry.candidate_id == Suggestion.organisation_id,
            ),
        )
    )
    return statement.where(~picked)


def in_cluster(cluster: str) -> sa.Select[int]:
    """Ids of organisations of a cluster."""
    return sa.select(Organisation.id).where(Organisation.cluster == cluster)


def in_area(area: str) -> sa.Select[int]:
    """Ids of organisations of an area."""
    return sa.select(OrganisationCode.organisation_id).where(
        OrganisationCode.list_name == "area", OrganisationCode.code == area
    )


def shortlist(staff: Actor) -> sa.Select[ShortlistEntry]:
    """Pairs that staff picked, of which one side is in the care of `staff`, newest first."""
    one, other = aliased(Organisation), aliased(Organisation)
    statement = (
        sa.select(ShortlistEntry)
        .join(one, ShortlistEntry.organisation_id == one.id)
        .join(other, ShortlistEntry.candidate_id == other.id)
        .options(joinedload(ShortlistEntry.organisation), joinedload(ShortlistEntry.candidate))
        .order_by(ShortlistEntry.at.desc(), ShortlistEntry.id.desc())
    )
    if staff.role is Role.CO_BROKER:
        statement = statement.where(sa.or_(one.cluster == staff.cluster, other.cluster == staff.cluster))
    return statement


def shortlist_entry(one: int, other: int) -> sa.Select[ShortlistEntry]:
    """The entry of a pair, from whichever side it was picked."""
    return sa.select(ShortlistEntry).where(
        sa.or_(
            sa.and_(ShortlistEntry.organisation_id == one, ShortlistEntry.candidate_id == other),
            sa.and_(ShortlistEntry.organisation_id == other, ShortlistEntry.candidate_id == one),
        )
    )


def judgement(organisation_id: int, candidate_id: int, user_id: int) -> sa.Select[Judgement]:
    """What one member of staff said of a pair."""
    return sa.select(Judgement).where(
        Judgement.organisation_id == organisation_id,
        Judgement.candidate_id == candidate_id,
        Judgement.user_id == user_id,
    )


def never_suggested(approved: sa.Select[Organisation]) -> sa.Select[Organisation]:
    """Those of `approved` that nobody is shown."""
    shown = sa.exists().where(Suggestion.candidate_id == Organisation.id)
    return approved.where(Organisation.state == VettingState.APPROVED, ~shown).order_by(Organisation.id)


def judgements_of(one: int, other: int) -> sa.Select[Judgement, User]:
    """What staff said of a pair, from whichever side they looked, newest first."""
    pairs = sa.tuple_(Judgement.organisation_id, Judgement.candidate_id).in_([(one, other), (other, one)])
    return (
        sa.select(Judgement, User)
        .join(User, Judgement.user_id == User.id)
        .where(pairs)
        .order_by(Judgement.at.desc(), Judgement.id.desc())
    )


def named_like(statement: sa.Select[Organisation], part: str) -> sa.Select[Organisation]:
    """`statement` limited to names, in either script, that contain `part`."""
    names = (Organisation.name_ko, Organisation.name_en)
    found = sa.or_(*(name.icontains(part, autoescape=True) for name in names))
    return statement.where(found).order_by(Organisation.name_en, Organisation.name_ko, Organisation.id)
