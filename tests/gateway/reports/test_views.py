"""Staff see both funnels, how fast things go, whose deals they are, and the lines for the ministry."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

from matchmaker.assets.models import Asset, AssetCode, AssetLink
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from matchmaker.gateway.funnels.queries import EVERYTHING, Scope
from matchmaker.gateway.reports import deals, operating
from matchmaker.gateway.reports.operating import StageStatus
from matchmaker.gateway.reports.speed import speed
from matchmaker.gateway.rules import Share, Wait
from matchmaker.opportunities.models import OpportunityCode
from matchmaker.outcomes.rules import OutcomeState
from tests.factories import make_opportunity, make_organisation, make_user
from tests.gateway.scenes import introduce, make_market, meet, outcome, suggest

START = datetime(2026, 3, 2, 3, tzinfo=UTC)


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_every_number_leads_to_the_pairs_that_it_counts(app, sign_in):
    market = make_market()
    suggest(market.firm, market.boston, market.goes_out)
    suggest(market.firm, market.basel, market.goes_out)
    introduce(market.firm, market.boston, market.goes_out)
    broker = sign_in(make_user(Role.BROKER))
    page = broker.page("/staff/gateway")
    links = [link for link in page.select("main td a") if link["href"].startswith("/staff/gateway/")]
    assert len(links) == 12
    for link in links:
        listed = broker.page(link["href"]).select("main tbody tr")
        assert len(listed) == int(link.get_text().split()[0]), link["href"]
    names = broker.page("/staff/gateway/outbound/introduced").main.get_text(" ")
    assert ("Firm A Bio" in names, "Partner B Therapeutics" in names, "Rheinufer Zell" in names) == (True, True, False)


def test_a_co_broker_sees_the_pairs_of_its_own_cluster_only(app, sign_in):
    market = make_market()
    for partner in (market.boston, market.basel):
        introduce(market.firm, partner, market.goes_out)
    boston = sign_in(make_user(Role.CO_BROKER))
    for path in ("/staff/gateway/outbound/introduced", "/staff/gateway/outbound/introduced?cluster=BASEL"):
        assert "Rheinufer" not in boston.get(path).text
    assert "Partner B" in boston.get("/staff/gateway/outbound/introduced").text


def test_a_funnel_or_step_that_is_none_is_not_found(app, sign_in):
    broker = sign_in(make_user(Role.BROKER))
    for path in ("sideways/met", "outbound/married"):
        broker.page(f"/staff/gateway/{path}", status=404)


def test_days_at_the_ends_of_time_narrow_nothing(app, sign_in):
    market = make_market()
    introduce(market.firm, market.boston, market.goes_out)
    broker, asked = sign_in(make_user(Role.BROKER)), "?first=0001-01-01&last=9999-12-31"
    for path in ("", "/report", "/export.csv", "/ministry.csv"):
        assert broker.get(f"/staff/gateway{path}{asked}").status_code == 200
    assert len(broker.page(f"/staff/gateway/outbound/introduced{asked}").select("main tbody tr")) == 1


def test_the_funnels_come_as_a_table(app, sign_in):
    market = make_market()
    suggest(market.firm, market.boston, market.goes_out)
    introduce(market.firm, market.boston, market.goes_out)
    found = rows_of(sign_in(make_user(Role.BROKER)).get("/staff/gateway/export.csv"))
    assert found[1:4] == [
        ["Pair suggested", "1", "", "0", "", ""], ["Interest expressed", "1", "1", "0", "", ""],
        ["Introduced, both said yes", "1", "1", "0", "", ""],
    ]  # fmt: skip


def test_how_long_things_take_is_told_by_medians(app):
    market = make_market()
    member = make_user(created_at=START)
    make_organisation(member=member, decided_at=START + timedelta(days=4))
    for partner, wait in ((market.boston, 2), (market.basel, 6)):
        row = introduce(market.firm, partner, market.goes_out, at=START)
        row.introduced_at = START + timedelta(days=wait)
        meet(row, row.introduced_at + timedelta(days=10))
        meet(row, row.introduced_at + timedelta(days=30))
    outcome(row, (START + timedelta(days=26)).date())
    found = speed(EVERYTHING)
    assert (found.approval, found.introduction, found.meeting) == (Wait(4.0, 1), Wait(4.0, 2), Wait(10.0, 2))
    assert (round(found.outcome.days or 0), found.outcome.count) == (10, 1)
    assert speed(Scope(first=date(2027, 1, 1))) == type(found)(*[Wait(None, 0)] * 4)
    assert speed(Scope(clusters=("BASEL",))).introduction == Wait(6.0, 1)


def test_deals_of_small_firms_are_counted_from_audited_results(app):
    market = make_market()
    big = make_organisation(size_band="large")
    for firm, kind, state in (
        (market.firm, "contract", OutcomeState.AUDITED), (market.firm, "investment", OutcomeState.CLAIMED),
        (market.firm, "mou", OutcomeState.AUDITED), (big, "contract", OutcomeState.AUDITED),
    ):  # fmt: skip
        outcome(
            introduce(market.boston if firm is big else make_organisation(country="US"), firm),
            date(2026, 5, 1),
            state,
            kind,
        )
    assert deals.deals_of_small_firms(EVERYTHING) == Share(1, 2)


def test_hybrids_are_counted_among_open_offers_and_introduced_pairs(app):
    firm, partner = make_organisation(areas=("BPE", "CGT")), make_organisation(country="US", areas=("AIDD",))
    one = make_opportunity(firm, codes={"area": ("AIMFG", "CGT", "QC")})
    make_opportunity(firm)
    introduce(firm, partner)
    introduce(firm, make_organisation(country="US"))
    found = deals.hybrids(EVERYTHING)
    assert ([row.id for row in found.opportunities], found.open, found.pairs) == ([one.id], 2, Share(1, 2))


def test_strategic_technologies_are_counted_for_the_ministry(app):
    one = make_opportunity(make_organisation())
    one.codes.append(OpportunityCode(list_name="sensitivity", code="national_core_tech"))
    make_opportunity(make_organisation(), codes={"sensitivity": ("unknown",)})
    db.session.flush()
    assert deals.strategic(EVERYTHING) == {
        "national_core_tech": 1, "national_adv_strategic_tech": 0, "strategic_item": 0,
    }  # fmt: skip


def make_asset(key: str, status: LegalStatus, *stages: str) -> Asset:
    asset = Asset(
        key=key, name_ko=key, name_en=key, kind="facility", operator_ko="", operator_en="", legal_status=status,
        codes=[AssetCode(list_name="stage", code=code) for code in stages],
    )  # fmt: skip
    db.session.add(asset)
    db.session.flush()
    return asset


def test_assets_of_each_stage_are_counted_as_open_connected_and_used(app):
    centre, hospital = (
        make_asset("centre", LegalStatus.OPEN, "DEMO", "MANUF"),
        make_asset("h", LegalStatus.PLANNED, "DEMO"),
    )
    make_asset("alone", LegalStatus.OPEN, "DEMO")
    today = now().date()
    db.session.add_all([
        AssetLink(asset_id=centre.id, other_id=hospital.id, kind="clinical", last_used=today - timedelta(days=500)),
        AssetLink(asset_id=centre.id, organisation_id=make_organisation().id, kind="supply", last_used=today),
    ])  # fmt: skip
    db.session.flush()
    assert operating.stages()[:3] == [
        StageStatus("RESEARCH", 0, 0, 0, 0), StageStatus("DEMO", 3, 2, 2, 1), StageStatus("MANUF", 1, 1, 1, 1),
    ]  # fmt: skip


def test_the_report_and_the_lines_for_the_ministry_hold_all_of_it(app, sign_in):
    market = make_market()
    row = introduce(market.firm, market.boston, market.goes_out)
    outcome(row, date(2026, 5, 1), OutcomeState.AUDITED, "contract")
    broker = sign_in(make_user(Role.BROKER))
    text = broker.page("/staff/gateway/report").main.get_text(" ", strip=True)
    assert "1 of 1 (100%)" in text
    found = rows_of(broker.get("/staff/gateway/ministry.csv"))
    assert ["Outbound (Korea → world)", "Outcome audited", "1", "pairs"] in found
    assert ["Audited outcomes", "Contract", "1", "outcomes"] in found
    assert ["Strategic technology", "National core technology (Korea)", "0", "entries"] in found
    groups = {line[0] for line in found}
    assert {"Speed (median)", "Deals and technologies", "Assets at the stage Research"} <= groups
    sign_in(make_user()).page("/staff/gateway", status=403)
