"""Introductions of the demo in the stages of the desk, brought there by the deeds of its broker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.accounts.service import find_by_email
from matchmaker.demo.service import BROKER, FIRM_KEY, PARTNER_KEY, SOURCE
from matchmaker.desk.tasks import service as tasks
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Actor
from matchmaker.foundation.working_days import due_day
from matchmaker.introductions.answers import answering
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.proposals import proposing
from matchmaker.introductions.review import brokering
from matchmaker.introductions.service import Interest, open_opportunities, own_opportunities
from matchmaker.meetings import booking
from matchmaker.meetings import service as meetings
from matchmaker.meetings.afterwards import rating
from matchmaker.meetings.people import By
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import members_of
from matchmaker.organisations.readers import Reader as OutcomeReader
from matchmaker.outcomes import auditing, claiming, evidence
from matchmaker.outcomes.ledger.promising import Promise
from matchmaker.threads import service as threads
from matchmaker.threads.rules import Lane
from matchmaker.threads.rules import Reader as ThreadReader

MESSAGE = (
    "귀사가 찾는 공정에 저희 기술이 맞습니다. 견본과 자료를 준비했습니다. Our technology fits the process you seek."
)
BY_PHONE = "전화로 확인했습니다."
WEEKS = timedelta(weeks=3)


@dataclass(frozen=True, slots=True)
class Scene:
    """The broker, and the introduction that is brought somewhere."""

    broker: User
    introduction: Introduction

    @property
    def staff(self) -> Actor:
        """The broker as the one who acts."""
        return self.broker.as_actor()

    @property
    def version(self) -> int:
        """The version that the broker sees."""
        db.session.flush()
        return self.introduction.version


Deed = Callable[[Scene], None]


def load() -> int:
    """Add the introductions of the demo whose pairs have none yet. The number added."""
    broker = find_by_email(BROKER)
    return 0 if broker is None else sum(_play(broker, *pair) for pair in PAIRS)


def _play(broker: User, asker_key: str, asked_key: str, deeds: tuple[Deed, ...]) -> bool:
    """Bring one pair where `deeds` lead; False when one of the two is not there, or there was something already."""
    asker, asked = (db.session.scalars(_organisation(key)).first() for key in (asker_key, asked_key))
    if asker is None or asked is None or db.session.scalar(_of_pair(asker, asked)):
        return False
    interest = Interest(_first(own_opportunities(asker)), _first(open_opportunities(asked)), MESSAGE)
    introduction = proposing.propose_agreed(asker, asked, interest, note=BY_PHONE, staff=broker.as_actor())
    scene = Scene(broker, introduction)
    for deed in deeds:
        deed(scene)
    db.session.flush()
    return True


def _organisation(key: str) -> sa.Select[Organisation]:
    return sa.select(Organisation).where(Organisation.source == SOURCE, Organisation.source_key == key)


def _of_pair(one: Organisation, other: Organisation) -> sa.Select[bool]:
    """Whether the two have an introduction, whatever became of it."""
    first, second = sorted((one.id, other.id))
    return sa.select(sa.exists().where(Introduction.first_id == first, Introduction.second_id == second))


def _first(offered: object) -> int | None:
    return next((one.id for one in offered), None)  # type: ignore[attr-defined]


def _take(scene: Scene) -> None:
    brokering.take(scene.introduction, staff=scene.staff, version=scene.version)


def _return(scene: Scene) -> None:
    brokering.send_back(
        scene.introduction, "어느 규모의 공정을 뜻하는지 적어 주십시오.", staff=scene.staff, version=scene.version
    )


def _forward(scene: Scene) -> None:
    brokering.forward(scene.introduction, staff=scene.staff, version=scene.version)


def _accept(scene: Scene) -> None:
    said, member = answering.Answer(True), _member_of(scene.introduction.to_organisation)
    if member is None:
        answering.answer_on_behalf(scene.introduction, said, note=BY_PHONE, staff=scene.staff, version=scene.version)
    else:
        answering.answer(scene.introduction, said, user=member, version=scene.version)


def _member_of(organisation: Organisation) -> User | None:
    """The person who speaks for it here, if somebody does: one of the logins of the demo."""
    membership = db.session.scalars(members_of(organisation.id)).first()
    return membership.user if membership else None


def _weeks_ago(scene: Scene) -> None:
    """Let all of it have happened three weeks ago."""
    row = scene.introduction
    for name in ("created_at", "submitted_at", "forwarded_at", "answered_at", "introduced_at"):
        setattr(row, name, getattr(row, name) - WEEKS)
    for step in row.steps:
        step.at -= WEEKS
    db.session.flush()


def _decline(scene: Scene) -> None:
    said = answering.Answer(False, "no_capacity", "내년 상반기까지 여력이 없습니다.")
    answering.answer_on_behalf(scene.introduction, said, note=BY_PHONE, staff=scene.staff, version=scene.version)


def _note(scene: Scene) -> None:
    brokering.add_note(scene.introduction, "양측 모두 견본 시험부터 시작하기를 원합니다.", staff=scene.staff)


def _write(scene: Scene) -> None:
    draft = threads.Draft(Lane.ALL, "양측을 소개해 드립니다. Please meet each other.", f"demo-{scene.introduction.id}")
    threads.write(scene.introduction, draft, reader=ThreadReader(scene.staff), author=scene.broker)


def _remember(scene: Scene) -> None:
    due = due_day(now(), 2)
    wanted = tasks.Wanted("견본 발송 일정을 확인합니다", due, scene.broker.id)
    tasks.add(wanted, staff=scene.staff, introduction_id=scene.introduction.id)


def _meet(scene: Scene) -> None:
    day = due_day(now(), 5, ("KR", scene.introduction.to_organisation.country))
    starts = [datetime(day.year, day.month, day.day, hour, tzinfo=UTC) for hour in (8, 9)]
    plan = meetings.Plan(30, title="첫 상담", video_link="https://meet.example/first")
    by = By(scene.broker, None)
    meeting = meetings.propose(scene.introduction, starts, plan, by=by)
    db.session.flush()
    for side in (scene.introduction.from_organisation, scene.introduction.to_organisation):
        member = _member_of(side)
        if member is not None:
            meetings.pick(meeting, meeting.slots[0].id, by=By(member, side), version=meeting.version)
            db.session.flush()
    meetings.confirm_for(meeting, meeting.slots[0].id, by=by, version=meeting.version)


def _hold(scene: Scene) -> None:
    """The meeting was two weeks ago, and both the firm and the broker have said how it went."""
    _meet(scene)
    meeting = meetings.meetings_of(scene.introduction)[0]
    booking.release(meeting)
    for slot in meeting.slots:
        slot.starts_at, slot.ends_at = slot.starts_at - WEEKS, slot.ends_at - WEEKS
        if slot.chosen:
            meeting.starts_at, meeting.ends_at = slot.starts_at, slot.ends_at
    meeting.proposed_at, meeting.confirmed_at = now() - WEEKS, now() - WEEKS
    db.session.flush()
    firm = scene.introduction.from_organisation
    for person, side in ((_member_of(firm), firm), (scene.broker, None)):
        if person is not None:
            word = rating.Word("cooperation_possible", comment="다음 단계로 견본 시험을 협의합니다.")
            rating.rate(meeting, word, by=By(person, side), version=None)


def _settle(scene: Scene) -> None:
    """The counterpart's member recorded an NDA with what shows it, and the broker has audited it."""
    partner = scene.introduction.to_organisation
    person = _member_of(partner)
    if person is None:
        return
    by = OutcomeReader(person.as_actor(), partner)
    said = claiming.Claim(kind="nda", happened_on=today() - timedelta(days=7), title="Mutual non-disclosure agreement")
    outcome = claiming.claim(scene.introduction, said, by=by)
    link = evidence.take(evidence.Given(url="https://partner.example/news/nda", name="Signed on both sides"))
    evidence.add(outcome, link, by=by)
    auditing.audit(outcome, "서명본을 확인했습니다.", by=OutcomeReader(scene.staff), version=outcome.version)


