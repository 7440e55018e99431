"""Whether an asset can be used in a window of time, and what it supplies; nothing is promised that nobody published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from matchmaker.assets.rules import LegalStatus, parse_published_date
from matchmaker.organisations import days


class Progress(Protocol):
    """What is published about how far an asset is; `Asset` is one."""

    @property
    def legal_status(self) -> LegalStatus:
        """How far it is."""

    @property
    def available_from(self) -> str:
        """From when it can be used, as `parse_published_date` reads it; empty when nobody has said."""


class Coded(Protocol):
    """Something that carries codes of the vocabulary's lists; `Asset` is one."""

    def codes_of(self, list_name: str) -> Sequence[str]:
        """Its codes of one list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usable:
    """Whether an asset can be used in a window, and from when.

    An asset that is not open is never `now`; it is `later` when its source says that it opens before the window ends.
    """

    now: bool
    """It is open, and can be used on some day of the window."""
    later: bool = False
    """It is not open yet, but is announced to be before the window ends."""
    from_text: str | None = None
    """The published date that the answer rests on (`2029-H2`; words: `wording.availability`); None: nobody has said."""
    earliest: date | None = None
    """The first day that can be counted on: the last day that the published date can mean; None: unknown or now."""

    @property
    def ever(self) -> bool:
        """Whether a plan for the window may name the asset at all; `later` ones with their date beside them."""
        return self.now or self.later


def usable_in(asset: Progress, first: date, last: date, *, today: date | None = None) -> Usable:
    """Whether `asset` can be used between `first` and `last`, both included.

    A half-year is counted from its last day, for a source that says "2029 H2" has not said July. A date that has
    passed (on `today`, of Korea unless given) without the asset being open promises nothing any more.
    Raises ValueError when the window ends before it begins.
    """
    if last < first:
        raise ValueError("the window ends before it begins")
    published = parse_published_date(asset.available_from)
    text = asset.available_from or None
    if asset.legal_status is LegalStatus.OPEN:
        opens = published.first_day() if published else None
        ahead = opens is not None and opens > last
        return Usable(now=not ahead, from_text=text, earliest=opens if ahead else None)
    if published is None:
        return Usable(now=False)
    counted_on = published.last_day()
    if counted_on < (today or days.today()):
        return Usable(now=False, from_text=text)
    return Usable(now=False, later=counted_on <= last, from_text=text, earliest=counted_on)


def supplies(asset: Coded) -> frozenset[str]:
    """The stages of the flow (codes of `stage`) that the asset serves."""
    return frozenset(asset.codes_of("stage"))


def capabilities(asset: Coded) -> frozenset[str]:
    """What can be done there: codes of `unit_operation`."""
    return frozenset(asset.codes_of("unit_operation"))
