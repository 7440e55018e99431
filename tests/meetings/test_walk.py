"""Random walks: rules and database never disagree on where a meeting stands, and who is booked for it."""

from collections import Counter
from datetime import timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.meetings import arranging, service
from matchmaker.meetings.models import BookedQuarter, Meeting
from matchmaker.meetings.rules import NEXT, MeetingState, ParticipantRole, quarters
from tests.meetings.scenes import broker_of, introduced, kim_of, lee_of, times

M = MeetingState
DEEDS = (
    "pick_kim", "pick_lee", "confirm_for", "ask", "propose_others", "reschedule", "reschedule_lee", "cancel", "arrange",
    "add_broker", "remove_last", "time_passes", "held", "no_show",
)  # fmt: skip


def deeds(scene, meeting, chance):
    kim, lee, broker = kim_of(scene), lee_of(scene), broker_of(scene)
    slot, version, new = _any_slot(meeting, chance), meeting.version, times(5)[chance % 4 : chance % 4 + 2]
    link = arranging.Arrangements("Talk", f"Room {chance}", "", scene.kim.id)
    return {
        "pick_kim": lambda: service.pick(meeting, slot, by=kim, version=version),
        "pick_lee": lambda: service.pick(meeting, slot, by=lee, version=version),
        "confirm_for": lambda: service.confirm_for(meeting, slot, by=broker, version=version),
        "ask": lambda: service.ask_for_others(meeting, "Later.", by=lee, version=version),
        "propose_others": lambda: service.propose_others(meeting, new, by=broker, version=version),
        "reschedule": lambda: service.reschedule(meeting, new, "Ill.", by=kim, version=version),
        "reschedule_lee": lambda: service.reschedule(meeting, new, "Ill.", by=lee, version=version),
        "cancel": lambda: service.cancel(meeting, "Off.", by=broker, version=version),
        "arrange": lambda: arranging.arrange(meeting, link, by=kim, version=version),
        "add_broker": lambda: arranging.add_person(meeting, scene.broker.id, by=broker, version=version),
        "remove_last": lambda: arranging.remove(meeting, meeting.participants[-1].id, by=broker, version=version),
        "time_passes": lambda: _let_pass(meeting),
        "held": lambda: service.close(meeting, M.HELD, actor_id=scene.broker.id, version=version),
        "no_show": lambda: service.close(meeting, M.NO_SHOW, actor_id=scene.broker.id, version=version),
    }


def _any_slot(meeting, chance):
    return meeting.slots[chance % len(meeting.slots)].id if meeting.slots else 0


def _let_pass(meeting):
    """What was confirmed is over: moved into the past as a whole, its bookings too."""
    if meeting.state is M.CONFIRMED and meeting.ends_at > now():
        back = timedelta(days=60)
        db.session.execute(
            sa.update(BookedQuarter)
            .where(BookedQuarter.meeting_id == meeting.id)
            .values(quarter=BookedQuarter.quarter - back // timedelta(minutes=15))
        )
        meeting.starts_at, meeting.ends_at = meeting.starts_at - back, meeting.ends_at - back


def check(meeting, uid, sequence):
    db.session.flush()
    stored = db.session.execute(sa.select(Meeting.state, Meeting.uid, Meeting.sequence)).one()
    assert stored == (meeting.state, uid, meeting.sequence)
    assert meeting.sequence >= sequence
    rows = Counter(map(tuple, db.session.execute(sa.select(BookedQuarter.user_id, BookedQuarter.quarter))))
    wanted = Counter()
    if meeting.state is M.CONFIRMED:
        users = [one.user_id for one in meeting.participants if one.user_id]
        wanted = Counter((user, n) for user in users for n in quarters(meeting.starts_at, meeting.ends_at))
        assert meeting.owner_id is not None
    assert rows == wanted
    for role in (ParticipantRole.HOST, ParticipantRole.GUEST):
        assert any(one.role is role for one in meeting.participants)


steps = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 11)), min_size=4, max_size=14)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_a_walk_of_deeds_follows_the_table_and_books_exactly_while_a_time_is_agreed(app, walk):
    try:
        walk_along(walk)
    finally:
        db.session.rollback()


def walk_along(walk):
    scene, row = introduced()
    meeting = service.propose(row, times(2), service.Plan(30), by=kim_of(scene))
    uid = meeting.uid
    check(meeting, uid, 0)
    for name, chance in walk:
        before, sequence = meeting.state, meeting.sequence
        try:
            with db.session.begin_nested():
                deeds(scene, meeting, chance)[name]()
        except RuleViolation:
            db.session.refresh(meeting)
            assert (meeting.state, meeting.sequence) == (before, sequence), name
        assert meeting.state is before or meeting.state in NEXT[before], name
        check(meeting, uid, sequence)
