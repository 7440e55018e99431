"""From times on the table to an agreed time, to another, and off: what is booked and who is told."""

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings import arranging, service
from matchmaker.meetings.models import BookedQuarter, Meeting
from matchmaker.meetings.people import By
from matchmaker.meetings.rules import MeetingState, ParticipantRole
from matchmaker.meetings.times.availability import keep_week
from tests.factories import make_organisation, make_user
from tests.meetings.scenes import (
    broker_of,
    brought_past,
    confirmed,
    introduced,
    introduction_of,
    kim_of,
    lee_of,
    proposed,
    times,
)

M = MeetingState


def booked(meeting):
    """Who is booked for the meeting, and for how many quarters."""
    db.session.flush()
    rows = db.session.scalars(sa.select(BookedQuarter.user_id).where(BookedQuarter.meeting_id == meeting.id))
    return Counter(rows)


def mails():
    db.session.flush()
    found = Counter()
    for mail in db.session.scalars(sa.select(OutboxMail).where(OutboxMail.kind.startswith("meeting_"))):
        found[mail.kind, mail.to_address.partition("@")[0]] += 1
    return found


def refused(call):
    with pytest.raises(RuleViolation) as caught, db.session.begin_nested():
        call()
    return caught.value.code


def test_a_side_proposes_and_the_other_picks_which_books_everybody_and_sends_invitations(app):
    scene, row = introduced()
    meeting = proposed(scene, row)
    assert (meeting.state, booked(meeting)) == (M.PROPOSED, Counter())
    assert mails() == {("meeting_proposed", "lee"): 1}
    service.pick(meeting, meeting.slots[1].id, by=lee_of(scene), version=meeting.version)
    assert meeting.state is M.CONFIRMED
    assert (meeting.starts_at, meeting.sequence, meeting.owner) == (times()[1], 0, scene.broker)
    assert booked(meeting) == {scene.kim.id: 2, scene.lee.id: 2}
    told = {(kind, who) for kind, who in mails() if kind == "meeting_confirmed"}
    assert {who for _kind, who in told} == {"kim", "lee", scene.broker.email.partition("@")[0]}
    invitation = db.session.scalars(
        sa.select(OutboxMail).where(OutboxMail.kind == "meeting_confirmed", OutboxMail.to_address == scene.lee.email)
    ).one()
    assert "method=REQUEST" in invitation.parts[0].content_type
    assert meeting.uid.encode() in invitation.parts[0].data.replace(b"\r\n ", b"")


def test_the_mail_tells_each_their_own_clock_first_and_the_other_beside_it(app):
    scene, row = introduced()
    confirmed(scene, row)
    bodies = {
        mail.to_address: mail.body
        for mail in db.session.scalars(sa.select(OutboxMail).where(OutboxMail.kind == "meeting_confirmed"))
    }
    assert bodies[scene.kim.email].index("Seoul, UTC+9") < bodies[scene.kim.email].index("New York")
    assert bodies[scene.lee.email].index("New York") < bodies[scene.lee.email].index("Seoul, UTC+9")
    assert "the day before" in bodies[scene.kim.email]
    assert "the next day" in bodies[scene.lee.email]


def test_times_proposed_by_a_broker_need_both_sides(app):
    scene, row = introduced()
    meeting = service.propose(row, times(), service.Plan(30), by=broker_of(scene))
    assert mails() == {("meeting_proposed", "kim"): 1, ("meeting_proposed", "lee"): 1}
    service.pick(meeting, meeting.slots[0].id, by=kim_of(scene), version=meeting.version)
    assert (meeting.state, mails()["meeting_picked", "lee"]) == (M.PROPOSED, 1)
    service.pick(meeting, meeting.slots[0].id, by=lee_of(scene), version=meeting.version)
    assert meeting.state is M.CONFIRMED


def test_nobody_proposes_before_both_sides_agreed_or_while_times_are_on_the_table(app):
    scene, row = introduced()
    row.state = IntroductionState.FORWARDED
    assert refused(lambda: proposed(scene, row)) == "meeting.not_introduced"
    row.state = IntroductionState.INTRODUCED
    proposed(scene, row)
    assert refused(lambda: proposed(scene, row)) == "meeting.already_proposed"


def introduced_again():
    for email in ("kim@firm-a.example", "lee@partner-b.example"):
        db.session.execute(sa.update(User).where(User.email == email).values(email=f"old-{email}"))
    return introduced()


