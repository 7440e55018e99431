"""From a wish for space to a tenancy, in the pages; and who may do what."""

import pytest
import sqlalchemy as sa

from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.landing.spaces import leasing
from matchmaker.landing.spaces.models import LeaseMonth, SpaceDemand, SpaceUnit
from matchmaker.landing.spaces.rules import DemandState, OfferState
from matchmaker.landing.talent.models import StaffingNeed
from tests.landing.scenes import make_scene, month


def test_a_partner_asks_for_a_laboratory_and_moves_in(app, sign_in):
    scene = make_scene()
    staff, partner = sign_in(scene.broker), sign_in(scene.lee)
    staff.page("/staff/spaces/units/new")
    staff.send("/staff/spaces/units/new", {
        "place": f"asset-{scene.building.id}", "name_ko": "실험실 1", "name_en": "Laboratory 1", "unit_type": "wet_lab",
        "area_m2": "120", "benches": "8", "lease_months_min": "6", "is_listed": "y", "services": ["waste", "fume_hood"],
    })  # fmt: skip
    unit = db.session.scalars(sa.select(SpaceUnit)).one()
    staff.page(f"/staff/spaces/units/{unit.id}/edit")
    assert "Laboratory 1" in partner.page("/spaces").get_text()
    assert partner.post("/spaces/demands/new", data={"unit_type": "wet_lab"}).status_code == 422
    partner.send("/spaces/demands/new", {
        "unit_type": "wet_lab", "area_m2": "100", "lease_months": "12", "move_in": month(3).replace(day=15).isoformat(),
        "services": ["waste"], "benches": "6",
    })  # fmt: skip
    demand = db.session.scalars(sa.select(SpaceDemand)).one()
    page, office = f"/spaces/demands/{demand.id}", f"/staff/spaces/demands/{demand.id}"
    asked = partner.page(page).get_text()
    assert "Open by the move-in date: Met" in asked
    assert "The agency reads the demand" in asked
    assert "1 demand for space waits" in staff.page("/").get_text()

    def post(reader, path):
        db.session.refresh(demand)
        reader.send(path, {"version": str(demand.version)})

    post(staff, f"{office}/accept")
    assert "as soon as one fits" in partner.page(page).get_text()
    assert "as soon as one fits" not in staff.page(office).get_text()
    post(staff, f"{office}/offer/{unit.id}")
    assert "A space unit is offered to you" in partner.page("/").get_text()
    db.session.refresh(demand)
    post(partner, f"/spaces/offers/{demand.offers[0].id}/take")
    assert "is let from" in partner.page(page).get_text()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(LeaseMonth)) == 12
    post(staff, f"{office}/move-in")
    staff.page(office)
    post(staff, f"{office}/end")
    db.session.refresh(demand)
    assert demand.state is DemandState.ENDED
    assert db.session.scalar(sa.select(sa.func.count()).select_from(LeaseMonth)) == 0
    staff.page("/staff/spaces")


def test_the_shortage_report_counts_accepted_demand_against_units(app, sign_in):
    scene = make_scene()
    scene.unit()
    for _ in range(3):
        asked = scene.demand()
        leasing.accept(asked, by=scene.by_broker, version=asked.version)
    scene.demand()
    staff = sign_in(scene.broker)
    page = staff.page("/staff/spaces/shortage").get_text()
    assert "2 short" in page
    table = staff.get("/staff/spaces/shortage.csv").text.splitlines()
    assert table[4] == f"{month(3).isoformat()[:7]},Wet laboratory,3,1,2,300,120,180"


def test_a_unit_that_opens_later_is_told_with_its_date_and_cannot_be_offered(app, sign_in):
    scene = make_scene()
    unit = scene.unit(legal_status=LegalStatus.GROUND_BROKEN, available_from="2035-H2")
    demand = scene.demand()
    leasing.accept(demand, by=scene.by_broker, version=demand.version)
    with pytest.raises(RuleViolation, match=r"space\.does_not_fit"):
        leasing.offer(demand, unit, by=scene.by_broker, version=demand.version)
    page = sign_in(scene.lee).page(f"/spaces/demands/{demand.id}").get_text()
    assert "from 2035 H2" in page
    assert "Open by the move-in date: Not met" in page


