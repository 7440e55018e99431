"""A Korean firm and a partner in Boston who could work together, their people and the brokers."""

from dataclasses import dataclass

from matchmaker.accounts.models import Consent, User
from matchmaker.accounts.rules import ConsentPurpose
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.introductions import moves, service
from matchmaker.introductions.answers import answering
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.review import brokering
from matchmaker.introductions.rules import IntroductionState
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from tests.factories import make_opportunity, make_organisation, make_user

S = IntroductionState
MESSAGE = "You need closed-system processing; we make it."


@dataclass
class Scene:
    """Two approved organisations, a member of each, and staff."""

    firm: Organisation
    partner: Organisation
    firm_offer: Opportunity
    partner_need: Opportunity
    kim: User
    lee: User
    broker: User
    colleague: User
    boston: User

    @property
    def interest(self) -> service.Interest:
        return service.Interest(self.firm_offer.id, self.partner_need.id, MESSAGE)


def make_scene(*, consent: bool = True, partner_member: bool = True) -> Scene:
    kim = make_user(full_name="Kim Gildong", email="kim@firm-a.example")
    lee = make_user(full_name="Lee Partner", email="lee@partner-b.example")
    firm = make_organisation(member=kim, name_en="Firm A Bio", name_ko="가나바이오")
    partner = make_organisation(country="US", member=lee if partner_member else None, name_en="Partner B Therapeutics")
    for side, phone in ((firm, "+82-31-310-9999"), (partner, "+1-617-555-0100")):
        side.contacts[0].phone = phone
    firm.contacts[0].name, firm.contacts[0].email = "Park Contactperson", "park@firm-a.example"
    partner.contacts[0].name, partner.contacts[0].email = "Smith Contactperson", "smith@partner-b.example"
    if consent:
        agree(kim)
    scene = Scene(
        firm=firm, partner=partner,
        firm_offer=make_opportunity(firm, title="Closed processing"),
        partner_need=make_opportunity(partner, profile_type="TR", title="Processing wanted", need="A closed system."),
        kim=kim, lee=lee, broker=make_user(Role.BROKER, full_name="Broker One"),
        colleague=make_user(Role.BROKER, full_name="Broker Two"), boston=make_user(Role.CO_BROKER),
    )  # fmt: skip
    db.session.flush()
    return scene


def agree(user: User) -> None:
    db.session.add(Consent(user=user, purpose=ConsentPurpose.OVERSEAS, version="2026-11", given_at=now()))
    db.session.flush()
    db.session.expire(user, ["consents"])


def staff(user: User) -> Actor:
    return Actor(user.id, user.role, user.cluster)


def drafted(scene: Scene) -> Introduction:
    return service.start(scene.firm, scene.partner, scene.interest, actor_id=scene.kim.id)


def brought_to(scene: Scene, state: IntroductionState) -> Introduction:
    """An introduction of the firm to the partner, brought to `state` by those who may."""
    row, broker = drafted(scene), staff(scene.broker)
    ways = {S.DRAFT: "", S.SUBMITTED: "s", S.WITHDRAWN: "sw", S.BROKER_REVIEW: "st", S.NEED_INFO: "stn",
            S.FORWARDED: "stf", S.EXPIRED: "stfe", S.DECLINED: "stfd", S.INTRODUCED: "stfa"}  # fmt: skip
    deeds = {
        "s": lambda: service.send(row, user=scene.kim, version=row.version, consent=False),
        "w": lambda: service.withdraw(row, user=scene.kim, version=row.version),
        "t": lambda: brokering.take(row, staff=broker, version=row.version),
        "n": lambda: brokering.send_back(row, "Which scale do you mean?", staff=broker, version=row.version),
        "f": lambda: pass_on(scene, row),
        "e": lambda: moves.move(row, S.EXPIRED, actor_id=None),
        "d": lambda: _answer(scene, row, answering.Answer(False, "no_capacity", "Full until June.")),
        "a": lambda: _answer(scene, row, answering.Answer(True)),
    }
    for deed in ways[state]:
        deeds[deed]()
    return row


def pass_on(scene: Scene, row: Introduction) -> None:
    """Both offices approve: the agency, and Boston, where a co-broker works."""
    brokering.forward(row, staff=staff(scene.broker), version=row.version)
    db.session.flush()
    if row.state is not S.FORWARDED:
        brokering.approve(row, staff=staff(scene.boston), version=row.version)


def _answer(scene: Scene, row: Introduction, said: answering.Answer) -> None:
    answering.answer(row, said, user=scene.lee, version=row.version)


REACHABLE = [state for state in S if state is not S.ACCEPTED]
