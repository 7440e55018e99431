"""Parts of an organisation's pages that rooms downstream add: its opportunities, a button to show interest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.foundation.permissions import Actor
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier


class Place(StrEnum):
    """Pages that take sections."""

    HOME = "home"
    PROFILE = "profile"
    STAFF = "staff"


Facts = Callable[[Organisation, Tier, Actor], Mapping[str, object] | None]


@dataclass(frozen=True, slots=True)
class Section:
    """A template and what it is given; `facts` answers None where the section has nothing to show."""

    place: Place
    template: str
    facts: Facts
    order: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A section ready to be drawn: its template reads `section.facts`."""

    template: str
    facts: Mapping[str, object]


_SECTIONS: list[Section] = []


def add_section(place: Place, template: str, facts: Facts, *, order: int) -> None:
    """Put a section on a page; asked twice for the same, it stands there once."""
    section = Section(place, template, facts, order)
    if all((one.place, one.template) != (place, template) for one in _SECTIONS):
        _SECTIONS.append(section)


def sections(place: Place, organisation: Organisation, tier: Tier, asker: Actor) -> list[Drawn]:
    """What the rooms downstream show of `organisation` at `place`, in their order."""
    wanted = sorted((one for one in _SECTIONS if one.place is place), key=lambda one: one.order)
    given = ((one.template, one.facts(organisation, tier, asker)) for one in wanted)
    return [Drawn(template, facts) for template, facts in given if facts is not None]
