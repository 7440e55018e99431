"""Reads of joint demonstrations."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.demonstrations.models import (
    AcceptanceCriterion,
    Certificate,
    CertificateParty,
    Demonstration,
    DemonstrationSite,
    Measurement,
)
from matchmaker.demonstrations.rules import ENDED, State
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import queries as introductions
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.rules import OutcomeState

Found = sa.Select[Demonstration]


def one(demonstration_id: int) -> Found:
    """A demonstration with everything that its page shows."""
    return sa.select(Demonstration).where(Demonstration.id == demonstration_id).options(
        selectinload(Demonstration.sites).joinedload(DemonstrationSite.asset),
        selectinload(Demonstration.sites).joinedload(DemonstrationSite.side),
        selectinload(Demonstration.sites).joinedload(DemonstrationSite.signed_by),
        selectinload(Demonstration.steps), selectinload(Demonstration.shares), selectinload(Demonstration.history),
        selectinload(Demonstration.criteria).selectinload(AcceptanceCriterion.measurements),
        selectinload(Demonstration.texts), joinedload(Demonstration.certificate).selectinload(Certificate.parties),
    )  # fmt: skip


def of_introduction(introduction_id: int) -> Found:
    """Demonstrations of a pair: those that have not ended first, then the latest."""
    found = sa.select(Demonstration).where(Demonstration.introduction_id == introduction_id)
    return found.order_by(Demonstration.state.in_(ENDED), Demonstration.id.desc())


def _listed(ids: sa.Select[Introduction]) -> Found:
    wanted = ids.order_by(None).with_only_columns(Introduction.id)
    sides = (Introduction.from_organisation, Introduction.to_organisation)
    parts = (Organisation.texts, Organisation.codes, Organisation.qualities, Organisation.contacts)
    return (
        sa.select(Demonstration)
        .where(Demonstration.introduction_id.in_(wanted))
        .options(*(joinedload(Demonstration.introduction).joinedload(side).selectinload(part)
                   for side in sides for part in parts))
        .order_by(Demonstration.updated_at.desc(), Demonstration.id.desc())
    )  # fmt: skip


def of_organisation(organisation_id: int) -> Found:
    """Demonstrations of an organisation, the last changed first."""
    return _listed(introductions.of_organisation(organisation_id))


def to_sign(organisation_id: int) -> Found:
    """Demonstrations with a site of an organisation that has yet to sign the present text."""
    unsigned = Demonstration.sites.any(
        sa.and_(
            DemonstrationSite.side_id == organisation_id,
            DemonstrationSite.signed_version.is_distinct_from(Demonstration.text_version),
        )
    )
    return of_organisation(organisation_id).where(Demonstration.state == State.PROPOSED, unsigned)


def in_care(staff: Actor) -> Found:
    """Demonstrations in this person's care."""
    return _listed(introductions.in_care_of(staff))


def measurement(demonstration_id: int, measurement_id: int) -> sa.Select[Measurement]:
    """A measurement of a demonstration."""
    return (
        sa.select(Measurement)
        .join(AcceptanceCriterion, Measurement.criterion_id == AcceptanceCriterion.id)
        .where(Measurement.id == measurement_id, AcceptanceCriterion.demonstration_id == demonstration_id)
    )


def file_keys() -> sa.Select[str]:
    """Keys of all files that rows name."""
    return sa.select(Measurement.file_key)


def certificate(code: str) -> sa.Select[Certificate]:
    """A certificate by its code."""
    return sa.select(Certificate).where(Certificate.code == code).options(
        selectinload(Certificate.parties).joinedload(CertificateParty.organisation)
    )  # fmt: skip


def certificates_of(organisation_id: int) -> sa.Select[Certificate]:
    """Certificates of an organisation, latest first."""
    return (
        sa.select(Certificate)
        .join(CertificateParty, CertificateParty.certificate_id == Certificate.id)
        .where(CertificateParty.organisation_id == organisation_id)
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    )


def audited_of(organisation_id: int) -> sa.Select[int]:
    """How many audited outcomes an organisation has."""
    sides = sa.or_(Introduction.from_id == organisation_id, Introduction.to_id == organisation_id)
    found = sa.select(sa.func.count()).select_from(Outcome)
    return found.join(Introduction, Outcome.introduction_id == Introduction.id).where(
        sides, Outcome.state == OutcomeState.AUDITED
    )


def two_country_count(*states: State) -> sa.Select[int]:
    """How many demonstrations in two countries stand in one of `states` (none named: have passed)."""
    wanted = states or (State.PASSED,)
    return sa.select(sa.func.count()).select_from(Demonstration).where(Demonstration.state.in_(wanted))
