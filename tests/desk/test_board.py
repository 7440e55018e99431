"""The board: columns, moves, filters, and the same number of queries for few and for many."""

from datetime import date

import pytest

from matchmaker.desk.board import queries
from matchmaker.desk.filters import Filters
from matchmaker.desk.rules import Progress, Stage, stage_of
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import MeetingState
from matchmaker.outcomes.models import Closing, Outcome
from matchmaker.outcomes.rules import OutcomeState
from tests.desk.scenes import make_pair
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import brought_to, make_scene, staff

S = IntroductionState


def add_progress(row, progress: Progress) -> None:
    if progress.has_meeting:
        db.session.add(Meeting(introduction_id=row.id, uid=f"m{row.id}", proposed_at=now()))
    for wanted, state in ((progress.has_claim, OutcomeState.CLAIMED), (progress.has_audit, OutcomeState.AUDITED)):
        if wanted:
            audited = {"audited_at": now(), "audited_by_id": make_user(Role.BROKER).id}
            db.session.add(
                Outcome(introduction_id=row.id, kind="poc", state=state, happened_on=date(2026, 11, 1), title="A test",
                        **(audited if state is OutcomeState.AUDITED else {}))
            )  # fmt: skip
    if progress.is_closed:
        db.session.add(Closing(introduction_id=row.id, reason="no_capacity"))
    db.session.flush()


PROGRESSES = [
    Progress(bool(n & 1), bool(n & 2), bool(n & 4), bool(n & 8)) for n in range(16)
]  # fmt: skip


@pytest.mark.parametrize("state", [S.INTRODUCED, S.FORWARDED])
def test_the_database_finds_the_same_stage_as_the_rule(app, state):
    firm = make_organisation()
    rows = [(make_pair(state, from_=firm), progress) for progress in PROGRESSES]
    for row, progress in rows:
        add_progress(row, progress)
    found = queries.stages_of([row.id for row, _progress in rows])
    assert found == {row.id: stage_of(state, progress) for row, progress in rows}
    broker = staff(make_user(Role.BROKER))
    for stage in set(found.values()):
        ids = queries.ids_of(broker, Filters(stage=stage.value), most=100)
        assert sorted(ids) == sorted(one for one, its in found.items() if its is stage)


def test_a_cancelled_meeting_and_a_rejected_outcome_bring_nobody_further(app):
    row = make_pair(S.INTRODUCED)
    db.session.add_all([
        Meeting(introduction_id=row.id, uid="x", proposed_at=now(), state=MeetingState.CANCELLED, reason="Ill.",
                cancelled_at=now()),
        Outcome(introduction_id=row.id, kind="poc", state=OutcomeState.REJECTED, happened_on=date(2026, 11, 1),
                title="No", state_reason="No evidence."),
        Closing(introduction_id=row.id, reason="no_capacity", reopened_at=now(), reopened_reason="They came back."),
    ])  # fmt: skip
    db.session.flush()
    assert queries.stages_of([row.id]) == {row.id: Stage.INTRODUCED}


def test_a_column_shows_the_longest_waiting_and_leads_to_all(app, sign_in):
    rows = [make_pair(days_ago=number) for number in range(11)]
    page = sign_in(make_user(Role.BROKER)).page("/desk/board")
    column = page.find("section", attrs={"data-stage": "submitted"})
    links = [link["href"] for link in column.select(".board-pair a")]
    assert links == [f"/desk/pairs/{row.id}" for row in reversed(rows)][:8]
    assert column.select_one(".board-all a")["href"] == "/desk/list?stage=submitted"
    assert len(page.select(".board-column")) == len(Stage)


def test_a_card_is_moved_by_the_deed_that_leads_there(app, sign_in):
    scene = make_scene()
    scene.boston.enabled = False
    row = brought_to(scene, S.SUBMITTED)
    broker = sign_in(scene.broker)
    card = broker.page("/desk/board").select_one(".board-card")
    assert [form["data-target"] for form in card.select("[data-target]")] == [
        "review",
        "need_info",
        "forwarded",
        "closed",
    ]
    move = f"/desk/board/{row.id}/move"
    broker.send(move, {"to": "meeting", "version": row.version}, status=409)
    broker.send(move, {"to": "review", "version": row.version, "back": "//evil.example/"})
    assert (row.state, row.broker_id) == (S.BROKER_REVIEW, scene.broker.id)
    assert broker.send(move, {"to": "need_info", "version": row.version}).location.startswith("/desk/bulk?")
    assert row.state is S.BROKER_REVIEW
    broker.send(move, {"to": "forwarded", "version": row.version - 1}, status=409)
    broker.send(move, {"to": "forwarded", "version": row.version})
    assert row.state is S.FORWARDED
    broker.send(move, {"to": "review", "version": row.version}, status=409)


