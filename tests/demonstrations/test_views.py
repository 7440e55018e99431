"""The pages: both sides and staff lead a demonstration from its first line to the public certificate."""

import io

from bs4 import BeautifulSoup

from matchmaker.demonstrations import service
from matchmaker.foundation.database import db
from matchmaker.foundation.virus_scan import Scan
from tests.demonstrations.scenes import clear_lights, make_asset, measure_all, proposed, running, sign_all, steps
from tests.factories import make_organisation, make_user
from tests.outcomes.scenes import PDF, make_scene

PLAN = {
    "title": "Closed processing", "hypothesis": "It rises.", "protocol": "Runs.", "ip_terms": "Own.",
    "data_terms": "Shared.", "starts_on": "2026-01-01", "ends_on": "2099-01-01", "criteria-0-name": "Viability",
    "criteria-0-operator": "at_least", "criteria-0-target": "85", "criteria-0-unit": "%", "shares-0-payer": "Firm",
    "shares-0-percent": "60", "shares-1-payer": "Partner", "shares-1-percent": "40",
    "sites-1-place": "Cambridge laboratory",
}  # fmt: skip


def version_of(page: BeautifulSoup) -> str:
    return page.find("input", {"name": "version"})["value"]


def test_both_sides_lead_it_from_the_introduction_to_the_public_certificate(app, sign_in, client):
    scene, asset = make_scene(), make_asset()
    clear_lights(scene)
    kim, lee, broker = (sign_in(user) for user in (scene.kim, scene.lee, scene.broker))
    link = kim.page(f"/introductions/{scene.introduction.id}").find("a", string="Plan a joint demonstration")
    assert kim.post(link["href"], data={"criteria-0-target": "NaN"}).status_code == 422
    more = kim.post(link["href"], data={"title": "T", "more": "1"})
    assert "Site 3" in more.text
    plan = PLAN | {"sites-0-asset": asset.id, "sites-0-side": scene.firm.id, "sites-1-side": scene.partner.id,
                   "sites-1-asset": ""}  # fmt: skip
    at = kim.send(link["href"], plan | {"shares-1-percent": "39.99"}).location
    assert "Cost shares that add up to 100 percent" in kim.page(at).text
    kim.send(f"{at}/edit", plan | {"version": version_of(kim.page(f"{at}/edit"))})
    kim.send(f"{at}/propose", {"version": version_of(kim.page(at))})

    for member in (kim, lee):
        page = member.page(at)
        form = next(form for form in page.find_all("form") if form["action"].endswith("/sign"))
        member.send(form["action"], {"version": form.find("input", {"name": "version"})["value"]})
    assert "To be signed" not in lee.page("/").text
    page = broker.page(f"/staff{at}")
    assert "Nothing is in the way" in page.text
    go = page.find("input", {"name": "go-version"})["value"]
    broker.send(f"/staff{at}/go", {"go-version": go, "go-words": "Ready."})

    for member in (kim, lee):
        form = member.page(at)
        chosen = {name: form.find("select", {"name": name}).find("option")["value"]
                  for name in ("measure-criterion", "measure-site")}  # fmt: skip
        value = chosen | {"measure-value": "91", "measure-measured_on": "2026-02-01"}
        assert member.post(f"{at}/measure", data=value).status_code == 422
        member.send(f"{at}/measure", value | {"measure-file": (io.BytesIO(PDF), "run.pdf")})
    link = kim.page(at).find("a", string="run.pdf")["href"]
    assert lee.get(link).data == PDF
    broker.send(f"/staff{at}/conclude", {"version": version_of(broker.page(f"/staff{at}"))})

    kim.send(f"{at}/name", {"shows": "yes"})
    public = kim.page(at).find("a", string="Public page of the certificate")["href"]
    page = client.page(public)
    assert "Firm A Bio" in page.text
    assert "Partner B" not in page.text
    assert "1 organisation has not agreed to be named." in page.text
    assert client.get(f"{public}.pdf").data.startswith(b"%PDF")
    assert client.get("/certificates", query_string={"code": public.rpartition("/")[2].lower()}).location == public
    assert "There is no certificate with this code." in client.page("/certificates?code=AAAA").text
    assert "Demonstrated in two countries" in lee.page(f"/organisations/{scene.firm.id}").text
    assert "1 demonstration in two countries has passed" in broker.page("/staff/demonstrations").text
    assert "Version 1 of the text" in kim.page(f"{at}/versions/1").text


def test_a_teaser_counts_certificates_and_links_to_none(app, sign_in):
    scene, row = running()
    measure_all(scene, row)
    service.conclude(row, by=scene.as_broker, version=row.version)
    stranger = make_user()
    make_organisation(country="CH", cluster="BASEL", member=stranger)
    page = sign_in(stranger).page(f"/organisations/{scene.firm.id}")
    assert "1 joint demonstration in two countries met its criteria" in page.text
    assert row.certificate.code not in page.text
    assert row.certificate.code in sign_in(scene.lee).page(f"/organisations/{scene.firm.id}").text


def test_strangers_and_offices_without_a_side_find_nothing(app, sign_in):
    scene, row = proposed()
    other = make_user()
    make_organisation(member=other)
    db.session.flush()
    for user, prefix in ((other, ""), (scene.basel, "/staff")):
        visitor = sign_in(user)
        for path in ("", "/edit", "/versions/1", "/evidence/1"):
            assert visitor.get(f"{prefix}/demonstrations/{row.id}{path}").status_code == 404, path
        assert visitor.post(f"{prefix}/demonstrations/{row.id}/no-go").status_code == 404
    assert sign_in(scene.kim).get(f"/staff/demonstrations/{row.id}").status_code == 403
    assert f"/demonstrations/{row.id}" in sign_in(scene.boston).page("/staff/demonstrations").decode()
    assert "To be signed: " in sign_in(scene.kim).page("/").text


def test_a_signed_version_shows_quantities_permits_and_the_values_before(app, sign_in):
    scene, row = proposed(steps=steps())
    sign_all(scene, row)
    text = " ".join(sign_in(scene.kim).page(f"/demonstrations/{row.id}/versions/1").text.split())
    assert "Apheresis product (2 bags): Siheung → Cambridge · Permit: Missing" in text
    assert "Viability: ≥ 85 % · Before: 71.5 %" in text
    assert "Time at Firm A Bio: ≤ 2.5 h" in text


def test_evidence_that_waits_for_the_scanner_is_named_and_not_given_out(app, sign_in):
    scene, row = running()
    measure_all(scene, row)
    waiting = row.criteria[0].measurements[0]
    waiting.scan = Scan.WAITING
    kim = sign_in(scene.kim)
    assert "Being checked for viruses" in kim.page(f"/demonstrations/{row.id}").text
    assert kim.get(f"/demonstrations/{row.id}/evidence/{waiting.id}").status_code == 409
    assert waiting.scan is Scan.WAITING
