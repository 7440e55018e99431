"""Random walks: the rules and the database never disagree on where an introduction stands."""

import random

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.introductions import answering, brokering, moves, service
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.rules import NEXT, OPEN, IntroductionState
from tests.introductions.scenes import brought_to, drafted, make_scene, staff

S = IntroductionState


def deeds(scene, row):
    broker = staff(scene.broker)
    return {
        "send": lambda: service.send(row, user=scene.kim, version=row.version, consent=False),
        "edit": lambda: service.edit(row, scene.interest, user=scene.kim, version=row.version),
        "withdraw": lambda: service.withdraw(row, user=scene.kim, version=row.version),
        "take": lambda: brokering.take(row, staff=broker, version=row.version),
        "return": lambda: brokering.send_back(row, "More.", staff=broker, version=row.version),
        "refuse": lambda: brokering.refuse(row, "other", "No.", staff=broker, version=row.version),
        "forward": lambda: brokering.forward(row, staff=broker, version=row.version),
        "accept": lambda: answering.answer(row, answering.Answer(True), user=scene.lee, version=row.version),
        "decline": lambda: answering.answer(row, answering.Answer(False, "other"), user=scene.lee, version=row.version),
        "expire": lambda: moves.move(row, S.EXPIRED, actor_id=None),
    }


@pytest.mark.parametrize("seed", range(25))
def test_a_walk_of_deeds_follows_the_table_and_leaves_a_step_for_each_move(app, seed):
    chance = random.Random(seed)
    scene = make_scene()
    row = drafted(scene)
    db.session.flush()
    for _ in range(15):
        before, steps = row.state, len(row.steps)
        name = chance.choice(sorted(deeds(scene, row)))
        try:
            with db.session.begin_nested():
                deeds(scene, row)[name]()
        except RuleViolation:
            db.session.refresh(row)
            assert (row.state, len(row.steps)) == (before, steps), name
            continue
        db.session.flush()
        stored = db.session.scalar(sa.select(Introduction.state).where(Introduction.id == row.id))
        moved = [step for step in row.steps[steps:] if step.from_state != step.to_state]
        assert stored is row.state
        for step in moved:
            assert step.to_state in NEXT[S(step.from_state)], name
        assert (moved[-1].to_state if moved else before) == row.state
    last = db.session.scalars(sa.select(IntroductionStep).order_by(IntroductionStep.id.desc())).first()
    assert last is not None
    assert last.to_state == row.state


@pytest.mark.parametrize("state", [state for state in S if state is not S.ACCEPTED])
def test_the_database_itself_refuses_a_second_open_introduction_of_a_pair(app, state):
    scene = make_scene()
    brought_to(scene, state)
    twin = Introduction(
        from_id=scene.partner.id, to_id=scene.firm.id, first_id=min(scene.firm.id, scene.partner.id),
        second_id=max(scene.firm.id, scene.partner.id), message="Hello.", state=S.SUBMITTED,
    )  # fmt: skip
    db.session.flush()
    refused = False
    try:
        with db.session.begin_nested():
            db.session.add(twin)
    except IntegrityError:
        refused = True
    assert refused == (state in OPEN)


def test_the_database_refuses_what_no_rule_allows(app):
    scene = make_scene()
    good = {"from_id": scene.firm.id, "to_id": scene.partner.id, "first_id": min(scene.firm.id, scene.partner.id),
            "second_id": max(scene.firm.id, scene.partner.id), "message": "Hello.", "state": S.SUBMITTED}  # fmt: skip
    for fault in ({"message": "x" * 501}, {"first_id": good["second_id"], "second_id": good["first_id"]},
                  {"to_id": scene.firm.id}, {"state": S.INTRODUCED}):  # fmt: skip
        with pytest.raises((IntegrityError, sa.exc.DataError)), db.session.begin_nested():
            db.session.add(Introduction(**(good | fault)))
