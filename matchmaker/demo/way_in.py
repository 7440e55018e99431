"""Examples for the rooms of the way in: space, soft landing, talent, a call, a demonstration, a hand-over.

Each kind is made once, by the deeds of the rooms; of what somebody has there already nothing is added.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.accounts.service import find_by_email
from matchmaker.assets.models import Asset
from matchmaker.calls.answers import answering
from matchmaker.calls.models import Call
from matchmaker.calls.postings import posting
from matchmaker.calls.rules import Met
from matchmaker.clusters.models import Site
from matchmaker.compliance import service as compliance
from matchmaker.compliance.models import ComplianceSheet
from matchmaker.compliance.questions import put_to
from matchmaker.compliance.rules import Answer
from matchmaker.demo import way_in_texts as texts
from matchmaker.demo.service import BROKER, FIRM, PARTNER, SOURCE
from matchmaker.demonstrations import planning
from matchmaker.demonstrations.models import Demonstration
from matchmaker.demonstrations.rules import Site as DemonstrationSite
from matchmaker.foundation.database import Base, db
from matchmaker.introductions import queries as introductions
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.landing.checklists import landing
from matchmaker.landing.checklists.models import SoftLanding
from matchmaker.landing.checklists.rules import TaskState
from matchmaker.landing.spaces import leasing, units
from matchmaker.landing.spaces.models import SpaceDemand, SpaceUnit
from matchmaker.landing.talent import posting as talent
from matchmaker.landing.talent import seating
from matchmaker.landing.talent.models import StaffingNeed, TalentPost, TrainingSession
from matchmaker.landing.talent.rules import PostState
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.queries import published_of
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import Side
from matchmaker.organisations.service import get_own
from matchmaker.outcomes.sight import sides_of
from matchmaker.routes.handovers import service as handovers
from matchmaker.routes.models import Handover

ANCHOR_KEY = "jeongwang-glassvial"
ANSWER_KEYS = ("gunja-singleuse", "muenstertal-einweg")
HOSPITAL_KEY = "thistlequay-hospital"
TEST_BED = "tukorea-icc"
TRAINING_CENTRE = "snu-talent-centre"
SEATS_HELD = 2


@dataclass(frozen=True, slots=True)
class People:
    """The three logins of the demo, as those who act."""

    firm: Reader
    partner: Reader
    broker: Reader


Deed = Callable[[People], None]


def load() -> int:
    """Make the kinds of which there is nothing yet; how many kinds."""
    firm, partner, broker = (find_by_email(email) for email in (FIRM, PARTNER, BROKER))
    if firm is None or partner is None or broker is None:
        return 0
    people = People(_member(firm), _member(partner), Reader(broker.as_actor()))
    return sum(_make(model, deed, people) for model, deed in KINDS if not _has_any(model))


def _make(model: type[Base], deed: Deed, people: People) -> bool:
    """Do it; whether there is something of the kind now."""
    deed(people)
    db.session.flush()
    return _has_any(model)


def _member(user: User) -> Reader:
    return Reader(user.as_actor(), get_own(user.id))


def _own(reader: Reader) -> Organisation:
    assert reader.organisation is not None  # noqa: S101 - members have one
    return reader.organisation


def _has_any(model: type[Base]) -> bool:
    return bool(db.session.scalar(sa.select(sa.exists(sa.select(model)))))


def _asset_id(key: str) -> int:
    return db.session.scalars(sa.select(Asset.id).where(Asset.key == key)).one()


def _organisation(key: str) -> Organisation:
    statement = sa.select(Organisation).where(Organisation.source == SOURCE, Organisation.source_key == key)
    return db.session.scalars(statement).one()


def _units(people: People) -> None:
    """Units in assets are as far as their asset is published to be; those on sites are examples of open ones."""
    sites = dict(db.session.execute(sa.select(Site.key, Site.id)).all())
    assets = dict(db.session.execute(sa.select(Asset.key, Asset.id)).all())
    for place, said in texts.UNITS:
        units.enter(replace(said, site_id=sites.get(place), asset_id=assets.get(place)), by=people.broker)


def _demands(people: People) -> None:
    for wish, purpose in texts.wishes(today()):
        demand = leasing.ask(_own(people.partner), wish, purpose, by=people.partner)
        leasing.accept(demand, by=people.broker, version=demand.version)


def _land(people: People) -> None:
    row = landing.begin(_own(people.partner), texts.start(today()), by=people.partner)
    tasks = {task.key: task for task in row.tasks}
    for task in (tasks[key] for key in texts.TASKS_DONE):
        said = landing.Change(state=TaskState.DONE, due_on=task.due_on, owner_kind=task.owner_kind, note=texts.TASK)
        landing.change(task, said, by=people.partner, version=task.version)


def _train(people: People) -> None:
    for said in texts.sessions(_asset_id(TRAINING_CENTRE), today()):
        seating.hold_session(said, by=people.broker)


def _need_people(people: People) -> None:
    """Some of the people needed have a seat; the page offers to find seats for the others."""
    need = texts.need(today())
    row = seating.need_people(_own(people.firm), need, None, by=people.firm)
    fitting = sa.select(TrainingSession).where(
        TrainingSession.skill == need.skill, TrainingSession.last_day.between(today(), need.by)
    )
    session = db.session.scalars(fitting.order_by(TrainingSession.first_day)).first()
    if session is not None and session.free >= SEATS_HELD:
        seating.reserve(session, _own(people.firm), SEATS_HELD, by=people.firm, need=row)


def _post(people: People) -> None:
    """The firm's post is open; the partner's waits for the broker."""
    row = talent.post(_own(people.firm), texts.job(today()), by=people.firm)
    talent.decide(row, PostState.OPEN, "", by=people.broker, version=row.version)
    talent.post(_own(people.partner), texts.secondment(today()), by=people.partner)


def _call(people: People) -> None:
    """A fictional firm is the anchor of the demo; the second answer has a gap."""
    anchor = _organisation(ANCHOR_KEY)
    anchor.is_anchor = True
    call = posting.draft(anchor, texts.call(today()), by=people.broker)
    posting.open_call(call, by=people.broker, version=call.version)
    for key, (price, weeks, language, words, mets) in zip(ANSWER_KEYS, texts.ANSWERS, strict=True):
        rows = {row.id: (Met(met), said) for row, (met, said) in zip(call.rows, mets, strict=True)}
        said = answering.Answer(price=price, currency="USD", lead_weeks=weeks, language=language, rows=rows,
                                standards=("iso_9001",), words=words)  # fmt: skip
        answering.answer(call, _organisation(key), said, by=people.broker, version=None)


def _introduction(people: People) -> Introduction | None:
    """The firm's introduction to the hospital abroad."""
    pair = introductions.open_of_pair(_own(people.firm).id, _organisation(HOSPITAL_KEY).id)
    return db.session.scalars(pair.where(Introduction.state == IntroductionState.INTRODUCED)).first()


