"""Units and fits in the words of the reader."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from matchmaker.assets.wording import availability
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.landing.spaces import rules
from matchmaker.landing.spaces.models import SpaceDemand, SpaceUnit
from matchmaker.landing.spaces.rules import Fit
from matchmaker.landing.wording import POINTS, VERDICT_BADGES, VERDICTS


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """A unit on a card or in a table."""

    unit: SpaceUnit
    id: int
    name: str
    place: str
    kind: str
    size: str
    available: str
    levels: str
    lease: str
    services: list[str] | None


def unit_view(unit: SpaceUnit) -> UnitView:
    """A unit in the reader's language."""
    levels = [f"BSL-{unit.biosafety_level}"] if unit.biosafety_level else []
    levels += [f"ISO {unit.cleanroom_class}"] if unit.cleanroom_class else []
    services = None if unit.services is None else [code_label("space_service", code) for code in unit.services]
    return UnitView(
        unit=unit, id=unit.id, name=unit.name(locale()), place=unit.place(locale()),
        kind=code_label("space_type", unit.unit_type), size=f"{unit.area_m2} m²" if unit.area_m2 else "",
        available=availability(unit.opens, unit.status), levels=", ".join(levels), lease=_lease(unit),
        services=services,
    )  # fmt: skip


def _lease(unit: SpaceUnit) -> str:
    least, most = unit.lease_months_min, unit.lease_months_max
    if least and most:
        return str(_("%(least)s to %(most)s months", least=least, most=most))
    if least:
        return str(_("%(least)s months or longer", least=least))
    return str(_("up to %(most)s months", most=most)) if most else ""


@dataclass(frozen=True, slots=True)
class FitView:
    """A unit against a wish: its points as (what, verdict, badge)."""

    view: UnitView
    fits: bool
    unknown: int
    percent: int
    points: tuple[tuple[str, str, str], ...]


def fit_views(demand: SpaceDemand, units: list[SpaceUnit], today: date) -> list[FitView]:
    """All units against what is asked for, the best first."""
    by_id = {unit.id: unit for unit in units}
    ranked = rules.rank(demand.wish(), [unit.unit() for unit in units], today)
    return [_fit_view(fit, by_id[fit.unit.id]) for fit in ranked]


def _fit_view(fit: Fit, unit: SpaceUnit) -> FitView:
    points = tuple(
        (str(POINTS[point.name]), str(VERDICTS[point.verdict]), VERDICT_BADGES[point.verdict]) for point in fit.points
    )
    return FitView(unit_view(unit), fit.fits, fit.unknown, round(fit.closeness * 100), points)
