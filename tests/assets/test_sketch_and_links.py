"""The sketch map and the links between assets."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.assets.linkage import Connectedness, connectedness, note_use
from matchmaker.assets.models import AssetLink
from matchmaker.assets.rules import LegalStatus
from matchmaker.assets.sketch import HEIGHT, WIDTH, draw
from matchmaker.clusters.loading import load_all
from matchmaker.foundation.database import db
from tests.assets.test_views import make_asset
from tests.factories import make_organisation

TODAY = date(2026, 11, 23)


def place(latitude, longitude):
    return SimpleNamespace(latitude=latitude, longitude=longitude, name=lambda language: f"{latitude} {language}")


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=12))
def test_markers_stay_on_the_map_and_never_cover_each_other(points) -> None:
    found = draw((), [place(*point) for point in points], "en").assets
    assert [marker.number for marker in found] == list(range(1, len(points) + 1))
    assert all(0 <= marker.x <= WIDTH and 0 <= marker.y <= HEIGHT for marker in found)
    pairs = [(one, other) for one in found for other in found if one.number < other.number]
    assert all(abs(one.x - other.x) >= 44 or abs(one.y - other.y) >= 44 for one, other in pairs)


def test_north_is_up_and_east_is_right() -> None:
    south_west, north_east = draw((), [place(37.34, 126.70), place(37.39, 126.74)], "ko").assets
    assert south_west.x < north_east.x
    assert south_west.y > north_east.y
    assert north_east.name == "37.39 ko"
    assert draw((), [place(None, None)], "en").assets == ()


@pytest.mark.parametrize(
    ("last_uses", "figure"),
    [
        ([], Connectedness(0, 0)),
        ([None, date(2026, 1, 1), date(2025, 11, 23), date(2025, 11, 22), date(2026, 12, 1)], Connectedness(5, 2)),
    ],
)
def test_connectedness_counts_links_used_in_the_last_twelve_months(last_uses, figure) -> None:
    assert connectedness(last_uses, TODAY) == figure
    assert figure.percent == (40 if figure.links else None)


def test_use_by_an_organisation_keeps_its_link_alive(app) -> None:
    asset, firm, other = make_asset("bench"), make_organisation(), make_organisation()
    link = AssetLink(asset_id=asset.id, organisation_id=firm.id, kind="testing")
    db.session.add_all([link, AssetLink(asset_id=asset.id, organisation_id=other.id, kind="testing")])
    db.session.flush()
    for day in (date(2026, 11, 3), date(2026, 10, 1)):
        note_use(asset.id, firm.id, day)
    db.session.expire_all()
    assert link.last_used == date(2026, 11, 3)


def test_the_map_and_the_links_are_open_to_everybody_and_name_no_organisation(app, client) -> None:
    load_all()
    firm = make_organisation(name_en="Secret Partner Ltd", anonymity_tier=0)
    asset = make_asset("bench", legal_status=LegalStatus.OPEN, latitude=37.36, longitude=126.73)
    db.session.add(AssetLink(asset_id=asset.id, organisation_id=firm.id, kind="supply"))
    db.session.flush()

    page = client.page("/assets/map")
    links = {link["href"] for link in page.select(".asset-map svg a")}
    assert len(links) == 8
    assert links == {link["href"] for link in page.select(".asset-map-list a")}
    sites = [site.get_text() for site in page.select("ul.asset-map-list strong")]
    assert sites == ["Baegot", "Jeongwang", "Wolgot station area", "Siheung Smart Hub"]
    for path in ("/assets/links", "/assets/bench"):
        assert "Secret Partner" not in client.page(path).get_text()
    assert "0 of 5 connections were used" in client.page("/assets/links").main.get_text(" ", strip=True)