def test_times_that_cannot_be_are_refused_with_the_reason(app):
    scene, row = introduced()
    at = times(1)[0]

    def propose(*starts, minutes=30):
        return refused(lambda: service.propose(row, starts, service.Plan(minutes), by=kim_of(scene)))

    assert propose() == "meeting.times_needed"
    assert propose(*(at + timedelta(days=n) for n in range(6))) == "meeting.too_many_times"
    assert propose(now() - timedelta(days=1)) == "meeting.in_the_past"
    assert propose(at + timedelta(minutes=5)) == "meeting.not_on_the_quarter"
    assert propose(at, minutes=20) == "meeting.unknown_duration"
    assert propose(at + timedelta(hours=7)) == "meeting.quiet_hours"


def test_nobody_is_booked_twice_and_the_second_meeting_keeps_waiting(app):
    scene, row = introduced()
    confirmed(scene, row)
    other = make_organisation(country="US", member=make_user(time_zone="America/New_York"), name_en="Partner C")
    second_row = introduction_of(scene.firm, other)
    theirs = By(other.memberships[0].user, other)
    meeting = service.propose(second_row, times(2)[1:], service.Plan(30), by=kim_of(scene))
    meeting.slots[0].starts_at, meeting.slots[0].ends_at = times(1)[0], times(1)[0] + timedelta(minutes=30)
    db.session.flush()
    pick = lambda: service.pick(meeting, meeting.slots[0].id, by=theirs, version=meeting.version)  # noqa: E731
    assert refused(pick) == "meeting.slot_taken"
    db.session.refresh(meeting)
    assert (meeting.state, booked(meeting)) == (M.PROPOSED, Counter())


def test_no_time_is_confirmed_without_an_owner(app):
    scene, row = introduced()
    meeting = proposed(scene, row)
    meeting.owner = None
    db.session.flush()
    pick = lambda: service.pick(meeting, meeting.slots[0].id, by=lee_of(scene), version=meeting.version)  # noqa: E731
    assert refused(pick) == "meeting.owner_needed"


def test_moving_gives_the_time_up_raises_the_sequence_and_keeps_the_identity(app):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    uid = meeting.uid
    new = times(3)[2:]
    service.reschedule(meeting, new, "The device arrives later.", by=lee_of(scene), version=meeting.version)
    assert (meeting.state, meeting.sequence, meeting.starts_at, booked(meeting)) == (M.PROPOSED, 1, None, Counter())
    assert mails()["meeting_rescheduled", "kim"] == mails()["meeting_rescheduled", "lee"] == 1
    service.pick(meeting, meeting.slots[0].id, by=kim_of(scene), version=meeting.version)
    assert (meeting.state, meeting.sequence, meeting.uid, meeting.starts_at) == (M.CONFIRMED, 2, uid, new[0])
    cancelled = db.session.scalars(
        sa.select(OutboxMail).where(OutboxMail.kind == "meeting_rescheduled", OutboxMail.to_address == scene.kim.email)
    ).one()
    assert "method=CANCEL" in cancelled.parts[0].content_type
    assert "The device arrives later." in cancelled.body


def test_calling_off_needs_a_reason_frees_everybody_and_tells_them(app):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    cancel = lambda words: service.cancel(meeting, words, by=kim_of(scene), version=meeting.version)  # noqa: E731
    assert refused(lambda: cancel("  ")) == "meeting.reason_needed"
    db.session.refresh(meeting)
    cancel("Budget frozen.")
    assert (meeting.state, meeting.sequence, booked(meeting)) == (M.CANCELLED, 1, Counter())
    assert mails()["meeting_cancelled", "lee"] == 1
    assert refused(lambda: cancel("Again.")) == "meeting.bad_move"


def test_a_meeting_whose_time_was_never_agreed_is_called_off_without_calendar_files(app):
    scene, row = introduced()
    meeting = proposed(scene, row)
    service.cancel(meeting, "No need any more.", by=kim_of(scene), version=meeting.version)
    found = db.session.scalars(sa.select(OutboxMail).where(OutboxMail.kind == "meeting_cancelled")).all()
    assert (meeting.sequence, [len(mail.parts) for mail in found]) == (0, [0, 0, 0])


def test_a_side_asks_for_other_times_and_the_proposer_is_told(app):
    scene, row = introduced()
    meeting = proposed(scene, row)
    service.ask_for_others(meeting, "Only mornings, please.", by=lee_of(scene), version=meeting.version)
    assert mails()["meeting_others_wanted", "kim"] == 1
    service.propose_others(meeting, times(4)[2:], by=kim_of(scene), version=meeting.version)
    assert [slot.starts_at for slot in meeting.slots] == times(4)[2:]
    assert mails()["meeting_proposed", "lee"] == 2


def test_a_colleague_who_picks_comes_in_the_place_of_the_one_expected(app):
    scene, row = introduced()
    colleague = make_user(time_zone="America/New_York")
    from matchmaker.organisations.models import Membership
    from matchmaker.organisations.rules import MembershipState

    db.session.add(Membership(user=colleague, organisation=scene.partner, state=MembershipState.ACTIVE))
    db.session.flush()
    meeting = proposed(scene, row)
    by = By(colleague, scene.partner)
    service.pick(meeting, meeting.slots[0].id, by=by, version=meeting.version)
    assert booked(meeting) == {scene.kim.id: 2, colleague.id: 2}


