"""Units, those who ask for them, and those who let them."""

from dataclasses import dataclass
from datetime import date

from matchmaker.accounts.models import User
from matchmaker.assets.models import Asset
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Role
from matchmaker.landing.rules import add_months, month_of
from matchmaker.landing.spaces import leasing, rules, units
from matchmaker.landing.spaces.models import SpaceDemand, SpaceUnit
from matchmaker.landing.spaces.units import Entered
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from tests.factories import make_organisation, make_user


def month(count: int) -> date:
    """The first day of the month `count` months from now."""
    return add_months(month_of(today()), count)


@dataclass
class Scene:
    """A firm from Boston, a firm here, the agency, and a building."""

    partner: Organisation
    lee: User
    firm: Organisation
    kim: User
    broker: User
    boston: User
    building: Asset

    @property
    def by_broker(self) -> Reader:
        return Reader(self.broker.as_actor())

    @property
    def by_partner(self) -> Reader:
        return Reader(self.lee.as_actor(), self.partner)

    def unit(self, **values: object) -> SpaceUnit:
        fields: dict[str, object] = {
            "name_ko": "실험실", "name_en": "Laboratory", "unit_type": "wet_lab", "asset_id": self.building.id,
            "area_m2": 120, "lease_months_min": 6, "lease_months_max": 60, "services": ["waste"],
        }  # fmt: skip
        return units.enter(Entered(**(fields | values)), by=self.by_broker)  # type: ignore[arg-type]

    def demand(self, by: Reader | None = None, **values: object) -> SpaceDemand:
        asker = by or self.by_partner
        assert asker.organisation is not None
        fields: dict[str, object] = {
            "unit_type": "wet_lab", "area_m2": 100, "move_in": month(3), "lease_months": 12,
        }  # fmt: skip
        return leasing.ask(asker.organisation, rules.Wish(**(fields | values)), "", by=asker)  # type: ignore[arg-type]


def make_asset(**values: object) -> Asset:
    fields: dict[str, object] = {
        "key": "bio-building", "name_ko": "바이오 건물", "name_en": "Bio building", "kind": "space",
        "operator_ko": "운영", "operator_en": "Operator", "legal_status": LegalStatus.OPEN,
    }  # fmt: skip
    asset = Asset(**(fields | values))
    db.session.add(asset)
    db.session.flush()
    return asset


def make_scene() -> Scene:
    lee, kim = make_user(), make_user()
    return Scene(
        partner=make_organisation(country="US", member=lee), lee=lee, firm=make_organisation(member=kim), kim=kim,
        broker=make_user(Role.BROKER), boston=make_user(Role.CO_BROKER), building=make_asset(),
    )  # fmt: skip
