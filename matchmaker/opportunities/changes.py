"""What a page of the writing changes, and the limits that it must keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matchmaker.foundation.codes import is_known
from matchmaker.foundation.errors import RuleViolation
from matchmaker.opportunities.demands import Demand, check_demand
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.profile_types import profile_type
from matchmaker.opportunities.rules import CODE_LIMITS, ROW_LIMIT, TEXT_LIMITS, Gateway, code_list_of, may_lead


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row of the comparison with the leading alternative."""

    alternative: str
    metric: str
    ours: str
    theirs: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What one page changes: texts by language and field, codes by list, single values; rows only where not None."""

    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    demands: Sequence[Demand] | None = None
    comparisons: Sequence[Comparison] | None = None


CODED_VALUES = {
    "stage_now": "stage", "stage_next": "stage", "stage_of_development": "stage_of_development",
    "trl_scheme": "trl_scheme", "development_phase": "development_phase", "ipr_status": "ipr_status",
    "ip_terms": "ip_terms", "budget_band": "budget_band",
}  # fmt: skip
"""Single values that are codes, with their lists."""

OTHER_VALUES = frozenset(
    {"gateway", "open_for_interest", "anonymity_tier", "trl", "quantity", "timing_from", "timing_to", "video_url",
     "call_framework", "call_identifier", "call_url", "call_coordinator_required", "call_interest_deadline",
     "call_deadline", "call_weeks"}
)  # fmt: skip
UNSEEN_VALUES = frozenset({"open_for_interest", "video_url", "budget_band", "quantity"})
"""Values that neither the matching nor a broker's approval looks at."""


def check(changes: Changes, opportunity: Opportunity) -> None:
    """Raise RuleViolation for the first limit that `changes` break."""
    for texts in changes.texts.values():
        for name, said in texts.items():
            if len(said) > TEXT_LIMITS[name]:
                raise RuleViolation("opportunity.text_too_long", limit=TEXT_LIMITS[name])
    for name, codes in changes.codes.items():
        check_codes(name, codes)
    _check_for_this_one(changes, opportunity)
    for demand in changes.demands or ():
        check_demand(demand, is_known=is_known)
    if max(len(changes.demands or ()), len(changes.comparisons or ())) > ROW_LIMIT:
        raise RuleViolation("opportunity.too_many_rows", limit=ROW_LIMIT)
    _check_values(changes.values)


def check_codes(name: str, codes: Sequence[str]) -> None:
    """Raise RuleViolation when there are more codes than allowed, or one that is not in the list."""
    if len(set(codes)) > CODE_LIMITS[name]:
        raise RuleViolation("opportunity.too_many_codes", limit=CODE_LIMITS[name])
    if not all(is_known(code_list_of(name), code) for code in codes):
        raise RuleViolation("opportunity.unknown_code")
    if name == "sensitivity" and len(set(codes)) > 1 and set(codes) & {"none", "unknown"}:
        raise RuleViolation("opportunity.sensitivity_alone")


def _check_for_this_one(changes: Changes, opportunity: Opportunity) -> None:
    allowed = profile_type(opportunity.profile_type).partnership_types
    if not set(changes.codes.get("partnership_type", ())) <= set(allowed):
        raise RuleViolation("opportunity.partnership_not_allowed")
    owner, marks = opportunity.organisation, set(changes.codes.get("initiative", ()))
    if marks - set(opportunity.codes_of("initiative")) and not may_lead(owner.org_type, is_anchor=owner.is_anchor):
        raise RuleViolation("opportunity.initiative_of_large")
    gateway = changes.values.get("gateway", opportunity.gateway)
    countries = changes.codes.get("sought_country", opportunity.codes_of("sought_country"))
    if gateway == Gateway.OUTBOUND and owner.country in countries:
        raise RuleViolation("opportunity.own_country")


def _check_values(values: Mapping[str, object]) -> None:
    if not set(values) <= {*CODED_VALUES, *OTHER_VALUES}:
        raise ValueError(f"no such values: {set(values) - {*CODED_VALUES, *OTHER_VALUES}}")
    for name, list_name in CODED_VALUES.items():
        code = values.get(name)
        if code is not None and not is_known(list_name, str(code)):
            raise RuleViolation("opportunity.unknown_code")
    if values.get("trl") is not None and values.get("trl_scheme") is None:
        raise RuleViolation("opportunity.trl_without_scheme")
    start, end = values.get("timing_from"), values.get("timing_to")
    if start is not None and end is not None and str(end) < str(start):
        raise RuleViolation("opportunity.timing_order")
    if not all(str(values.get(name) or "https://").startswith("https://") for name in ("video_url", "call_url")):
        raise RuleViolation("opportunity.https_only")
