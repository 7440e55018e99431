"""Records of relations, for the agency alone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from matchmaker.gateway.models import Relation, RelationEntry
from matchmaker.gateway.rules import AgreementKind, Temperature
from matchmaker.organisations.rules import VettingState
from tests.factories import make_organisation, make_user
from tests.gateway.scenes import make_records
from tests.outcomes.scenes import make_scene, owed

SAID = {"name": "Charles River Office", "cluster": "BOSTON", "agreement": "mou", "agreed_on": "2025-11",
        "temperature": "warm", "contacts": "Kim talks to Smith", "next_step": "Visit"}  # fmt: skip


def test_the_agency_keeps_a_record_with_its_history(app, sign_in):
    broker = make_user(Role.BROKER, full_name="Broker One")
    reader = sign_in(broker)
    yesterday = (now() - timedelta(days=1)).date().isoformat()
    reader.send("/staff/relations/new", SAID | {"keeper_id": str(broker.id), "next_on": yesterday})
    row = db.session.scalars(sa.select(Relation)).one()
    assert (row.agreement, row.agreed_on, row.temperature) == (AgreementKind.MOU, "2025-11", Temperature.WARM)
    reader.send(f"/staff/relations/{row.id}/entries", {"day": "2026-03-02", "text": "They came to Siheung."})
    text = reader.page(f"/staff/relations/{row.id}").main.get_text(" ", strip=True)
    for words in ("Kim talks to Smith", "They came to Siheung.", "November 2025", "Broker One"):
        assert words in text, words
    assert "Charles River Office" in reader.page("/staff/relations?due=due").main.get_text()
    assert "Charles River Office" not in reader.page("/staff/relations?cluster=KOBE").main.get_text()


@pytest.mark.parametrize(
    "wrong",
    [{"agreed_on": "soon"}, {"agreement": "none"}, {"name": ""}, {"temperature": "boiling"}, {"cluster": "NOWHERE"}],
)
def test_a_record_that_says_nothing_sound_is_refused(app, sign_in, wrong):
    sign_in(make_user(Role.BROKER)).send("/staff/relations/new", SAID | wrong, status=422)
    assert db.session.scalars(sa.select(Relation)).all() == []


def test_there_is_one_record_of_a_partner(app, sign_in):
    reader, partner = sign_in(make_user(Role.BROKER)), make_organisation(country="US")
    reader.send("/staff/relations/new", SAID | {"organisation_id": str(partner.id)})
    reader.send("/staff/relations/new", SAID | {"name": "charles river office"}, status=422)
    reader.send("/staff/relations/new", SAID | {"name": "Other", "organisation_id": str(partner.id)}, status=422)
    assert len(db.session.scalars(sa.select(Relation)).all()) == 1


def test_a_record_is_changed_by_one_at_a_time(app, sign_in):
    row_id = make_records()["relation_id"][0]
    reader = sign_in(make_user(Role.BROKER))
    reader.page(f"/staff/relations/{row_id}/edit")
    reader.send(f"/staff/relations/{row_id}/edit", SAID | {"version": "1", "temperature": "hot"})
    reader.send(f"/staff/relations/{row_id}/edit", SAID | {"version": "1"}, status=409)
    assert db.session.get_one(Relation, row_id).temperature is Temperature.HOT


def test_a_suspended_partner_and_a_keeper_who_left_stay_until_somebody_changes_them(app, sign_in):
    partner, keeper = make_organisation(country="US"), make_user(Role.BROKER)
    row = Relation(name="Partner", cluster="BOSTON", organisation_id=partner.id, keeper_id=keeper.id)
    db.session.add(row)
    db.session.flush()
    partner.state, keeper.enabled = VettingState.SUSPENDED, False
    reader = sign_in(make_user(Role.BROKER))
    page = reader.page(f"/staff/relations/{row.id}/edit")
    shown = {name: page.select_one(f"select[name={name}] option[selected]")["value"]
             for name in ("organisation_id", "keeper_id")}  # fmt: skip
    assert shown == {"organisation_id": str(partner.id), "keeper_id": str(keeper.id)}
    reader.send(f"/staff/relations/{row.id}/edit", SAID | shown | {"version": "1"})
    db.session.refresh(row)
    assert (row.organisation_id, row.keeper_id) == (partner.id, keeper.id)


def test_what_a_partner_owes_stands_beside_its_record(app, sign_in):
    scene = make_scene()
    owed(scene)
    row = Relation(name="Partner", cluster="BOSTON", organisation_id=scene.partner.id)
    db.session.add(row)
    db.session.flush()
    page = sign_in(scene.broker).page(f"/staff/relations/{row.id}")
    assert len(page.select("main table tbody tr")) == 1


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CO_BROKER])
def test_nobody_but_the_agency_reads_what_it_thinks_of_its_partners(app, sign_in, role):
    row_id = make_records()["relation_id"][0]
    status = 404 if role is Role.CO_BROKER else 403
    reader = sign_in(make_user(role))
    for path in ("", "/new", f"/{row_id}", f"/{row_id}/edit"):
        reader.page(f"/staff/relations{path}", status=status)
    reader.send(f"/staff/relations/{row_id}/entries", {"day": "2026-03-02", "text": "Seen."}, status=status)
    assert db.session.scalars(sa.select(RelationEntry)).all() == []
    if role is Role.CO_BROKER:
        assert reader.page("/staff/gateway").find("a", href="/staff/relations") is None
