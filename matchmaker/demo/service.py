"""Loads the demo cluster; what is there already stays as it is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from matchmaker.accounts import passwords
from matchmaker.accounts.consents import give_consent
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import ConsentPurpose
from matchmaker.accounts.service import find_by_email
from matchmaker.demo.reader import DemoData
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from matchmaker.opportunities.drafting import measure
from matchmaker.opportunities.models import (
    BestAlternative,
    Opportunity,
    OpportunityCode,
    OpportunityRequirement,
    OpportunityText,
)
from matchmaker.opportunities.publication import give_reference
from matchmaker.opportunities.rules import Gateway, OpportunityState, Strength
from matchmaker.organisations.models import (
    Contact,
    Membership,
    Organisation,
    OrganisationCode,
    OrganisationQuality,
    OrganisationText,
)
from matchmaker.organisations.names import domain_of
from matchmaker.organisations.parts import filled_fields
from matchmaker.organisations.rules import MembershipState, VettingState, completeness

SOURCE = "demo"
PASSWORD = "siheung-demo-2026"  # noqa: S105 - printed on the screen: it opens fictional accounts only
FIRM = "firm@gateway.example"
PARTNER = "partner@gateway.example"
BROKER = "broker@gateway.example"
FIRM_KEY = "yeonseong-bioprocess"
PARTNER_KEY = "quillen-cell"
BROKER_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - as above

OPPORTUNITY_LISTS = {
    "areas": "area", "modalities": "modality", "unit_operations": "unit_operation",
    "therapeutic_areas": "therapeutic_area", "partnership_types": "partnership_type", "sensitivity": "sensitivity",
    "technology_keywords": "technology_keyword", "market_keywords": "market_keyword", "sdg": "sdg",
    "target_classes": "target_class", "data_licences": "data_licence", "validation_partners": "validation_partner",
    "initiatives": "initiative",
}  # fmt: skip
SOUGHT_LISTS = {
    "org_types": "sought_org_type", "sizes": "sought_size_band", "countries": "sought_country",
    "clusters": "sought_cluster",
}  # fmt: skip
ORGANISATION_LISTS = {"areas": "area", "stages": "stage", "licences": "licence", "languages": "language"}
ORGANISATION_PLAIN = (
    "name_ko", "name_en", "org_type", "size_band", "country", "city", "cluster", "year_established", "employees",
    "rnd_headcount", "website", "time_zone",
)  # fmt: skip
OPPORTUNITY_PLAIN = (
    "profile_type", "stage_now", "stage_next", "stage_of_development", "trl", "trl_scheme", "development_phase",
    "ipr_status", "ip_terms", "budget_band", "quantity", "timing_from", "timing_to",
)  # fmt: skip
TEXT_FIELDS = ("title", "summary", "description", "offer", "need", "advantages", "specification", "partner_role",
               "ipr_notes")  # fmt: skip


def load(data: DemoData, progress: Callable[[], None]) -> int:
    """Add the organisations of `data` that are not there yet; the number added.

    `progress` is called once for each.
    """
    added = 0
    known = set(db.session.scalars(sa.select(Organisation.source_key).where(Organisation.source == SOURCE)))
    for entry in data.organisations:
        if entry["key"] not in known:
            _add_organisation(entry)
            added += 1
        progress()
    db.session.flush()
    return added


def _add_organisation(entry: dict[str, Any]) -> None:
    organisation = _organisation(entry)
    db.session.add(organisation)
    opportunities = [_opportunity(organisation, opportunity) for opportunity in entry.get("opportunity", [])]
    for opportunity in opportunities:
        db.session.add(opportunity)
        db.session.flush()
        give_reference(opportunity, at=now())
        opportunity.state = OpportunityState.PUBLISHED
    db.session.flush()
    organisation.completeness = completeness(filled_fields(organisation))
    for opportunity in opportunities:
        measure(opportunity)


def _plain(entry: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: entry[name] for name in names if entry.get(name) not in (None, "")}


def _organisation(entry: dict[str, Any]) -> Organisation:
    organisation = Organisation(
        **_plain(entry, ORGANISATION_PLAIN), source=SOURCE, source_key=entry["key"],
        other_names=entry.get("other_names", []), in_complex=entry.get("in_complex", False),
        is_anchor=entry.get("is_anchor", False), website_domain=domain_of(entry.get("website")),
        has_international_experience=entry.get("international_experience"),
        anonymity_tier=0 if entry.get("anonymous") else 1,
        state=VettingState.APPROVED, submitted_at=now(), decided_at=now(),
    )  # fmt: skip
    organisation.texts = [
        OrganisationText(language=language, **_plain(text, ("summary", "description", "international_experience")))
        for language, text in entry.get("text", {}).items()
    ]
    organisation.codes = [
        OrganisationCode(list_name=list_name, code=code)
        for field, list_name in ORGANISATION_LISTS.items()
        for code in entry.get(field, [])
    ]
    organisation.qualities = [OrganisationQuality(**quality) for quality in entry.get("quality", [])]
    if "contact" in entry:
        organisation.contacts = [Contact(**entry["contact"], is_primary=True)]
    return organisation


def _opportunity(organisation: Organisation, entry: dict[str, Any]) -> Opportunity:
    call = entry.get("call", {})
    opportunity = Opportunity(
        organisation=organisation, **_plain(entry, OPPORTUNITY_PLAIN), gateway=Gateway(entry["gateway"]),
        state=OpportunityState.SUBMITTED, submitted_at=now(), decided_at=now(),
        published_at=now(), expires_at=now() + timedelta(days=365), anonymity_tier=organisation.anonymity_tier,
        call_framework=call.get("framework"), call_identifier=call.get("identifier"), call_url=call.get("url"),
        call_coordinator_required=call.get("coordinator_required"), call_weeks=call.get("weeks"),
        call_interest_deadline=call.get("deadline_interest"), call_deadline=call.get("deadline_call"),
    )  # fmt: skip
    opportunity.texts = [
        OpportunityText(language=language, **_plain(text, TEXT_FIELDS)) for language, text in entry["text"].items()
    ]
    opportunity.codes = [
        OpportunityCode(list_name=list_name, code=code)
        for source, names in ((entry, OPPORTUNITY_LISTS), (entry.get("sought", {}), SOUGHT_LISTS))
        for field, list_name in names.items()
        for code in source.get(field, [])
    ]
    opportunity.requirements = [_requirement(one) for one in entry.get("requirement", [])]
    opportunity.alternatives = [BestAlternative(**one) for one in entry.get("alternative", [])]
    return opportunity


def _requirement(entry: dict[str, Any]) -> OpportunityRequirement:
    value = entry["value"]
    return OpportunityRequirement(
        field=entry["field"], operator=entry["operator"],
        value=[str(one) for one in value] if isinstance(value, list) else [str(value)],
        unit=entry.get("unit", ""), strength=Strength(entry["strength"]), note=entry.get("note", ""),
    )  # fmt: skip


def make_logins(firm_key: str, partner_key: str) -> None:
    """The three people of the demo: they speak for the organisations with these keys, and broker."""
    _member(FIRM, "김시흥", "ko", "Asia/Seoul", firm_key)
    _member(PARTNER, "Alex Morgan", "en", "America/New_York", partner_key)
    if find_by_email(BROKER) is None:
        broker = _user(BROKER, "이담당", "ko", "Asia/Seoul", Role.BROKER)
        broker.totp_secret, broker.totp_confirmed_at = passwords.seal(BROKER_SECRET), now()


def _user(email: str, name: str, locale: str, zone: str, role: Role) -> User:
    user = User(
        email=email, full_name=name, locale=locale, time_zone=zone, role=role, email_confirmed_at=now(),
        password_hash=passwords.hash_password(PASSWORD),
    )  # fmt: skip
    db.session.add(user)
    db.session.flush()
    for purpose in ConsentPurpose:
        give_consent(user, purpose)
    return user


def _member(email: str, name: str, locale: str, zone: str, key: str) -> None:
    if find_by_email(email) is not None:
        return
    organisation = db.session.scalars(
        sa.select(Organisation).where(Organisation.source == SOURCE, Organisation.source_key == key)
    ).one()
    user = _user(email, name, locale, zone, Role.MEMBER)
    db.session.add(Membership(user=user, organisation=organisation, state=MembershipState.ACTIVE))
    db.session.flush()
