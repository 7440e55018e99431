"""The certificate of a demonstration that has passed: issued once, checked by its code, naming nobody unasked."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from matchmaker.demonstrations import queries
from matchmaker.demonstrations.models import AcceptanceCriterion, Certificate, CertificateParty, Demonstration
from matchmaker.demonstrations.rules import Operator
from matchmaker.demonstrations.sight import check_may_act
from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import redactor_of
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes.sight import sides_of

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that are taken for one another."""
GROUPS, GROUP = 3, 4


@dataclass(frozen=True, slots=True)
class Certified:
    """A criterion that was met at every site."""

    name: str
    operator: Operator
    target: Decimal
    unit: str
    before: Decimal | None
    values: tuple[Decimal, ...]
    """One for each site, in the order of `Facts.sites`."""


@dataclass(frozen=True, slots=True)
class CertifiedSite:
    """A site as the public may read it: an asset of the cluster by name, any other by its country alone."""

    asset_ko: str
    asset_en: str
    country: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a certificate says."""

    code: str
    issued_at: datetime
    title: str
    """Empty unless all parties let themselves be named."""
    first: date | None
    last: date | None
    parties: tuple[Organisation, ...]
    """Those that let themselves be named."""
    hidden: int
    """How many do not."""
    sites: tuple[CertifiedSite, ...]
    criteria: tuple[Certified, ...]
    evidence: int


def issue(row: Demonstration, *, actor_id: int | None) -> Certificate:
    """Certify a demonstration that has passed; both organisations carry it, neither is named before it says so."""
    evidence = sum(len(criterion.measurements) for criterion in row.criteria)
    certificate = Certificate(code=_code(), evidence=evidence)
    certificate.parties = [CertificateParty(organisation_id=side.id) for side in sides_of(row.introduction)]
    row.certificate = certificate
    db.session.flush()
    audit.record("demonstration.certified", certificate, actor_id=actor_id)
    return certificate


def _code() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS))


def show_name(row: Demonstration, shows: bool, *, by: Reader) -> None:
    """Let the public read the own name on the certificate, or not any more; who is not approved may still hide it.

    Raises NotFound, RuleViolation.
    """
    if shows:
        check_may_act(by)
    if row.certificate is None:
        raise NotFound("not_found")
    party = next((one for one in row.certificate.parties if one.organisation_id == by.side_id), None)
    if party is None:
        raise RuleViolation("demonstration.names_itself")
    party.shows_name = shows
    audit.record("demonstration.name_shown" if shows else "demonstration.name_hidden", party,
                 actor_id=by.actor.user_id)  # fmt: skip


def certificate_by(code: str) -> Certificate:
    """A certificate by its code, however it is written. Raises NotFound."""
    letters = "".join(code.upper().split()).replace("-", "")
    written = "-".join(letters[n : n + GROUP] for n in range(0, GROUPS * GROUP, GROUP))
    if len(letters) != GROUPS * GROUP or not set(letters) <= set(LETTERS):
        raise NotFound("not_found")
    found = db.session.scalars(queries.certificate(written)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def facts_of(certificate: Certificate) -> Facts:
    """What the certificate says to the public: names of those alone who agreed, all others struck out of its words."""
    row = db.session.scalars(queries.one(certificate.demonstration_id)).one()
    named = tuple(party.organisation for party in certificate.parties if party.shows_name)
    hidden = [party.organisation for party in certificate.parties if not party.shows_name]
    return Facts(
        code=certificate.code, issued_at=certificate.issued_at, title="" if hidden else row.title,
        first=row.starts_on, last=row.ends_on, parties=named, hidden=len(hidden), sites=_sites(row),
        criteria=tuple(_certified(one, row, hidden) for one in row.criteria), evidence=certificate.evidence,
    )  # fmt: skip


def _sites(row: Demonstration) -> tuple[CertifiedSite, ...]:
    return tuple(
        CertifiedSite(site.asset.name_ko, site.asset.name_en, "KR") if site.asset else
        CertifiedSite("", "", site.side.country)
        for site in row.sites
    )  # fmt: skip


def _certified(one: AcceptanceCriterion, row: Demonstration, hidden: list[Organisation]) -> Certified:
    name, unit = one.name, one.unit
    for organisation in hidden:
        strike = redactor_of(organisation)
        name, unit = strike(name), strike(unit)
    values = {measurement.site_id: measurement.value for measurement in one.measurements}
    return Certified(name, one.operator, one.target, unit, one.before,
                     tuple(values[site.id] for site in row.sites if site.id in values))  # fmt: skip