def _agree(scene: Scene) -> None:
    by, day = OutcomeReader(scene.staff), today()
    said = claiming.Claim(kind="mou", happened_on=day, title="공동 개발 업무협약", description="공정 개발과 견본 시험.")
    promise = Promise(owner_id=scene.introduction.from_id, text="견본 3종을 보냅니다", due_on=day + timedelta(days=30))
    claiming.claim(scene.introduction, said, [promise], by=by)


PAIRS: tuple[tuple[str, str, tuple[Deed, ...]], ...] = (
    ("sorae-analytics", "aarefels-pharma", ()),
    ("neumnae-automation", "feldbergtal-isolator", (_take, _note)),
    ("gaetgol-vision", "hegau-sehen", (_take, _return)),
    ("geobukseom-sensortech", "sundgau-biocapteurs", (_take, _forward, _remember)),
    ("oido-vectors", "rheinquell-biologics", (_take, _forward, _decline)),
    ("gunja-singleuse", "muenstertal-einweg", (_take, _forward, _accept, _write)),
    (FIRM_KEY, "thistlequay-hospital", (_take, _forward, _accept, _weeks_ago, _hold, _write)),
    ("oido-vectors", PARTNER_KEY, (_take, _forward, _accept, _weeks_ago, _settle, _write)),
    ("mujinae-nk", "jurablick-zelltherapie", (_take, _forward, _accept, _meet, _remember)),
    ("wolgot-molecular", "birskopf-spital", (_take, _forward, _accept, _meet, _agree)),
    ("puyunhe-cell-equipment", FIRM_KEY, (_take, _forward)),
    ("aobahama-bioprocess", "mulwang-celltera", (_take, _forward, _accept)),
)
"""Who asks, who is asked (partners abroad come in), and the deeds that bring the two as far as the demo shows them."""
