"""The examples of the way in: what is made, once, and that firm, partner and broker find it on their pages."""

from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.accounts.service import find_by_email
from matchmaker.calls.models import Call, CallAnswer
from matchmaker.calls.presenting import qualified_count
from matchmaker.calls.rules import CallState
from matchmaker.compliance.models import ComplianceSheet
from matchmaker.demo import service, way_in
from matchmaker.demonstrations.models import Demonstration
from matchmaker.demonstrations.rules import State
from matchmaker.foundation.database import Base, db
from matchmaker.gateway.funnels import queries as funnels
from matchmaker.gateway.rules import Step
from matchmaker.introductions.models import Introduction
from matchmaker.landing.checklists.models import LandingTask, SoftLanding
from matchmaker.landing.checklists.rules import TaskState
from matchmaker.landing.rules import months
from matchmaker.landing.spaces import queries as spaces
from matchmaker.landing.spaces.models import SpaceDemand, SpaceUnit
from matchmaker.landing.spaces.rules import DemandState
from matchmaker.landing.spaces.shortage import Claim, shortage
from matchmaker.landing.talent.models import SeatReservation, StaffingNeed, TalentPost, TrainingSession
from matchmaker.landing.talent.rules import PostState
from matchmaker.organisations.days import today
from matchmaker.routes.models import Handover
from matchmaker.routes.rules import HandoverState
from tests.client import Client

Row = TypeVar("Row", bound=Base)
MADE: dict[type[Base], int] = {
    SpaceUnit: 5, SpaceDemand: 2, SoftLanding: 1, TrainingSession: 2, StaffingNeed: 1, SeatReservation: 1,
    TalentPost: 2, Call: 1, CallAnswer: 2, ComplianceSheet: 2, Demonstration: 1, Handover: 1,
}  # fmt: skip
UNITS = (
    "(Example) Start-up office", "(Example) Cell culture laboratory", "(Example) Shared benches",
    "(Example) Clean room for testing", "(Example) GMP suite for cell therapy",
)  # fmt: skip


def load(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0, result.output
    return result.output


def counts() -> dict[type[Base], int]:
    every: tuple[type[Base], ...] = (*MADE, Introduction, LandingTask)
    return {model: db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0 for model in every}


def the_one(model: type[Row]) -> Row:
    return db.session.scalars(sa.select(model)).one()


def person(email: str) -> User:
    found = find_by_email(email)
    assert found is not None
    return found


def test_every_room_has_its_examples_and_a_second_load_adds_nothing(app: Flask) -> None:
    assert "10 kinds of examples of the way in were made." in load(app)
    first = counts()

    assert "0 kinds of examples of the way in were made." in load(app)

    assert {model: first[model] for model in MADE} == MADE
    assert counts() == first


def test_what_is_made_stands_where_a_visitor_can_go_on_with_it(app: Flask) -> None:
    load(app)

    assert set(db.session.scalars(sa.select(SpaceDemand.state))) == {DemandState.ACCEPTED}
    assert sorted(db.session.scalars(sa.select(TalentPost.state))) == [PostState.OPEN, PostState.SUBMITTED]
    done = sa.select(LandingTask.key).where(LandingTask.state == TaskState.DONE)
    assert set(db.session.scalars(done)) == {"fdi_notice", "capital"}
    need, call = the_one(StaffingNeed), the_one(Call)
    assert (need.organisation.source_key, need.people, need.covered) == (service.FIRM_KEY, 4, way_in.SEATS_HELD)
    assert (call.state, call.organisation.source_key, call.organisation.is_anchor) == (
        CallState.OPEN, way_in.ANCHOR_KEY, True,
    )  # fmt: skip
    assert (len(call.rows), len(call.answers), qualified_count(call)) == (3, 2, 1)
    assert the_one(Demonstration).state is State.PROPOSED
    handed = the_one(Handover)
    assert handed.receiver is not None
    assert (handed.state, handed.giver.source_key, handed.receiver.source_key) == (
        HandoverState.OFFERED, service.FIRM_KEY, way_in.HOSPITAL_KEY,
    )  # fmt: skip


def test_the_units_are_marked_as_examples_and_open_no_sooner_than_is_published(app: Flask) -> None:
    load(app)

    units = db.session.scalars(spaces.units()).all()
    assert {unit.name_en for unit in units} == set(UNITS)
    assert all(unit.name_ko.startswith("(예시)") and "Example" in unit.fee for unit in units)
    assert {unit.name_en: (unit.status.value, unit.opens) for unit in units if unit.asset_id} == {
        UNITS[2]: ("open", "2025-11-28"), UNITS[3]: ("ground_broken", "2029-H2"), UNITS[4]: ("planned", ""),
    }  # fmt: skip


def test_a_gmp_suite_is_short_and_a_laboratory_is_not(app: Flask) -> None:
    load(app)

    demands = db.session.scalars(spaces.accepted()).all()
    claims = [
        Claim(unit_type=one.unit_type, move_in=one.move_in, lease_months=one.lease_months, area_m2=one.area_m2)
        for one in demands
    ]
    units = [unit.unit() for unit in db.session.scalars(spaces.units())]
    cells = shortage(claims, units, months(today(), 24), today())
    assert {cell.unit_type for cell in cells if cell.shortage > 0} == {"gmp_suite"}


def test_the_inbound_funnel_has_two_interests_and_an_introduction(app: Flask) -> None:
    load(app)

    inbound = {
        step: dict(db.session.execute(funnels.counted(step, funnels.EVERYTHING)).all())["inbound"]
        for step in (Step.INTEREST, Step.INTRODUCED)
    }
    assert inbound == {Step.INTEREST: 2, Step.INTRODUCED: 1}


def test_firm_partner_and_broker_find_the_examples_on_their_pages(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    load(app)
    introduction = the_one(Demonstration).introduction_id
    pages: dict[str, dict[str, tuple[str, ...]]] = {
        service.FIRM: {
            "/calls": ("RTU 바이알용 무균 이중 포장 백",), f"/calls/{the_one(Call).id}": ("25 µm",),
            "/talent": ("(Example) GMP operation, basics",), "/demonstrations": ("closed cell harvest",),
            f"/introductions/{introduction}/compliance": ("Thistlequay",),
            f"/routes/handovers/{the_one(Handover).id}": ("30 kits",),
        },
        service.PARTNER: {
            "/spaces": ("GMP suite",), "/landing": ("2 of",), "/talent": ("(Example) Aseptic processing",),
        },
        service.BROKER: {
            "/staff/spaces": UNITS, "/staff/landing": ("Quillen",), "/staff/demonstrations": ("closed cell harvest",),
            "/staff/talent/posts": ("Cell culture scientist",), "/staff/spaces/shortage": ("GMP suite",),
            "/staff/gateway/inbound/interest": ("Puyunhe", "Aobahama"),
        },
    }  # fmt: skip
    missing = [
        (path, word)
        for email, shown in pages.items()
        for path, words in shown.items()
        for page in [sign_in(person(email)).get(path, follow_redirects=True).text]
        for word in words
        if word not in page
    ]
    assert missing == []
