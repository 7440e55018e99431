"""From plan to certificate: what holds it back, what voids signatures, what is proven."""

import pytest
import sqlalchemy as sa

from matchmaker.assets.rules import LegalStatus
from matchmaker.demonstrations import certificates, jobs, planning, queries, service, sight
from matchmaker.demonstrations.models import Measurement
from matchmaker.demonstrations.panels import panel, todos
from matchmaker.demonstrations.rules import State
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.foundation.virus_scan import Scan
from matchmaker.organisations.rules import VettingState
from tests.compliance.scenes import mark
from tests.demonstrations.scenes import (
    begun,
    clear_lights,
    make_asset,
    measure_all,
    plan_for,
    proposed,
    running,
    sign_all,
    steps,
)
from tests.factories import make_opportunity
from tests.foundation.test_files import clamd, scanned_by


def refusal(call):
    with pytest.raises(RuleViolation) as caught:
        call()
    return caught.value.code


def go(scene, row):
    service.go(row, "All is ready.", by=scene.as_broker, version=row.version)


def test_it_cannot_run_before_both_sites_have_signed_and_the_lights_let_it(app):
    scene, row = proposed(steps=steps())
    assert refusal(lambda: go(scene, row)) == "demonstration.not_signed_off"
    service.sign(row, row.sites[0].id, by=scene.as_kim, version=row.version)
    assert row.state is State.PROPOSED
    assert refusal(lambda: go(scene, row)) == "demonstration.not_signed_off"
    service.sign(row, row.sites[1].id, by=scene.as_lee, version=row.version)
    assert row.state is State.SIGNED_OFF

    offer = make_opportunity(scene.firm)
    mark(offer, "national_core_tech")
    assert refusal(lambda: go(scene, row)) == "demonstration.light_in_the_way"
    mark(offer, "none")
    make_opportunity(scene.partner, need="A thing.", codes={"sensitivity": ("unknown",)})
    assert refusal(lambda: go(scene, row)) == "demonstration.biomaterials_unknown"
    clear_lights(scene)
    assert refusal(lambda: go(scene, row)) == "demonstration.permit_missing"
    row.steps[0].permit = "IRB 2026-11"
    with pytest.raises(Forbidden):
        service.go(row, "Now.", by=scene.as_kim, version=row.version)
    go(scene, row)
    assert row.state is State.RUNNING


def test_it_cannot_run_at_an_asset_that_is_not_open_and_says_from_when_it_is(app):
    scene, row = begun()
    later = make_asset(LegalStatus.GROUND_BROKEN, "2029-H2")
    planning.edit(row, plan_for(scene, later), by=scene.as_lee, version=row.version)
    planning.propose(row, by=scene.as_kim, version=row.version)
    sign_all(scene, row)
    clear_lights(scene)
    found = service.obstacles(row)
    assert [(one.code, one.details["when"]) for one in found] == [("demonstration.asset_not_open", "2029-H2")]
    assert refusal(lambda: go(scene, row)) == "demonstration.asset_not_open"


def test_a_change_of_a_signed_text_voids_the_signatures_and_the_signed_version_is_kept(app):
    scene, row = proposed()
    sign_all(scene, row)
    changed = plan_for(scene, row.sites[0].asset, protocol="Five runs.")
    assert planning.edit(row, changed, by=scene.as_lee, version=row.version)
    assert (row.state, row.text_version) == (State.DRAFT, 2)
    assert [site.signed_version for site in row.sites] == [None, None]
    assert [(text.number, text.content["protocol"]) for text in row.texts] == [(1, "Three runs.")]
    assert not planning.edit(row, changed, by=scene.as_lee, version=row.version), "nothing changed"

    planning.propose(row, by=scene.as_kim, version=row.version)
    sign_all(scene, row)
    assert [text.content["protocol"] for text in row.texts] == ["Three runs.", "Five runs."]
    kinds = db.session.scalars(sa.select(OutboxMail.subject).where(OutboxMail.kind == "demonstration_moved")).all()
    assert any("signatures void" in subject for subject in kinds)


