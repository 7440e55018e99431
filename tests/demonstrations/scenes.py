"""A Korean firm and a partner in Boston with a plan that can be signed, run and measured."""

from datetime import timedelta
from decimal import Decimal

from matchmaker.assets.models import Asset
from matchmaker.assets.rules import LegalStatus
from matchmaker.compliance import service as compliance
from matchmaker.compliance.questions import put_to
from matchmaker.compliance.rules import Answer
from matchmaker.demonstrations import measuring, planning, service
from matchmaker.demonstrations.measuring import Measured
from matchmaker.demonstrations.models import Demonstration
from matchmaker.demonstrations.rules import Criterion, Operator, Plan, Share, Site, Step
from matchmaker.foundation import files
from matchmaker.foundation.database import db
from matchmaker.organisations.days import today
from matchmaker.organisations.rules import Side
from tests.introductions.scenes import Scene as Pair
from tests.outcomes.scenes import PDF, Scene, make_scene

OPERATOR = {"operator_ko": "한국공학대", "operator_en": "TU Korea"}


def make_asset(status: LegalStatus = LegalStatus.OPEN, available_from: str = "") -> Asset:
    asset = Asset(key=f"site-{status.value}-{available_from or 'now'}".lower(), name_ko="시흥 실증 장소",
                  name_en="Siheung test bed", kind="facility", legal_status=status, available_from=available_from,
                  **OPERATOR)  # fmt: skip
    db.session.add(asset)
    db.session.flush()
    return asset


def plan_for(scene: Scene | Pair, asset: Asset | None, **other: object) -> Plan:
    values: dict[str, object] = {
        "title": "Closed cell processing of Firm A Bio", "hypothesis": "Viability rises.", "protocol": "Three runs.",
        "ip_terms": "Each keeps its own.", "data_terms": "Shared for ten years.",
        "starts_on": today(), "ends_on": today() + timedelta(days=60),
        "sites": (Site(scene.firm.id, asset.id if asset else None), Site(scene.partner.id, None, "Cambridge lab")),
        "steps": (), "criteria": (Criterion("Viability", Operator.AT_LEAST, Decimal("85"), "%", Decimal("71.5")),
                                  Criterion("Time at Firm A Bio", Operator.AT_MOST, Decimal("2.5"), "h")),
        "shares": (Share("Firm", Decimal("60")), Share("Partner", Decimal("40"))),
    }  # fmt: skip
    return Plan(**(values | other))  # type: ignore[arg-type]


def clear_lights(scene: Scene) -> None:
    """Both sides answer every question with no."""
    for side, user in ((scene.firm, scene.kim), (scene.partner, scene.lee)):
        given = {question.code: compliance.Given(Answer.NO) for question in put_to(domestic=side.side is Side.DOMESTIC)}
        compliance.answer(scene.introduction, side, given, actor_id=user.id, version=0)
    db.session.flush()


def begun(**other: object) -> tuple[Scene, Demonstration]:
    scene = make_scene()
    asset = make_asset()
    return scene, planning.begin(scene.introduction, plan_for(scene, asset, **other), by=scene.as_kim)


def proposed(**other: object) -> tuple[Scene, Demonstration]:
    scene, row = begun(**other)
    planning.propose(row, by=scene.as_kim, version=row.version)
    return scene, row


def sign_all(scene: Scene, row: Demonstration) -> None:
    for site, reader in zip(row.sites, (scene.as_kim, scene.as_lee), strict=True):
        service.sign(row, site.id, by=reader, version=row.version)


def running(**other: object) -> tuple[Scene, Demonstration]:
    scene, row = proposed(**other)
    sign_all(scene, row)
    clear_lights(scene)
    service.go(row, "All is ready.", by=scene.as_broker, version=row.version)
    return scene, row


def measure_all(scene: Scene, row: Demonstration, values: tuple[str, str] = ("91", "2")) -> None:
    for criterion, value in zip(row.criteria, values, strict=True):
        for site, reader in zip(row.sites, (scene.as_kim, scene.as_lee), strict=True):
            kept = files.take("run.pdf", PDF, area="demonstrations")
            measured = Measured(criterion.id, site.id, Decimal(value), today())
            measuring.measure(row, measured, kept, by=reader)


def steps() -> tuple[Step, ...]:
    return (Step("Apheresis product", "Siheung", "Cambridge", "2 bags", True, ""),)
