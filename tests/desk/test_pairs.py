"""The page of a pair: the whole story for those who may read it."""

from matchmaker.desk.clock import today
from matchmaker.desk.pairs.timeline import EntryKind, story
from matchmaker.desk.tasks import service as tasks
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from matchmaker.introductions import brokering
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings.models import Meeting
from matchmaker.outcomes.models import Obligation, Outcome
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.rules import Lane
from tests.desk.scenes import make_pair
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import staff

S = IntroductionState


def test_everything_that_happened_stands_in_one_line_of_time(app, sign_in):
    broker, boston = make_user(Role.BROKER), make_user(Role.CO_BROKER)
    partner = make_organisation(country="US", cluster="BOSTON")
    pair = make_pair(S.INTRODUCED, broker=broker, to=partner, days_ago=3)
    outcome = Outcome(introduction_id=pair.id, kind="mou", happened_on=today(), title="Memorandum")
    db.session.add_all([
        ThreadMessage(introduction_id=pair.id, lane=Lane.REQUESTER, author_id=broker.id, by_staff=True, body="Hi",
                      token="t"),
        Meeting(introduction_id=pair.id, uid="m", proposed_at=now()), outcome,
    ])  # fmt: skip
    db.session.flush()
    db.session.add(Obligation(outcome_id=outcome.id, owner_id=partner.id, text="Send samples", due_on=today(),
                              first_due_on=today(), reminded_on=today()))  # fmt: skip
    brokering.add_note(pair, "For the agency only", staff=staff(broker))
    tasks.add(tasks.Wanted("Call", today(), broker.id), staff=staff(broker), introduction_id=pair.id)
    db.session.flush()
    db.session.expire_all()
    with app.test_request_context():
        entries, seen = story(pair, staff(broker)), story(pair, staff(boston))
    assert {entry.kind for entry in entries} == {
        EntryKind.STEP, EntryKind.NOTE, EntryKind.MESSAGE, EntryKind.MEETING, EntryKind.OUTCOME, EntryKind.OBLIGATION,
        EntryKind.TASK,
    }  # fmt: skip
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    assert {EntryKind.NOTE, EntryKind.MESSAGE, EntryKind.TASK}.isdisjoint(entry.kind for entry in seen)
    browser = sign_in(broker)
    page = browser.page(f"/desk/pairs/{pair.id}")
    assert page.find("a", string="Call")
    filtered = browser.page(f"/desk/pairs/{pair.id}?kind=note")
    assert [item.select_one(".timeline-text").get_text() for item in filtered.select(".story")] == [
        "For the agency only"
    ]
    sign_in(make_user()).page(f"/desk/pairs/{pair.id}", status=403)