def test_each_side_signs_for_its_own_site_and_staff_for_nobody_who_speaks_for_itself(app):
    scene, row = proposed()
    for reader in (scene.as_lee, scene.as_broker):
        with pytest.raises(Forbidden):
            service.sign(row, row.sites[0].id, by=reader, version=row.version)
    with pytest.raises(NotFound):
        service.sign(row, 0, by=scene.as_kim, version=row.version)
    service.sign(row, row.sites[0].id, by=scene.as_kim, version=row.version)
    again = lambda: service.sign(row, row.sites[0].id, by=scene.as_kim, version=row.version)  # noqa: E731
    assert refusal(again) == "demonstration.nothing_to_sign"
    assert refusal(lambda: service.sign(row, row.sites[1].id, by=scene.as_lee, version=0)) == "changed_meanwhile"


def test_a_plan_that_is_not_whole_is_not_proposed(app):
    scene, row = begun(shares=())
    assert refusal(lambda: planning.propose(row, by=scene.as_kim, version=row.version)) == "demonstration.incomplete"


def test_what_was_measured_decides_and_what_passes_is_certified_on_both_profiles(app):
    scene, row = running()
    conclude = lambda: service.conclude(row, by=scene.as_broker, version=row.version)  # noqa: E731
    assert refusal(conclude) == "demonstration.not_measured"
    measure_all(scene, row)
    with pytest.raises(Forbidden):
        service.conclude(row, by=scene.as_boston, version=row.version)
    assert conclude() is State.PASSED
    for side in (scene.firm, scene.partner):
        found = db.session.scalars(queries.certificates_of(side.id)).all()
        assert [(one.code, one.evidence) for one in found] == [(row.certificate.code, 4)]
    assert db.session.scalar(queries.two_country_count()) == 1
    assert refusal(lambda: planning.edit(row, sight.plan_of(row), by=scene.as_kim, version=row.version)) == (
        "demonstration.text_stands"
    )
    recorded = sa.select(AuditEntry.action).where(AuditEntry.action.startswith("demonstration."))
    actions = set(db.session.scalars(recorded))
    assert {"demonstration.begun", "demonstration.proposed", "demonstration.signed", "demonstration.go",
            "demonstration.measured", "demonstration.passed", "demonstration.certified"} <= actions  # fmt: skip


def test_one_value_that_misses_its_target_fails_it_and_nothing_is_certified(app):
    scene, row = running()
    measure_all(scene, row, ("91", "2.6"))
    assert service.conclude(row, by=scene.as_broker, version=row.version) is State.FAILED
    assert row.certificate is None
    assert db.session.scalar(queries.two_country_count()) == 0


def test_a_no_go_of_either_side_stops_it_with_a_reason(app):
    scene, row = running()
    assert refusal(lambda: service.no_go(row, " ", by=scene.as_lee, version=row.version)) == (
        "demonstration.reason_needed"
    )
    service.no_go(row, "The donor withdrew.", by=scene.as_lee, version=row.version)
    assert (row.state, row.history[-1].note) == (State.STOPPED, "The donor withdrew.")
    assert refusal(lambda: measure_all(scene, row)) == "demonstration.not_running"


def test_a_certificate_names_only_those_who_agreed_and_strikes_the_others_out_of_its_words(app):
    scene, row = running()
    measure_all(scene, row)
    service.conclude(row, by=scene.as_broker, version=row.version)
    facts = certificates.facts_of(row.certificate)
    assert (facts.title, facts.parties, facts.hidden) == ("", (), 2)
    assert [one.name for one in facts.criteria] == ["Viability", "Time at ■■■"]
    assert [site.country for site in facts.sites] == ["KR", "US"]

    certificates.show_name(row, True, by=scene.as_kim)
    facts = certificates.facts_of(row.certificate)
    assert (facts.title, facts.parties, facts.hidden) == ("", (scene.firm,), 1)
    assert facts.criteria[1].name == "Time at Firm A Bio"
    certificates.show_name(row, True, by=scene.as_lee)
    assert certificates.facts_of(row.certificate).title == row.title
    assert refusal(lambda: certificates.show_name(row, True, by=scene.as_broker)) == "demonstration.names_itself"

    spoken = row.certificate.code.replace("-", " ").lower()
    assert certificates.certificate_by(spoken) is row.certificate
    for wrong in ("", "AAAA-AAAA-AAAA", row.certificate.code + "A", "O0I1-O0I1-O0I1"):
        with pytest.raises(NotFound):
            certificates.certificate_by(wrong)


