"""The five parts of a profile as plain values: what a form gives, what is stored, and whether the two differ."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date

from matchmaker.organisations.models import Organisation, OrganisationText
from matchmaker.organisations.rules import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityPart:
    """Who the organisation is and where."""

    name_ko: str | None
    name_en: str | None
    other_names: tuple[str, ...]
    org_type: str | None
    size_band: str | None
    country: str
    city: str | None
    cluster: str
    in_complex: bool
    year_established: int | None
    website: str | None
    registration_number: str | None
    languages: tuple[str, ...]
    time_zone: str | None


@dataclass(frozen=True, slots=True)
class TextValue:
    """Summary and description in one language."""

    language: str
    summary: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPart:
    """What the organisation does. Texts only in languages in which something was written, by language."""

    areas: tuple[str, ...]
    stages: tuple[str, ...]
    texts: tuple[TextValue, ...]


@dataclass(frozen=True, slots=True)
class ContactValue:
    """A person to talk to."""

    name: str
    position: str
    email: str
    phone: str
    language: str
    is_primary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePart:
    """How many people, and whom to talk to."""

    employees: int | None
    rnd_headcount: int | None
    contacts: tuple[ContactValue, ...]


@dataclass(frozen=True, slots=True)
class QualityValue:
    """A standard and how far the organisation is with it."""

    standard: str
    status: str
    scope: str
    issuer: str
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityPart:
    """Standards, each once, and Korean licences."""

    qualities: tuple[QualityValue, ...]
    licences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibilityPart:
    """How much vetted members see unasked, and the work abroad. `experience`: (language, text) pairs."""

    anonymity_tier: int
    has_international_experience: bool | None
    experience: tuple[tuple[str, str], ...]


Part = IdentityPart | AboutPart | PeoplePart | QualityPart | VisibilityPart


def read(organisation: Organisation, step: Step) -> Part:
    """What is stored of the part that `step` fills in."""
    return _READERS[step](organisation)


def fingerprint(part: Part) -> str:
    """Equal for equal values: a form carries it to tell whether somebody else saved meanwhile."""
    return hashlib.sha256(repr(part).encode()).hexdigest()[:32]


def changed_fields(old: Part, new: Part) -> list[str]:
    """Names of the fields in which the two differ."""
    return [one.name for one in fields(old) if getattr(old, one.name) != getattr(new, one.name)]


def read_identity(organisation: Organisation) -> IdentityPart:
    """Who it is, as stored."""
    return IdentityPart(
        name_ko=organisation.name_ko, name_en=organisation.name_en, other_names=tuple(organisation.other_names),
        org_type=organisation.org_type, size_band=organisation.size_band, country=organisation.country,
        city=organisation.city, cluster=organisation.cluster, in_complex=organisation.in_complex,
        year_established=organisation.year_established, website=organisation.website,
        registration_number=organisation.registration_number, languages=_codes(organisation, "language"),
        time_zone=organisation.time_zone,
    )  # fmt: skip


def read_about(organisation: Organisation) -> AboutPart:
    """What it does, as stored."""
    texts = (TextValue(text.language, text.summary, text.description) for text in _by_language(organisation))
    return AboutPart(
        areas=_codes(organisation, "area"), stages=_codes(organisation, "stage"),
        texts=tuple(text for text in texts if text.summary or text.description),
    )  # fmt: skip


def read_people(organisation: Organisation) -> PeoplePart:
    """How many people and whom to talk to, as stored."""
    contacts = (
        ContactValue(row.name, row.position, row.email, row.phone, row.language, row.is_primary)
        for row in sorted(organisation.contacts, key=lambda row: row.id)
    )
    return PeoplePart(
        employees=organisation.employees, rnd_headcount=organisation.rnd_headcount, contacts=tuple(contacts)
    )


def read_quality(organisation: Organisation) -> QualityPart:
    """Standards and licences, as stored."""
    qualities = (
        QualityValue(row.standard, row.status, row.scope, row.issuer, row.valid_to)
        for row in sorted(organisation.qualities, key=lambda row: row.standard)
    )
    return QualityPart(qualities=tuple(qualities), licences=_codes(organisation, "licence"))


def read_visibility(organisation: Organisation) -> VisibilityPart:
    """What is shown unasked, as stored."""
    written = ((text.language, text.international_experience) for text in _by_language(organisation))
    return VisibilityPart(
        anonymity_tier=organisation.anonymity_tier,
        has_international_experience=organisation.has_international_experience,
        experience=tuple((language, text) for language, text in written if text),
    )


_READERS: dict[Step, Callable[[Organisation], Part]] = {
    Step.IDENTITY: read_identity,
    Step.ABOUT: read_about,
    Step.PEOPLE: read_people,
    Step.QUALITY: read_quality,
    Step.VISIBILITY: read_visibility,
}


def filled_fields(organisation: Organisation) -> frozenset[str]:
    """Which of the fields named in `rules.WANTED` are filled in."""
    columns = ("org_type", "size_band", "name_en", "city", "website", "year_established", "registration_number",
               "time_zone", "employees")  # fmt: skip
    english = organisation.text("en")
    present = {
        **{name: getattr(organisation, name) not in {None, ""} for name in columns},
        **{name: bool(organisation.codes_of(name)) for name in ("area", "stage", "language")},
        "summary": any(text.summary for text in organisation.texts),
        "description": any(text.summary and text.description for text in organisation.texts),
        "english_text": bool(organisation.name_en and english and english.summary),
        "contact": any(contact.is_primary and contact.email for contact in organisation.contacts),
        "quality": bool(organisation.qualities),
        "international_experience": organisation.has_international_experience is not None,
    }
    return frozenset(name for name, is_there in present.items() if is_there)


def _codes(organisation: Organisation, list_name: str) -> tuple[str, ...]:
    return tuple(sorted(organisation.codes_of(list_name)))


def _by_language(organisation: Organisation) -> list[OrganisationText]:
    return sorted(organisation.texts, key=lambda text: text.language)
