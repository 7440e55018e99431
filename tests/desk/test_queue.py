"""The queue: what waits for whom, overdue first."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.desk.queue.gathering import gathered, in_order
from matchmaker.desk.queue.items import ALL, MINE, NOBODY, Kind, Waiting, counts, narrowed, ranked
from matchmaker.desk.rules import Urgency
from matchmaker.desk.tasks import service as tasks
from matchmaker.foundation.database import db, now
from matchmaker.foundation.models import MailState, OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings.models import Meeting
from matchmaker.organisations.days import today
from matchmaker.outcomes.models import Outcome
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.rules import Lane
from tests.desk.scenes import make_pair
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import staff

S = IntroductionState
MONDAY = datetime(2026, 11, 2, 3, tzinfo=UTC)
"""Noon in Korea; no holiday in Korea or the United States that week."""


def seen_by(user, whose=ALL):
    found = in_order(narrowed(gathered(staff(user)), whose=whose, user_id=user.id))
    return [(one.waiting.kind, one.waiting.ref_id, one.urgency) for one in found]


@given(
    st.lists(st.tuples(st.sampled_from(list(Kind)), st.dates(date(2026, 1, 1), date(2026, 12, 31)) | st.none())),
    st.dates(date(2026, 1, 2), date(2026, 12, 30)),
)
def test_overdue_comes_first_whatever_there_is(rows, day):
    found = [Waiting(kind, n, MONDAY, due, None) for n, (kind, due) in enumerate(rows)]
    order = ranked(found, day, day + timedelta(days=1))
    places = [list(Urgency).index(one.urgency) for one in order]
    assert places == sorted(places)
    assert sorted(one.waiting.ref_id for one in order) == list(range(len(rows)))
    assert counts(order).late == sum(1 for _kind, due in rows if due is not None and due < day)


@pytest.mark.parametrize(
    ("days", "urgency"), [(0, Urgency.OPEN), (1, Urgency.SOON), (2, Urgency.SOON), (3, Urgency.LATE)]
)
def test_the_first_touch_is_late_after_two_working_days(app, days, urgency):
    with time_machine.travel(MONDAY, tick=False):
        broker, pair = make_user(Role.BROKER), make_pair()
    with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
        assert seen_by(broker) == [(Kind.FIRST_TOUCH, pair.id, urgency)]


def test_a_decision_has_five_working_days_and_holidays_do_not_count(app):
    with time_machine.travel(datetime(2026, 9, 21, 3, tzinfo=UTC), tick=False):  # before Chuseok, 24 to 26 September
        broker = make_user(Role.BROKER)
        make_pair(S.BROKER_REVIEW, broker=broker)
        due = [one.due for one in gathered(staff(broker))]
    assert due == [date(2026, 9, 30)]


def test_what_waits_for_others_appears_only_before_it_lapses(app):
    with time_machine.travel(MONDAY, tick=False):
        broker, pair = make_user(Role.BROKER), make_pair(S.FORWARDED)
        assert seen_by(broker) == []
    with time_machine.travel(MONDAY + timedelta(days=6), tick=False):
        assert [row[:2] for row in seen_by(broker)] == [(Kind.LAPSING, pair.id)]


def test_mine_nobodys_and_all(app):
    broker, colleague = make_user(Role.BROKER), make_user(Role.BROKER)
    mine, nobodys, theirs = make_pair(broker=broker), make_pair(), make_pair(broker=colleague)
    found = {whose: {row[1] for row in seen_by(broker, whose)} for whose in (MINE, NOBODY, ALL)}
    assert found == {MINE: {mine.id}, NOBODY: {nobodys.id}, ALL: {mine.id, nobodys.id, theirs.id}}


def test_messages_meetings_outcomes_tasks_and_dead_mails_wait_too(app, sign_in):
    leader = make_user(Role.MANAGER)
    pair = make_pair(S.INTRODUCED, broker=leader)
    member = make_user()
    yesterday = now() - timedelta(days=1)
    db.session.add_all([
        ThreadMessage(introduction_id=pair.id, lane=Lane.ALL, author_id=member.id, by_staff=False, body="Hello",
                      token="t1"),
        Meeting(introduction_id=pair.id, uid="m1", proposed_at=yesterday),
        Outcome(introduction_id=pair.id, kind="mou", happened_on=today(), title="MoU", claimed_by_id=member.id),
        OutboxMail(kind="x", to_address="a@b.example", locale="en", subject="s", body="b", state=MailState.DEAD),
    ])  # fmt: skip
    tasks.add(tasks.Wanted("Call", today(), leader.id), staff=staff(leader), introduction_id=pair.id)
    db.session.flush()
    assert {row[0] for row in seen_by(leader)} == {
        Kind.MESSAGE, Kind.MEETING_OWNER, Kind.AUDIT, Kind.PROMISE, Kind.TASK, Kind.MAIL,
    }  # fmt: skip
    page = sign_in(leader).page("/desk?whose=all")
    assert len(page.select(".queue-line")) == 6
    assert {row[0] for row in seen_by(make_user(Role.BROKER))} == {
        Kind.MEETING_OWNER, Kind.AUDIT, Kind.PROMISE, Kind.TASK,
    }  # fmt: skip


def test_a_task_is_done_from_the_queue_with_one_press(app, sign_in):
    broker = make_user(Role.BROKER)
    tasks.add(tasks.Wanted("Call", today(), broker.id), staff=staff(broker))
    browser = sign_in(broker)
    form = browser.page("/desk").select_one(".queue-act form")
    fields = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    answer = browser.send(form["action"], fields)
    page = browser.page(answer.location)
    assert page.select(".queue-line") == []
    assert page.find("button", string="Undo")


def test_a_co_brokers_queue_ends_at_its_cluster(app, sign_in):
    boston = make_user(Role.CO_BROKER)
    ours = make_pair(to=make_organisation(country="US", cluster="BOSTON"))
    make_pair(to=make_organisation(country="CH", cluster="BASEL"))
    assert [row[:2] for row in seen_by(boston)] == [(Kind.APPROVAL, ours.id)]
    sign_in(make_user()).page("/desk", status=403)
