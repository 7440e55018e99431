"""A pair in the midst of its work: messages, meetings, outcomes, what is owed, and what brokers keep about it."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.accounts.notifications import links
from matchmaker.compliance.models import ComplianceDecision
from matchmaker.compliance.rules import Light
from matchmaker.consortia.models import Consortium, ConsortiumMember
from matchmaker.demonstrations import planning
from matchmaker.demonstrations.models import Certificate
from matchmaker.desk.models import BulkRun, DeskTask, SavedView, ViewPage
from matchmaker.foundation import files
from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.introductions import service as introductions
from matchmaker.introductions.models import ExtraHoliday, Introduction
from matchmaker.introductions.review import brokering
from matchmaker.meetings import booking, service
from matchmaker.meetings.calendars import feeds
from matchmaker.meetings.guests.links import token_of
from matchmaker.meetings.models import AvailabilityException, Meeting, MeetingParticipant
from matchmaker.meetings.rules import ParticipantRole
from matchmaker.organisations.days import today
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes import auditing, claiming
from matchmaker.outcomes.claiming import Claim
from matchmaker.outcomes.ledger.promising import Promise
from matchmaker.outcomes.models import Outcome
from matchmaker.routes.models import Handover
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.rules import Lane
from tests.assets import facilities
from tests.demonstrations import scenes as demonstrations
from tests.factories import make_opportunity, make_organisation, make_user
from tests.introductions.scenes import Scene, agree, pass_on, staff
from tests.landing import way_in
from tests.meetings import scenes as meetings
from tests.outcomes import scenes as outcomes
from tests.threads import conversations

DAY = date(2027, 3, 2)
TOKEN = "0" * 32
CODE = "2345-6789-ABCD"


@dataclass
class Brokerage:
    """Real ids and words for the addresses of the pages."""

    ids: dict[str, list[int]]
    words: dict[str, tuple[str, ...]]


def make_brokerage(scene: Scene) -> Brokerage:
    """The firm and the partner were introduced and work together; another partner waits for the firm's answer."""
    row = meetings.introduction_of(scene.firm, scene.partner, scene.broker)
    asked = _asked_for(scene)
    held = _meetings(scene, row)
    said = _said(scene, row)
    outcome = _outcome(scene, row)
    kept = _kept_by_staff(scene, row)
    absence = AvailabilityException(user_id=scene.kim.id, day=DAY)
    db.session.add(absence)
    feeds.renew(scene.kim)
    project = _on_its_way(scene) | _demonstrated(scene, row)
    db.session.flush()
    facility = facilities.make_facility(scene.firm, scene.kim)
    mails = db.session.scalars(sa.select(OutboxMail.id).order_by(OutboxMail.id).limit(3)).all()
    documents = [said.attachments[0].id]
    ids = kept | project | way_in.make_way_in(scene) | {
        "introduction_id": [row.id, asked.id], "meeting_id": [one.id for one in held],
        "participant_id": [one.participants[0].id for one in held], "message_id": [said.id],
        "threads.attachment_id": documents, "threads_staff.attachment_id": documents, "outcome_id": [outcome.id],
        "obligation_id": [outcome.obligations[0].id], "evidence_id": [outcome.evidence[0].id],
        "exception_id": [absence.id], "mail_id": list(mails),
    } | facility.ids  # fmt: skip
    return Brokerage(ids, _words(scene) | _words_of_guests(held[0]))


def _words_of_guests(meeting: Meeting) -> dict[str, tuple[str, ...]]:
    """The link of an interpreter from outside."""
    ines = MeetingParticipant(name="Ines", email="ines@out.example", role=ParticipantRole.INTERPRETER)
    meeting.participants.append(ines)
    db.session.flush()
    return dict.fromkeys(("guests.show", "guests.will_come", "guests.cannot_come"), (token_of(ines),))


def _words(scene: Scene) -> dict[str, tuple[str, ...]]:
    unsubscribe = links.unsubscribe_url(scene.kim.id, ["messages"]).rpartition("/")[2]
    address = feeds.address_of(scene.kim) or ""
    return {
        "accounts.unsubscribe": (unsubscribe,), "accounts.unsubscribed": (unsubscribe,),
        "accounts.resubscribe": (links.undo_token(scene.kim.id, {}),),
        "calendars.feed": (address.rpartition("/")[2].removesuffix(".ics"),), "desk_bulk.result": (TOKEN,),
        "desk_views.keep": tuple(ViewPage), "certificates.show": (CODE,), "certificates.pdf": (CODE,),
        "compliance_staff.decide": tuple(Light),
    } | facilities.WORDS  # fmt: skip


def _on_its_way(scene: Scene) -> dict[str, list[int]]:
    """The firm's project was handed to the partner, and staff have a team for it."""
    row = Handover(opportunity=scene.firm_offer, giver=scene.firm, receiver=scene.partner, from_stage="DEMO",
                   to_stage="MANUF", next_stage="CLINICAL", what="Batch 1.")  # fmt: skip
    team = Consortium(opportunity=scene.firm_offer, members=[ConsortiumMember(organisation=scene.partner)])
    db.session.add_all([row, team])
    db.session.flush()
    return {"handover_id": [row.id], "consortium_id": [team.id]}


def _demonstrated(scene: Scene, row: Introduction) -> dict[str, list[int]]:
    """The plan of a demonstration with a certificate, and a decision about a light."""
    plan = demonstrations.plan_for(scene, demonstrations.make_asset())
    found = planning.begin(row, plan, by=Reader(outcomes.actor(scene.kim), scene.firm))
    found.certificate = Certificate(code=CODE, evidence=0)
    decision = ComplianceDecision(introduction_id=row.id, light=Light.PEOPLE, covers=[], reason="Asked the office.")
    db.session.add(decision)
    db.session.flush()
    sites = [site.id for site in found.sites]
    return {"demonstration_id": [found.id], "demonstrations.site_id": sites, "demonstrations_staff.site_id": sites,
            "compliance_staff.decision_id": [decision.id]}  # fmt: skip


