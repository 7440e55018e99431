"""Saving one part of a profile: nothing somebody else wrote meanwhile is lost, and every change leaves its trace."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.organisations import parts, service
from matchmaker.organisations.models import (
    Contact,
    Organisation,
    OrganisationCode,
    OrganisationQuality,
    OrganisationText,
)
from matchmaker.organisations.names import domain_of, registration_key
from matchmaker.organisations.parts import AboutPart, IdentityPart, Part, PeoplePart, QualityPart, VisibilityPart
from matchmaker.organisations.rules import IDENTITY_FIELDS, Step, VettingState, completeness


def save(organisation: Organisation, step: Step, new: Part, *, seen: str, actor_id: int) -> bool:
    """Store `new`; False when it says nothing new.

    `seen` is the fingerprint of what the writer had before them. Raises RuleViolation when somebody saved this part
    since then, or when the registration number belongs to another organisation.
    """
    service.lock(organisation)
    old = parts.read(organisation, step)
    if old == new:
        return False
    if parts.fingerprint(old) != seen:
        raise RuleViolation("organisation.part_changed_meanwhile")
    _write(organisation, new)
    changed = parts.changed_fields(old, new)
    organisation.completeness = completeness(parts.filled_fields(organisation))
    audit.record(f"organisation.{step.value}_saved", organisation, actor_id=actor_id, details={"fields": changed})
    identity = [name for name in changed if name in IDENTITY_FIELDS]
    if identity and organisation.state is VettingState.APPROVED:
        audit.record("organisation.identity_changed", organisation, actor_id=actor_id, details={"fields": identity})
    service.touch(organisation)
    return True


def _write(organisation: Organisation, new: Part) -> None:
    match new:
        case IdentityPart():
            _write_identity(organisation, new)
        case AboutPart():
            _write_about(organisation, new)
        case PeoplePart():
            _write_people(organisation, new)
        case QualityPart():
            _write_quality(organisation, new)
        case VisibilityPart():
            _write_visibility(organisation, new)


def _write_identity(organisation: Organisation, new: IdentityPart) -> None:
    if _number_is_taken(organisation, new):
        raise RuleViolation("organisation.number_taken")
    try:
        with db.session.begin_nested():
            organisation.name_ko, organisation.name_en = new.name_ko, new.name_en
            organisation.other_names = list(new.other_names)
            organisation.org_type, organisation.size_band = new.org_type, new.size_band
            organisation.country, organisation.city, organisation.cluster = new.country, new.city, new.cluster
            organisation.in_complex, organisation.year_established = new.in_complex, new.year_established
            organisation.website, organisation.website_domain = new.website, domain_of(new.website)
            organisation.registration_number = registration_key(new.registration_number)
            organisation.time_zone = new.time_zone
    except IntegrityError as error:  # two saved the same number at the same moment
        raise RuleViolation("organisation.number_taken") from error
    set_codes(organisation, "language", new.languages)


def _number_is_taken(organisation: Organisation, new: IdentityPart) -> bool:
    number = registration_key(new.registration_number)
    if number is None:
        return False
    statement = sa.select(Organisation.id).where(
        Organisation.country == new.country, Organisation.registration_number == number,
        Organisation.id != organisation.id,
    )  # fmt: skip
    return db.session.scalar(statement) is not None


def _write_about(organisation: Organisation, new: AboutPart) -> None:
    set_codes(organisation, "area", new.areas)
    set_codes(organisation, "stage", new.stages)
    written = {text.language: text for text in new.texts}
    for language in {*written, *(text.language for text in organisation.texts)}:
        row, said = _text_in(organisation, language), written.get(language)
        row.summary, row.description = (said.summary, said.description) if said else ("", "")
    _drop_empty_texts(organisation)


def _write_people(organisation: Organisation, new: PeoplePart) -> None:
    organisation.employees, organisation.rnd_headcount = new.employees, new.rnd_headcount
    organisation.contacts = [
        Contact(
            name=one.name, position=one.position, email=one.email, phone=one.phone, language=one.language,
            is_primary=one.is_primary,
        )
        for one in new.contacts
    ]  # fmt: skip


def _write_quality(organisation: Organisation, new: QualityPart) -> None:
    set_codes(organisation, "licence", new.licences)
    stored = {row.standard: row for row in organisation.qualities}
    kept: list[OrganisationQuality] = []
    for one in new.qualities:
        row = stored.get(one.standard) or OrganisationQuality(standard=one.standard)
        row.status, row.scope, row.issuer, row.valid_to = one.status, one.scope, one.issuer, one.valid_to
        kept.append(row)
    organisation.qualities = kept


def _write_visibility(organisation: Organisation, new: VisibilityPart) -> None:
    organisation.anonymity_tier = new.anonymity_tier
    organisation.has_international_experience = new.has_international_experience
    written = dict(new.experience)
    for language in {*written, *(text.language for text in organisation.texts)}:
        _text_in(organisation, language).international_experience = written.get(language, "")
    _drop_empty_texts(organisation)


def set_codes(organisation: Organisation, list_name: str, codes: Sequence[str]) -> None:
    """Let `organisation` carry exactly `codes` of `list_name`; rows that stay are not written again."""
    kept = [row for row in organisation.codes if row.list_name != list_name or row.code in codes]
    known = {row.code for row in kept if row.list_name == list_name}
    added = [OrganisationCode(list_name=list_name, code=code) for code in codes if code not in known]
    organisation.codes = [*kept, *added]


def _text_in(organisation: Organisation, language: str) -> OrganisationText:
    row = organisation.text(language)
    if row is None:
        row = OrganisationText(language=language, summary="", description="", international_experience="")
        organisation.texts.append(row)
    return row


def _drop_empty_texts(organisation: Organisation) -> None:
    organisation.texts = [
        text for text in organisation.texts if text.summary or text.description or text.international_experience
    ]
