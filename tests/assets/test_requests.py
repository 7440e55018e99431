"""Requests for facilities: from the first question to the review, and everything that is refused."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.assets.capacity.rules import Span
from matchmaker.assets.models import AssetHours
from matchmaker.assets.requests import jobs, service, sight, using
from matchmaker.assets.requests.models import AssetRequest, BookedHour
from matchmaker.assets.requests.rules import FINAL, MOVES, OPEN, WAITS_FOR, RequestState, Side, may_move
from matchmaker.assets.requests.service import By, Wish
from matchmaker.assets.requests.sight import Reader
from matchmaker.assets.requests.todos import waiting
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation import files
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.foundation.virus_scan import Scan
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Block
from tests.assets.test_views import make_asset
from tests.factories import make_organisation, make_user
from tests.foundation.test_files import clamd, scanned_by

S = RequestState


@given(st.lists(st.tuples(st.sampled_from(list(S)), st.sampled_from(list(Side))), max_size=30))
def test_no_walk_leaves_an_end_or_skips_the_handlers(walk) -> None:
    state, seen = S.DATES, [S.DATES]
    for new, side in walk:
        if may_move(state, new, side):
            state = new
            seen.append(new)
    ends = [n for n, one in enumerate(seen) if one in FINAL]
    assert ends in ([], [len(seen) - 1])
    if S.ACCEPTED in seen:
        assert S.FEASIBILITY in seen[: seen.index(S.ACCEPTED)]


def test_every_open_state_waits_for_a_side_that_can_move_it() -> None:
    assert set(WAITS_FOR) == OPEN
    assert all(any(may_move(state, new, side) for new in S) for state, side in WAITS_FOR.items())
    assert {old for old, _new in MOVES} == OPEN


class Scene:
    """A firm that asks, an operator with an open bench, the agency, and somebody who has nothing to do with it."""

    def __init__(self, **values) -> None:
        self.kim, self.oh, self.stranger = make_user(), make_user(), make_user()
        self.broker = make_user(Role.BROKER)
        self.firm = make_organisation(member=self.kim, name_en="Firm A Bio", name_ko="가나바이오")
        self.operator = make_organisation(member=self.oh, name_en="Operator Institute")
        make_organisation(member=self.stranger)
        self.asset = make_asset("bench", **{"legal_status": LegalStatus.OPEN, "operator": self.operator} | values)
        self.asset.hours = [AssetHours(weekday=day, first_hour=9, end_hour=18) for day in range(7)]
        db.session.flush()

    def reader(self, user, own=None) -> Reader:
        return Reader(user.as_actor(), own)

    @property
    def asker(self) -> By:
        return By(self.reader(self.kim, self.firm), Side.ASKER)

    @property
    def handler(self) -> By:
        return By(self.reader(self.broker), Side.HANDLER)

    def asked(self, first: date, *, last: date | None = None, hours=(9, 12)) -> AssetRequest:
        wish = Wish(kind="test", purpose="Seal tests", span=Span(first, last or first, *hours))
        return service.ask(self.asset, self.firm, wish, reader=self.asker.reader)

    def accepted(self, first: date, **values) -> AssetRequest:
        row = self.asked(first, **values)
        service.take_up(row, "", by=self.handler, version=row.version)
        service.accept(row, "Welcome.", by=self.handler, version=row.version)
        return row


@pytest.fixture
def quiet():
    """A Monday with no public holiday of Korea in the weeks after it."""
    with time_machine.travel("2026-11-23 03:00:00+00:00", tick=False):
        yield


@pytest.fixture
def scene(app, quiet):
    return Scene()


def soon(days: int = 7) -> date:
    return today() + timedelta(days=days)


def test_the_list_costs_the_same_for_two_requests_and_for_six(scene, sign_in, count_queries):
    oh, path = sign_in(scene.oh), "/asset-requests?tab=open"

    def cost_of(count: int) -> int:
        for number in range(count):
            asset = make_asset(f"bench-{count}-{number}", legal_status=LegalStatus.OPEN, operator=scene.operator)
            asker = make_organisation()
            service.ask(asset, asker, Wish(kind="use", purpose="When?"), reader=Reader(scene.kim.as_actor(), asker))
        oh.page(path)  # delivers the mails that were waiting
        db.session.expire_all()
        return count_queries(lambda: oh.page(path))

    assert cost_of(2) == cost_of(4)


def test_a_report_that_the_scanner_has_not_seen_waits_and_is_decided_by_the_job_alone(app, scene, sign_in):
    row, oh = scene.accepted(soon()), sign_in(scene.oh)
    with scanned_by(app, "clamd://127.0.0.1:1"):
        kept = files.take("report.txt", b"fine", area=using.AREA)
        row.state, row.report = S.REPORTED, "All well."
        row.file_key, row.file_name, row.media_type, row.scan = kept.key, kept.name, kept.content_type, kept.scan
        db.session.flush()
        jobs.scan_waiting()
    with clamd() as (address, _), scanned_by(app, address):
        assert oh.get(f"/asset-requests/{row.id}/file").status_code == 409
        assert row.scan is Scan.WAITING
        jobs.scan_waiting()
    assert (row.scan, oh.get(f"/asset-requests/{row.id}/file").data) == (Scan.CLEAN, b"fine")


def booked() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(BookedHour)) or 0


def refusal(call) -> tuple[str, dict]:
    with pytest.raises(RuleViolation) as refused, db.session.begin_nested():
        call()
    return refused.value.code, refused.value.details


def test_a_date_before_the_asset_opens_is_refused_with_that_date(app, quiet) -> None:
    scene = Scene(legal_status=LegalStatus.GROUND_BROKEN, available_from="2099-H2")
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert refusal(lambda: scene.asked(soon())) == ("asset_request.opens_later", {"opens": "2099 H2"})
    scene.asset.available_from = ""
    assert refusal(lambda: scene.asked(soon()))[0] == "asset_request.no_opening_date"
    advice = service.ask(scene.asset, scene.firm, Wish(kind="use", purpose="When?"), reader=scene.asker.reader)
    assert advice.state is S.ASKED


def test_dates_after_an_announced_opening_can_be_asked_but_not_accepted_before_it_is_open(app, quiet) -> None:
    scene = Scene(legal_status=LegalStatus.BUILT, available_from=soon(3).isoformat())
    row = scene.asked(soon(10))
    service.take_up(row, "", by=scene.handler, version=row.version)
    assert (
        refusal(lambda: service.accept(row, "", by=scene.handler, version=row.version))[0] == "asset_request.not_open"
    )


def test_lead_time_hours_and_what_is_taken_are_respected(scene) -> None:
    scene.asset.lead_time_days = 5
    assert refusal(lambda: scene.asked(soon(4))) == (
        "asset_request.too_soon", {"days": 5, "earliest": soon(5).isoformat()})  # fmt: skip
    assert refusal(lambda: scene.asked(soon(), hours=(8, 10)))[0] == "asset_request.outside_hours"
    scene.accepted(soon(7), hours=(9, 12))
    assert refusal(lambda: scene.asked(soon(7), hours=(11, 13))) == (
        "asset_request.hours_taken", {"day": soon(7).isoformat(), "hour": "11:00"})  # fmt: skip
    scene.asked(soon(7), hours=(12, 13))
    scene.asset.capacity_units = 2
    scene.accepted(soon(7), hours=(11, 13))
    assert booked() == 5


def test_the_second_of_two_who_asked_for_the_same_hours_is_told_so(scene) -> None:
    first, second = scene.asked(soon()), scene.asked(soon())
    for row in (first, second):
        service.take_up(row, "", by=scene.handler, version=row.version)
    service.accept(first, "", by=scene.handler, version=first.version)
    assert refusal(lambda: service.accept(second, "", by=scene.handler, version=second.version))[0] == (
        "asset_request.hours_taken")  # fmt: skip
    service.withdraw(first, "", by=scene.asker, version=first.version)
    service.accept(second, "", by=scene.handler, version=second.version)
    assert (first.state, second.state, booked()) == (S.WITHDRAWN, S.ACCEPTED, 3)


def test_a_refusal_needs_a_coded_reason_and_words_and_frees_the_hours(scene) -> None:
    row = scene.accepted(soon())
    for reason, words, code in (("", "Sorry", "reason"), ("no_such", "Sorry", "reason"), ("closed", " ", "words")):
        said = (row, reason, words)
        found = refusal(lambda s=said: service.refuse(*s, by=scene.handler, version=row.version))
        assert found[0] == f"asset_request.{code}_needed"
    service.refuse(row, "closed", "A pump broke.", by=scene.handler, version=row.version)
    assert (row.state, row.refusal_reason, booked()) == (S.REFUSED, "closed", 0)


def test_an_asset_without_approval_takes_free_dates_at_once(app, quiet) -> None:
    scene = Scene(needs_approval=False)
    assert (scene.asked(soon()).state, booked()) == (S.ACCEPTED, 3)


def test_from_use_to_review(scene) -> None:
    day = soon()
    row = scene.accepted(day)

    def log(minutes: int, on: date = day) -> None:
        used = using.Used(day=on, minutes=minutes, who="Kim", what="Seal test")
        using.log_use(row, used, by=scene.asker, version=row.version)

    assert refusal(lambda: log(120))[0] == "asset_request.use_ahead"
    with time_machine.travel(f"{soon(8)} 03:00:00+00:00", tick=False):
        assert refusal(lambda: log(60, on=day + timedelta(days=1)))[0] == "asset_request.use_not_booked"
        log(120)
        assert refusal(lambda: log(120)) == ("asset_request.use_too_long", {"left": 1.0})
        log(60)
    assert refusal(lambda: using.report(row, " ", None, by=scene.handler, version=row.version))[0] == (
        "asset_request.report_needed")  # fmt: skip
    using.report(row, "All seals held.", None, by=scene.handler, version=row.version)
    assert refusal(lambda: using.review(row, 6, "", by=scene.asker, version=row.version))[0] == (
        "asset_request.rating_needed")  # fmt: skip
    using.review(row, 5, "Fine.", by=scene.asker, version=row.version)
    assert (row.state, row.rating, [step.state for step in row.steps]) == (S.CLOSED, 5, [
        S.DATES, S.FEASIBILITY, S.ACCEPTED, S.IN_USE, S.REPORTED, S.CLOSED])  # fmt: skip


def test_each_side_hears_what_the_other_did_in_its_language_and_todos_follow(app, scene) -> None:
    scene.kim.locale, scene.asset.name_ko = "ko", "시험대"
    row = scene.asked(soon())
    mails = {mail.to_address: mail for mail in db.session.scalars(sa.select(OutboxMail))}
    assert set(mails) == {scene.oh.email, scene.broker.email}
    assert "Firm A Bio" in mails[scene.oh.email].body  # who asks was told that the operator sees the name
    with app.test_request_context():
        assert [len(waiting(*one)) for one in (
            (scene.broker, None), (scene.oh, scene.operator), (scene.kim, scene.firm))] == [1, 1, 0]  # fmt: skip
    service.take_up(row, "", by=scene.handler, version=row.version)
    service.refuse(row, "capacity_full", "Voll.", by=scene.handler, version=row.version)
    last = db.session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    assert (last.to_address, last.locale, "해당 기간에 여력이 없음" in last.body) == (scene.kim.email, "ko", True)


def test_an_operator_that_the_asker_avoids_learns_nothing(app, scene) -> None:
    db.session.add(Block(organisation_id=scene.firm.id, blocked_id=scene.operator.id))
    row = scene.asked(soon())
    assert set(db.session.scalars(sa.select(OutboxMail.to_address))) == {scene.broker.email}
    with app.test_request_context():
        assert waiting(scene.oh, scene.operator) == []
    assert row.agency_only


def test_only_the_two_sides_open_a_request(app, scene, sign_in) -> None:
    row = scene.asked(soon())
    db.session.commit()
    co_broker = make_user(Role.CO_BROKER)
    answers = {name: sign_in(user).get(f"/asset-requests/{row.id}").status_code for name, user in (
        ("asker", scene.kim), ("operator", scene.oh), ("broker", scene.broker), ("stranger", scene.stranger),
        ("co-broker", co_broker))}  # fmt: skip
    assert answers == {"asker": 200, "operator": 200, "broker": 200, "stranger": 404, "co-broker": 404}
    assert sign_in(scene.stranger).post(f"/asset-requests/{row.id}/withdraw").status_code == 404
    assert sign_in(scene.kim).post(f"/asset-requests/{row.id}/accept").status_code == 409


def test_a_co_broker_reads_along_for_organisations_in_its_care_and_handles_its_own_clusters_assets(
    app, scene, sign_in
) -> None:
    wish = Wish(kind="use", purpose="When?")
    theirs = make_organisation(country="US", name_en="Harbor Cell")
    abroad = make_asset("harbor", legal_status=LegalStatus.OPEN, operator=make_organisation(country="US"))
    in_care = service.ask(scene.asset, theirs, wish, reader=Reader(scene.kim.as_actor(), theirs))
    to_handle = service.ask(abroad, scene.firm, wish, reader=scene.asker.reader)
    other, hidden = scene.asked(soon()), service.ask(abroad, scene.firm, wish, reader=scene.asker.reader)
    hidden.agency_only = True
    boston = sign_in(make_user(Role.CO_BROKER))

    def listed(tab: str) -> set[str]:
        links = boston.page(f"/asset-requests{tab}").main.select("a[href^='/asset-requests/']")
        return {link["href"] for link in links}

    paths = [f"/asset-requests/{one.id}" for one in (in_care, to_handle, other, hidden)]
    assert [boston.get(path).status_code for path in paths] == [200, 200, 404, 404]
    assert (listed(""), listed("?tab=waiting")) == (set(paths[:2]), {paths[1]})
    page = boston.page(paths[0]).main
    assert "Harbor Cell" in page.get_text()
    assert page.select("form") == []
    assert boston.post(f"{paths[0]}/advise").status_code == 409
    assert boston.page(paths[1]).main.select_one(f"form[action='{paths[1]}/advise']") is not None
    handled = db.session.scalars(sight.handled_assets(Reader(make_user(Role.CO_BROKER).as_actor())))
    assert [asset.name_en for asset in handled] == ["Asset harbor"]


def test_advice_is_asked_for_without_a_word_of_dates(app, scene, sign_in) -> None:
    kim = sign_in(scene.kim)
    form = {"asks": "advice", "kind": "test", "purpose": "Seal tests", "opportunity": ""}
    assert kim.send("/assets/bench/request", form).location.startswith("/asset-requests/")
    kim.send("/assets/bench/request", form | {"asks": "dates"}, status=422)


def test_a_request_goes_its_way_on_the_pages(app, scene, sign_in) -> None:
    kim, broker = sign_in(scene.kim), sign_in(scene.broker)
    form = {"asks": "dates", "kind": "test", "purpose": "Seal tests", "opportunity": "",
            "first_day": soon().isoformat(), "last_day": "", "first_hour": "9", "end_hour": "11"}  # fmt: skip
    for hour in ("7", "²", "18"):
        kim.send("/assets/bench/request", form | {"first_hour": hour}, status=422)
    path = kim.send("/assets/bench/request", form).location

    def act(person, name, status=302, **values):
        page = person.page(path)
        version = page.find("input", attrs={"name": f"{name}-version"})["value"]
        person.send(
            f"{path}/{name}", {f"{name}-version": version} | {f"{name}-{k}": v for k, v in values.items()}, status
        )

    act(broker, "check")
    act(broker, "refuse", status=422, reason="", words="")
    act(broker, "accept", words="Welcome.")
    calendar = kim.page(f"/assets/bench/calendar?month={soon():%Y-%m}").main.get_text(" ", strip=True)
    assert "Free 11:00–18:00 2 of 9 h taken" in calendar
    stale = {"withdraw-version": "1", "withdraw-words": ""}
    kim.send(f"{path}/withdraw", stale, status=409)
    act(kim, "withdraw")
    assert "Request withdrawn" in broker.page("/asset-requests?tab=ended").main.get_text()
    assert "Firm A Bio" in sign_in(scene.oh).page(path).main.get_text()
    assert "bench" in sign_in(scene.oh).page("/asset-utilisation").main.get_text()
