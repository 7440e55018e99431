"""Bulk actions: looked at, done row by row, once, with the reasons of what was not done."""

from concurrent.futures import ThreadPoolExecutor

from bs4 import BeautifulSoup

from matchmaker.desk.bulk.rules import BulkAct
from matchmaker.desk.bulk.service import AlreadyDone, Chosen, Deed, run
from matchmaker.desk.models import BulkRun, DeskTask
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.rules import IntroductionState
from tests.conftest import make_app
from tests.desk.scenes import make_pair
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import staff

S = IntroductionState


def sent_from(page: BeautifulSoup, **more: object) -> dict[str, object]:
    form = page.select_one("main form[method=post]")
    assert form is not None
    fields: dict[str, object] = {"chosen": []}
    for field in form.select("input[type=hidden]"):
        if field["name"] == "chosen":
            fields["chosen"].append(field["value"])  # type: ignore[attr-defined]
        else:
            fields[str(field["name"])] = field["value"]
    return fields | more


def test_the_preview_says_what_cannot_be_done_and_why_and_changes_nothing(app, sign_in):
    broker = make_user(Role.BROKER)
    waiting, made = make_pair(), make_pair(S.INTRODUCED)
    page = sign_in(broker).page(f"/desk/bulk?act=take&id={waiting.id}&id={made.id}")
    assert "1 of 2 will be done" in page.get_text()
    assert "the introduction has moved on" in page.get_text()
    assert (waiting.state, waiting.broker_id) == (S.SUBMITTED, None)


def test_each_row_is_done_by_itself_and_the_result_tells_all(app, sign_in):
    broker, colleague = make_user(Role.BROKER), make_user(Role.BROKER)
    one, other = make_pair(), make_pair()
    browser = sign_in(broker)
    fields = sent_from(browser.page(f"/desk/bulk?act=assign&id={one.id}&id={other.id}"), broker=colleague.id)
    other.message = "Changed meanwhile."
    db.session.flush()
    answer = browser.send("/desk/bulk", fields)
    result = browser.page(answer.location)
    assert "1 of 2 were done" in result.get_text()
    assert "Somebody else changed this" in result.get_text()
    assert (one.broker_id, other.broker_id) == (colleague.id, None)
    again = browser.send("/desk/bulk", fields)
    assert again.location == answer.location
    assert db.session.query(IntroductionStep).filter_by(introduction_id=one.id, internal=True).count() == 1


def test_all_that_fit_the_filters_are_chosen_up_to_two_hundred(app, sign_in):
    firm = make_organisation()
    rows = [make_pair(from_=firm) for _ in range(3)]
    make_pair(S.INTRODUCED)
    browser = sign_in(make_user(Role.BROKER))
    page = browser.page("/desk/bulk?act=note&all=1&stage=submitted")
    assert len(page.select("tbody tr")) == 3
    browser.send("/desk/bulk", sent_from(page, words="Ask in January."))
    noted = db.session.query(IntroductionStep).filter_by(note="Ask in January.", internal=True)
    assert {step.introduction_id for step in noted} == {row.id for row in rows}
    for _ in range(199):
        make_pair(from_=firm)
    browser.page("/desk/bulk?act=note&all=1", status=409)
    browser.page("/desk/bulk?act=note", status=409)
    browser.page("/desk/bulk?act=sell&id=1", status=409)


def test_words_reasons_and_tasks_are_asked_for(app, sign_in):
    broker, row, other = make_user(Role.BROKER), make_pair(), make_pair()
    browser = sign_in(broker)
    fields = sent_from(browser.page(f"/desk/bulk?act=refuse&id={row.id}"))
    browser.send("/desk/bulk", fields, status=422)
    browser.send("/desk/bulk", fields | {"reason": "no_capacity", "words": "Full until June."})
    assert (row.state, row.decline_reason) == (S.DECLINED, "no_capacity")
    fields = sent_from(browser.page(f"/desk/bulk?act=task&id={other.id}"))
    browser.send("/desk/bulk", fields | {"title": "Call", "due_on": "2026-12-24", "assignee": broker.id})
    assert [(task.title, task.introduction_id) for task in db.session.query(DeskTask)] == [("Call", other.id)]


def test_nobody_touches_or_learns_the_name_of_what_is_not_in_care(app, sign_in):
    basel = make_user(Role.CO_BROKER, cluster="BASEL")
    hidden = make_pair(to=make_organisation(country="US", cluster="BOSTON", name_en="Hidden Harbour"))
    seen = make_pair(to=make_organisation(country="CH", cluster="BASEL"))
    browser = sign_in(basel)
    fields = sent_from(browser.page(f"/desk/bulk?act=note&id={seen.id}&id={hidden.id}"), words="Ours.")
    fields["chosen"].append(f"{hidden.id}:1")  # type: ignore[attr-defined]
    answer = browser.send("/desk/bulk", fields)
    assert "Hidden Harbour" not in browser.page(answer.location).get_text()
    assert db.session.query(IntroductionStep).filter_by(introduction_id=hidden.id, note="Ours.").count() == 0
    sign_in(make_user(Role.BROKER)).page(answer.location, status=404)


def test_a_form_sent_five_times_at_once_is_done_once(postgresql, tmp_path):
    app = make_app(postgresql(), tmp_path)
    with app.app_context():
        broker = make_user(Role.BROKER)
        row = make_pair()
        db.session.commit()
        chosen, asker = [Chosen(row.id, row.version)], staff(broker)

    def send(_number: int) -> bool:
        with app.app_context():
            try:
                with transaction():
                    run(chosen, Deed(BulkAct.NOTE, words="Once."), token="one-token", staff=asker)
            except AlreadyDone:
                return False
            return True

    with ThreadPoolExecutor(5) as pool:
        done = list(pool.map(send, range(5)))
    with app.app_context():
        notes = db.session.query(IntroductionStep).filter_by(note="Once.").count()
        runs, rows = db.session.query(BulkRun).count(), db.session.query(Introduction).count()
        db.session.remove()
        db.engine.dispose()
    assert (sorted(done), notes, runs, rows) == ([False, False, False, False, True], 1, 1, 1)
