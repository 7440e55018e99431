"""Pages of meetings, as members of both sides, strangers and brokers go through them."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db, now
from matchmaker.foundation.outbox import in_language
from matchmaker.meetings import service
from matchmaker.meetings.models import AvailabilityException, AvailabilityWindow, Meeting, MeetingParticipant
from matchmaker.meetings.panels import meetings_panel, todos
from matchmaker.meetings.rules import MeetingState, ParticipantRole
from tests.factories import make_organisation, make_user
from tests.meetings.scenes import brought_past, confirmed, introduced, introduction_of, kim_of, proposed, times

M = MeetingState


def only():
    return db.session.scalars(sa.select(Meeting)).one()


@contextmanager
def in_english(app):
    with app.test_request_context(), in_language("en"):
        yield


def words(page):
    return " ".join(page.find("main").get_text(" ", strip=True).split())


def test_two_members_find_a_time_move_it_and_call_it_off(app, sign_in):
    scene, row = introduced()
    kim, lee = sign_in(scene.kim), sign_in(scene.lee)
    page = kim.page(f"/meetings/new/{row.id}")
    assert "share no working hours" in words(page)
    values = [box["value"] for box in page.find_all("input", attrs={"name": "slot"})][:2]
    assert len(values) == 2
    kim.send(f"/meetings/new/{row.id}", {"slot": values, "minutes": 30, "title": "First talk"})
    meeting = only()
    shown = lee.page(f"/meetings/{meeting.id}")
    assert "Pick the time that suits you" in words(shown)
    slot = meeting.slots[1]
    lee.send(f"/meetings/{meeting.id}/pick", {"slot": slot.id, "version": meeting.version})
    db.session.refresh(meeting)
    assert (meeting.state, meeting.starts_at) == (M.CONFIRMED, slot.starts_at)
    assert "First talk" in words(kim.page("/meetings"))
    new = kim.page(f"/meetings/{meeting.id}/times").find("input", attrs={"name": "slot"})["value"]
    without = {"slot": new, "version": meeting.version}
    kim.send(f"/meetings/{meeting.id}/times", without, status=422)
    kim.send(f"/meetings/{meeting.id}/times", without | {"reason": "The device arrives later."})
    db.session.refresh(meeting)
    assert (meeting.state, meeting.sequence) == (M.PROPOSED, 1)
    assert "The device arrives later." in words(lee.page(f"/meetings/{meeting.id}"))
    lee.send(f"/meetings/{meeting.id}/cancel", {"cancel-version": meeting.version}, status=422)
    lee.send(f"/meetings/{meeting.id}/cancel", {"cancel-version": meeting.version, "cancel-reason": "No budget."})
    db.session.refresh(meeting)
    assert meeting.state is M.CANCELLED
    assert "No budget." in words(kim.page(f"/meetings/{meeting.id}"))
    assert "1 meetings" in words(kim.page("/meetings?tab=past"))


def test_a_time_is_told_on_both_clocks_with_the_date_that_differs(app, sign_in):
    scene, row = introduced()
    meeting = proposed(scene, row, 1)
    shown = words(sign_in(scene.lee).page(f"/meetings/{meeting.id}"))
    assert shown.index("New York UTC−") < shown.index("Seoul UTC+9")
    assert "the next day" in shown


def test_a_time_of_ones_own_is_checked_by_the_same_rules(app, sign_in):
    scene, row = introduced()
    kim, day = sign_in(scene.kim), times(1)[0].date() + timedelta(days=1)
    url, facts = f"/meetings/new/{row.id}", {"minutes": 30, "own_day": day.isoformat()}
    kim.send(url, facts, status=422)
    kim.send(url, facts | {"own_time": "15:00"}, status=409)
    kim.send(url, facts | {"own_time": "08:05"}, status=409)
    kim.send(url, {"minutes": 30}, status=422)
    kim.send(url, facts | {"own_time": "08:15"})
    assert f"{only().slots[0].starts_at:%H:%M}" == "23:15"


def test_an_hour_that_clocks_leave_out_is_not_taken(app, sign_in):
    scene, row = introduced()
    facts = {"minutes": 30, "own_day": "2027-03-14", "own_time": "02:30"}
    response = sign_in(scene.lee).send(f"/meetings/new/{row.id}", facts, status=422)
    assert "This hour is left out there" in response.text


def test_a_side_asks_for_other_times(app, sign_in):
    scene, row = introduced()
    meeting = proposed(scene, row)
    lee, kim = sign_in(scene.lee), sign_in(scene.kim)
    lee.send(f"/meetings/{meeting.id}/ask", {"ask-version": meeting.version}, status=422)
    lee.send(f"/meetings/{meeting.id}/ask", {"ask-version": meeting.version, "ask-reason": "Only in the evening."})
    assert "Only in the evening." in words(kim.page(f"/meetings/{meeting.id}"))
    with in_english(app):
        assert [todo.text for todo in todos(scene.kim, scene.firm) if "no time suits" in todo.text]


def test_strangers_find_no_meeting_and_change_none(app, sign_in):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    stranger, basel = make_user(), make_user(scene.boston.role, cluster="BASEL")
    make_organisation(member=stranger)
    for person in (sign_in(stranger), sign_in(make_user()), sign_in(basel)):
        person.page(f"/meetings/{meeting.id}", status=404)
        person.page(f"/meetings/{meeting.id}/arrange", status=404)
        for act in ("pick", "cancel", "ask", "people", "times", f"people/{meeting.participants[0].id}/remove"):
            person.send(f"/meetings/{meeting.id}/{act}", {"version": meeting.version}, status=404)
    sign_in(stranger).page(f"/meetings/new/{row.id}", status=404)
    sign_in(scene.kim).send(f"/meetings/{meeting.id}/confirm", {"slot": 1}, status=403)
    sign_in(scene.kim).page("/staff/meetings", status=403)
    assert only().state is M.CONFIRMED


def test_a_co_broker_sees_the_meetings_of_its_cluster(app, sign_in):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    boston = sign_in(scene.boston)
    assert "Firm A Bio – Partner B Therapeutics" in words(boston.page("/staff/meetings"))
    boston.page(f"/meetings/{meeting.id}")


def test_a_broker_proposes_for_both_and_confirms_where_nobody_speaks(app, sign_in):
    scene, row = introduced(partner_member=False)
    broker = sign_in(scene.broker)
    page = broker.page(f"/meetings/new/{row.id}?minutes=60")
    assert "When those who come are free" in words(page)
    value = page.find("input", attrs={"name": "slot"})["value"]
    broker.send(f"/meetings/new/{row.id}", {"slot": value, "minutes": 60})
    meeting = only()
    kim = sign_in(scene.kim)
    kim.send(f"/meetings/{meeting.id}/pick", {"slot": meeting.slots[0].id, "version": meeting.version})
    db.session.refresh(meeting)
    assert "Confirm" in words(broker.page(f"/meetings/{meeting.id}"))
    broker.send(f"/meetings/{meeting.id}/confirm", {"slot": meeting.slots[0].id, "version": meeting.version})
    db.session.refresh(meeting)
    assert (meeting.state, meeting.ends_at - meeting.starts_at) == (M.CONFIRMED, timedelta(hours=1))


@pytest.mark.parametrize(
    "filters", ["", "?state=confirmed&whose=mine", "?state=past", "?state=unrecorded&whose=attend"]
)
def test_staff_filter_the_meetings_in_their_care(app, sign_in, filters):
    scene, row = introduced()
    confirmed(scene, row)
    page = words(sign_in(scene.broker).page(f"/staff/meetings{filters}"))
    assert ("1 meetings" in page) == (filters in {"", "?state=confirmed&whose=mine"})


def test_place_link_and_owner_are_changed_and_a_bad_link_is_not_kept(app, sign_in):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    kim, url = sign_in(scene.kim), f"/meetings/{meeting.id}/arrange"
    kim.page(url)
    facts = {"owner": scene.kim.id, "version": meeting.version}
    kim.send(url, facts | {"video_link": "javascript:alert(1)"}, status=422)
    kim.send(url, facts | {"video_link": "https://meet.example/1"})
    db.session.refresh(meeting)
    assert (meeting.video_link, meeting.owner_id, meeting.sequence) == ("https://meet.example/1", scene.kim.id, 1)


def test_an_interpreter_and_a_colleague_are_added_and_removed(app, sign_in):
    scene, row = introduced()
    meeting = proposed(scene, row)
    broker, url = sign_in(scene.broker), f"/meetings/{meeting.id}/people"
    broker.page(url)
    broker.send(url, {"kind": "helper"}, status=422)
    helper = {"kind": "helper", "role": "interpreter", "name": "Han", "email": "han@words.example", "language": "ko"}
    broker.send(url, helper | {"version": meeting.version})
    db.session.refresh(meeting)
    broker.send(url, {"kind": "colleague", "user": scene.broker.id, "version": meeting.version})
    db.session.refresh(meeting)
    assert [one.role for one in meeting.participants][2:] == [ParticipantRole.INTERPRETER, ParticipantRole.BROKER]
    assert "Han · Interpreter" in words(sign_in(scene.lee).page(f"/meetings/{meeting.id}"))
    person = meeting.participants[2].id
    broker.send(f"/meetings/{meeting.id}/people/{person}/remove", {"version": meeting.version})
    assert db.session.get(MeetingParticipant, person) is None


def test_the_page_of_the_introduction_leads_to_the_first_time_and_to_the_meeting(app, sign_in):
    scene, row = introduced()
    with in_english(app):
        first = meetings_panel(row, scene.firm)
        assert first.url.endswith(f"/meetings/new/{row.id}")
        meeting = proposed(scene, row)
        asked = meetings_panel(row, scene.partner)
        assert (asked.url.endswith(f"/meetings/{meeting.id}"), asked.badge) == (True, "Your answer is awaited")
        assert any("pick a time" in todo.text for todo in todos(scene.lee, scene.partner))
        assert not any("pick a time" in todo.text for todo in todos(scene.kim, scene.firm))


def test_what_is_over_waits_to_be_recorded(app):
    scene, row = introduced()
    brought_past(confirmed(scene, row))
    with in_english(app):
        late = [todo for todo in todos(scene.broker, None) if "record whether" in todo.text]
    assert [todo.is_late for todo in late] == [True]


def test_lists_take_as_many_queries_for_many_meetings_as_for_few(app, sign_in, count_queries):
    scene, row = introduced()
    confirmed(scene, row)
    broker, kim = sign_in(scene.broker), sign_in(scene.kim)
    db.session.commit()  # what the scene still has to write is no query of the page
    few = [count_queries(lambda: broker.get("/staff/meetings")), count_queries(lambda: kim.get("/meetings"))]
    for _ in range(6):
        partner = make_organisation(country="US", member=make_user(time_zone="America/New_York"))
        row = introduction_of(scene.firm, partner, scene.broker)
        service.propose(row, times(4)[2:], service.Plan(30), by=kim_of(scene))
    db.session.commit()
    many = [count_queries(lambda: broker.get("/staff/meetings")), count_queries(lambda: kim.get("/meetings"))]
    assert many == few


def test_a_person_enters_a_week_and_days_that_are_different(app, sign_in):
    scene, _row = introduced()
    kim = sign_in(scene.kim)
    assert "Monday to Friday, 09:00–18:00 is assumed" in words(kim.page("/availability"))
    week = {"days-0-starts": "09:00", "days-0-ends": "12:00", "days-0-again": "13:00", "days-0-until": "00:00"}
    kim.send("/availability", week)
    rows = db.session.scalars(sa.select(AvailabilityWindow).order_by(AvailabilityWindow.starts)).all()
    assert [(row.weekday, row.starts, row.ends) for row in rows] == [(0, 540, 720), (0, 780, 1440)]
    kim.send("/availability", {"days-1-starts": "12:00", "days-1-ends": "09:00"}, status=422)
    kim.send("/availability", {"days-1-starts": "12:00"}, status=422)
    day = (now() + timedelta(days=9)).date().isoformat()
    kim.send("/availability/exceptions", {"day": day, "kind": "away"})
    kim.send("/availability/exceptions", {"day": day, "kind": "away"}, status=409)
    row = db.session.scalars(sa.select(AvailabilityException)).one()
    assert (row.starts, row.ends, row.is_free) == (0, 1440, False)
    assert "the whole day" in words(kim.page("/availability"))
    sign_in(scene.lee).send(f"/availability/exceptions/{row.id}/remove", status=404)
    kim.send(f"/availability/exceptions/{row.id}/remove")
    assert db.session.scalars(sa.select(AvailabilityException)).all() == []


def test_a_week_and_a_day_away_change_the_times_that_are_offered(app, sign_in):
    scene, row = introduced()
    lee = sign_in(scene.lee)
    evenings = {f"days-{n}-{end}": at for n in range(5) for end, at in (("starts", "17:00"), ("ends", "20:00"))}
    lee.send("/availability", evenings)
    shown = words(sign_in(scene.kim).page(f"/meetings/new/{row.id}"))
    assert "share no working hours" not in shown


def test_somebody_without_an_organisation_is_told_what_comes_first(app, sign_in):
    assert "You speak for no organisation yet." in words(sign_in(make_user()).page("/meetings"))
