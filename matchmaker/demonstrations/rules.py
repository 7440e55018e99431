"""Joint demonstrations: states, what a plan must say, when it may run, and what its measurements prove; pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from matchmaker.foundation.errors import RuleViolation

TITLE_MAX = 200
TEXT_MAX = 4000
LINE_MAX = 200
REASON_MAX = 1000
ROWS_MAX = 12
WHOLE = Decimal(100)
NUMBER_MAX = Decimal(10) ** 12


class State(StrEnum):
    """Where a demonstration stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    SIGNED_OFF = "signed_off"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    STOPPED = "stopped"


S = State
NEXT: Mapping[State, frozenset[State]] = {
    S.DRAFT: frozenset({S.PROPOSED, S.STOPPED}),
    S.PROPOSED: frozenset({S.DRAFT, S.SIGNED_OFF, S.STOPPED}),
    S.SIGNED_OFF: frozenset({S.DRAFT, S.RUNNING, S.STOPPED}),
    S.RUNNING: frozenset({S.PASSED, S.FAILED, S.STOPPED}),
    S.PASSED: frozenset(),
    S.FAILED: frozenset(),
    S.STOPPED: frozenset(),
}
EDITABLE = frozenset({S.DRAFT, S.PROPOSED, S.SIGNED_OFF})
"""States in which the plan may change; outside a draft a change takes it back to one, and sign-offs are void."""
ENDED = frozenset({S.PASSED, S.FAILED, S.STOPPED})


def check_move(current: State, new: State) -> None:
    """Raise RuleViolation unless a demonstration may go from `current` to `new`."""
    if new not in NEXT[current]:
        raise RuleViolation("demonstration.bad_move", current=current.value, new=new.value)


