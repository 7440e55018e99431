"""Handing a colleague's work over, and saved views."""

from matchmaker.desk.handover.service import SHOWN
from matchmaker.desk.models import SavedView, ViewPage
from matchmaker.desk.saved.service import cleaned
from matchmaker.desk.tasks import service as tasks
from matchmaker.foundation.database import db, now
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings.models import Meeting
from matchmaker.organisations.days import today
from tests.desk.scenes import make_pair
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import staff

S = IntroductionState


def form_of(page):
    form = page.select_one("main form[method=post]")
    return {field["name"]: field["value"] for field in form.select("input[type=hidden]")} | {
        "item": [box["value"] for box in form.select("input[name=item]")]
    }


def test_all_or_some_of_a_colleagues_work_changes_hands_in_one_go(app, sign_in):
    leader, gone, taker = (make_user(Role.MANAGER), make_user(Role.BROKER, enabled=False), make_user(Role.BROKER))
    pair, kept = make_pair(S.BROKER_REVIEW, broker=gone), make_pair(S.INTRODUCED, broker=gone)
    ended = make_pair(S.WITHDRAWN, broker=gone)
    gone.enabled = True
    task = tasks.add(tasks.Wanted("Call", today(), gone.id), staff=staff(gone))
    gone.enabled = False
    meeting = Meeting(introduction_id=kept.id, uid="m", proposed_at=now(), owner_id=gone.id)
    db.session.add(meeting)
    db.session.flush()
    browser = sign_in(leader)
    fields = form_of(browser.page(f"/desk/handover?giver={gone.id}"))
    assert sorted(fields["item"]) == sorted([
        f"introduction-{pair.id}", f"introduction-{kept.id}", f"task-{task.id}", f"meeting-{meeting.id}",
    ])  # fmt: skip
    fields["item"].remove(f"introduction-{kept.id}")
    browser.send("/desk/handover", fields | {"to": taker.id, "note": "인수인계 메모"})
    found = (pair.broker_id, kept.broker_id, ended.broker_id, task.assignee_id, meeting.owner_id)
    assert found == (taker.id, gone.id, gone.id, taker.id, taker.id)
    mail = db.session.query(OutboxMail).filter_by(kind="portfolio_received").one()
    assert (mail.to_address, "인수인계 메모" in mail.body) == (taker.email, True)
    assert db.session.query(AuditEntry).filter_by(action="desk.handed_over", subject_id=gone.id).count() == 1


def test_beyond_the_first_fifty_the_others_go_or_stay_together(app, sign_in):
    leader, gone, taker = make_user(Role.MANAGER), make_user(Role.BROKER), make_user(Role.BROKER)
    firm = make_organisation()
    pairs = [make_pair(S.BROKER_REVIEW, broker=gone, from_=firm) for _ in range(SHOWN + 3)]
    browser = sign_in(leader)
    page = browser.page(f"/desk/handover?giver={gone.id}")
    fields = form_of(page)
    assert fields["item"] == [*(f"introduction-{pair.id}" for pair in pairs[:SHOWN]), "introduction-others"]
    assert "and 3 others that are not shown here" in page.get_text()
    browser.send("/desk/handover", fields | {"to": taker.id, "item": ["introduction-others"]})
    assert [pair.broker_id for pair in pairs] == [gone.id] * SHOWN + [taker.id] * 3


def test_what_changed_meanwhile_is_shown_again_and_nothing_moves(app, sign_in):
    leader, giver, taker = make_user(Role.MANAGER), make_user(Role.BROKER), make_user(Role.BROKER)
    pair = make_pair(S.BROKER_REVIEW, broker=giver)
    browser = sign_in(leader)
    fields = form_of(browser.page(f"/desk/handover?giver={giver.id}"))
    make_pair(S.BROKER_REVIEW, broker=giver)
    answer = browser.send("/desk/handover", fields | {"to": taker.id}, status=422)
    assert "Something was added or changed" in answer.text
    assert pair.broker_id == giver.id
    browser.send("/desk/handover", fields | {"to": giver.id}, status=422)
    browser.send("/desk/handover", fields | {"to": make_user().id}, status=404)
    browser.page(f"/desk/handover?giver={make_user().id}", status=404)


def test_a_view_is_kept_opens_by_itself_and_is_shared_with_the_office(app, sign_in):
    broker, colleague, boston = make_user(Role.BROKER), make_user(Role.BROKER), make_user(Role.CO_BROKER)
    browser = sign_in(broker)
    fields = {"name": " Basel,  mine ", "query": "cluster=BASEL&whose=mine&evil=1&page=7", "is_default": "1",
              "is_shared": "1"}  # fmt: skip
    answer = browser.send("/desk/views/board", fields)
    assert answer.location == "/desk/board?cluster=BASEL&whose=mine"
    assert browser.get("/desk/board").location == answer.location
    assert browser.get("/desk/board?view=none").status_code == 200
    browser.send("/desk/views/board", fields | {"name": "Basel, mine"}, status=409)
    seen = {who.id: "Basel, mine" in sign_in(who).page("/desk/board").get_text() for who in (colleague, boston)}
    assert seen == {colleague.id: True, boston.id: False}
    view = db.session.query(SavedView).one()
    sign_in(colleague).send(f"/desk/views/{view.id}/drop", status=404)
    browser.send(f"/desk/views/{view.id}/no_default")
    assert browser.get("/desk/board").status_code == 200
    browser.send(f"/desk/views/{view.id}/drop")
    assert db.session.query(SavedView).count() == 0
    browser.send("/desk/views/elsewhere", fields, status=404)
    browser.send("/desk/views/board", fields | {"name": " "}, status=409)


def test_unknown_and_overlong_filters_are_dropped():
    assert cleaned(ViewPage.BOARD, "stage=closed&whose=mine&cluster=" + "x" * 61) == "whose=mine"
    assert cleaned(ViewPage.QUEUE, "kind=task&kind=audit&whose=") == "kind=audit"
