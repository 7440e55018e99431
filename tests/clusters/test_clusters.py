"""Clusters: there after set-up, added by staff without code, and known everywhere at once."""

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.clusters.loading import load_clusters, read
from matchmaker.clusters.models import Cluster, Office, Site
from matchmaker.clusters.rules import is_code
from matchmaker.foundation.codes import code_extra, code_label, code_list, is_known
from matchmaker.foundation.database import db
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.outbox import in_language
from matchmaker.foundation.permissions import Role
from matchmaker.meetings.people import zone_of
from matchmaker.organisations.importing.rows import _cluster_at
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import teaser_title
from tests.factories import make_organisation, make_user

LYON = {
    "code": "LYON", "name_ko": "리옹", "name_en": "Lyon", "name_de": "Lyon", "country": "FR",
    "time_zone": "Europe/Paris", "places": "Lyon; Villeurbanne", "stages": ["CLINICAL"], "areas": ["CGT"],
    "summary_en": "Vaccines and biologics.",
}  # fmt: skip
FACT = {"fact-value_ko": "협약", "fact-value_en": "An agreement", "fact-source_ko": "신문", "fact-source_en": "A paper",
        "fact-dated": "2026-05"}  # fmt: skip


def test_an_installation_has_the_home_cluster_its_sites_offices_and_three_partners(app: Flask) -> None:
    assert load_clusters() == 4
    assert load_clusters() == 0
    assert db.session.scalars(sa.select(Cluster.code).order_by(Cluster.id)).all() == [
        "SIHEUNG", "BOSTON", "BASEL", "KOBE"]  # fmt: skip
    assert set(db.session.scalars(sa.select(Site.name_ko))) == {"배곧지구", "정왕부지", "월곶역세권", "시흥스마트허브"}
    offices = {office.name_ko: office.part_of for office in db.session.scalars(sa.select(Office))}
    assert offices["바이오산업실"].name_ko == "시흥산업진흥원"


def test_every_fact_of_the_records_has_a_source_and_a_date_in_both_languages() -> None:
    facts = [fact for entry in read() for fact in entry.get("fact", [])]
    assert len(facts) >= 4
    assert all(set(fact) == {"value_ko", "value_en", "source_ko", "source_en", "dated"} for fact in facts)
    assert all(fact.values() and all(fact.values()) for fact in facts)


def test_what_is_loaded_keeps_the_names_of_the_shipped_list(app: Flask) -> None:
    before = [(code.code, dict(code.labels)) for code in code_list("cluster")]
    load_clusters()
    assert [(code.code, dict(code.labels)) for code in code_list("cluster")] == before


@pytest.mark.parametrize(("text", "is_fine"), [("LYON", True), ("SAN_DIEGO", True), ("lyon", False), ("1A", False),
                                               ("A__B", False), ("A" * 21, False), ("", False)])  # fmt: skip
def test_the_code_of_a_cluster_has_a_shape(text: str, is_fine: bool) -> None:
    assert is_code(text) is is_fine


@pytest.fixture
def office(app, sign_in):
    load_clusters()
    return sign_in(make_user(Role.ADMINISTRATOR))


def test_a_cluster_that_staff_add_works_from_end_to_end(app, office, sign_in, client):
    office.send("/staff/clusters/new", LYON)

    with app.test_request_context(), in_language("ko"):
        assert (is_known("cluster", "LYON"), code_label("cluster", "LYON")) == (True, "리옹")
        assert [code.code for code in code_list("cluster")] == [
            "SIHEUNG", "BOSTON", "BASEL", "KOBE", "LYON", "OTHER_KR", "OTHER"]  # fmt: skip
        assert code_extra("cluster", "LYON", "time_zone") == "Europe/Paris"
        assert (_cluster_at("FR", "69100 Villeurbanne"), _cluster_at("FR", "Paris")) == ("LYON", "OTHER")

    # an organisation of it
    member = sign_in(user := make_user())
    form = {
        "name_en": "Rhône Cells",
        "org_type": "startup",
        "country": "FR",
        "city": "Lyon",
        "cluster": "LYON",
        "size_band": "",
        "time_zone": "",
    }
    make_organisation(country="FR", cluster="OTHER", member=user, time_zone=None)
    member.send("/organisation/edit/identity", form | {"cluster": "BOSTON"}, status=422)
    page = member.page("/organisation/edit/identity")
    hidden = {tag["name"]: tag["value"] for tag in page.main.select("form input[type=hidden]")}
    member.send("/organisation/edit/identity", hidden | form)
    firm = db.session.scalars(sa.select(Organisation).where(Organisation.name_en == "Rhône Cells")).one()
    assert (firm.cluster, zone_of(firm), teaser_title(firm, "ko").endswith("리옹")) == ("LYON", "Europe/Paris", True)

    # a co-broker of it, who sees it and nothing else
    office.send("/staff/people/invite", {"full_name": "Jean Petit", "email": "jean@lyon.example", "role": "co_broker",
                                         "cluster": "LYON", "locale": "en"})  # fmt: skip
    broker = make_user(Role.CO_BROKER, cluster="LYON")
    other = make_organisation(country="US", name_en="Elsewhere Inc")
    assert [broker.as_actor().serves(one.cluster) for one in (firm, other)] == [True, False]
    listed = sign_in(broker).page("/staff/organisations").main.get_text(" ", strip=True)
    assert ("Rhône Cells" in listed, "Elsewhere Inc" in listed) == (True, False)

    # and a filter
    listed = office.page("/staff/organisations?cluster=LYON").main.get_text(" ", strip=True)
    assert ("Rhône Cells" in listed, "Elsewhere Inc" in listed) == (True, False)


