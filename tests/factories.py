"""Rows for tests, made the short way where the way there is not what is tested."""

from datetime import timedelta
from itertools import count

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from matchmaker.opportunities.models import Opportunity, OpportunityCode, OpportunityText
from matchmaker.opportunities.rules import Gateway, OpportunityState
from matchmaker.organisations.models import Contact, Membership, Organisation, OrganisationCode, OrganisationText
from matchmaker.organisations.rules import MembershipState, VettingState

_number = count(1)
ANY_HASH = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$0000000000000000000000"


def make_user(role: Role = Role.MEMBER, **values: object) -> User:
    """A person with a confirmed address; staff with the second factor set up."""
    n = next(_number)
    fields: dict[str, object] = {
        "email": f"person{n}@firm{n}.example", "full_name": f"Person {n}", "password_hash": ANY_HASH, "role": role,
        "email_confirmed_at": now(), "locale": "en", "time_zone": "Asia/Seoul",
        "cluster": "BOSTON" if role is Role.CO_BROKER else None,
    }  # fmt: skip
    if role is not Role.MEMBER:
        fields |= {"totp_secret": "sealed", "totp_confirmed_at": now()}
    user = User(**(fields | values))
    db.session.add(user)
    db.session.flush()
    return user


def make_organisation(
    *,
    country: str = "KR",
    state: VettingState = VettingState.APPROVED,
    member: User | None = None,
    areas: tuple[str, ...] = ("CGT",),
    summary: str = "",
    **values: object,
) -> Organisation:
    """An approved organisation, Korean unless said otherwise; `member` speaks for it."""
    n = next(_number)
    domestic = country == "KR"
    fields: dict[str, object] = {
        "name_en": f"Organisation {n}", "name_ko": f"기관 {n}" if domestic else None, "org_type": "startup",
        "size_band": "small", "country": country, "cluster": "SIHEUNG" if domestic else "BOSTON",
        "city": "Siheung" if domestic else "Boston", "state": state,
        "time_zone": "Asia/Seoul" if domestic else "America/New_York",
    }  # fmt: skip
    organisation = Organisation(**(fields | values))
    organisation.texts.append(OrganisationText(language="en", summary=summary or f"What organisation {n} does."))
    organisation.codes.extend(OrganisationCode(list_name="area", code=code) for code in areas)
    organisation.contacts.append(Contact(name=f"Contact {n}", email=f"contact{n}@firm{n}.example", is_primary=True))
    if member is not None:
        organisation.memberships.append(Membership(user=member, state=MembershipState.ACTIVE))
    db.session.add(organisation)
    db.session.flush()
    return organisation


def make_opportunity(
    organisation: Organisation,
    *,
    profile_type: str = "TO",
    state: OpportunityState = OpportunityState.PUBLISHED,
    title: str = "",
    offer: str = "",
    need: str = "",
    language: str = "en",
    codes: dict[str, tuple[str, ...]] | None = None,
    **values: object,
) -> Opportunity:
    """A published opportunity of `organisation`; an offer unless `need` is given."""
    n = next(_number)
    fields: dict[str, object] = {
        "profile_type": profile_type, "state": state,
        "gateway": Gateway.OUTBOUND if organisation.country == "KR" else Gateway.INBOUND,
    }  # fmt: skip
    if state is OpportunityState.PUBLISHED:
        fields |= {
            "published_at": now(), "expires_at": now() + timedelta(days=365),
            "reference": f"SH-{profile_type}-{organisation.country}-20261122-{n:03}",
        }  # fmt: skip
    opportunity = Opportunity(organisation=organisation, **(fields | values))
    opportunity.texts.append(
        OpportunityText(
            language=language,
            title=title or f"Opportunity {n}",
            summary="A summary.",
            offer=offer or ("" if need else "A thing."),
            need=need,
        )
    )
    chosen = {"area": ("CGT",), "partnership_type": ("commercial",), "sensitivity": ("none",)} | (codes or {})
    opportunity.codes.extend(
        OpportunityCode(list_name=name, code=code) for name, values_ in chosen.items() for code in values_
    )
    db.session.add(opportunity)
    db.session.flush()
    return opportunity
