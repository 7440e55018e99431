"""The order of tasks, how far a list is, and the list in the pages."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.landing.checklists import rules
from matchmaker.landing.checklists.models import LandingTask, SoftLanding
from matchmaker.landing.checklists.rules import Progress, Task, TaskState
from matchmaker.landing.checklists.templates import chosen, templates
from matchmaker.organisations.days import today
from tests.landing.scenes import make_scene

DAY = date(2026, 11, 23)
T = TaskState


def test_a_task_waits_for_what_comes_first_unless_that_is_settled_or_not_on_the_list():
    first, task = Task("a", T.TODO), Task("b", T.TODO, ("a", "gone"))
    with pytest.raises(RuleViolation, match=r"landing\.waits"):
        rules.check_state(task, T.DOING, [first, task])
    rules.check_state(task, T.NOT_NEEDED, [first, task])
    for state in (T.DONE, T.NOT_NEEDED):
        rules.check_state(task, T.DONE, [Task("a", state), task])


def test_progress_leaves_out_what_is_not_needed_and_counts_what_is_late():
    tasks = [Task("a", T.DONE), Task("b", T.NOT_NEEDED), Task("c", T.TODO, due_on=DAY - timedelta(days=1)),
             Task("d", T.DOING, due_on=DAY)]  # fmt: skip
    assert rules.progress(tasks, DAY) == Progress(1, 3, 1)
    assert rules.progress([Task("b", T.NOT_NEEDED)], DAY).percent == 100


def test_tasks_that_wait_for_each_other_are_refused():
    assert rules.in_order({"b": ["a"], "a": []}) == ["a", "b"]
    with pytest.raises(ValueError, match="wait for each other: a, b"):
        rules.in_order({"b": ["a"], "a": ["b"]})


def test_the_template_names_a_text_an_office_and_a_source_in_both_languages():
    for one in templates().values():
        for name in ("title", "text", "office", "source"):
            assert one.said(name, "ko"), one.key
            assert one.said(name, "en"), one.key
        assert set(one.after) <= set(templates())
        order = list(templates())
        assert all(order.index(first) < order.index(one.key) for first in one.after)
    assert {one.area for one in templates().values()} == {"entity", "bank", "visa", "laboratory", "insurance"}


def test_a_korean_firm_needs_no_notice_of_foreign_investment():
    abroad = chosen("subsidiary", "US", laboratory=True, staff_abroad=True)
    at_home = chosen("domestic_move", "KR", laboratory=False, staff_abroad=False)
    assert {"fdi_notice", "visa", "lmo", "bank_account"} <= {one.key for one in abroad}
    assert not {"fdi_notice", "visa", "lmo"} & {one.key for one in at_home}


def test_staff_choose_for_whom_a_list_begins(app, sign_in):
    scene = make_scene()
    staff, when = sign_in(scene.broker), (today() + timedelta(days=20)).isoformat()
    chosen = staff.page("/staff/landing/new").find("select", attrs={"name": "organisation"}).find("option")
    assert (chosen["value"], chosen.get_text()) == ("", "Please choose")
    form = {"organisation": "", "kind": "subsidiary", "target_on": when}
    staff.send("/staff/landing/new", form, status=422)
    staff.send("/staff/landing/new", form | {"organisation": str(scene.partner.id)})
    assert db.session.scalars(sa.select(SoftLanding)).one().organisation_id == scene.partner.id


def test_a_partner_begins_its_list_and_works_through_it(app, sign_in):
    scene = make_scene()
    partner, staff = sign_in(scene.lee), sign_in(scene.broker)
    partner.page("/landing")
    partner.page("/landing/new")
    when = today() + timedelta(days=20)
    form = {"organisation": str(scene.partner.id), "kind": "subsidiary", "target_on": when.isoformat(),
            "laboratory": "y"}  # fmt: skip
    partner.send("/landing/new", form)
    landing = db.session.scalars(sa.select(SoftLanding)).one()
    path = f"/landing/{landing.id}"
    tasks = {one.key: one for one in landing.tasks}
    assert "visa" not in tasks
    assert tasks["fdi_notice"].due_on == today()
    partner.page(path)
    task = f"/landing/tasks/{tasks['capital'].id}"
    said = {"version": "1", "state": "done", "due_on": when.isoformat(), "owner_kind": "named",
            "owner_name": "Our bank"}  # fmt: skip
    assert "Something else comes first" in partner.post(task, data=said).text
    first = f"/landing/tasks/{tasks['fdi_notice'].id}"
    partner.send(first, {"version": "1", "state": "done", "due_on": when.isoformat(), "owner_kind": "member"})
    partner.send(task, said)
    assert partner.post(task, data=said).status_code == 409
    partner.send(f"{path}/tasks", {"new-title": "Find a school", "new-due_on": when.isoformat()})
    assert "Find a school" in partner.page(path).get_text()
    staff.page("/staff/landing")
    staff.page(f"/staff{path}")
    assert sign_in(scene.kim).get(path).status_code == 404
    db.session.execute(sa.update(LandingTask).values(due_on=today() - timedelta(days=1)))
    assert "Soft landing, overdue:" in partner.page("/").get_text()