def _asked_for(scene: Scene) -> Introduction:
    """Another partner's interest in the firm, passed on by both offices and not answered yet."""
    asker = make_user()
    other = make_organisation(country="US", member=asker)
    need = make_opportunity(other, profile_type="TR", title="Filling wanted", need="A filling line.")
    agree(asker)
    interest = introductions.Interest(need.id, scene.firm_offer.id, "Your system could fill ours.")
    row = introductions.start(other, scene.firm, interest, actor_id=asker.id)
    introductions.send(row, user=asker, version=row.version, consent=False)
    brokering.take(row, staff=staff(scene.broker), version=row.version)
    pass_on(scene, row)
    return row


def _meetings(scene: Scene, row: Introduction) -> list[Meeting]:
    """One to come, one that is over and not rated yet, and times on the table for a third."""
    over = meetings.confirmed(scene, row)
    booking.release(over)
    meetings.brought_past(over)
    coming = meetings.confirmed(scene, row)
    open_one = service.propose(row, meetings.times(4)[2:], service.Plan(30), by=meetings.kim_of(scene))
    return [coming, over, open_one]


def _said(scene: Scene, row: Introduction) -> ThreadMessage:
    document = files.take("plan.pdf", conversations.PDF, area="threads")
    return conversations.say(row, scene.kim, Lane.ALL, "Here is our plan.", files=(document,))


def _outcome(scene: Scene, row: Introduction) -> Outcome:
    reader = Reader(outcomes.actor(scene.kim), scene.firm)
    promise = Promise(owner_id=scene.firm.id, text="Send samples", due_on=outcomes.days(30))
    claim = Claim(kind="mou", happened_on=today(), title="Our MoU")
    outcome = claiming.claim(row, claim, [promise], by=reader)
    outcomes.with_link(outcome, reader)
    db.session.flush()
    return outcome


def _kept_by_staff(scene: Scene, row: Introduction) -> dict[str, list[int]]:
    """A task, a view, a holiday and a run of bulk actions."""
    task = DeskTask(title="Ask after the samples", due_on=DAY, assignee_id=scene.broker.id, introduction_id=row.id)
    view = SavedView(user_id=scene.broker.id, page=ViewPage.LIST, name="Boston", query="cluster=BOSTON")
    holiday = ExtraHoliday(country="KR", day=DAY, name_ko="임시 공휴일")
    run = BulkRun(token=TOKEN, user_id=scene.broker.id, act="assign", results=[])
    db.session.add_all([task, view, holiday, run])
    db.session.flush()
    return {"task_id": [task.id], "view_id": [view.id], "holiday_id": [holiday.id]}


def pages_of_members(ids: dict[str, list[int]]) -> list[str]:
    """Pages with forms for the firm's people."""
    row, (coming, over, _open) = ids["introduction_id"][0], ids["meeting_id"]
    outcome, obligation = ids["outcome_id"][0], ids["obligation_id"][0]
    demonstration = ids["demonstration_id"][0]
    return [
        f"/introductions/{row}/thread", f"/introductions/{ids['introduction_id'][1]}", f"/meetings/{coming}",
        f"/meetings/{coming}/times", f"/meetings/{coming}/people", f"/meetings/{over}/rate",
        f"/outcomes/with/{row}/new", f"/outcomes/{outcome}", f"/outcomes/{outcome}/edit", f"/obligations/{obligation}",
        "/availability", "/calendar", "/settings/notifications", f"/routes/handovers/{ids['handover_id'][0]}",
        f"/introductions/{row}/compliance", "/manufacturing/edit", f"/demonstrations/{demonstration}",
        f"/demonstrations/{demonstration}/edit", f"/demonstrations/with/{row}/new",
        *facilities.pages_of_members(ids), *way_in.pages_of_members(ids),
    ]  # fmt: skip


def pages_of_staff(ids: dict[str, list[int]]) -> list[str]:
    """Pages with forms for the broker."""
    row, outcome = ids["introduction_id"][0], ids["outcome_id"][0]
    return [
        f"/staff/introductions/{row}", f"/staff/introductions/{row}/thread",
        f"/meetings/{ids['meeting_id'][0]}/arrange", f"/staff/outcomes/{outcome}", "/desk", "/desk/list", "/desk/board",
        f"/desk/pairs/{row}", "/desk/tasks/new",
        f"/staff/consortia/{ids['consortium_id'][0]}", "/desk/handover", "/desk/views",
        f"/desk/bulk?act=assign&id={row}", f"/staff/introductions/{row}/compliance",
        *facilities.pages_of_staff(ids), *way_in.pages_of_staff(ids),
    ]  # fmt: skip


def introduction_of(between: Brokerage) -> Introduction:
    """The introduction of the firm and the partner."""
    return db.session.get_one(Introduction, between.ids["introduction_id"][0])


def keep_among_staff(between: Brokerage, broker: User, *, task: str, audit_note: str) -> None:
    """Give the task its words, and let the broker audit the outcome with a note."""
    db.session.get_one(DeskTask, between.ids["task_id"][0]).title = task
    outcome = db.session.get_one(Outcome, between.ids["outcome_id"][0])
    auditing.audit(outcome, audit_note, by=Reader(outcomes.actor(broker)), version=outcome.version)
    db.session.flush()
