"""The pages, as each person meets them."""

import csv
import io
from decimal import Decimal

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db, now
from matchmaker.meetings.afterwards.models import MeetingRating
from matchmaker.meetings.afterwards.rules import Side
from matchmaker.meetings.models import Meeting
from matchmaker.outcomes import actions, auditing, closing, evidence
from matchmaker.outcomes.evidence import Given
from matchmaker.outcomes.models import Obligation, Outcome
from matchmaker.outcomes.rules import ObligationState, OutcomeState
from tests.factories import make_opportunity, make_organisation, make_user
from tests.outcomes.scenes import LINK, PDF, claimed, days, make_scene, owed, with_link


def claim_data(scene, **values):
    return {
        "kind": "mou", "happened_on": days(-2).isoformat(), "title": "MoU on a joint demonstration",
        "promises-0-text": "Send ten samples", "promises-0-owner": scene.firm.id,
        "promises-0-due_on": days(20).isoformat(), "promises-1-text": "", "promises-1-owner": "",
        "evidence-url": LINK, "currency": "", "programme": "",
    } | values  # fmt: skip


def words(page):
    return " ".join(page.find("main").get_text(" ", strip=True).split())


def test_a_member_records_an_mou_with_its_promise_and_evidence_in_one_step(app, sign_in):
    scene = make_scene()
    kim = sign_in(scene.kim)
    url = f"/outcomes/with/{scene.introduction.id}/new"
    kim.page(url)
    file = (io.BytesIO(PDF), "mou.pdf")
    response = kim.send(url, claim_data(scene, **{"evidence-file": file}), content_type="multipart/form-data")
    row = db.session.scalars(sa.select(Outcome)).one()
    assert response.location == f"/outcomes/{row.id}"
    assert (row.kind, row.state, len(row.evidence)) == ("mou", OutcomeState.CLAIMED, 2)
    assert [(one.text, one.owner_id, one.due_on) for one in row.obligations] == [
        ("Send ten samples", scene.firm.id, days(20))
    ]
    page = words(kim.page(response.location))
    assert "Claimed" in page
    assert "Send ten samples" in page
    saved = kim.get(f"/outcomes/evidence/{row.evidence[0].id}")
    assert (saved.status_code, saved.data) == (200, PDF)
    assert saved.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"promises-0-text": "", "promises-0-due_on": ""}, "needs at least one obligation"),
        ({"promises-0-due_on": ""}, "Every obligation needs a day."),
        ({"amount": "sNaN", "currency": "KRW"}, "Enter a number, such as 1200 or 3.5."),
        ({"amount": "1e999999", "currency": "KRW"}, "Enter a number, such as 1200 or 3.5."),
        ({"promises-0-owner": ""}, "Choose one of the two organisations."),
        ({"promises-0-text": ""}, "Say what is to be done."),
        ({"amount": "10"}, "Enter an amount together with its currency"),
        ({"amount": "-1", "currency": "KRW"}, "Number must be"),
        ({"amount": "0.001", "currency": "KRW"}, "Enter an amount with two decimals at most."),
        ({"happened_on": "2999-01-01"}, "The day lies in the future"),
        ({"happened_on": "1999-01-01"}, "The day lies before the introduction"),
        ({"evidence-url": "javascript:alert(1)"}, "Enter a whole web address"),
        ({"title": ""}, "This field is required"),
        ({"kind": "bribe"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(app, sign_in, values, told):
    scene = make_scene()
    response = sign_in(scene.kim).send(
        f"/outcomes/with/{scene.introduction.id}/new", claim_data(scene, **values), status=422
    )
    assert told in response.text
    assert db.session.scalars(sa.select(Outcome)).all() == []


def test_more_rows_keep_what_was_typed(app, sign_in):
    scene = make_scene()
    url = f"/outcomes/with/{scene.introduction.id}/new"
    response = sign_in(scene.kim).post(url, data=claim_data(scene, more="1"))
    assert response.status_code == 200
    assert 'name="promises-4-text"' in response.text
    assert "Send ten samples" in response.text


def test_a_contract_without_an_nda_is_taken_with_a_hint(app, sign_in):
    scene = make_scene()
    kim = sign_in(scene.kim)
    response = kim.send(f"/outcomes/with/{scene.introduction.id}/new", claim_data(scene, kind="contract"))
    assert "No outcome of the kind “NDA” is recorded here." in kim.get(response.location).text


def test_from_claim_to_fulfilment_rate_as_four_people(app, sign_in):
    scene = make_scene()
    kim, lee, broker, colleague = (sign_in(one) for one in (scene.kim, scene.lee, scene.broker, scene.colleague))
    kim.send(f"/outcomes/with/{scene.introduction.id}/new", claim_data(
        scene, happened_on=days(-60).isoformat(), **{"promises-0-due_on": days(-10).isoformat()}))  # fmt: skip
    outcome, row = db.session.scalars(sa.select(Outcome)).one(), db.session.scalars(sa.select(Obligation)).one()
    assert "Overdue" in words(kim.page("/obligations"))
    assert "Overdue" in words(lee.page("/obligations?tab=theirs"))
    assert "Overdue" in words(broker.page("/staff/obligations?tab=overdue"))
    audit = {"audit-version": outcome.version, "audit-words": "Press release read."}
    colleague.send(f"/staff/outcomes/{outcome.id}/audit", audit)
    assert "Audited" in words(lee.page(f"/outcomes/{outcome.id}"))
    assert "Press release read." not in lee.get(f"/outcomes/{outcome.id}").text
    done = {"fulfil-version": row.version, "fulfil-done_on": days(-8).isoformat(), "fulfil-url": LINK}
    kim.send(f"/obligations/{row.id}/fulfil", done)
    assert row.state is ObligationState.LATE
    page = words(broker.page("/staff/obligations/fulfilment"))
    assert "Firm A Bio 0% 0 1 0 0" in page
    assert "Kept late" in words(lee.page(f"/obligations/{row.id}"))


def test_both_sides_agree_on_another_day_on_the_pages(app, sign_in):
    scene = make_scene()
    row = owed(scene, 5)
    kim, lee = sign_in(scene.kim), sign_in(scene.lee)
    ask = {"propose-version": row.version, "propose-what": "due", "propose-words": "Customs."}
    kim.send(f"/obligations/{row.id}/propose", ask, status=422)
    kim.send(f"/obligations/{row.id}/propose", ask | {"propose-due_on": days(15).isoformat()})
    with app.test_request_context(headers={"Accept-Language": "en"}):
        asked = [todo.text for todo in actions.todos(scene.lee, scene.partner)]
    assert "1 proposal about an obligation waits for your answer" in asked
    lee.send(f"/obligations/{row.id}/agree", {"version": row.version - 1}, status=409)
    lee.send(f"/obligations/{row.id}/agree", {"version": row.version})
    assert (row.due_on, row.first_due_on) == (days(15), days(5))
    assert "First due on" in words(kim.page(f"/obligations/{row.id}"))


def test_staff_drop_record_and_reopen_on_the_pages(app, sign_in):
    scene = make_scene()
    row = owed(scene, 5)
    broker, at = sign_in(scene.broker), f"/staff/obligations/{row.id}"
    broker.page(at)
    broker.send(f"{at}/drop", {"drop-version": row.version, "drop-words": ""}, status=422)
    broker.send(f"{at}/drop", {"drop-version": row.version, "drop-words": "No budget."})
    broker.send(f"{at}/reopen", {"reopen-version": row.version, "reopen-words": "They go on."})
    record = {"record-version": row.version, "record-what": "waive", "record-words": "Meeting of 3 May."}
    broker.send(f"{at}/record", record)
    assert row.state is ObligationState.WAIVED


def test_a_chain_is_closed_and_reopened_on_the_pages(app, sign_in):
    scene = make_scene()
    at = f"outcomes/with/{scene.introduction.id}"
    kim, broker = sign_in(scene.kim), sign_in(scene.broker)
    kim.send(f"/{at}/close", {"reason": ""}, status=422)
    kim.send(f"/{at}/close", {"reason": "no_capacity", "words": "Full until June."})
    assert "Full until June." in words(sign_in(scene.lee).page(f"/{at}"))
    assert kim.get(f"/{at}/new").location == f"/{at}"
    broker.send(f"/staff/{at}/reopen", {"version": 1, "words": "They go on."})
    assert closing.closing_of(scene.introduction) is None
    assert words(broker.page(f"/staff/{at}")).count("Close without a result") == 2


def test_the_list_of_staff_has_what_to_audit_first_and_figures_and_filters(app, sign_in):
    scene = make_scene()
    first = claimed(scene, "contract", amount=Decimal(100), currency="USD")
    with_link(first, scene.as_kim)
    auditing.audit(first, by=scene.as_broker, version=first.version)
    claimed(scene, "poc", happened_on=days(-300))
    broker = sign_in(scene.broker)
    page = broker.page("/staff/outcomes")
    titles = [link.get_text() for link in page.select("#results .c-tit a")]
    assert titles == ["Our poc", "Our contract"]
    assert "Contract 1 $100 0 –" in words(page)
    for query, wanted in (("state=audited", ["Our contract"]), ("kind=poc", ["Our poc"]), ("cluster=BASEL", []),
                          ("cluster=BOSTON&state=claimed", ["Our poc"]), (f"first={days(-40)}", ["Our contract"]),
                          (f"last={days(-40)}", ["Our poc"]), ("state=nonsense", titles)):  # fmt: skip
        found = broker.page(f"/staff/outcomes?{query}").select("#results .c-tit a")
        assert [link.get_text() for link in found] == wanted, query


def test_the_export_holds_no_formula(app, sign_in):
    scene = make_scene()
    claimed(scene, title="=cmd|'/c calc'!A1", other_parties="@SUM(1)", amount=Decimal(5), currency="KRW")
    answer = sign_in(scene.broker).get("/staff/outcomes/export.csv")
    head, line = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert head[:3] == ["Number", "Kind", "State"]
    assert (line[4], line[5]) == ("Firm A Bio", "Partner B Therapeutics")
    assert [line[6], line[9]] == ["'=cmd|'/c calc'!A1", "'@SUM(1)"]


def test_panels_and_todos_tell_what_is_late_and_what_waits(app):
    scene = make_scene()
    with app.test_request_context(headers={"Accept-Language": "en"}):
        empty = actions.panel(scene.introduction, scene.firm)
        row = owed(scene, -1)
        full = actions.panel(scene.introduction, None)
        mine, brokers = actions.todos(scene.kim, scene.firm), actions.todos(scene.broker, None)
    at = f"/outcomes/with/{scene.introduction.id}"
    assert (empty.title, empty.action, empty.url, empty.badge) == ("Outcomes", "Record an outcome", at, "")
    assert (full.url, full.badge, full.lines) == (
        f"/staff{at}", "1 overdue", ("Contract: Claimed", "1 open obligation")
    )  # fmt: skip
    assert (mine[0].is_late, mine[0].url) == (True, f"/obligations/{row.id}")
    assert [todo.url for todo in brokers if "obligations" in todo.url] == ["/staff/obligations?tab=overdue"]


PAGES = ("/outcomes/with/{i}", "/outcomes/with/{i}/new", "/outcomes/{o}", "/outcomes/{o}/edit", "/obligations/{b}",
         "/outcomes/evidence/{e}")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_the_two_sides_and_the_brokers_in_whose_care_it_is_see_it_and_nobody_else(app, sign_in, path):
    scene = make_scene()
    row = claimed(scene, "mou")
    (piece,) = evidence.add(row, evidence.take(Given(file_name="m.pdf", data=PDF)), by=scene.as_kim)
    make_opportunity(scene.firm, codes={"sensitivity": ("none",)})
    ids = {"i": scene.introduction.id, "o": row.id, "b": row.obligations[0].id, "e": piece.id}
    stranger = make_user()
    make_organisation(member=stranger)
    url = path.format(**ids)
    statuses = {
        "kim": sign_in(scene.kim).get(url).status_code,
        "lee": sign_in(scene.lee).get(url).status_code in {200, 302},
        "stranger": sign_in(stranger).get(url).status_code,
        "broker on the member's page": sign_in(scene.broker).get(url).status_code,
        "broker": sign_in(scene.broker).get(f"/staff{url}").status_code,
        "boston": sign_in(scene.boston).get(f"/staff{url}").status_code in {200, 302},
        "basel": sign_in(scene.basel).get(f"/staff{url}").status_code,
        "member on the page of staff": sign_in(scene.kim).get(f"/staff{url}").status_code,
    }
    assert statuses == {
        "kim": 200, "lee": True, "stranger": 404, "broker on the member's page": 403, "broker": 200, "boston": True,
        "basel": 404, "member on the page of staff": 403,
    }  # fmt: skip


def test_a_file_passes_to_the_other_side_as_the_lights_let_it_while_its_own_side_and_the_agency_open_it(app, sign_in):
    scene = make_scene()
    row = claimed(scene, "nda")
    (piece,) = evidence.add(row, evidence.take(Given(file_name="m.pdf", data=PDF)), by=scene.as_kim)
    at = f"/outcomes/evidence/{piece.id}"

    def opened():
        own, other = (sign_in(user).get(at).status_code for user in (scene.kim, scene.lee))
        agency, boston = (sign_in(user).get(f"/staff{at}").status_code for user in (scene.broker, scene.boston))
        return own, agency, other, boston

    assert opened() == (200, 200, 409, 409)
    make_opportunity(scene.firm, codes={"sensitivity": ("none",)})
    assert opened() == (200, 200, 200, 200)


def test_writes_of_strangers_change_nothing(app, sign_in):
    scene = make_scene()
    row = claimed(scene, "mou")
    promise = row.obligations[0]
    stranger = make_user()
    make_organisation(member=stranger)
    outside = sign_in(stranger)
    before = (row.version, promise.version)
    for url in (f"/outcomes/with/{scene.introduction.id}/close", f"/outcomes/{row.id}/evidence",
                f"/outcomes/{row.id}/obligations", f"/outcomes/{row.id}/edit", f"/obligations/{promise.id}/drop",
                f"/obligations/{promise.id}/fulfil", f"/obligations/{promise.id}/agree"):  # fmt: skip
        assert outside.post(url, data={"version": 1}).status_code == 404, url
    assert sign_in(scene.boston).post(
        f"/staff/outcomes/{row.id}/audit", data={"audit-version": row.version}
    ).status_code == 403  # fmt: skip
    assert (row.version, promise.version) == before


def test_the_other_side_is_named_by_the_tier_only(app, sign_in):
    from matchmaker.organisations.models import Disclosure

    scene = make_scene()
    claimed(scene, "mou")
    db.session.execute(sa.delete(Disclosure))
    kim = sign_in(scene.kim)
    for url in ("/outcomes", "/obligations?tab=theirs", f"/outcomes/with/{scene.introduction.id}"):
        assert "Partner B" not in kim.get(url).text, url


def test_lists_take_a_fixed_number_of_queries(app, sign_in, count_queries):
    scene = make_scene()
    broker, kim = sign_in(scene.broker), sign_in(scene.kim)
    urls = [(broker, "/staff/outcomes"), (broker, "/staff/obligations"), (broker, "/staff/obligations/fulfilment"),
            (kim, "/outcomes"), (kim, "/obligations"), (kim, f"/outcomes/with/{scene.introduction.id}")]  # fmt: skip

    def measured():
        db.session.commit()
        return [count_queries(lambda who=who, url=url: who.get(url)) for who, url in urls]

    for _ in range(2):
        with_link(claimed(scene, "mou"), scene.as_kim)
    few = measured()
    for _ in range(10):
        with_link(claimed(scene, "mou"), scene.as_kim)
    assert measured() == few


def test_the_staff_page_of_an_organisation_shows_its_outcomes_and_how_it_keeps_its_word(app, sign_in):
    scene = make_scene()
    row = claimed(scene, "mou")
    section = sign_in(scene.broker).page(f"/staff/organisations/{scene.firm.id}").find(id="outcomes-title").parent
    assert section.find("a", href=f"/staff/outcomes/{row.id}")
    assert "1 obligation" in section.get_text()
    theirs = sign_in(scene.boston).page(f"/staff/organisations/{scene.partner.id}").find(id="outcomes-title").parent
    assert theirs.find("a", href=f"/staff/outcomes/{row.id}")
    assert "obligation" not in theirs.get_text()


@pytest.mark.parametrize(("who", "at", "entry"), [
    ("kim", "/obligations", "/outcomes"), ("broker", "/staff/obligations", "/staff/outcomes"),
    ("broker", "/staff/obligations/fulfilment", "/staff/outcomes"),
])  # fmt: skip
def test_the_menu_shows_that_obligations_belong_to_outcomes(app, sign_in, who, at, entry):
    page = sign_in(getattr(make_scene(), who)).page(at)
    assert page.select_one(f'.krds-main-menu a[href="{entry}"]').get("aria-current") == "page"


def test_after_a_meeting_in_which_both_see_cooperation_staff_are_led_to_the_form(app, sign_in):
    scene = make_scene()
    meeting = Meeting(introduction_id=scene.introduction.id, uid="m", proposed_at=now())
    db.session.add(meeting)
    db.session.flush()
    for side in (Side.FROM, Side.TO):
        db.session.add(MeetingRating(meeting_id=meeting.id, side=side, outcome="cooperation_possible"))
    db.session.flush()
    form = f"outcomes/with/{scene.introduction.id}/new"
    assert sign_in(scene.broker).page(f"/staff/introductions/{scene.introduction.id}").find("a", href=f"/staff/{form}")
    assert not sign_in(scene.kim).page(f"/introductions/{scene.introduction.id}").find("a", href=f"/{form}")
