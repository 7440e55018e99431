"""Many at once: people and times are shared, and nobody ends up in two meetings at one time; no request is lost."""

import random
from collections import Counter
from datetime import timedelta
from threading import Barrier, Lock, Thread

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.meetings import booking
from matchmaker.meetings.models import BookedQuarter, Meeting, MeetingParticipant
from matchmaker.meetings.people import user_ids
from matchmaker.meetings.rules import MeetingState, ParticipantRole, quarters
from tests.conftest import make_app
from tests.factories import make_organisation, make_user
from tests.meetings.scenes import introduction_of, times

M = MeetingState
PEOPLE, MEETINGS, HALF_HOURS = 12, 60, 8
EXPECTED = frozenset({"meeting.slot_taken", "meeting.bad_move", "changed_meanwhile"})


def lay_out(seed):
    """Meetings of two to four out of a dozen people each; all of them could be at any of a few times."""
    chance = random.Random(seed)
    users = [make_user() for _ in range(PEOPLE)]
    firm = make_organisation()
    found = {}
    for number in range(MEETINGS):
        row = introduction_of(firm, make_organisation(country="US"))
        meeting = Meeting(introduction=row, uid=f"{number}@race", owner=users[0], proposed_at=row.created_at)
        for user in chance.sample(users, chance.randint(2, 4)):
            meeting.participants.append(MeetingParticipant(user=user, role=ParticipantRole.HOST))
        db.session.add(meeting)
        db.session.flush()
        found[meeting.id] = user_ids(meeting)
    return found


def act(meeting_id, people, at, deed):
    """One try: confirm, move or call off, as the service does it, in a transaction of its own."""
    with transaction():
        meeting = db.session.get_one(Meeting, meeting_id, with_for_update={"of": Meeting})
        if deed == "off":
            _free(meeting)
        elif meeting.state is M.CONFIRMED and deed == "confirm":
            raise RuleViolation("meeting.bad_move")
        else:
            _free(meeting)
            meeting.starts_at, meeting.ends_at, meeting.state = at, at + timedelta(minutes=45), M.CONFIRMED
            booking.book(meeting, people)


def _free(meeting):
    booking.release(meeting)
    meeting.starts_at = meeting.ends_at = None
    meeting.state = M.PROPOSED


def storm(app, meetings, *, threads, tries):
    """How each of the tries of all threads ended."""
    answers, lock, barrier = Counter(), Lock(), Barrier(threads)
    begin, listed = times(1)[0], list(meetings.items())

    def run(seed):
        chance, mine = random.Random(seed), Counter()
        barrier.wait()
        for _ in range(tries):
            at = begin + chance.randrange(HALF_HOURS) * timedelta(minutes=30)
            deed = chance.choice(("confirm", "confirm", "move", "off"))
            with app.app_context():
                mine[_try(*chance.choice(listed), at, deed)] += 1
        with lock:
            answers.update(mine)

    workers = [Thread(target=run, args=(seed,)) for seed in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return answers


def _try(meeting_id, people, at, deed):
    try:
        act(meeting_id, people, at, deed)
    except RuleViolation as refusal:
        return refusal.code
    except Exception as error:  # noqa: BLE001 - whatever else it is, the test must see it
        return repr(error)[:300]
    return "done"


def check(app, answers, asked):
    """Every try was answered, and the meetings as they stand overlap for nobody."""
    assert sum(answers.values()) == asked, answers
    assert set(answers) <= EXPECTED | {"done"}, answers
    assert answers["done"] > asked / 20
    assert answers["meeting.slot_taken"] > 0
    with app.app_context():
        wanted = Counter()
        for meeting in db.session.scalars(sa.select(Meeting).where(Meeting.state == M.CONFIRMED)):
            spans = quarters(meeting.starts_at, meeting.ends_at)
            wanted.update((user_id, quarter) for user_id in user_ids(meeting) for quarter in spans)
        assert wanted
        assert max(wanted.values()) == 1
        booked = db.session.execute(sa.select(BookedQuarter.user_id, BookedQuarter.quarter))
        assert wanted == Counter(map(tuple, booked))


def race(app, *, seed, threads, tries):
    """Lay meetings out, let the storm loose, look at what is left."""
    try:
        with transaction():
            meetings = lay_out(seed)
        check(app, storm(app, meetings, threads=threads, tries=tries), threads * tries)
    finally:
        db.session.remove()
        db.engine.dispose()


@pytest.mark.slow
def test_fifty_at_once_try_two_hundred_times_each_and_nobody_is_booked_twice(postgresql, tmp_path_factory):
    app = make_app(url := postgresql(), tmp_path_factory.mktemp("races"), jobs_immediate=False)
    with app.app_context():
        db.engine.dispose()
        db.engines[None] = sa.create_engine(url, pool_size=50, max_overflow=5)
        race(app, seed=1, threads=50, tries=200)


def test_on_sqlite_too_those_who_book_at_once_book_nobody_twice(tmp_path):
    app = make_app(f"sqlite:///{tmp_path / 'races.sqlite'}", tmp_path / "instance", jobs_immediate=False)
    with app.app_context():
        race(app, seed=2, threads=8, tries=40)
