"""A sponsor asks a hospital whether it can run a study; the site answers on one page."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.assets.feasibility import service
from matchmaker.assets.feasibility.models import SiteFeasibility
from matchmaker.assets.feasibility.presenting import site_sheet
from matchmaker.assets.feasibility.rules import Pace, Readiness, Verdict, check_verdict, is_site, pace
from matchmaker.assets.models import AssetCode
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.assets.requests.rules import RequestState
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from tests.assets.test_views import make_asset
from tests.factories import make_organisation, make_user

QUESTION = {
    "title": "CAR-T cells against lymphoma", "phase": "phase_1", "therapeutic_area": "haematology",
    "indication": "Relapsed large B-cell lymphoma", "tested": "Autologous CAR-T cells", "participants": "9",
    "months": "12", "starts_on": "2030-03-01", "criteria": "Two lines before", "staff": "An apheresis team",
    "equipment": "A −150 °C freezer",
}  # fmt: skip
ANSWER = {
    "verdict": "with_conditions", "patients_a_year": "120", "expected_a_year": "8", "similar": "3", "competing": "1",
    "investigator": "yes", "staff_ready": "partly", "coordinators": "2", "equipment_ready": "no", "ethics_days": "30",
    "contract_days": "45", "ready_on": "2030-02-01", "remarks": "A freezer must be bought first.",
}  # fmt: skip


class Scene:
    """A sponsor, a hospital that is not open yet, the agency, and somebody who has nothing to do with it."""

    def __init__(self) -> None:
        self.kim, self.doctor, self.stranger = make_user(), make_user(), make_user()
        self.broker = make_user(Role.BROKER)
        self.firm = make_organisation(member=self.kim, name_en="Firm A Bio")
        self.hospital = make_organisation(member=self.doctor, name_en="Baegot Hospital", org_type="hospital")
        make_organisation(member=self.stranger)
        self.asset = make_asset("hospital", operator=self.hospital)
        self.asset.codes = [AssetCode(list_name="stage", code="CLINICAL")]
        db.session.flush()

    @property
    def request(self) -> AssetRequest:
        return db.session.scalars(sa.select(AssetRequest)).one()

    def asked(self, sign_in) -> AssetRequest:
        sign_in(self.kim).send("/assets/hospital/feasibility", QUESTION)
        return self.request

    def answer(self, **said: str) -> dict[str, object]:
        return ANSWER | {"version": self.request.version} | said


@pytest.fixture
def scene(app) -> Scene:
    return Scene()


def test_only_a_facility_of_the_clinical_stage_is_a_site() -> None:
    assert is_site("facility", ["RESEARCH", "CLINICAL"])
    assert not is_site("facility", ["DEMO"])
    assert not is_site("programme", ["CLINICAL"])


@given(st.integers(1, 1000), st.integers(1, 120), st.integers(0, 1000))
def test_at_the_months_told_everybody_is_enrolled_and_a_month_before_not_yet(people, wanted, a_year) -> None:
    found = pace(people, wanted, a_year)
    assert (found.months is None) is (a_year == 0)
    if found.months is not None:
        assert a_year * found.months >= 12 * people > a_year * (found.months - 1)
    assert found.in_time is (found.months is not None and found.months <= wanted)


@pytest.mark.parametrize(("expected", "readiness"), [(0, Readiness.YES), (5, Readiness.NO)])
def test_a_study_without_participants_or_means_is_not_called_feasible(expected: int, readiness: Readiness) -> None:
    with pytest.raises(RuleViolation):
        check_verdict(Verdict.FEASIBLE, expected, [readiness])
    check_verdict(Verdict.WITH_CONDITIONS, expected, [readiness])
    check_verdict(Verdict.FEASIBLE, 5, [Readiness.PARTLY])


def test_a_sponsor_asks_a_hospital_and_the_site_answers_on_the_sheet(scene, sign_in) -> None:
    sponsor, site = sign_in(scene.kim), sign_in(scene.doctor)
    assert sponsor.page("/assets/hospital").select_one("a[href='/assets/hospital/feasibility']")
    request = scene.asked(sign_in)
    here = f"/asset-requests/{request.id}"
    assert (request.kind, request.state, request.purpose) == (
        "site_feasibility", RequestState.ASKED, "CAR-T cells against lymphoma"
    )  # fmt: skip
    assert "There is no answer yet." in sponsor.page(here).text
    asked = site.page(f"{here}/feasibility").get_text(" ", strip=True)
    for words in ("Relapsed large B-cell lymphoma", "Phase 1", "Haematology", "A −150 °C freezer"):
        assert words in asked

    site.send(f"{here}/feasibility", scene.answer())

    db.session.refresh(request)
    assert request.state is RequestState.ADVISED
    assert site_sheet(request).pace == Pace(14, 12)
    told = sponsor.page(here).get_text(" ", strip=True)
    assert "Feasible with conditions Enrolment takes 14 months; 12 are wanted" in told
    assert "Days from submission to the ethics board’s decision 30" in told
    assert "A freezer must be bought first." in told
    sponsored = sa.select(OutboxMail.kind).where(OutboxMail.to_address == scene.kim.email)
    assert list(db.session.scalars(sponsored)) == ["asset_request_news"]


def test_a_question_asked_again_is_answered_anew_from_the_answer_before(scene, sign_in) -> None:
    sponsor, site = sign_in(scene.kim), sign_in(scene.doctor)
    here = f"/asset-requests/{scene.asked(sign_in).id}"
    site.send(f"{here}/feasibility", scene.answer())
    assert site.get(f"{here}/feasibility").location == here
    site.send(f"{here}/feasibility", scene.answer(), status=302)
    sponsor.send(f"{here}/ask", {"ask-words": "And with a freezer of ours?", "ask-version": scene.request.version})
    form = site.page(f"{here}/feasibility")
    assert form.select_one("input[name=expected_a_year]")["value"] == "8"

    site.send(f"{here}/feasibility", scene.answer(equipment_ready="yes", verdict="feasible", expected_a_year="10"))

    sheet = db.session.scalars(sa.select(SiteFeasibility)).one()
    db.session.refresh(sheet)
    assert (sheet.verdict, sheet.expected_a_year) == (Verdict.FEASIBLE, 10)
    assert "Enrolled within 11 months, as wanted" in sponsor.page(here).text


@pytest.mark.parametrize(
    "said",
    [{"expected_a_year": "121"}, {"verdict": "feasible"}, {"expected_a_year": "-1"}, {"ethics_days": "many"},
     {"investigator": "maybe"}, {"verdict": ""}, {"remarks": ""}, {"patients_a_year": "9" * 30}],
)  # fmt: skip
def test_an_answer_that_does_not_hold_together_comes_back(scene, sign_in, said: dict[str, str]) -> None:
    request = scene.asked(sign_in)
    sign_in(scene.doctor).send(f"/asset-requests/{request.id}/feasibility", scene.answer(**said), status=422)
    db.session.refresh(request)
    assert (request.state, service.get(request).answered_at) == (RequestState.ASKED, None)


def test_an_answer_over_a_newer_step_is_not_taken(scene, sign_in) -> None:
    request = scene.asked(sign_in)
    answer = scene.answer(version="99")
    sign_in(scene.doctor).send(f"/asset-requests/{request.id}/feasibility", answer, status=409)


@pytest.mark.parametrize(
    "said",
    [{"phase": "discovery"}, {"participants": "0"}, {"months": "0"}, {"title": "x" * 201}, {"indication": ""},
     {"therapeutic_area": "magic"}, {"starts_on": "soon"}, {"opportunity": "77"}],
)  # fmt: skip
def test_a_question_with_a_fault_comes_back(scene, sign_in, said: dict[str, str]) -> None:
    sign_in(scene.kim).send("/assets/hospital/feasibility", QUESTION | said, status=422)
    assert db.session.scalars(sa.select(AssetRequest)).all() == []


def test_sheets_are_open_to_their_two_sides_only(scene, sign_in) -> None:
    bench = make_asset("bench")
    assert sign_in(scene.kim).get(f"/assets/{bench.key}/feasibility").status_code == 404
    here = f"/asset-requests/{scene.asked(sign_in).id}/feasibility"
    assert sign_in(scene.stranger).get(here).status_code == 404
    assert sign_in(scene.kim).get(here).status_code == 404
    assert sign_in(scene.broker).get(here).status_code == 200


def test_the_common_form_has_no_such_kind(scene, sign_in) -> None:
    page = sign_in(scene.kim).page("/assets/hospital/request")
    kinds = [option["value"] for option in page.select("select[name=kind] option")]
    assert "use" in kinds
    assert "site_feasibility" not in kinds