@pytest.mark.parametrize("wrong", [{"code": "BASEL"}, {"code": "OTHER"}, {"code": "lyon"}, {"name_ko": ""},
                                   {"country": "XX"}, {"time_zone": "Mars/Base"}, {"stages": ["NO"]}])  # fmt: skip
def test_what_cannot_be_a_cluster_comes_back(office, wrong):
    office.send("/staff/clusters/new", LYON | wrong, status=422)
    assert db.session.scalar(sa.select(sa.func.count(Cluster.id))) == 4


def test_two_people_do_not_overwrite_each_other(office):
    said = LYON | {"name_en": "Greater Basel", "version": "1"}
    office.send("/staff/clusters/BASEL/edit", said)
    office.send("/staff/clusters/BASEL/edit", said | {"name_en": "Lost"}, status=409)
    db.session.expire_all()
    basel = db.session.scalars(sa.select(Cluster).where(Cluster.code == "BASEL")).one()
    assert (basel.name_en, basel.version) == ("Greater Basel", 2)
    assert db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.subject_type == "cluster")).all() == [
        "cluster.changed"]  # fmt: skip


def test_facts_come_with_their_source_and_can_be_taken_out(office):
    office.send("/staff/clusters/KOBE/facts", FACT | {"fact-dated": "soon"}, status=422)
    office.send("/staff/clusters/KOBE/facts", FACT)
    page = office.page("/staff/clusters/KOBE")
    assert "An agreement" in page.main.get_text()
    remove = [form["action"] for form in page.find_all("form") if form.get("action", "").endswith("/remove")]
    office.send(remove[-1])
    office.send(remove[-1], status=404)
    assert "An agreement" not in office.page("/staff/clusters/KOBE").main.get_text()


def test_sites_and_offices_are_corrected_with_the_version_of_their_cluster(office, sign_in):
    page = office.page("/staff/clusters/SIHEUNG")
    assert len(page.main.select("a[href$='/edit']")) == 1 + 4 + 2
    site = db.session.scalars(sa.select(Site).order_by(Site.id)).first()
    agency, part = db.session.scalars(sa.select(Office).order_by(Office.id))
    at_site, at_office = (f"/staff/clusters/SIHEUNG/{kind}/edit" for kind in (f"sites/{site.id}", f"offices/{part.id}"))
    fields = {tag["name"]: tag["value"] for tag in office.page(at_site).main.select("form input[name]")}
    said = fields | {"name_en": "Baegot", "summary_en": "By the sea."}
    for wrong in ({"latitude": "nan"}, {"longitude": "200"}, {"name_ko": ""}):
        office.send(at_site, said | wrong, status=422)
    office.send(at_site, said)
    office.send(at_site, said | {"name_en": "Lost"}, status=409)
    role = {"name_ko": "바이오산업실", "name_en": "Bio Office", "part_of_id": str(agency.id), "role_en": "Brokers."}
    office.send(at_office, role | {"version": "2", "dated": "soon"}, status=422)
    office.send(at_office, role | {"version": "2", "dated": "2026-04"})
    in_its_own_part = role | {"version": "3", "part_of_id": str(part.id)}
    office.send(f"/staff/clusters/SIHEUNG/offices/{agency.id}/edit", in_its_own_part, status=422)
    office.send(at_site.replace("SIHEUNG", "BASEL"), said, status=404)
    db.session.expire_all()
    assert (site.name_en, site.summary_en, part.name_en, part.part_of, part.dated, site.cluster.version) == (
        "Baegot", "By the sea.", "Bio Office", agency, "2026-04", 3)  # fmt: skip
    assert db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all() == [
        "cluster.site_changed", "cluster.office_changed"]  # fmt: skip
    assert sign_in(make_user(Role.BROKER)).get(at_site).status_code == 403


@pytest.mark.parametrize("role", [Role.MEMBER, Role.BROKER, Role.CO_BROKER])
def test_only_leaders_manage_clusters(app, sign_in, role):
    load_clusters()
    assert sign_in(make_user(role)).get("/staff/clusters").status_code == 403
