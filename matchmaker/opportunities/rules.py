"""States of an opportunity and the limits of its fields (Enterprise Europe Network names and limits)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation
from matchmaker.organisations.rules import DOMESTIC_COUNTRY


class OpportunityState(StrEnum):
    """Where an opportunity stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    PUBLISHED = "published"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


NEXT: Mapping[OpportunityState, frozenset[OpportunityState]] = {
    OpportunityState.DRAFT: frozenset({OpportunityState.SUBMITTED}),
    OpportunityState.SUBMITTED: frozenset(
        {OpportunityState.PUBLISHED, OpportunityState.NEEDS_INFO, OpportunityState.REFUSED, OpportunityState.DRAFT}
    ),
    OpportunityState.NEEDS_INFO: frozenset({OpportunityState.SUBMITTED}),
    OpportunityState.PUBLISHED: frozenset(
        {OpportunityState.EXPIRED, OpportunityState.WITHDRAWN, OpportunityState.SUBMITTED}
    ),
    OpportunityState.EXPIRED: frozenset({OpportunityState.SUBMITTED, OpportunityState.PUBLISHED}),
    OpportunityState.WITHDRAWN: frozenset({OpportunityState.DRAFT}),
    OpportunityState.REFUSED: frozenset({OpportunityState.DRAFT}),
}


def check_move(current: OpportunityState, new: OpportunityState) -> None:
    """Raise RuleViolation unless an opportunity may go from `current` to `new`."""
    if new not in NEXT[current]:
        raise RuleViolation("opportunity.bad_move", current=current.value, new=new.value)


EDITABLE = frozenset(
    {OpportunityState.DRAFT, OpportunityState.NEEDS_INFO, OpportunityState.PUBLISHED, OpportunityState.EXPIRED}
)
"""States in which the owner may change the contents; staff may also while it is submitted."""


def check_editable(state: OpportunityState, *, by_staff: bool) -> None:
    """Raise RuleViolation unless the contents may be changed now."""
    if state not in EDITABLE and not (by_staff and state is OpportunityState.SUBMITTED):
        raise RuleViolation("opportunity.not_editable")


DELETABLE = frozenset({OpportunityState.DRAFT, OpportunityState.NEEDS_INFO, OpportunityState.REFUSED})


def check_deletable(state: OpportunityState, reference: str | None) -> None:
    """Raise RuleViolation unless it may vanish without a trace: what was ever published is withdrawn instead."""
    if state not in DELETABLE or reference is not None:
        raise RuleViolation("opportunity.not_deletable")


EXTENSION_OPENS = timedelta(days=30)
"""How long before expiry an extension may be asked for (Enterprise Europe Network's rules)."""


def expiry_of(start: datetime, days: int, call_deadline: date | None) -> datetime:
    """When a publication from `start` ends: after `days`, or with the last day of its call if that is sooner."""
    by_rule = start + timedelta(days=days)
    if call_deadline is None:
        return by_rule
    return min(by_rule, datetime.combine(call_deadline + timedelta(days=1), time(), UTC))


def extended_expiry(
    expires_at: datetime, at: datetime, *, days: int, extended: bool, call_deadline: date | None
) -> datetime:
    """The new end of a publication that is extended at the moment `at`.

    Raises RuleViolation when it was extended before, when it is too early, or when its call ends no later.
    """
    if extended:
        raise RuleViolation("opportunity.extended_already")
    if at < expires_at - EXTENSION_OPENS:
        raise RuleViolation("opportunity.extension_too_early", days=EXTENSION_OPENS.days)
    later = expiry_of(expires_at, days, call_deadline)
    if later <= expires_at:
        raise RuleViolation("opportunity.call_over")
    return later


def reference_prefix(profile_type: str, country: str, on: date) -> str:
    """What comes before the number in a reference given on the day `on`."""
    return f"SH-{profile_type}-{country}-{on:%Y%m%d}-"


def next_reference(prefix: str, latest: str | None) -> str:
    """The reference after `latest`, the highest one with this `prefix` so far."""
    number = int(latest.removeprefix(prefix)) + 1 if latest else 1
    return f"{prefix}{number:03}"


class Gateway(StrEnum):
    """Direction through the gateway: Korean firms going out, or the world coming in to Siheung."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


def default_gateway(country: str) -> Gateway:
    """Korean organisations go out, the others come in, unless they say otherwise."""
    return Gateway.OUTBOUND if country == DOMESTIC_COUNTRY else Gateway.INBOUND


class Strength(StrEnum):
    """Whether a requirement excludes or only counts."""

    MUST = "must"
    SHOULD = "should"


TEXT_LIMITS = {
    "title": 256,
    "summary": 500,
    "description": 4000,
    "offer": 2000,
    "need": 2000,
    "advantages": 2000,
    "specification": 2000,
    "partner_role": 4000,
    "ipr_notes": 500,
}
"""Characters of each text field."""

CODE_LIMITS = {
    "area": 5,
    "modality": 5,
    "unit_operation": 10,
    "therapeutic_area": 5,
    "partnership_type": 3,
    "technology_keyword": 5,
    "market_keyword": 5,
    "sdg": 5,
    "sensitivity": 8,
    "initiative": 2,
    "target_class": 5,
    "data_licence": 3,
    "validation_partner": 5,
    "sought_org_type": 14,
    "sought_size_band": 7,
    "sought_country": 20,
    "sought_cluster": 6,
}
"""Codes that an opportunity may carry from each list; `sought_…` describe the partner wanted."""


AI_DRUG_DISCOVERY = "AIDD"
"""The area to which `AI_DRUG_LISTS` belong."""

AI_DRUG_LISTS = ("target_class", "data_licence", "validation_partner")
"""What is asked beside the usual of an opportunity in AI drug discovery."""

LEADING_TYPES = frozenset({"midsize", "large"})


def may_lead(org_type: str | None, *, is_anchor: bool) -> bool:
    """Whether an organisation can mark what it offers or needs as shared growth: it is large, or an anchor."""
    return is_anchor or org_type in LEADING_TYPES


def fitting_codes(codes: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """`codes` without those of AI drug discovery where the areas among them do not name it."""
    if AI_DRUG_DISCOVERY in codes.get("area", (AI_DRUG_DISCOVERY,)):
        return dict(codes)
    return {name: () if name in AI_DRUG_LISTS else listed for name, listed in codes.items()}


def code_list_of(list_name: str) -> str:
    """The coded list behind a list of `CODE_LIMITS`: `sought_country` holds codes of `country`."""
    return list_name.removeprefix("sought_")


ATTACHMENT_LIMIT = 10
"""Documents that one opportunity may carry."""

ATTACHMENT_BYTES = 4 * 1024 * 1024
"""Size of the largest document (4 MiB, the limit of the Enterprise Europe Network)."""

ROW_LIMIT = 20
"""Requirements, and comparisons with the best alternative, of one opportunity."""
