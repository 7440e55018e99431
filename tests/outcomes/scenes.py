"""A Korean firm and a partner in Boston who were introduced, their people, the brokers, and what came of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import disclose
from matchmaker.outcomes import claiming, evidence
from matchmaker.outcomes.claiming import Claim
from matchmaker.outcomes.evidence import Given
from matchmaker.outcomes.ledger import promising
from matchmaker.outcomes.ledger.promising import Promise
from matchmaker.outcomes.models import Obligation, Outcome
from tests.factories import make_organisation, make_user

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
LINK = "https://news.example/mou"


@dataclass
class Scene:
    """Two organisations that were introduced 400 days ago, a member of each, and staff."""

    firm: Organisation
    partner: Organisation
    kim: User
    lee: User
    broker: User
    colleague: User
    boston: User
    basel: User
    introduction: Introduction

    @property
    def as_kim(self) -> Reader:
        return Reader(actor(self.kim), self.firm)

    @property
    def as_lee(self) -> Reader:
        return Reader(actor(self.lee), self.partner)

    @property
    def as_broker(self) -> Reader:
        return Reader(actor(self.broker))

    @property
    def as_colleague(self) -> Reader:
        return Reader(actor(self.colleague))

    @property
    def as_boston(self) -> Reader:
        return Reader(actor(self.boston))


def actor(user: User) -> Actor:
    return Actor(user.id, user.role, user.cluster)


def make_scene(**facts: object) -> Scene:
    kim, lee = make_user(full_name="Kim Gildong"), make_user(full_name="Lee Partner")
    firm = make_organisation(member=kim, name_en="Firm A Bio", name_ko="가나바이오")
    partner = make_organisation(country="US", member=lee, name_en="Partner B Therapeutics")
    broker = make_user(Role.BROKER, full_name="Broker One")
    scene = Scene(
        firm=firm, partner=partner, kim=kim, lee=lee, broker=broker,
        colleague=make_user(Role.BROKER, full_name="Broker Two"), boston=make_user(Role.CO_BROKER),
        basel=make_user(Role.CO_BROKER, cluster="BASEL"),
        introduction=introduce(firm, partner, broker, **facts),
    )  # fmt: skip
    db.session.flush()
    return scene


def introduce(firm: Organisation, partner: Organisation, broker: User, **facts: object) -> Introduction:
    long_ago = now() - timedelta(days=400)
    moments = ("submitted_at", "forwarded_at", "answered_at", "introduced_at")
    values: dict[str, object] = {
        "from_id": firm.id, "to_id": partner.id, "first_id": min(firm.id, partner.id),
        "second_id": max(firm.id, partner.id), "message": "Let us meet.", "state": IntroductionState.INTRODUCED,
        "broker_id": broker.id, **dict.fromkeys(moments, long_ago),
    }  # fmt: skip
    row = Introduction(**(values | facts))
    db.session.add(row)
    disclose(firm, partner, Tier.CONTACTS)
    disclose(partner, firm, Tier.CONTACTS)
    db.session.flush()
    return row


def days(number: int) -> date:
    """The day `number` days from today."""
    return today() + timedelta(days=number)


def said(kind: str = "nda", **values: object) -> Claim:
    fields: dict[str, object] = {"kind": kind, "happened_on": days(-30), "title": f"Our {kind}"}
    return Claim(**(fields | values))  # type: ignore[arg-type]


def promise(scene: Scene, due: int = 30, *, owner: Organisation | None = None, text: str = "Send samples") -> Promise:
    return Promise(owner_id=(owner or scene.firm).id, text=text, due_on=days(due))


def claimed(scene: Scene, kind: str = "nda", *, by: Reader | None = None, **values: object) -> Outcome:
    """An outcome as the firm claims it; an MoU comes with an obligation of the firm."""
    promises = [promise(scene)] if kind in {"mou", "loi"} else []
    return claiming.claim(scene.introduction, said(kind, **values), promises, by=by or scene.as_kim)


def with_link(subject: Outcome | Obligation, by: Reader) -> None:
    evidence.add(subject, evidence.take(Given(url=LINK)), by=by)


def owed(scene: Scene, due: int = 30, *, owner: Organisation | None = None, **values: object) -> Obligation:
    """An obligation of the firm, unless said otherwise, out of a contract of 100 days ago."""
    outcome = claimed(scene, "contract", happened_on=days(-100))
    row = promising.promise(outcome, promise(scene, due, owner=owner), by=scene.as_kim)
    for name, value in values.items():
        setattr(row, name, value)
    db.session.flush()
    return row
