"""What a broker looks at before deciding: is it a real organisation, and is it not here already."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor
from matchmaker.organisations import queries, service
from matchmaker.organisations.duplicates import Duplicate, DuplicateIndex, Reason
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.names import is_same_owner, mail_domain


class Check(StrEnum):
    """Points of the checklist."""

    MAIL_DOMAIN = "mail_domain"
    REGISTRATION_NUMBER = "registration_number"
    ENGLISH_TEXT = "english_text"
    NO_DUPLICATE = "no_duplicate"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One point: whether it speaks for the organisation, and what was found."""

    check: Check
    is_good: bool
    found: str = ""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A possible duplicate; `organisation` is None when it is not in the reader's care."""

    reasons: tuple[Reason, ...]
    likeness: float
    organisation: Organisation | None


def gather(organisation: Organisation, addresses: Sequence[str], alike: Sequence[Resemblance]) -> list[Evidence]:
    """The checklist of `organisation`; `addresses` are its members' and contacts' mail addresses."""
    english = organisation.text("en")
    return [
        _mail_evidence(organisation.website_domain, addresses),
        Evidence(
            Check.REGISTRATION_NUMBER, bool(organisation.registration_number), organisation.registration_number or ""
        ),
        Evidence(Check.ENGLISH_TEXT, bool(organisation.name_en and english and english.summary)),
        Evidence(Check.NO_DUPLICATE, not alike),
    ]


def _mail_evidence(website_domain: str | None, addresses: Sequence[str]) -> Evidence:
    domains = sorted({domain for address in addresses if (domain := mail_domain(address))})
    fitting = [domain for domain in domains if is_same_owner(domain, website_domain)]
    return Evidence(Check.MAIL_DOMAIN, bool(fitting), ", ".join(fitting or domains))


def addresses_of(organisation: Organisation) -> list[str]:
    """Mail addresses of the organisation's members and contacts."""
    members = [member.user.email for member in db.session.scalars(queries.memberships_of(organisation.id))]
    return members + [contact.email for contact in organisation.contacts if contact.email]


def resemblances_of(organisation: Organisation, index: DuplicateIndex, staff: Actor) -> list[Resemblance]:
    """Organisations that may be the same one, the surest first; those of other clusters without their names."""
    return [_resemblance(found, staff) for found in index.find(service.as_candidate(organisation))]


def _resemblance(found: Duplicate, staff: Actor) -> Resemblance:
    other = db.session.get(Organisation, found.candidate.key)
    in_care = other is not None and staff.serves(other.cluster)
    return Resemblance(found.reasons, found.likeness, other if in_care else None)
