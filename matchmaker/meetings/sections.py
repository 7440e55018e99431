"""What other parts of the room show of themselves on the page of a meeting."""

from collections.abc import Callable

from matchmaker.introductions.panels import Panel
from matchmaker.meetings.models import Meeting
from matchmaker.organisations.models import Organisation

MakeSection = Callable[[Meeting, Organisation | None], Panel | None]
"""The organisation is the reader's own; None for staff."""

_SECTIONS: list[MakeSection] = []


def add_section(make: MakeSection) -> None:
    """Show what `make` gives on the pages of meetings; None shows nothing."""
    if make not in _SECTIONS:
        _SECTIONS.append(make)


def sections_of(meeting: Meeting, reader: Organisation | None) -> list[Panel]:
    """Boxes for this reader, in the order in which they were added."""
    return [panel for make in _SECTIONS if (panel := make(meeting, reader)) is not None]