class Operator(StrEnum):
    """How a measured value must stand to its target."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EQUAL = "equal"


class Verdict(StrEnum):
    """Go on, or not."""

    GO = "go"
    NO_GO = "no_go"


class Deed(StrEnum):
    """A line of the history."""

    STARTED = "started"
    EDITED = "edited"
    VOIDED = "voided"
    PROPOSED = "proposed"
    SIGNED = "signed"
    GO = "go"
    NO_GO = "no_go"
    MEASURED = "measured"
    PASSED = "passed"
    FAILED = "failed"


class Part(StrEnum):
    """What a plan must say before it is proposed."""

    HYPOTHESIS = "hypothesis"
    PROTOCOL = "protocol"
    SITE_HERE = "site_here"
    SITE_ABROAD = "site_abroad"
    CRITERIA = "criteria"
    SHARES = "shares"
    IP_TERMS = "ip_terms"
    DATA_TERMS = "data_terms"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Site:
    """Where it runs: an asset of the cluster, or a place; the side in charge signs for it."""

    side_id: int
    asset_id: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the flow of samples and biomaterials."""

    material: str
    origin: str = ""
    goal: str = ""
    quantity: str = ""
    needs_permit: bool = False
    permit: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What must be measured for it to pass; `before` is the value without what is being demonstrated."""

    name: str
    operator: Operator
    target: Decimal
    unit: str = ""
    before: Decimal | None = None

    def is_met(self, value: Decimal) -> bool:
        """Whether a measured value meets the target."""
        if self.operator is Operator.EQUAL:
            return value == self.target
        return value >= self.target if self.operator is Operator.AT_LEAST else value <= self.target


@dataclass(frozen=True, slots=True)
class Share:
    """Who bears which part of the cost, in percent."""

    payer: str
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole text that both sites sign."""

    title: str
    hypothesis: str = ""
    protocol: str = ""
    ip_terms: str = ""
    data_terms: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    sites: tuple[Site, ...] = ()
    steps: tuple[Step, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    shares: tuple[Share, ...] = ()


def check_plan(plan: Plan, *, sides: Collection[int]) -> None:
    """Raise RuleViolation for a plan that cannot be kept, complete or not."""
    if not plan.title:
        raise RuleViolation("demonstration.title_needed")
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        raise RuleViolation("demonstration.dates_order")
    if max(map(len, (plan.sites, plan.steps, plan.criteria, plan.shares))) > ROWS_MAX:
        raise RuleViolation("demonstration.too_many_rows", most=ROWS_MAX)
    if any(site.side_id not in sides for site in plan.sites):
        raise RuleViolation("demonstration.unknown_side")
    numbers = [one for row in plan.criteria for one in (row.target, row.before) if one is not None]
    if not all(is_number(one) for one in numbers):
        raise RuleViolation("demonstration.number_out_of_range")
    if not all(is_number(share.percent) and 0 < share.percent <= WHOLE for share in plan.shares):
        raise RuleViolation("demonstration.share_out_of_range")


def is_number(value: Decimal) -> bool:
    """Whether a value can be kept: finite, of at most twelve digits before the point and six behind it."""
    return value.is_finite() and abs(value) < NUMBER_MAX and value == round(value, 6)


def is_whole(shares: Iterable[Share]) -> bool:
    """Whether the shares are the whole cost, to the last hundredth of a percent."""
    return sum((share.percent for share in shares), Decimal(0)) == WHOLE


def lacking(plan: Plan, *, domestic_side: int) -> list[Part]:
    """What a plan does not say yet; `domestic_side`: the id of the organisation in Korea."""
    said = {
        Part.HYPOTHESIS: bool(plan.hypothesis), Part.PROTOCOL: bool(plan.protocol),
        Part.SITE_HERE: any(site.asset_id is not None and site.side_id == domestic_side for site in plan.sites),
        Part.SITE_ABROAD: any(site.asset_id is None and site.side_id != domestic_side for site in plan.sites),
        Part.CRITERIA: bool(plan.criteria), Part.SHARES: is_whole(plan.shares),
        Part.IP_TERMS: bool(plan.ip_terms), Part.DATA_TERMS: bool(plan.data_terms),
        Part.DATES: plan.starts_on is not None and plan.ends_on is not None,
    }  # fmt: skip
    return [part for part, is_said in said.items() if not is_said]


def is_signed_off(signed: Collection[int | None], version: int) -> bool:
    """Whether every site has signed exactly the present version; `signed`: the version each site has signed."""
    return bool(signed) and all(one == version for one in signed)


def check_runnable(*, signed_off: bool, lights_clear: bool, flow_clear: bool, permits_named: bool) -> None:
    """Raise RuleViolation unless it may run; the opening of its assets is asked apart, as they have dates to tell."""
    for holds, code in (
        (signed_off, "demonstration.not_signed_off"), (lights_clear, "demonstration.light_in_the_way"),
        (flow_clear, "demonstration.biomaterials_unknown"), (permits_named, "demonstration.permit_missing"),
    ):  # fmt: skip
        if not holds:
            raise RuleViolation(code)


def result(criteria: Sequence[Criterion], measured: Sequence[Sequence[Decimal | None]]) -> State | None:
    """PASSED when every criterion is met at every site, FAILED when all are measured and one is not; None before.

    `measured[n]` holds the values of criterion n, one for each site.
    """
    if not criteria or any(value is None for row in measured for value in row) or not all(measured):
        return None
    values = [(one, value) for one, row in zip(criteria, measured, strict=True) for value in row if value is not None]
    return S.PASSED if all(one.is_met(value) for one, value in values) else S.FAILED


class Trust(IntEnum):
    """How far what an organisation says of itself was shown to be so; each level holds all that lie beneath it."""

    LISTED = 0
    """Entered."""
    VETTED = 1
    """The agency has approved the profile."""
    PROVEN = 2
    """The agency has audited the evidence of at least one outcome."""
    DEMONSTRATED = 3
    """A joint demonstration in two countries has met its criteria at every site."""


def trust(*, is_vetted: bool, audited: int, certificates: int) -> Trust:
    """The level that the facts give; without vetting nothing else counts."""
    if not is_vetted:
        return Trust.LISTED
    if certificates:
        return Trust.DEMONSTRATED
    return Trust.PROVEN if audited else Trust.VETTED