def test_a_card_that_needs_two_offices_says_that_it_waits_for_the_other(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    broker, boston = sign_in(scene.broker), sign_in(scene.boston)
    broker.send(f"/desk/board/{row.id}/move", {"to": "forwarded", "version": row.version})
    assert row.state is S.BROKER_REVIEW
    assert "once the other office has approved" in broker.page("/desk/board").get_text()
    assert "Approved here, waits for the other office" in broker.page("/desk?whose=all").get_text()
    assert boston.page("/desk").select_one(".queue-line .krds-badge").get_text() == "Approve"
    boston.send(f"/desk/board/{row.id}/move", {"to": "forwarded", "version": row.version})
    assert row.state is S.FORWARDED


def test_filters_narrow_by_broker_direction_cluster_and_period(app):
    broker = make_user(Role.BROKER)
    basel = make_organisation(country="CH", cluster="BASEL")
    out = make_pair(broker=broker, days_ago=40)
    back = make_pair(from_=basel, to=make_organisation(), days_ago=2)
    asker = staff(broker)

    def found(**values):
        return set(queries.ids_of(asker, Filters(**values), most=10))

    assert found() == {out.id, back.id}
    assert (found(whose="mine"), found(whose="nobody"), found(whose=f"by-{broker.id}")) == (
        {out.id},
        {back.id},
        {out.id},
    )
    assert (found(direction="outbound"), found(direction="inbound")) == ({out.id}, {back.id})
    assert (found(cluster="BASEL"), found(cluster="SIHEUNG")) == ({back.id}, {out.id, back.id})
    assert (found(period="30"), found(period="90")) == ({back.id}, {out.id, back.id})


def test_a_co_broker_sees_its_own_cluster_only(app, sign_in):
    boston, basel = make_user(Role.CO_BROKER), make_user(Role.CO_BROKER, cluster="BASEL")
    row = make_pair(to=make_organisation(country="US", cluster="BOSTON"))
    assert len(sign_in(boston).page("/desk/board").select(".board-card")) == 1
    stranger = sign_in(basel)
    assert stranger.page("/desk/board").select(".board-card") == []
    stranger.page(f"/desk/pairs/{row.id}", status=404)
    stranger.send(f"/desk/board/{row.id}/move", {"to": "forwarded", "version": 1}, status=404)


def test_nonsense_in_the_address_counts_as_no_filter(app, sign_in):
    make_pair()
    browser = sign_in(make_user(Role.BROKER))
    for query in ("whose=by-x", "stage=' OR 1", "direction=up", "period=9999", "cluster=%00", "page=-1"):
        assert len(browser.page(f"/desk/list?{query}").select("tbody tr")) == 1


@pytest.mark.parametrize("path", ["/desk?whose=all", "/desk/board", "/desk/list", "/desk/tasks"])
def test_few_and_many_cost_the_same_number_of_queries(app, sign_in, count_queries, path):
    broker = make_user(Role.BROKER)
    browser = sign_in(broker)
    firm = make_organisation()

    def grow(number):
        for n in range(number):
            make_pair([S.SUBMITTED, S.BROKER_REVIEW, S.FORWARDED, S.INTRODUCED][n % 4], broker=broker, from_=firm,
                      days_ago=n)  # fmt: skip
        db.session.expunge_all()

    grow(10)
    browser.page(path)
    few = count_queries(lambda: browser.page(path))
    firm = make_organisation()
    grow(50)
    many = count_queries(lambda: browser.page(path))
    assert few == many
    assert many < 30


def test_overdue_cards_say_so(app, sign_in):
    make_pair(days_ago=30)
    fresh = make_pair()
    page = sign_in(make_user(Role.BROKER)).page("/desk/board")
    late = page.select(".board-card.is-late")
    assert len(late) == 1
    assert f"/desk/pairs/{fresh.id}" not in str(late[0])
