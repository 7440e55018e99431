"""Public pages: what they tell, in which languages, and what search engines read."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from matchmaker.assets.models import Asset, AssetCode
from matchmaker.assets.rules import LegalStatus
from matchmaker.clusters.loading import load_clusters
from matchmaker.clusters.models import Cluster
from matchmaker.foundation.database import db
from matchmaker.gateway.face import structured
from matchmaker.gateway.funnels import daily
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.rules import VettingState
from tests.factories import make_opportunity, make_organisation, make_user
from tests.gateway.scenes import make_market, suggest
from tests.introductions.scenes import brought_to, make_scene

PAGES = ("/", "/cluster", "/clusters/BOSTON", "/assets", "/showcase", "/progress")


def make_asset(**values: object) -> Asset:
    fields: dict[str, object] = {
        "key": "car-x", "name_ko": "세포 실증센터", "name_en": "Cell centre", "kind": "facility",
        "operator_ko": "운영자", "operator_en": "Operator", "legal_status": LegalStatus.GROUND_BROKEN,
        "available_from": "2029-H2",
        "summary_ko": "요약", "summary_en": "A </script> centre",
    }  # fmt: skip
    asset = Asset(**(fields | values))
    asset.codes = [AssetCode(list_name="stage", code="DEMO"), AssetCode(list_name="tag", code="medicine")]
    db.session.add(asset)
    db.session.flush()
    return asset


def things(page) -> list[dict]:
    return [thing for tag in page.find_all("script", type="application/ld+json")
            for thing in json.loads(tag.string)["@graph"]]  # fmt: skip


@pytest.mark.parametrize(("language", "first"), [("ko", "연구"), ("en", "Research")])
def test_visitors_see_two_doors_six_stages_figures_of_the_database_and_the_way_in(app, client, language, first):
    scene = make_scene()
    make_organisation(state=VettingState.SUBMITTED)
    make_opportunity(scene.firm, profile_type="JD", need="A site.")
    make_opportunity(scene.firm, state=OpportunityState.DRAFT)
    make_asset()
    brought_to(scene, S.INTRODUCED)
    page = client.page(f"/?lang={language}")
    stages = [item.strong.get_text(strip=True) for item in page.select(".flow li")]
    assert (len(stages), stages[0]) == (6, first)
    assert [item.get_text(strip=True) for item in page.select(".figures dd")] == ["1", "1", "2", "2"]
    links = {link["href"] for link in page.select("main a")}
    assert {"/sign-up", "/sign-in", "/assets", "/cluster", "/progress", "/showcase?gateway=outbound",
            "/showcase?gateway=inbound"} <= links  # fmt: skip


def test_small_numbers_are_not_told_to_the_public(app, client):
    market = make_market()
    for _ in range(2):
        suggest(make_organisation(areas=("QC",)), market.boston)
    for _ in range(3):
        suggest(make_organisation(areas=("CGT",)), market.basel)
    page = client.page("/")
    rows = [
        [cell.get_text(strip=True) for cell in row.find_all(["td", "th"])] for row in page.select("#flows ~ * tbody tr")
    ]
    assert rows == [
        ["Outbound (Korea → world)", "Cell & gene therapy", "Basel", "3"],
        ["Outbound (Korea → world)", "Quality control", "Boston/Massachusetts", "fewer than 3"],
    ]
    assert [row["data-value"] for row in page.select("[data-flow]")] == ["3"]


def test_the_front_page_reads_its_numbers_from_the_stored_day(app, client):
    daily.store()
    make_scene()
    page = client.page("/")
    assert [item.get_text(strip=True) for item in page.select(".figures dd")] == ["0"] * 4


@pytest.mark.parametrize("path", PAGES)
def test_each_public_page_has_an_address_for_each_language(app, client, path):
    load_clusters()
    for language, said in (("ko", "ko_KR"), ("en", "en_US")):
        page = client.page(f"{path}?lang={language}")
        assert page.html["lang"] == language
        if path == "/assets":
            continue
        assert page.find("link", rel="canonical")["href"] == f"http://gateway.example{path}?lang={language}"
        assert {link["hreflang"]: link["href"] for link in page.find_all("link", rel="alternate")} == {
            "ko": f"http://gateway.example{path}?lang=ko", "en": f"http://gateway.example{path}?lang=en",
            "x-default": f"http://gateway.example{path}",
        }  # fmt: skip
        assert page.find("meta", attrs={"name": "description"})["content"]
        assert page.find("meta", property="og:locale")["content"] == said
        assert page.find("meta", property="og:image") is None


def test_a_filtered_list_keeps_its_short_address(app, client):
    assert client.get("/showcase?gateway=inbound&lang=ko").headers["Location"] == "/showcase?gateway=inbound"


def test_the_cluster_page_tells_regime_sites_facilities_offices_and_strategies(app, client):
    load_clusters()
    make_asset()
    page = client.page("/cluster")
    text = page.main.get_text(" ", strip=True)
    for words in ("27 June 2024", "Baegot", "Jeongwang", "Wolgot", "Smart Hub", "Cell centre", "Ground-broken",
                  "Siheung Industry Promotion Agency", "Education", "No asset yet"):  # fmt: skip
        assert words in text, words
    assert page.find("a", href="/clusters/KOBE")
    kinds = [thing["@type"] for thing in things(page)]
    assert kinds == ["Place", "BreadcrumbList"]
    assert things(page)[0]["containsPlace"][0]["url"] == "http://gateway.example/assets/car-x"


def test_a_partner_cluster_has_its_page_and_one_added_by_staff_too(app, client):
    load_clusters()
    assert "K-BioX" in client.page("/clusters/BOSTON").main.get_text()
    client.page("/clusters/LYON", status=404)
    db.session.add(Cluster(code="LYON", name_ko="리옹", name_en="Lyon", country="FR", time_zone="Europe/Paris"))
    db.session.flush()
    assert client.page("/clusters/LYON").h1.get_text(strip=True) == "Lyon"
    assert client.get("/clusters/SIHEUNG").headers["Location"] == "/cluster"


def test_a_partner_cluster_shows_both_directions_of_an_area_in_one_line(app, client):
    load_clusters()
    market = make_market()
    for _ in range(3):
        suggest(make_organisation(areas=("QC",)), market.boston)
    page = client.page("/clusters/BOSTON?lang=ko")
    rows = page.select("h2#flows-title ~ * tbody tr")
    assert [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in rows] == [
        ["품질관리", "3", "0"]
    ]
    assert "America/New_York" not in page.main.get_text()


def test_the_page_of_an_asset_carries_structured_data_that_cannot_end_its_element(app, client):
    make_asset()
    page = client.page("/assets/car-x")
    assert [(thing["@type"], thing.get("description")) for thing in things(page)] == [
        ("ResearchOrganization", "A </script> centre"), ("BreadcrumbList", None),
    ]  # fmt: skip


def test_nothing_in_structured_data_can_leave_it():
    text = structured.script([{"name": "</script><script>alert(1)</script>&\u2028"}])
    assert text.count("<") == 2
    assert json.loads(re.sub(r"</?script[^>]*>", "", str(text)))["@graph"][0]["name"].startswith("</script>")


def test_the_sitemap_names_every_public_page_in_both_languages(app, client):
    load_clusters()
    make_asset()
    shown = make_opportunity(make_organisation())
    make_opportunity(make_organisation(), state=OpportunityState.DRAFT)
    answer = client.get("/sitemap.xml")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    tree = ET.fromstring(answer.data)
    found = [entry.text for entry in tree.findall("s:url/s:loc", names)]
    paths = ["/", "/cluster", "/assets", "/assets/map", "/assets/links", "/showcase", "/progress",
             "/clusters/BOSTON", "/clusters/BASEL",
             "/clusters/KOBE", "/assets/car-x", f"/showcase/{shown.reference}"]  # fmt: skip
    assert found == [f"http://gateway.example{path}?lang={code}" for path in paths for code in ("ko", "en")]
    assert all(len(entry.findall("x:link", names)) == 3 for entry in tree.findall("s:url", names))
    for address in found:
        client.page(address.removeprefix("http://gateway.example"))


def test_robots_are_sent_to_the_sitemap_and_away_from_the_desk(app, client):
    text = client.get("/robots.txt").text
    assert "Sitemap: http://gateway.example/sitemap.xml" in text
    assert "Disallow: /staff" in text


def test_members_find_the_public_pages_in_the_cluster_list(app, client, sign_in):
    kim = make_user()
    make_organisation(member=kim)
    line = ".gnb-menu > li > a"
    visitors = [link["href"] for link in client.page("/").select(line)]
    members = [link["href"] for link in sign_in(kim).page("/").select(line)]
    assert visitors[:4] == ["/", "/cluster", "/showcase", "/progress"]
    assert {"/cluster", "/showcase", "/progress"}.isdisjoint(members)