def test_a_suspended_organisation_reads_and_does_nothing_but_take_its_name_off(app):
    scene, row = running()
    measure_all(scene, row)
    service.conclude(row, by=scene.as_broker, version=row.version)
    certificates.show_name(row, True, by=scene.as_kim)
    draft = planning.begin(row.introduction, sight.plan_of(row), by=scene.as_lee)
    scene.firm.state = VettingState.SUSPENDED
    kim, at = scene.as_kim, {"by": scene.as_kim, "version": draft.version}
    deeds = (
        lambda: planning.begin(row.introduction, sight.plan_of(row), by=kim),
        lambda: planning.edit(draft, sight.plan_of(row), **at), lambda: planning.propose(draft, **at),
        lambda: service.sign(draft, draft.sites[0].id, **at), lambda: service.no_go(draft, "Why not.", **at),
        lambda: measure_all(scene, draft), lambda: certificates.show_name(row, True, by=kim),
    )  # fmt: skip
    assert {refusal(deed) for deed in deeds} == {"introduction.own_not_approved"}
    certificates.show_name(row, False, by=kim)
    assert certificates.facts_of(row.certificate).parties == ()
    assert sight.demonstration_of(kim, row.id) is row


def test_a_value_counts_once_the_scanner_found_nothing_in_its_file(app):
    scene, row = running()
    with scanned_by(app, "clamd://127.0.0.1:1"):
        measure_all(scene, row)
        jobs.scan_waiting()
    assert service.outcome_of(row) is None
    conclude = lambda: service.conclude(row, by=scene.as_broker, version=row.version)  # noqa: E731
    assert refusal(conclude) == "demonstration.not_measured"

    with clamd() as (address, _), scanned_by(app, address):
        jobs.scan_waiting()
    assert set(db.session.scalars(sa.select(Measurement.scan))) == {Scan.CLEAN}
    row.criteria[0].measurements[0].scan = Scan.INFECTED
    assert service.outcome_of(row) is None
    row.criteria[0].measurements[0].scan = Scan.CLEAN
    assert conclude() is State.PASSED


def test_once_all_have_ended_another_one_can_be_begun(app):
    scene, row = begun()
    new = f"/demonstrations/with/{scene.introduction.id}/new"
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert panel(scene.introduction, scene.firm).url == f"/demonstrations/{row.id}"
        for _number in range(3):
            later = planning.begin(scene.introduction, sight.plan_of(row), by=scene.as_lee)
            service.no_go(later, "Not now.", by=scene.as_lee, version=later.version)
        assert panel(scene.introduction, scene.firm).url == f"/demonstrations/{row.id}", "behind three that ended"
        service.no_go(row, "Not now.", by=scene.as_lee, version=row.version)
        shown = panel(scene.introduction, scene.firm)
    assert (shown.url, shown.lines) == (new, ("Closed cell processing of Firm A Bio: Stopped",) * 3)


def test_what_waits_for_the_own_signature_is_told_behind_three_that_are_signed(app):
    scene, row = proposed()
    for _number in range(3):
        later = planning.begin(scene.introduction, sight.plan_of(row), by=scene.as_lee)
        planning.propose(later, by=scene.as_lee, version=later.version)
        service.sign(later, later.sites[0].id, by=scene.as_kim, version=later.version)
    with app.test_request_context():
        assert [todo.url for todo in todos(scene.kim, scene.firm)] == [f"/demonstrations/{row.id}"]
        assert len(todos(scene.lee, scene.partner)) == 3
