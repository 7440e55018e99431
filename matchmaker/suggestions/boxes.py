"""What rooms downstream tell about a pair on its page, for members and for staff."""

from collections.abc import Callable
from dataclasses import dataclass

from matchmaker.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class BoxLine:
    """One line of a box: a link, a word on its state with its colour, and details."""

    label: str
    url: str
    badge: str = ""
    kind: str = "gray"
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairBox:
    """A section of the page of a pair: a title, a sentence, lines, and a link that leads on."""

    title: str
    lead: str
    lines: tuple[BoxLine, ...]
    more_label: str = ""
    more_url: str = ""


MakeBox = Callable[[Organisation, Organisation, bool], PairBox | None]
"""Called with the viewer's organisation, the candidate, and whether staff look."""

_BOXES: list[MakeBox] = []


def add_pair_box(make: MakeBox) -> None:
    """Show what `make` gives on the pages of pairs; None shows nothing. Registered twice, it is shown once."""
    if make not in _BOXES:
        _BOXES.append(make)


def pair_boxes(organisation: Organisation, candidate: Organisation, *, for_staff: bool = False) -> list[PairBox]:
    """The boxes of a pair, in the order of their registration."""
    made = (make(organisation, candidate, for_staff) for make in _BOXES)
    return [box for box in made if box is not None]
