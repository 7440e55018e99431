"""Whole requests at once: partners pick one and the same time of one person, and each is told how it went."""

import random
from collections import Counter
from html import unescape
from threading import Barrier, Lock, Thread

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.outbox import in_language
from matchmaker.foundation.wording import say
from matchmaker.meetings import service
from matchmaker.meetings.models import BookedQuarter, Meeting
from matchmaker.meetings.people import By, user_ids
from matchmaker.meetings.rules import MeetingState, quarters
from tests.conftest import make_app
from tests.factories import make_organisation, make_user
from tests.meetings.scenes import introduction_of, times

THREADS, TRIES = 8, 10
CODES = ("meeting.slot_taken", "meeting.bad_move", "changed_meanwhile", "meeting.already_proposed")
"""What may be said to somebody who was too late."""


@pytest.fixture
def app(postgresql, tmp_path_factory):
    app = make_app(postgresql(), tmp_path_factory.mktemp("requests"), jobs_immediate=False)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def lay_out():
    """Kim has proposed the same two times to every partner; gives each partner's meeting and session."""
    kim = make_user()
    firm = make_organisation(member=kim)
    found = []
    for _ in range(THREADS):
        lee = make_user()
        partner = make_organisation(country="US", member=lee)
        row = introduction_of(firm, partner)
        meeting = service.propose(row, times(2), service.Plan(30), by=By(kim, firm))
        db.session.flush()
        found.append((meeting.id, lee.get_id()))
    return found


def browser(app, session_id):
    client = FlaskClient(app, app.response_class, use_cookies=True)
    with client.session_transaction() as session:
        session.update({"_user_id": session_id, "_fresh": True, "locale": "en"})
    return client


def send(app, client, meeting_id, chance):
    """What a person would press: a time while some are on the table, else the way to the same times again."""
    with app.app_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        version, slots, state = meeting.version, [slot.id for slot in meeting.slots], meeting.state
        db.session.remove()
    if state is MeetingState.PROPOSED:
        return client.post(f"/meetings/{meeting_id}/pick", data={"slot": chance.choice(slots), "version": version})
    if chance.random() < 0.3:
        return client.post(f"/meetings/{meeting_id}/cancel", data={"cancel-reason": "Off.", "cancel-version": version})
    new = [at.isoformat() for at in times(4)[2:]]
    return client.post(f"/meetings/{meeting_id}/times", data={"slot": new, "reason": "Ill.", "version": version})


def outcome_of(response, told):
    if response.status_code == 302:
        return "done"
    words = unescape(response.text)
    found = (code for code, sentence in told.items() if sentence in words)
    return next(found, f"{response.status_code}: {words[-2000:]}")


def storm(app, seats):
    answers, lock, barrier = Counter(), Lock(), Barrier(len(seats))
    with in_language("en"):
        told = {code: say(RuleViolation(code)) for code in CODES}

    def run(seed, meeting_id, session_id):
        chance, client, mine = random.Random(seed), browser(app, session_id), Counter()
        barrier.wait()
        for _ in range(TRIES):
            mine[outcome_of(send(app, client, meeting_id, chance), told)] += 1
        with lock:
            answers.update(mine)

    workers = [Thread(target=run, args=(seed, *seat)) for seed, seat in enumerate(seats)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return answers


def test_requests_that_confirm_one_time_at_once_never_overlap_and_are_all_answered(app):
    with transaction():
        seats = lay_out()

    answers = storm(app, seats)

    assert sum(answers.values()) == THREADS * TRIES, answers
    assert set(answers) <= {"done", *CODES}, answers
    assert answers["done"] > 0
    assert answers["meeting.slot_taken"] > 0
    db.session.rollback()
    wanted = Counter(
        (user_id, quarter)
        for meeting in db.session.scalars(sa.select(Meeting).where(Meeting.state == MeetingState.CONFIRMED))
        for user_id in user_ids(meeting)
        for quarter in quarters(meeting.starts_at, meeting.ends_at)
    )
    assert max(wanted.values(), default=1) == 1
    assert wanted == Counter(map(tuple, db.session.execute(sa.select(BookedQuarter.user_id, BookedQuarter.quarter))))