def _answer_lights(people: People) -> None:
    """The firm says no to everything; the hospital, for which the broker writes, does not know one thing yet."""
    introduction = _introduction(people)
    if introduction is None:
        return
    for side in sides_of(introduction):
        is_firm = side.id == _own(people.firm).id
        given = {question.code: compliance.Given(Answer.NO) for question in put_to(domestic=side.side is Side.DOMESTIC)}
        if not is_firm:
            given |= {texts.UNKNOWN_LIGHT: compliance.Given(Answer.UNKNOWN)}
        actor = (people.firm if is_firm else people.broker).actor
        compliance.answer(introduction, side, given, actor_id=actor.user_id, version=0, by_staff=not is_firm)


def _demonstrate(people: People) -> None:
    """The whole plan, proposed: both sites have to sign it."""
    introduction = _introduction(people)
    if introduction is None:
        return
    abroad = next(side for side in sides_of(introduction) if side.side is Side.OVERSEAS)
    here = DemonstrationSite(_own(people.firm).id, _asset_id(TEST_BED))
    plan = texts.plan(here, DemonstrationSite(abroad.id, None, texts.PLACE_ABROAD), today())
    row = planning.begin(introduction, plan, by=people.firm)
    planning.propose(row, by=people.firm, version=row.version)


def _hand_over(people: People) -> None:
    """The firm's demonstration project goes to the hospital, if the two know each other."""
    firm, hospital = _own(people.firm), _organisation(HOSPITAL_KEY)
    project = db.session.scalars(published_of(firm.id).where(Opportunity.profile_type == "JD")).first()
    if project is None or hospital not in handovers.receivers(firm):
        return
    offer = handovers.Offer(to_id=hospital.id, asset_id=None, to_stage="CLINICAL", next_stage="MANUF",
                            what=texts.HANDED_OVER)  # fmt: skip
    handovers.hand_over(project, offer, actor_id=people.firm.actor.user_id)


KINDS: tuple[tuple[type[Base], Deed], ...] = (
    (SpaceUnit, _units),
    (SpaceDemand, _demands),
    (SoftLanding, _land),
    (TrainingSession, _train),
    (StaffingNeed, _need_people),
    (TalentPost, _post),
    (Call, _call),
    (ComplianceSheet, _answer_lights),
    (Demonstration, _demonstrate),
    (Handover, _hand_over),
)
"""What is made, in this order, and the table that tells whether there is some already."""
