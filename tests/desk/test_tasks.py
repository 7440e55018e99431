"""Tasks: noted, done, undone, reminded of, and kept within the office."""

from datetime import date, timedelta

import pytest

from matchmaker.desk.models import DeskTask
from matchmaker.desk.rules import TaskState
from matchmaker.desk.tasks import service
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.organisations.days import today
from tests.desk.scenes import make_pair
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import staff


def kinds():
    return [(mail.kind, mail.to_address) for mail in db.session.query(OutboxMail).order_by(OutboxMail.id)]


def test_a_task_is_noted_from_a_pair_done_with_one_press_and_undone(app, sign_in):
    broker, pair = make_user(Role.BROKER), make_pair()
    browser = sign_in(broker)
    url = f"/desk/tasks/new?introduction={pair.id}"
    browser.send(url, {"title": " ", "due_on": "2026-12-01", "assignee": broker.id}, status=422)
    browser.send(url, {"title": "Call them", "due_on": "2026-12-01", "assignee": broker.id})
    task = db.session.query(DeskTask).one()
    assert (task.title, task.due_on, task.assignee_id, task.introduction_id, task.state) == (
        "Call them", date(2026, 12, 1), broker.id, pair.id, TaskState.OPEN,
    )  # fmt: skip
    answer = browser.send(f"/desk/tasks/{task.id}/done", {"version": task.version, "back": "/desk/tasks?whose=all"})
    assert answer.location == f"/desk/tasks?whose=all&undo={task.id}"
    assert (task.state, task.done_at is None) == (TaskState.DONE, False)
    assert browser.page(answer.location).find("button", string="Undo")
    browser.send(f"/desk/tasks/{task.id}/open", {"version": task.version})
    assert (task.state, task.done_at) == (TaskState.OPEN, None)


def test_done_twice_at_once_is_done_once(app, sign_in):
    broker = make_user(Role.BROKER)
    task = service.add(service.Wanted("Write", today(), broker.id), staff=staff(broker))
    db.session.flush()
    seen = task.version
    browser = sign_in(broker)
    browser.send(f"/desk/tasks/{task.id}/done", {"version": seen})
    browser.send(f"/desk/tasks/{task.id}/done", {"version": seen}, status=409)


def test_whoever_gets_a_task_from_another_is_told_and_on_its_day_reminded_once(app):
    broker, colleague = make_user(Role.BROKER), make_user(Role.BROKER, locale="ko")
    day = today()
    task = service.add(service.Wanted("자료를 보냅니다", day, colleague.id), staff=staff(broker))
    service.add(service.Wanted("Later", day + timedelta(days=3), colleague.id), staff=staff(colleague))
    assert kinds() == [("task_given", colleague.email)]
    assert [service.remind(day), service.remind(day)] == [1, 0]
    assert kinds()[1:] == [("task_due", colleague.email)]
    service.change(task, service.Wanted("자료", day + timedelta(days=1), colleague.id), staff=staff(colleague),
                   version=task.version)  # fmt: skip
    assert [service.remind(day), service.remind(day + timedelta(days=1))] == [0, 1]


def test_tasks_stay_in_their_office_and_in_care(app, sign_in):
    broker, boston, basel = (
        make_user(Role.BROKER),
        make_user(Role.CO_BROKER),
        make_user(Role.CO_BROKER, cluster="BASEL"),
    )
    pair = make_pair(to=make_organisation(country="US", cluster="BOSTON"))
    ours = service.add(service.Wanted("Agency", today(), broker.id), staff=staff(broker), introduction_id=pair.id)
    theirs = service.add(service.Wanted("Boston", today(), boston.id), staff=staff(boston), introduction_id=pair.id)
    db.session.flush()
    seen = {
        who.id: [sign_in(who).get(f"/desk/tasks/{task.id}").status_code for task in (ours, theirs)]
        for who in (broker, boston, basel)
    }
    assert seen == {broker.id: [200, 404], boston.id: [404, 200], basel.id: [404, 404]}
    with pytest.raises(NotFound):
        service.add(service.Wanted("No", today(), basel.id), staff=staff(basel), introduction_id=pair.id)
    with pytest.raises(NotFound):
        service.add(service.Wanted("No", today(), boston.id), staff=staff(broker))
    sign_in(make_user()).page("/desk/tasks", status=403)