def test_a_month_is_let_once(app):
    scene = make_scene()
    unit = scene.unit()
    offered = []
    for asked in (scene.demand(), scene.demand(move_in=month(8))):
        leasing.accept(asked, by=scene.by_broker, version=asked.version)
        leasing.offer(asked, unit, by=scene.by_broker, version=asked.version)
        offered.append(asked)
    first, second = offered
    leasing.take(first.offers[0], by=scene.by_partner, version=first.version)
    with pytest.raises(RuleViolation, match=r"space\.month_taken"):
        leasing.take(second.offers[0], by=scene.by_partner, version=second.version)
    leasing.release(first, "Another unit suits them better.", by=scene.by_broker, version=first.version)
    assert first.offers[0].state is OfferState.LAPSED
    leasing.take(second.offers[0], by=scene.by_partner, version=second.version)
    assert (first.state, second.state) == (DemandState.ACCEPTED, DemandState.RESERVED)


def test_who_loses_a_reservation_reads_that_and_why(app):
    scene = make_scene()
    unit, demand = scene.unit(), scene.demand()
    leasing.accept(demand, by=scene.by_broker, version=demand.version)
    leasing.offer(demand, unit, by=scene.by_broker, version=demand.version)
    leasing.take(demand.offers[0], by=scene.by_partner, version=demand.version)
    leasing.release(demand, "The floor is closed.", by=scene.by_broker, version=demand.version)
    mail = db.session.scalars(
        sa.select(OutboxMail).where(OutboxMail.to_address == scene.lee.email).order_by(OutboxMail.id.desc())
    ).first()
    assert "your reservation was given up. Your demand stays in the agency’s plan" in mail.body
    assert "Reason: The floor is closed." in mail.body


def test_only_the_agency_decides_and_only_the_side_itself_looks(app, sign_in):
    scene = make_scene()
    demand = scene.demand()
    with pytest.raises(Forbidden):
        leasing.accept(demand, by=scene.by_partner, version=demand.version)
    stranger, boston = sign_in(scene.kim), sign_in(scene.boston)
    assert stranger.get(f"/spaces/demands/{demand.id}").status_code == 404
    assert boston.get(f"/staff/spaces/demands/{demand.id}").status_code == 200
    assert boston.post(f"/staff/spaces/demands/{demand.id}/accept", data={"version": "1"}).status_code == 403
    assert boston.get("/staff/spaces/units/new").status_code == 403


def test_a_tenancy_names_the_people_it_needs(app, sign_in):
    scene = make_scene()
    demand = scene.demand()
    partner = sign_in(scene.lee)
    partner.page(f"/talent/needs/new?demand={demand.id}")
    partner.send("/talent/needs/new", {"skill": "gmp_operation", "people": "8", "by_day": month(3).isoformat(),
                                       "language": "", "demand": str(demand.id)})  # fmt: skip
    need = db.session.scalars(sa.select(StaffingNeed)).one()
    assert (need.demand_id, need.people) == (demand.id, 8)
    assert "GMP operation" in partner.page(f"/spaces/demands/{demand.id}").get_text()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "²"])
def test_a_day_that_nobody_can_count_from_is_refused(app, sign_in, day):
    scene = make_scene()
    form = {"unit_type": "wet_lab", "area_m2": "50", "lease_months": "12", "move_in": day}
    assert sign_in(scene.lee).post("/spaces/demands/new", data=form).status_code == 422


def test_a_kind_that_is_none_shows_every_space(app, sign_in):
    member = sign_in(make_scene().lee)
    assert [member.get(f"/{page}").status_code for page in ("spaces?kind=%00", "talent?skill=%00")] == [200, 200]
