"""The page of a pair: the whole story for those who may read it."""

from matchmaker.desk.pairs.timeline import EntryKind, story
from matchmaker.desk.tasks import service as tasks
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.review import brokering
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings.afterwards.models import MeetingRating
from matchmaker.meetings.afterwards.rules import Side
from matchmaker.meetings.models import Meeting
from matchmaker.organisations.days import today
from matchmaker.outcomes.models import Obligation, Outcome
from matchmaker.suggestions.models import Suggestion, SuggestionShown
from matchmaker.suggestions.rules import Basis, Direction
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.rules import Lane
from tests.desk.scenes import make_pair
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import staff

S = IntroductionState


def make_suggestion(viewer, candidate):
    explanation = {"score": 0.6, "basis": "one_way", "listing_mine": "", "listing_theirs": "", "pairs": 1,
                   "contributions": [], "requirements": [], "exclusions": []}  # fmt: skip
    db.session.add(
        Suggestion(organisation_id=viewer.id, candidate_id=candidate.id, score=0.6, basis=Basis.ONE_WAY,
                   direction=next(iter(Direction)), explanation=explanation)
    )  # fmt: skip
    db.session.flush()


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


def test_the_story_tells_when_a_suggestion_was_first_seen_and_how_meetings_went(app, sign_in):
    kim, broker, boston = make_user(), make_user(Role.BROKER), make_user(Role.CO_BROKER)
    firm, partner = make_organisation(member=kim), make_organisation(country="US", cluster="BOSTON")
    pair = make_pair(S.INTRODUCED, broker=broker, from_=firm, to=partner, days_ago=3)
    make_suggestion(firm, partner)
    meeting = Meeting(introduction_id=pair.id, uid="m", proposed_at=now())
    db.session.add(meeting)
    db.session.flush()
    for side, outcome in ((Side.FROM, "cooperation_possible"), (Side.TO, "informative")):
        db.session.add(MeetingRating(meeting_id=meeting.id, side=side, outcome=outcome, comment=f"Said by {side}."))
    db.session.commit()
    member = sign_in(kim)
    for _ in range(2):
        member.page("/suggestions")
    assert db.session.query(SuggestionShown).count() == 1

    words = sign_in(broker).page(f"/desk/pairs/{pair.id}").select_one(".timeline").get_text()
    assert f"Shown to {firm.name('en')} as a suggestion for the first time" in words
    assert "How the meeting went: Cooperation possible" in words
    assert ("Said by from." in words, "Said by to." in words) == (True, True)
    elsewhere = sign_in(boston).page(f"/desk/pairs/{pair.id}").select_one(".timeline").get_text()
    assert ("Said by from." in elsewhere, "Said by to." in elsewhere) == (False, True)
