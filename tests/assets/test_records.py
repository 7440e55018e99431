"""Staff keep the records: adding, changing, the life cycle with its sources, and the rows that hang on an asset."""

from datetime import date

import pytest
import sqlalchemy as sa

from matchmaker.assets.models import Asset, AssetFact, AssetHours, AssetLink
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.assets.requests.rules import RequestState
from matchmaker.assets.rules import LegalStatus
from matchmaker.consortia.models import Consortium, ConsortiumMember
from matchmaker.foundation.database import db
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.permissions import Role
from matchmaker.landing.spaces.models import SpaceUnit
from matchmaker.landing.talent.models import TrainingSession
from matchmaker.routes.models import Handover
from tests.assets.test_views import make_asset, titles
from tests.factories import make_opportunity, make_organisation, make_user

NEW = {
    "key": "cell-line", "name_ko": "세포 생산 라인", "name_en": "Cell line", "kind": "equipment", "operator_ko": "기관",
    "operator_en": "An operator", "status": "planned", "lead_time_days": "3", "capacity_units": "2", "parent": "",
    "operator": "", "contact": "", "site": "", "access_mode": "", "gmp_grade": "B", "cleanroom_class": "iso7",
    "biosafety_level": "bl2", "fee_model": "hourly", "unit_operation": ["cell_expansion"], "stage": ["MANUF"],
    "needs_approval": "y",
}  # fmt: skip
SAID = {
    "value_ko": "착공",
    "value_en": "Ground was broken",
    "source_ko": "신문",
    "source_en": "A paper",
    "dated": "2026-05",
}


@pytest.fixture
def broker(app, sign_in):
    return sign_in(make_user(Role.BROKER))


def status(new: str, version: int, **values: str) -> dict[str, str]:
    said = SAID | {"status": new, "available_from": "2029-H2", "version": str(version)} | values
    return {f"status-{name}": value for name, value in said.items()}


def one() -> Asset:
    db.session.expire_all()
    return db.session.scalars(sa.select(Asset).where(Asset.key == "cell-line")).one()


def test_an_asset_is_added_changed_and_found_by_what_it_can_do(broker, client):
    home = make_asset("home", legal_status=LegalStatus.OPEN)
    broker.send("/staff/assets/new", NEW | {"parent": str(home.id)})
    broker.send("/staff/assets/new", NEW, status=422)
    broker.send("/staff/assets/new", NEW | {"key": "map"}, status=422)
    for query in ("gmp=B", "cleanroom=iso7", "biosafety=bl2", "capability=cell_expansion"):
        assert titles(client, f"?{query}") == ["Cell line"], query
    page = client.page("/assets/cell-line").main.get_text(" ", strip=True)
    for words in ("ISO class 7", "Grade B", "By the hour", "Stands in the facility: Asset home"):
        assert words in page
    broker.send("/staff/assets/cell-line/edit", NEW | {"version": "1", "unit_operation": [], "gmp_grade": ""})
    broker.send("/staff/assets/cell-line/edit", NEW | {"version": "1"}, status=409)
    assert (one().codes_of("unit_operation"), one().gmp_grade, one().version) == ([], None, 2)


def test_each_step_of_the_life_cycle_leaves_a_fact_and_back_is_a_correction(broker, client):
    make_asset("cell-line")
    broker.send("/staff/assets/cell-line/status", status("ground_broken", 1))
    broker.send("/staff/assets/cell-line/status", status("ground_broken", 2), status=422)
    broker.send("/staff/assets/cell-line/status", status("open", 1), status=409)
    broker.send("/staff/assets/cell-line/status", status("open", 2, source_en=""), status=422)
    broker.send("/staff/assets/cell-line/status", status("open", 2, available_from="soon"), status=422)
    broker.send("/staff/assets/cell-line/status", status("planned", 2, value_en="The permit was withdrawn"))
    assert (one().legal_status, one().available_from) == (LegalStatus.PLANNED, "2029-H2")
    assert [(fact.about, fact.value_en) for fact in one().facts] == [
        ("ground_breaking", "Ground was broken"), ("correction", "The permit was withdrawn")]  # fmt: skip
    assert "Correction of the status" in client.page("/assets/cell-line").main.get_text()
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["asset.status_set"] * 2


