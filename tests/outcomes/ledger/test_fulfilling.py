"""The rate that the database counts is the rate that the rules say."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.foundation.database import db
from matchmaker.outcomes import queries
from matchmaker.outcomes.ledger import fulfilling
from matchmaker.outcomes.ledger.fulfilling import Grouping
from matchmaker.outcomes.models import Obligation
from matchmaker.outcomes.rules import Fulfilment, ObligationState, fulfilment
from tests.outcomes.scenes import claimed, days, make_scene

B = ObligationState
LEDGER = st.lists(st.tuples(st.sampled_from(B), st.integers(-9, 9), st.booleans()), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LEDGER)
def test_database_and_rules_agree_on_every_ledger(app, ledger):
    with db.session.begin_nested() as savepoint:
        scene = make_scene()
        outcome = claimed(scene, "contract", happened_on=days(-100))
        for state, due, is_firms in ledger:
            db.session.add(_row(outcome, scene.firm if is_firms else scene.partner, state, due))
        db.session.flush()
        promises = queries.obligations_of([scene.introduction.id])
        firms, partners = (
            fulfilment([(state, days(due)) for state, due, own in ledger if own is wanted], days(0))
            for wanted in (True, False)
        )
        lines = {one: fulfilling.by(one, promises, days(0), "en") for one in Grouping}
        assert fulfilling.total(promises, days(0)) == fulfilment([(s, days(due)) for s, due, _own in ledger], days(0))
        assert [line.figures for line in lines[Grouping.FIRM]] == ([firms] if firms.total else [])
        assert [line.figures for line in lines[Grouping.PARTNER]] == ([partners] if partners.total else [])
        assert lines[Grouping.PROGRAMME] == []
        savepoint.rollback()


def _row(outcome, owner, state, due):
    settled = {B.OPEN: None, B.KEPT: days(due), B.LATE: days(due + 1)}.get(state, days(0))
    return Obligation(outcome=outcome, owner=owner, text="T", due_on=days(due), first_due_on=days(due), state=state,
                      settled_on=settled, reason="R", reminded_on=days(0))  # fmt: skip


def test_a_programme_is_counted_with_what_came_about_through_it(app):
    from matchmaker.assets.models import Asset
    from matchmaker.assets.rules import LegalStatus

    scene = make_scene()
    asset = Asset(
        key="p", name_ko="프로그램", name_en="Programme P", kind="programme", operator_ko="가", operator_en="A",
        legal_status=LegalStatus.OPEN,
    )  # fmt: skip
    db.session.add(asset)
    db.session.flush()
    outcome = claimed(scene, "contract", happened_on=days(-100), programme_id=asset.id)
    outcome.obligations.append(_row(outcome, scene.partner, B.KEPT, -5))
    db.session.flush()
    (line,) = fulfilling.by(Grouping.PROGRAMME, queries.obligations_in_care(scene.as_broker.actor), days(0), "ko")
    assert (line.id, line.name, line.figures, line.figures.rate) == (asset.id, "프로그램", Fulfilment(kept=1), 1.0)


def test_nothing_decided_gives_no_rate(app):
    scene = make_scene()
    total = fulfilling.total(queries.obligations_in_care(scene.as_broker.actor), days(0))
    assert (total, total.rate) == (Fulfilment(), None)
