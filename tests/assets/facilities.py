"""A facility with everything that hangs on one, and a request for it, for tests that walk through all pages."""

from dataclasses import dataclass

from matchmaker.accounts.models import User
from matchmaker.assets.feasibility import service as feasibility
from matchmaker.assets.feasibility.service import Question
from matchmaker.assets.models import AssetCode, AssetFact, AssetHours
from matchmaker.assets.requests import service
from matchmaker.assets.requests.service import Wish
from matchmaker.assets.requests.sight import Reader
from matchmaker.assets.rules import LegalStatus
from matchmaker.clusters import service as clusters
from matchmaker.clusters.loading import load_clusters
from matchmaker.foundation.database import db
from matchmaker.organisations.models import Organisation
from tests.assets.test_views import make_asset

KEY = "hours"
"""Also a kind of row: where an address holds a key and a kind, the walk through all pages gives both one word."""
WORDS = {
    endpoint: (word,)
    for word, endpoints in {
        KEY: ("assets.show", "asset_requests.new", "asset_capacity.calendar", "asset_records.show",
              "asset_records.edit", "asset_records.set_status", "asset_records.delete", "site_feasibility.new"),
        "SIHEUNG": ("clusters.show", "clusters.edit", "clusters.add_fact", "clusters.remove_fact",
                     "clusters.edit_site", "clusters.edit_office"),
    }.items()
    for endpoint in endpoints
}  # fmt: skip


@dataclass
class Facility:
    """Real ids for the addresses of the pages."""

    ids: dict[str, list[int]]


def make_facility(firm: Organisation, member: User) -> Facility:
    """An open facility that `member` of `firm` asks a question about."""
    load_clusters()
    asset = make_asset(KEY, legal_status=LegalStatus.OPEN, latitude=37.36, longitude=126.73)
    asset.hours = [AssetHours(weekday=day, first_hour=9, end_hour=18) for day in range(5)]
    asset.facts = [AssetFact(about="budget", value_ko="1", value_en="1", source_ko="신문", source_en="A paper",
                             dated="2026")]  # fmt: skip
    db.session.flush()
    wish = Wish(kind="use", purpose="May we see it?")
    request = service.ask(asset, firm, wish, reader=Reader(member.as_actor(), firm))
    asset.codes.append(AssetCode(list_name="stage", code="CLINICAL"))
    study = Question(title="Cells against lymphoma", phase="phase_1", therapeutic_area="haematology",
                     indication="Lymphoma", tested="CAR-T cells", participants=6, months=12)  # fmt: skip
    asked = feasibility.ask(asset, firm, study, reader=Reader(member.as_actor(), firm))
    home = clusters.get("SIHEUNG")
    return Facility({
        "asset_requests.request_id": [request.id, asked.id], "site_feasibility.request_id": [asked.id, request.id],
        "asset_records.part_id": [asset.hours[0].id],
        "clusters.fact_id": [home.facts[0].id], "clusters.site_id": [home.sites[0].id],
        "clusters.office_id": [home.offices[0].id],
    })  # fmt: skip


def pages_of_members(ids: dict[str, list[int]]) -> list[str]:
    """Pages with forms for the firm's people."""
    requests = [f"/asset-requests/{one}" for one in ids["asset_requests.request_id"]]
    return [f"/assets/{KEY}/request", f"/assets/{KEY}/feasibility", *requests]


def pages_of_staff(ids: dict[str, list[int]]) -> list[str]:
    """Pages with forms for the broker."""
    request, asked = ids["asset_requests.request_id"]
    records = ["/staff/assets/new", f"/staff/assets/{KEY}", f"/staff/assets/{KEY}/edit"]
    return [f"/asset-requests/{request}", f"/asset-requests/{asked}/feasibility", *records]