def test_staff_confirm_where_nobody_speaks_for_a_side_and_only_there(app):
    scene, row = introduced(partner_member=False)
    meeting = proposed(scene, row)
    assert [one.user_id for one in meeting.participants] == [scene.kim.id, None]
    service.confirm_for(meeting, meeting.slots[0].id, by=broker_of(scene), version=meeting.version)
    assert (meeting.state, booked(meeting)) == (M.CONFIRMED, {scene.kim.id: 2})
    assert mails()["meeting_confirmed", "smith"] == 1
    scene, row = introduced_again()
    meeting = proposed(scene, row)
    confirm = lambda: service.confirm_for(  # noqa: E731
        meeting, meeting.slots[0].id, by=broker_of(scene), version=meeting.version
    )
    assert refused(confirm) == "meeting.side_answers_itself"


def test_what_changed_since_it_was_seen_is_not_changed_again(app):
    scene, row = introduced()
    meeting = proposed(scene, row)
    assert refused(lambda: service.cancel(meeting, "Off.", by=kim_of(scene), version=0)) == "changed_meanwhile"


def test_a_new_place_reaches_every_calendar_and_nothing_changes_without_an_owner(app):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    wanted = arranging.Arrangements("First talk", "Room 3", "https://meet.example/1", scene.lee.id)
    arranging.arrange(meeting, wanted, by=kim_of(scene), version=meeting.version)
    assert (meeting.sequence, meeting.owner, mails()["meeting_changed", "lee"]) == (1, scene.lee, 1)
    nobody = arranging.Arrangements("First talk", "Room 3", "", make_user().id)
    change = lambda: arranging.arrange(meeting, nobody, by=kim_of(scene), version=meeting.version)  # noqa: E731
    assert refused(change) == "meeting.owner_needed"


def test_an_interpreter_joins_gets_the_invitation_and_can_be_let_go_by_the_side_that_asked(app):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    helper = arranging.Helper("Han Interpreter", "han@words.example", "ko", ParticipantRole.INTERPRETER)
    arranging.add_helper(meeting, helper, by=kim_of(scene), version=meeting.version)
    again = lambda: arranging.add_helper(meeting, helper, by=kim_of(scene), version=meeting.version)  # noqa: E731
    assert refused(again) == "meeting.takes_part_already"
    assert mails()["meeting_confirmed", "han"] == 1
    person = meeting.participants[-1]
    with pytest.raises(Forbidden):
        arranging.remove(meeting, person.id, by=lee_of(scene), version=meeting.version)
    arranging.remove(meeting, person.id, by=kim_of(scene), version=meeting.version)
    assert (len(meeting.participants), mails()["meeting_left", "han"]) == (2, 1)


def test_a_broker_who_joins_a_confirmed_meeting_is_booked_for_it_and_freed_when_leaving(app):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    arranging.add_person(meeting, scene.broker.id, by=broker_of(scene), version=meeting.version)
    assert booked(meeting)[scene.broker.id] == 2
    arranging.remove(meeting, meeting.participants[-1].id, by=broker_of(scene), version=meeting.version)
    assert booked(meeting) == {scene.kim.id: 2, scene.lee.id: 2}


def test_the_last_person_of_a_side_cannot_be_taken_off(app):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    last = lambda: arranging.remove(  # noqa: E731
        meeting, meeting.participants[0].id, by=kim_of(scene), version=meeting.version
    )
    assert refused(last) == "meeting.last_of_side"


def test_forgetting_ones_hours_never_deletes_a_meeting(app):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    keep_week(scene.lee, [])
    db.session.flush()
    assert booked(meeting) == {scene.kim.id: 2, scene.lee.id: 2}
    assert db.session.get(Meeting, meeting.id).state is M.CONFIRMED


def test_only_what_is_over_is_recorded_as_held(app):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    close = lambda: service.close(meeting, M.HELD, actor_id=scene.broker.id, version=meeting.version)  # noqa: E731
    assert refused(close) == "meeting.not_over"
    db.session.refresh(meeting)
    brought_past(meeting)
    service.close(meeting, M.HELD, actor_id=scene.broker.id, version=meeting.version)
    assert (meeting.state, booked(meeting)) == (M.HELD, Counter())


def test_the_next_meeting_spares_the_side_that_bore_this_one(app):
    scene, row = introduced()
    confirmed(scene, row)
    borne = service.borne_by(row)
    assert borne["from"] > 0
    assert set(borne) == {"from", "to"}
