"""The catalogue of assets, as a visitor reads it."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.assets.models import Asset, AssetCode, AssetFact
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db
from tests.client import Client


def make_asset(key: str, **values: object) -> Asset:
    fields: dict[str, object] = {
        "name_ko": f"자산 {key}", "name_en": f"Asset {key}", "kind": "facility", "operator_ko": "운영 기관",
        "operator_en": "An operator", "legal_status": LegalStatus.PLANNED, "summary_en": "In short.",
        "summary_ko": "짧은 소개입니다.",
    }  # fmt: skip
    asset = Asset(key=key, **(fields | values))
    db.session.add(asset)
    db.session.flush()
    return asset


def fact(about: str, value: str, dated: str, source: str = "A newspaper") -> AssetFact:
    return AssetFact(
        about=about, value_ko=f"{value}(한)", value_en=value, source_ko="신문", source_en=source, dated=dated
    )


def titles(client: Client, query: str = "") -> list[str]:
    page = client.page(f"/assets{query}")
    return [title.get_text(strip=True) for title in page.select(".c-tit")]


def codes(**lists: str) -> list[AssetCode]:
    return [AssetCode(list_name=list_name, code=code) for list_name, code in lists.items()]


@pytest.fixture
def three(app: Flask) -> None:
    make_asset("laboratory", legal_status=LegalStatus.OPEN, codes=codes(stage="DEMO", area="CGT"))
    make_asset(
        "hospital", legal_status=LegalStatus.GROUND_BROKEN, summary_en="Beds: 100% new.",
        codes=codes(stage="CLINICAL", area="CGT"),
    )  # fmt: skip
    make_asset(
        "course", kind="training", operator_en="Some University",
        codes=codes(stage="STARTUP", area="EDU", unit_operation="CGT"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Asset laboratory", "Asset hospital", "Asset course"]),
        ("?stage=DEMO", ["Asset laboratory"]),
        ("?area=CGT", ["Asset laboratory", "Asset hospital"]),
        ("?kind=training", ["Asset course"]),
        ("?status=ground_broken", ["Asset hospital"]),
        ("?area=CGT&stage=CLINICAL&kind=facility&status=ground_broken", ["Asset hospital"]),
        ("?words=university", ["Asset course"]),
        ("?words=자산 hospital", ["Asset hospital"]),
        ("?words=100%25", ["Asset hospital"]),
        ("?words=_", []),
        ("?area=CGT&stage=STARTUP", []),
    ],
)
def test_filters_narrow_the_catalogue_and_what_is_open_comes_first(
    three: None, client: Client, query: str, found: list[str]
) -> None:
    assert titles(client, query) == found


@pytest.mark.parametrize("query", ["?stage=NONE", "?status=closed", "?kind=%00", "?page=x", "?words=" + "a" * 500])
def test_a_filter_that_does_not_exist_narrows_nothing(three: None, client: Client, query: str) -> None:
    assert len(titles(client, query)) == 3


def test_how_many_assets_stand_at_each_status_is_told_whatever_is_filtered(three: None, client: Client) -> None:
    page = client.page("/assets?kind=training")

    badges = page.find("ul", attrs={"aria-label": "Assets by status"}).find_all("li")
    assert [badge.get_text(strip=True) for badge in badges] == ["Planned 1", "Ground-broken 1", "Built 0", "Open 1"]
    assert page.find(id="results-title").get_text() == "1 asset"


def test_a_page_of_the_catalogue_costs_the_same_however_long_it_is(
    three: None, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    few = count_queries(lambda: client.page("/assets"))
    for number in range(15):
        make_asset(f"more-{number}", codes=[AssetCode(list_name="area", code="CGT")])

    assert count_queries(lambda: client.page("/assets")) == few <= 8


def test_the_page_of_an_asset_costs_the_same_however_much_is_known(
    app: Flask, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    make_asset("bare")
    make_asset("rich", facts=[fact("area", f"{n} m2", "2025") for n in range(9)],
               codes=[AssetCode(list_name="area", code=code) for code in ("CGT", "QC")])  # fmt: skip

    assert count_queries(lambda: client.page("/assets/rich")) == count_queries(lambda: client.page("/assets/bare")) <= 7


def test_an_asset_shows_its_life_cycle_stages_operator_and_availability(three: None, client: Client) -> None:
    hospital = db.session.query(Asset).filter_by(key="hospital").one()
    hospital.available_from, hospital.district_en = "2029-H2", "Baegot"

    page = client.page("/assets/hospital")

    steps = page.select(".krds-step-wrap li")
    assert [(step.select_one(".step-tit").get_text(), step["class"]) for step in steps] == [
        ("Planned", ["done"]), ("Ground-broken", ["active"]), ("Built", []), ("Open", []),
    ]  # fmt: skip
    ribbon = page.find("h2", id="flow-title").find_next("ol").find_all("li")
    assert [item.get_text(" ", strip=True) for item in ribbon if "✓" in item.get_text()] == [
        "✓ Clinical (offered here)"
    ]
    assert len(ribbon) == 6
    text = page.main.get_text(" ", strip=True)
    assert "This asset cannot be used yet. Availability: from 2029 H2." in text
    assert "An operator" in text
    assert "Baegot" in text


def test_an_open_asset_has_all_steps_done(three: None, client: Client) -> None:
    page = client.page("/assets/laboratory")

    assert [step["class"] for step in page.select(".krds-step-wrap li")] == [["done"]] * 4
    assert "This asset can be used: open now." in page.main.get_text(" ", strip=True)


def test_contradicting_facts_stand_side_by_side_and_the_others_in_a_table(app: Flask, client: Client) -> None:
    make_asset("disputed", facts=[
        fact("ground_breaking", "August 2025", "2025-08-18", "Paper A"),
        fact("ground_breaking", "September 2025", "2025-12", "Paper B"),
        fact("budget", "KRW 14 billion", "2025"),
    ])  # fmt: skip

    page = client.page("/assets/disputed")

    section = page.find("h2", id="disputed-title").parent
    assert section.h3.get_text(" ", strip=True) == "Ground-breaking Sources differ"
    assert [" ".join(card.get_text(" ", strip=True).split()) for card in section.select(".structured-item")] == [
        "September 2025 Published by Paper B Date of the source December 2025",
        "August 2025 Published by Paper A Date of the source 18 Aug 2025",
    ]
    rows = page.select("tbody tr")
    assert [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in rows] == [
        ["Project cost", "KRW 14 billion", "A newspaper", "2025"]
    ]


def test_sources_that_say_the_same_are_no_dispute(app: Flask, client: Client) -> None:
    make_asset("agreed", facts=[fact("budget", "KRW 1", "2025", "Paper A"), fact("budget", "KRW 1", "2025", "Paper B")])

    page = client.page("/assets/agreed")

    assert page.find(id="disputed-title") is None
    assert len(page.select("tbody tr")) == 2


def test_a_korean_reader_reads_korean(app: Flask, client: Client) -> None:
    make_asset("korean", available_from="2029-H2", facts=[fact("budget", "x", "2025-06")])

    page = client.page("/assets/korean?lang=ko", follow_redirects=True)

    text = page.main.get_text(" ", strip=True)
    assert page.h1.get_text() == "자산 korean"
    for words in ("2029년 하반기부터", "사업비", "x(한)", "2025년 6월", "운영 기관"):
        assert words in text


def test_an_asset_that_does_not_exist_is_answered_with_404(app: Flask, client: Client) -> None:
    assert client.page("/assets/nothing", status=404).h1.get_text() == "This page was not found"


def test_nothing_about_an_asset_is_executed_by_the_browser(app: Flask, client: Client) -> None:
    make_asset("hostile", name_en="<script>alert(1)</script>", facts=[fact("odd_topic", "<b>x</b>", "2025")])

    page = client.page("/assets/hostile")

    assert page.h1.get_text() == "<script>alert(1)</script>"
    assert page.select("tbody tr th")[0].get_text(strip=True) == "Odd topic"
    assert page.select("tbody td")[0].get_text(strip=True) == "<b>x</b>"


def test_the_menu_leads_everybody_to_the_catalogue(app: Flask, client: Client) -> None:
    link = client.page("/assets").select_one(".krds-main-menu a[aria-current]")

    assert (link["href"], link.get_text()) == ("/assets", "Cluster assets")
