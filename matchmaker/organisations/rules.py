"""States of an organisation, what its profile needs, and who sees how much of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from enum import IntEnum, StrEnum

from matchmaker.foundation.errors import RuleViolation

DOMESTIC_COUNTRY = "KR"
SUMMARY_MAX = 500
DESCRIPTION_MAX = 4000
EXPERIENCE_MAX = 500


class VettingState(StrEnum):
    """Where an organisation stands with the agency."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    APPROVED = "approved"
    REFUSED = "refused"
    SUSPENDED = "suspended"


NEXT: Mapping[VettingState, frozenset[VettingState]] = {
    VettingState.DRAFT: frozenset({VettingState.SUBMITTED}),
    VettingState.SUBMITTED: frozenset(
        {VettingState.APPROVED, VettingState.NEEDS_INFO, VettingState.REFUSED, VettingState.DRAFT}
    ),
    VettingState.NEEDS_INFO: frozenset({VettingState.SUBMITTED}),
    VettingState.APPROVED: frozenset({VettingState.SUSPENDED}),
    VettingState.REFUSED: frozenset({VettingState.SUBMITTED}),
    VettingState.SUSPENDED: frozenset({VettingState.APPROVED}),
}  # fmt: skip


def check_move(current: VettingState, new: VettingState) -> None:
    """Raise RuleViolation unless an organisation may go from `current` to `new`."""
    if new not in NEXT[current]:
        raise RuleViolation("organisation.bad_move", current=current.value, new=new.value)


class Tier(IntEnum):
    """How much of an organisation another one sees."""

    TEASER = 0
    NAMED = 1
    CONTACTS = 2
    DOCUMENTS = 3


class MembershipState(StrEnum):
    """Whether a person speaks for an organisation yet."""

    PENDING = "pending"
    ACTIVE = "active"


class ImportState(StrEnum):
    """How far the import of a file is."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Side(StrEnum):
    """Which bank of the gateway an organisation stands on."""

    DOMESTIC = "domestic"
    OVERSEAS = "overseas"


def side_of(country: str) -> Side:
    """The side of an organisation in `country` (ISO 3166-1 alpha-2)."""
    return Side.DOMESTIC if country == DOMESTIC_COUNTRY else Side.OVERSEAS


def year_band(year: int | None) -> str:
    """Five years that hold `year`: 2017 gives "2015–2019"; empty for none."""
    return "" if year is None else f"{year // 5 * 5}–{year // 5 * 5 + 4}"


EMPLOYEE_BANDS = ((10, "1–10"), (49, "11–49"), (249, "50–249"))


def employees_band(count: int | None) -> str:
    """Size band (Enterprise Europe Network) that holds `count` people; empty for none."""
    if count is None:
        return ""
    return next((band for most, band in EMPLOYEE_BANDS if count <= most), "250+")


class Step(StrEnum):
    """Parts of the profile, each filled in and saved on its own."""

    IDENTITY = "identity"
    ABOUT = "about"
    PEOPLE = "people"
    QUALITY = "quality"
    VISIBILITY = "visibility"


@dataclass(frozen=True, slots=True)
class Want:
    """A part of the profile that is wanted: what it weighs, where it is filled in, whether it must be there."""

    field: str
    weight: int
    step: Step
    required: bool = False


WANTED = (
    Want("org_type", 6, Step.IDENTITY, required=True),
    Want("size_band", 5, Step.IDENTITY, required=True),
    Want("name_en", 7, Step.IDENTITY),
    Want("city", 3, Step.IDENTITY),
    Want("website", 7, Step.IDENTITY),
    Want("year_established", 3, Step.IDENTITY),
    Want("registration_number", 4, Step.IDENTITY),
    Want("language", 3, Step.IDENTITY),
    Want("time_zone", 3, Step.IDENTITY),
    Want("area", 10, Step.ABOUT, required=True),
    Want("stage", 4, Step.ABOUT),
    Want("summary", 12, Step.ABOUT, required=True),
    Want("description", 8, Step.ABOUT, required=True),
    Want("english_text", 8, Step.ABOUT),
    Want("employees", 3, Step.PEOPLE),
    Want("contact", 8, Step.PEOPLE, required=True),
    Want("quality", 3, Step.QUALITY),
    Want("international_experience", 3, Step.VISIBILITY),
)
"""Weights add up to 100: what the matching reads and what a partner asks first weighs most."""


def completeness(filled: Collection[str]) -> int:
    """Percent of the wanted fields, by weight, that are `filled` (names of `WANTED`)."""
    return sum(want.weight for want in WANTED if want.field in filled)


def missing(filled: Collection[str], *, required_only: bool = False) -> list[Want]:
    """What is wanted and not `filled`, the required first, then by weight."""
    left = [want for want in WANTED if want.field not in filled and (want.required or not required_only)]
    return sorted(left, key=lambda want: (not want.required, -want.weight))


IDENTITY_FIELDS = ("name_ko", "name_en", "country", "website", "registration_number")
"""Fields that say who it is: a change after approval is shown to the broker."""

KOREA = timezone(timedelta(hours=9))
