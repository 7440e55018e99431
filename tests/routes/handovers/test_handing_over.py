import pytest
import sqlalchemy as sa

from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.opportunities.models import Attachment
from matchmaker.routes.handovers import service
from matchmaker.routes.handovers.service import Offer
from matchmaker.routes.models import Handover
from matchmaker.routes.rules import HandoverState
from matchmaker.routes.sight import Reader
from tests.routes.scenes import Scene, acquaint, make_asset, make_scene


@pytest.fixture
def scene(app) -> Scene:
    found = make_scene()
    acquaint(found.firm, found.maker)
    return found


def offer_of(scene: Scene, **values: object) -> Offer:
    said = {
        "to_id": scene.maker.id,
        "asset_id": None,
        "to_stage": "MANUF",
        "next_stage": "CLINICAL",
        "what": "Batch 1.",
    }
    return Offer(**(said | values))  # type: ignore[arg-type]


def handed(scene: Scene) -> Handover:
    return service.hand_over(scene.project, offer_of(scene), actor_id=scene.kim.id)


def mails(kind: str) -> list[str]:
    return list(db.session.scalars(sa.select(OutboxMail.to_address).where(OutboxMail.kind == kind)))


def test_a_member_hands_its_project_over_and_the_receiver_confirms_which_moves_it(scene, sign_in) -> None:
    plan = Attachment(
        title="Process plan", tier=3, sha256="0" * 64, size=1, media_type="application/pdf", file_name="p.pdf"
    )
    scene.project.attachments.append(plan)
    db.session.flush()
    kim, lee, here = sign_in(scene.kim), sign_in(scene.lee), f"/routes/{scene.project.id}"
    said = {
        "to": f"org-{scene.maker.id}",
        "to_stage": "MANUF",
        "next_stage": "CLINICAL",
        "what": "Batch 1 and its data.",
    }
    kim.send(f"{here}/hand-over", said | {"next_stage": "MANUF"}, status=422)
    kim.send(f"{here}/hand-over", said | {"next_stage": ""}, status=422)
    kim.send(f"{here}/hand-over", said | {"documents": [str(plan.id)]})
    row = db.session.scalars(sa.select(Handover)).one()
    assert (row.from_stage, row.to_stage, row.next_stage, row.documents) == (
        "DEMO",
        "MANUF",
        "CLINICAL",
        ["Process plan"],
    )
    assert mails("handover_offered") == [scene.lee.email]
    assert scene.project.stage_now == "DEMO"

    assert "Vectors for our trial" in lee.page("/routes").get_text()
    page = lee.page(f"/routes/handovers/{row.id}").get_text(" ", strip=True)
    assert "Mulwang Celltera" in page
    assert "Batch 1 and its data." in page
    lee.send(f"/routes/handovers/{row.id}/decline", {"version": row.version, "words": ""}, status=422)
    lee.send(f"/routes/handovers/{row.id}/confirm", {"version": row.version, "words": "Arrived."})

    db.session.expire_all()
    assert (scene.project.stage_now, scene.project.stage_next) == ("MANUF", "CLINICAL")
    assert (row.state, row.answered_by_id, row.answer) == (HandoverState.CONFIRMED, scene.lee.id, "Arrived.")
    assert mails("handover_answered") == [scene.kim.email]
    history = kim.page(here).select_one("section[aria-labelledby=history-title]").get_text(" ", strip=True)
    assert "Demonstration → Manufacturing: Mulwang Celltera to Brindlevec Biologics" in history
    audited = db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.subject_type == "handover"))
    assert list(audited) == ["handover.offered", "handover.confirmed"]


def test_only_the_receiving_side_and_staff_answer_and_only_the_giver_takes_back(scene) -> None:
    row = handed(scene)
    with pytest.raises(Forbidden):
        service.answer(row, "Yes", accepted=True, by=scene.member, version=row.version)
    with pytest.raises(Forbidden):
        service.withdraw(row, by=scene.receiver, version=row.version)
    with pytest.raises(RuleViolation, match="changed_meanwhile"):
        service.withdraw(row, by=scene.member, version=99)
    with pytest.raises(RuleViolation, match=r"handover\.note_needed"):
        service.answer(row, "", accepted=True, by=scene.staff, version=row.version)
    service.answer(row, "By phone on 23 November.", accepted=True, by=scene.staff, version=row.version)
    with pytest.raises(RuleViolation, match=r"handover\.settled"):
        service.withdraw(row, by=scene.member, version=row.version)


def test_one_hand_over_waits_at_a_time_and_one_taken_back_makes_room(scene) -> None:
    row = handed(scene)
    with pytest.raises(RuleViolation, match=r"handover\.waits_already"):
        handed(scene)
    service.withdraw(row, by=scene.member, version=row.version)
    assert handed(scene).state is HandoverState.OFFERED


def test_a_stranger_a_closed_asset_and_a_stage_that_is_not_served_receive_nothing(scene) -> None:
    closed = make_asset("closed", stages=("MANUF",), legal_status=LegalStatus.PLANNED)
    for values, code in (
        ({"to_id": scene.institute.id}, "not_acquainted"),
        ({"to_id": None, "asset_id": closed.id}, "asset_not_open"),
        ({"to_id": None, "asset_id": scene.centre.id}, "asset_serves_not"),
        ({"what": " "}, "words_needed"),
        ({"to_stage": "DEMO"}, "same_stage"),
    ):
        with pytest.raises(RuleViolation, match=f"handover.{code}"):
            service.hand_over(scene.project, offer_of(scene, **values), actor_id=scene.kim.id)


def test_a_project_that_moved_meanwhile_is_not_moved_twice(scene) -> None:
    row = handed(scene)
    scene.project.stage_now = "CLINICAL"
    with pytest.raises(RuleViolation, match=r"handover\.moved_meanwhile"):
        service.answer(row, "", accepted=True, by=scene.receiver, version=row.version)


def test_what_goes_to_an_asset_without_people_waits_for_the_brokers(scene, sign_in) -> None:
    asset = make_asset("maker", stages=("MANUF",))
    row = service.hand_over(scene.project, offer_of(scene, to_id=None, asset_id=asset.id), actor_id=scene.kim.id)

    assert scene.broker.email in mails("handover_waiting")
    assert "Vector Centre" in sign_in(scene.broker).page("/staff/routes").get_text()
    assert sign_in(scene.lee).get(f"/routes/handovers/{row.id}").status_code == 404
    assert sign_in(scene.boston).get(f"/staff/routes/handovers/{row.id}").status_code == 404


def test_the_givers_co_broker_does_not_confirm_for_an_asset_at_home(scene) -> None:
    asset = make_asset("maker", stages=("MANUF",))
    row = service.hand_over(scene.project, offer_of(scene, to_id=None, asset_id=asset.id), actor_id=scene.kim.id)
    row.giver.cluster = "BOSTON"

    assert [Reader(one.as_actor()).may_answer(row) for one in (scene.boston, scene.broker)] == [False, True]
