"""A project on its way from demonstration to manufacturing, and who and what stands around it."""

from dataclasses import dataclass

from matchmaker.accounts.models import User
from matchmaker.assets.models import Asset, AssetCode
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Role
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation, OrganisationCode, OrganisationQuality
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import disclose
from matchmaker.routes.sight import Reader
from tests.factories import make_opportunity, make_organisation, make_user

NEED = "Contract manufacturing of GMP lentiviral vectors with process transfer for our phase 1 trial."
OFFER = "We make GMP lentiviral vectors by contract, with process transfer, for phase 1 trials."
OPERATION = {"unit_operation": ("viral_vector",)}


@dataclass
class Scene:
    """A Korean firm with its project, a maker and an institute abroad that are alike but for their stage, an asset."""

    firm: Organisation
    maker: Organisation
    institute: Organisation
    project: Opportunity
    centre: Asset
    kim: User
    lee: User
    broker: User
    boston: User

    @property
    def member(self) -> Reader:
        return Reader(self.kim.as_actor(), self.firm)

    @property
    def receiver(self) -> Reader:
        return Reader(self.lee.as_actor(), self.maker)

    @property
    def staff(self) -> Reader:
        return Reader(self.broker.as_actor())


def make_scene() -> Scene:
    kim, lee = make_user(), make_user()
    firm = make_organisation(member=kim, name_en="Mulwang Celltera", name_ko="물왕셀테라")
    maker = make_organisation(country="US", member=lee, name_en="Brindlevec Biologics")
    institute = make_organisation(country="US", name_en="Tallgrass Institute")
    for one, stage in ((maker, "MANUF"), (institute, "RESEARCH")):
        one.codes.append(OrganisationCode(list_name="stage", code=stage))
        make_opportunity(one, profile_type="BO", title="Vectors", offer=OFFER, stage_now=stage, stage_next="CLINICAL",
                         codes=OPERATION | {"partnership_type": ("contract_manufacturing",)})  # fmt: skip
    maker.qualities.append(OrganisationQuality(standard="us_cgmp", status="held"))
    project = make_opportunity(
        firm, profile_type="BR", title="Vectors for our trial", need=NEED, stage_now="DEMO", stage_next="MANUF",
        codes=OPERATION | {"partnership_type": ("outsourcing",)},
    )  # fmt: skip
    centre = make_asset("vector-centre", stages=("DEMO",), capabilities=("viral_vector",))
    db.session.flush()
    return Scene(firm, maker, institute, project, centre, kim, lee, make_user(Role.BROKER), make_user(Role.CO_BROKER))


def make_asset(
    key: str, *, stages: tuple[str, ...], capabilities: tuple[str, ...] = (), areas: tuple[str, ...] = ("CGT",),
    legal_status: LegalStatus = LegalStatus.OPEN, available_from: str = "", operator: Organisation | None = None,
) -> Asset:  # fmt: skip
    codes = [("stage", stages), ("unit_operation", capabilities), ("area", areas)]
    asset = Asset(
        key=key, name_ko="실증센터", name_en="Vector Centre", kind="facility",
        operator=operator, operator_ko="운영기관",
        operator_en="Operator", legal_status=legal_status, available_from=available_from,
        codes=[AssetCode(list_name=name, code=code) for name, found in codes for code in found],
    )  # fmt: skip
    db.session.add(asset)
    db.session.flush()
    return asset


def acquaint(one: Organisation, other: Organisation) -> None:
    """They were introduced: each may name the other."""
    disclose(one, other, Tier.CONTACTS)
    disclose(other, one, Tier.CONTACTS)