def test_rows_are_added_and_taken_out_one_by_one(broker):
    asset, other = make_asset("cell-line"), make_asset("other")
    path = "/staff/assets/cell-line"
    hours = {"hours-weekdays": ["0", "1"], "hours-first_hour": "9", "hours-end_hour": "12"}
    broker.send(f"{path}/hours", hours)
    broker.send(f"{path}/hours", hours | {"hours-first_hour": "11", "hours-end_hour": "13"}, status=422)
    broker.send(f"{path}/hours", hours | {"hours-first_hour": "12", "hours-end_hour": "12"}, status=422)
    broker.send(f"{path}/closure", {"closure-first_day": "2026-12-01", "closure-last_day": "2026-12-03",
                                    "closure-reason_ko": "점검", "closure-reason_en": "Service"})  # fmt: skip
    broker.send(f"{path}/quality", {"quality-standard": "iso_13485", "quality-status": "held"}, status=302)
    broker.send(f"{path}/fact", {f"fact-{name}": value for name, value in (SAID | {"about": "budget"}).items()})
    link = {"link-kind": "testing", "link-other": str(other.id), "link-organisation": ""}
    broker.send(f"{path}/link", link)
    broker.send(f"{path}/link", link, status=422)
    broker.send(f"{path}/link", link | {"link-other": ""}, status=422)
    broker.send(f"{path}/link", link | {"link-other": str(asset.id)}, status=422)
    counts = [db.session.scalar(sa.select(sa.func.count(t.id))) for t in (AssetHours, AssetFact, AssetLink)]
    assert counts == [2, 1, 1]
    calendar = broker.page("/assets/cell-line/calendar?month=2026-12").main.get_text(" ", strip=True)
    assert "Free 09:00–12:00" in calendar
    assert "Service" in calendar
    row = db.session.scalars(sa.select(AssetHours)).first()
    broker.send(f"/staff/assets/other/hours/{row.id}/remove", status=404)
    broker.send(f"{path}/hours/{row.id}/remove")
    assert db.session.scalar(sa.select(sa.func.count(AssetHours.id))) == 1


def test_an_asset_that_was_asked_for_stays(broker):
    asset, mistake = make_asset("cell-line"), make_asset("mistake")
    db.session.add(AssetRequest(asset=asset, organisation=make_organisation(), kind="use", purpose="x",
                                state=RequestState.ASKED))  # fmt: skip
    db.session.flush()
    broker.send("/staff/assets/cell-line/delete", {"delete-version": "1"}, status=409)
    broker.send(f"/staff/assets/{mistake.key}/delete", {"delete-version": "1"})
    assert db.session.scalars(sa.select(Asset.key)).all() == ["cell-line"]


def test_an_asset_with_units_courses_or_handovers_cannot_be_deleted(broker):
    firm, day = make_organisation(), date(2027, 1, 4)
    need = make_opportunity(firm)
    keys = ("units", "courses", "handovers", "team", "equipment")
    assets = {key: make_asset(key) for key in keys}
    bench = make_asset("bench", parent=make_asset("room", parent=assets["equipment"]))
    db.session.add_all([
        SpaceUnit(asset=assets["units"], name_ko="실험실", name_en="Laboratory", unit_type="wet_lab"),
        *(TrainingSession(asset=asset, title_ko="실습", title_en="Practice", skill="gmp_operation", hours=8,
                          language="ko", first_day=day, last_day=day) for asset in (assets["courses"], bench)),
        Handover(opportunity=need, giver=firm, asset=assets["handovers"], to_stage="PRECLIN", next_stage="CLINICAL",
                 what="All of it"),
        Consortium(opportunity=need, members=[ConsortiumMember(asset=assets["team"])]),
    ])  # fmt: skip
    db.session.flush()
    for key in keys:
        broker.send(f"/staff/assets/{key}/delete", {"delete-version": "1"}, status=409)
    assert set(keys) <= set(db.session.scalars(sa.select(Asset.key)))


def test_a_window_finds_what_is_open_and_what_is_announced_never_what_is_not(app, client):
    make_asset("open", legal_status=LegalStatus.OPEN)
    make_asset("later", legal_status=LegalStatus.GROUND_BROKEN, available_from="2029-H2")
    make_asset("unknown", legal_status=LegalStatus.PLANNED)
    assert titles(client, "?first=2028-01-01&last=2028-12-31") == ["Asset open"]
    assert titles(client, "?first=2030-01-01") == ["Asset open", "Asset later"]
    page = client.page("/assets?first=2030-01-01").main.get_text(" ", strip=True)
    assert "from 2029 H2" in page
    assert "Not open yet: announced to be usable in your window." in page


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CO_BROKER])
def test_only_the_agency_keeps_records(app, sign_in, role):
    make_asset("cell-line")
    assert sign_in(make_user(role)).get("/staff/assets/cell-line").status_code == 403
