"""An anchor in Siheung, suppliers here and in Boston, and calls between them."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.calls.answers import answering
from matchmaker.calls.answers.answering import Answer
from matchmaker.calls.models import Call, CallAnswer
from matchmaker.calls.postings import posting
from matchmaker.calls.postings.posting import Row, Said
from matchmaker.calls.rules import Met, RowKind
from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from tests.factories import make_organisation, make_user

WEIGHTS = {"price": 50, "delivery": 50}
ROWS = (Row(RowKind.SPECIFICATION, "Bag of 50 litres, sterile"), Row(RowKind.QUALIFICATION, "Two references", False))


@dataclass
class Scene:
    """The organisations and who speaks for them."""

    anchor: Organisation
    park: User
    maker: Organisation
    kim: User
    partner: Organisation
    lee: User
    broker: User
    boston: User

    @property
    def by_anchor(self) -> Reader:
        return Reader(self.park.as_actor(), self.anchor)

    @property
    def by_broker(self) -> Reader:
        return Reader(self.broker.as_actor())


def make_scene() -> Scene:
    park, kim, lee = make_user(), make_user(), make_user()
    scene = Scene(
        anchor=make_organisation(member=park, is_anchor=True, name_en="Anchor Pharm", name_ko="앵커제약",
                                 size_band="large"),
        park=park, maker=make_organisation(member=kim, name_en="Bagmaker Sealing"), kim=kim,
        partner=make_organisation(country="US", member=lee, name_en="Harbour Plastics"), lee=lee,
        broker=make_user(Role.BROKER), boston=make_user(Role.CO_BROKER),
    )  # fmt: skip
    db.session.flush()
    return scene


def said(**values: object) -> Said:
    fields: dict[str, object] = {
        "title": "Single-use bags", "language": "en", "answer_by": today() + timedelta(days=60), "rows": ROWS,
        "weights": WEIGHTS, "price_from": Decimal(10), "price_to": Decimal(20), "currency": "USD",
    }  # fmt: skip
    return Said(**(fields | values))  # type: ignore[arg-type]


def open_call(scene: Scene, **values: object) -> Call:
    call = posting.draft(scene.anchor, said(**values), by=scene.by_anchor)
    posting.open_call(call, by=scene.by_anchor, version=call.version)
    return call


def answer(call: Call, user: User, organisation: Organisation, *mets: Met, price: int = 15) -> CallAnswer:
    rows = {row.id: (met, "") for row, met in zip(call.rows, mets or (Met.MATCH, Met.MATCH), strict=True)}
    given = Answer(price=Decimal(price), currency="USD", lead_weeks=6, language="en", rows=rows)
    return answering.answer(call, organisation, given, by=Reader(user.as_actor(), organisation), version=None)


def kinds_to(user: User) -> list[str]:
    """Kinds of the mails to a person, the oldest first."""
    rows = db.session.scalars(sa.select(OutboxMail).where(OutboxMail.to_address == user.email).order_by(OutboxMail.id))
    return [row.kind for row in rows]
