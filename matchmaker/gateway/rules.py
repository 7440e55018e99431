"""Rules of the gateway: steps of the funnels, their balance, what may be published of small numbers; pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from matchmaker.opportunities.rules import Gateway

FEWEST_SHOWN = 3
"""A smaller count is told to the public as “fewer than 3” only: it could point at somebody."""


class Step(StrEnum):
    """What became of a pair of a domestic and an overseas organisation, from the first step to the last."""

    SUGGESTED = "suggested"
    INTEREST = "interest"
    INTRODUCED = "introduced"
    MET = "met"
    CLAIMED = "claimed"
    AUDITED = "audited"


STEPS = tuple(Step)
Counts = Mapping[Step, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A step of one funnel: how many pairs, and how many of the step before went on to it."""

    step: Step
    pairs: int
    went_on: int
    before: int

    @property
    def share(self) -> float | None:
        """went_on / before, 0 to 1; None at the first step and where nothing was before."""
        return self.went_on / self.before if self.before else None


def funnel(counts: Counts, went_on: Counts) -> tuple[Line, ...]:
    """The lines of a funnel; `went_on` holds, by step, how many of its pairs are also in the step before."""
    lines = []
    before = 0
    for step in STEPS:
        lines.append(Line(step, counts.get(step, 0), went_on.get(step, 0), before))
        before = counts.get(step, 0)
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Balance:
    """How much goes out for each that comes in."""

    outbound: int
    inbound: int

    @property
    def ratio(self) -> float | None:
        """outbound / inbound; None while nothing comes in."""
        return self.outbound / self.inbound if self.inbound else None


def balances(by_gateway: Mapping[Gateway, Counts]) -> dict[Step, Balance]:
    """The balance at each step."""
    out, into = by_gateway.get(Gateway.OUTBOUND, {}), by_gateway.get(Gateway.INBOUND, {})
    return {step: Balance(out.get(step, 0), into.get(step, 0)) for step in STEPS}


def is_shown(count: int) -> bool:
    """Whether the public may read the number itself: none, or enough to point at nobody."""
    return count == 0 or count >= FEWEST_SHOWN


ARTIFICIAL_INTELLIGENCE = frozenset({"AIDD", "AIMFG"})
BIO = frozenset({"CGT", "BIOPHARMA", "PRECMED", "REGEN", "CLINICAL", "IVD", "BIOPRINT"})
EQUIPMENT = frozenset({"BPE", "AUTO", "QC", "MPE"})
HYBRID_PARTS = (ARTIFICIAL_INTELLIGENCE, BIO, EQUIPMENT)
"""Codes of `area`: what an AI–bio–manufacturing hybrid has at least one of each."""


def is_hybrid(areas: Collection[str]) -> bool:
    """Whether these areas, of one opportunity or of a team, cover artificial intelligence, bio and equipment."""
    return all(not part.isdisjoint(areas) for part in HYBRID_PARTS)


SMALL_SIZES = frozenset({"micro", "small", "medium"})
"""Codes of `size_band` that are small or medium-sized firms (fewer than 250 people)."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        """part / whole, 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None


def small_firms(sizes: Iterable[str | None]) -> Share:
    """How many of deals, each given by the size of its domestic side, are those of small and medium-sized firms."""
    listed = list(sizes)
    return Share(sum(1 for size in listed if size in SMALL_SIZES), len(listed))


@dataclass(frozen=True, slots=True)
class Wait:
    """How long something took: the median in days, over how many."""

    days: float | None
    count: int


def waits(spans: Iterable[tuple[datetime, datetime]]) -> Wait:
    """The median of the time between two moments; what ended before it began counts as no time at all."""
    days = [max(0.0, (end - start).total_seconds() / 86_400) for start, end in spans]
    return Wait(median(days) if days else None, len(days))


class Temperature(StrEnum):
    """How warm a relation is."""

    COLD = "cold"
    WARM = "warm"
    HOT = "hot"


class AgreementKind(StrEnum):
    """What was signed with a partner."""

    NONE = "none"
    MOU = "mou"
    LOI = "loi"
    CONTRACT = "contract"
    PROGRAMME = "programme"


class Measure(StrEnum):
    """What the service counts for a goal by itself; `MANUAL` is entered by staff."""

    MANUAL = "manual"
    INTRODUCED_OUT = "introduced_outbound"
    INTRODUCED_IN = "introduced_inbound"
    MET = "met"
    AUDITED_OUT = "audited_outbound"
    AUDITED_IN = "audited_inbound"


COUNTED: Mapping[Measure, tuple[Step, tuple[Gateway, ...]]] = {
    Measure.INTRODUCED_OUT: (Step.INTRODUCED, (Gateway.OUTBOUND,)),
    Measure.INTRODUCED_IN: (Step.INTRODUCED, (Gateway.INBOUND,)),
    Measure.MET: (Step.MET, (Gateway.OUTBOUND, Gateway.INBOUND)),
    Measure.AUDITED_OUT: (Step.AUDITED, (Gateway.OUTBOUND,)),
    Measure.AUDITED_IN: (Step.AUDITED, (Gateway.INBOUND,)),
}
"""The step and the directions whose pairs a measure counts over a year."""

TEASER_MAX = 200
TITLE_MAX = 200
TEXT_MAX = 1000
UNIT_MAX = 40
YEARS = (2020, 2050)
"""First and last year for which a goal can have a number."""
