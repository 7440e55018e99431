"""What a question of site feasibility and its answer must keep, and what follows from the two; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation

REQUEST_KIND = "site_feasibility"
"""The kind of asset request that carries a sheet."""

PHASES = ("ind", "phase_1", "phase_2", "phase_3", "bla_nda", "approved", "marketed")
"""Codes of `development_phase` in which studies on people are planned or run."""

LINE_MAX, TEXT_MAX = 300, 2000
TITLE_MAX = 200
PARTICIPANTS = (1, 100_000)
MONTHS = (1, 120)
PEOPLE = (0, 1_000_000)
STUDIES = (0, 1_000)
DAYS = (0, 730)


class Readiness(StrEnum):
    """Whether something is there at the site (list `site_readiness`)."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Verdict(StrEnum):
    """What the site says (list `site_verdict`)."""

    FEASIBLE = "feasible"
    WITH_CONDITIONS = "with_conditions"
    NOT_FEASIBLE = "not_feasible"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long enrolment takes at the rate that the site expects; `months` is None when it expects nobody."""

    months: int | None
    wanted: int

    @property
    def in_time(self) -> bool:
        """Whether all participants are there within the months wanted."""
        return self.months is not None and self.months <= self.wanted


def is_site(kind: str, stages: Collection[str]) -> bool:
    """Whether an asset can be asked to run a study on people: a facility of the clinical stage."""
    return kind == "facility" and "CLINICAL" in stages


def pace(participants: int, months: int, expected_a_year: int) -> Pace:
    """Months, rounded up, until `participants` are enrolled at `expected_a_year`, beside the `months` wanted."""
    needed = -(-12 * participants // expected_a_year) if expected_a_year else None
    return Pace(needed, months)


def check_verdict(verdict: Verdict, expected_a_year: int, readiness: Collection[Readiness]) -> None:
    """Raise RuleViolation for a study called feasible without participants, or without what it needs."""
    if verdict is Verdict.FEASIBLE and (expected_a_year == 0 or Readiness.NO in readiness):
        raise RuleViolation("site_feasibility.not_feasible_so")


def check_numbers(patients_a_year: int, expected_a_year: int) -> None:
    """Raise RuleViolation when more participants are expected than patients are seen."""
    if expected_a_year > patients_a_year:
        raise RuleViolation("site_feasibility.more_than_seen")
