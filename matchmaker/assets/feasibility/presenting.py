"""What other pages show of site feasibility: the sheet of a request."""

from dataclasses import dataclass

from matchmaker.assets.feasibility import service
from matchmaker.assets.feasibility.models import SiteFeasibility
from matchmaker.assets.feasibility.rules import Pace, pace
from matchmaker.assets.requests.models import AssetRequest


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet; `pace` is None until it is answered."""

    row: SiteFeasibility
    pace: Pace | None


def site_sheet(request: AssetRequest) -> SheetView | None:
    """The sheet of a request; None for requests of other kinds."""
    found = service.sheet_of(request)
    if found is None:
        return None
    expected = found.expected_a_year
    return SheetView(found, pace(found.participants, found.months, expected) if expected is not None else None)
