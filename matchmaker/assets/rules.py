"""How far an asset is, dates as precise as they were published, and facts that disagree."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, TypeVar


class LegalStatus(StrEnum):
    """How far an asset is from being usable, in the order in which it goes."""

    PLANNED = "planned"
    GROUND_BROKEN = "ground_broken"
    BUILT = "built"
    OPEN = "open"


def milestones_reached(status: LegalStatus) -> int:
    """How many of the four milestones lie behind: 1 for planned … 4 for open."""
    return list(LegalStatus).index(status) + 1


@dataclass(frozen=True, slots=True)
class PublishedDate:
    """A date as precise as its source: a year, a half-year, a month or a day."""

    year: int
    half: int | None = None
    month: int | None = None
    day: int | None = None

    def first_day(self) -> date:
        """The first day that the date can mean."""
        month = self.month or (7 if self.half == 2 else 1)
        return date(self.year, month, self.day or 1)

    def last_day(self) -> date:
        """The last day that the date can mean."""
        month = self.month or (6 if self.half == 1 else 12)
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


def parse_published_date(text: str) -> PublishedDate | None:
    """The date written `YYYY`, `YYYY-H1`, `YYYY-H2`, `YYYY-MM` or `YYYY-MM-DD`; None for empty text.

    Raises ValueError for anything else.
    """
    if not text:
        return None
    year, dash, rest = text.partition("-")
    if not (len(year) == 4 and text.isascii() and year.isdigit()) or (dash and not rest):
        raise ValueError(f"{text!r}: expected YYYY, YYYY-H1, YYYY-H2, YYYY-MM or YYYY-MM-DD")
    if rest in {"H1", "H2"}:
        return PublishedDate(int(year), half=int(rest[1]))
    if not rest:
        return PublishedDate(int(year))
    whole = date.fromisoformat(text if len(rest) > 2 else f"{text}-01")
    return PublishedDate(whole.year, month=whole.month, day=whole.day if len(rest) > 2 else None)


class Fact(Protocol):
    """A published statement about one thing."""

    @property
    def about(self) -> str:
        """What the statement is about."""

    @property
    def value_en(self) -> str:
        """What it says."""

    @property
    def dated(self) -> str:
        """When it was published, as `parse_published_date` reads it."""


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Topic(Generic[F]):
    """All statements about one thing, newest first; `disputed` when they do not say the same."""

    about: str
    facts: tuple[F, ...]

    @property
    def disputed(self) -> bool:
        """Whether the sources differ."""
        return len({fact.value_en for fact in self.facts}) > 1


def topics(facts: Iterable[F]) -> list[Topic[F]]:
    """`facts` by what they are about, in the order in which each first comes."""
    grouped: dict[str, list[F]] = {}
    for fact in facts:
        grouped.setdefault(fact.about, []).append(fact)
    return [
        Topic(about, tuple(sorted(group, key=lambda fact: fact.dated, reverse=True)))
        for about, group in grouped.items()
    ]


MILESTONE_TOPIC = {
    LegalStatus.PLANNED: "selection", LegalStatus.GROUND_BROKEN: "ground_breaking", LegalStatus.BUILT: "completion",
    LegalStatus.OPEN: "opening",
}  # fmt: skip
"""What the fact is about that shows a milestone."""
CORRECTION_TOPIC = "correction"
"""What a fact is about that takes a milestone back."""


def is_forward(old: LegalStatus, new: LegalStatus) -> bool:
    """Whether `new` comes after `old` in the life cycle; going back needs a reason."""
    return milestones_reached(new) > milestones_reached(old)
